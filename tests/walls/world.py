"""One row of any model in each organisation, made when asked for, so that new models need no factory."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from lib.local_text import LocalTextField
from organisations.models import Organisation
from organisations.tenancy import OrganisationModel, organisation_scope
from tests.walls.special import SPECIAL

OUR_APPS = (
    "organisations", "operations", "accounts", "programs", "brandpromise",
    "touchpoints", "feedback", "training", "metrics", "audits",
)  # fmt: skip
# What stands outside the wall: who may enter, where a stranger's code leads, and that some work is due.
UNWALLED = {
    "organisations.Organisation", "organisations.PublicCode", "accounts.User", "accounts.Membership",
    "accounts.ApiKey", "accounts.FirstRunCode", "operations.Ticket", "operations.PeriodClaim",
}  # fmt: skip


def our_models() -> list[type[models.Model]]:
    """Every model of the house."""
    return [model for model in apps.get_models() if model._meta.app_label in OUR_APPS]


def walled_models() -> list[type[models.Model]]:
    """Every model whose rows belong to one organisation."""
    return [model for model in our_models() if issubclass(model, OrganisationModel)]


class World:
    """An organisation with at most one row of each model, made with all that it points to."""

    def __init__(self, organisation: Organisation, *, number: int = 1) -> None:
        self.organisation = organisation
        self.number = number  # stands in every counted field, so that two worlds can be told apart
        self._rows: dict[str, models.Model] = {}

    def row(self, label: str) -> models.Model:
        """The organisation's row of a model, such as `feedback.Survey`."""
        if label not in self._rows:
            with organisation_scope(self.organisation):
                self._rows[label] = self._existing(label) or self._make(apps.get_model(label))
        return self._rows[label]

    def value(self, path: str) -> Any:
        """A field of a row, such as `feedback.Survey.code`; a plain value is returned as it is."""
        if path.count(".") != 2:
            return path
        label, _dot, field = path.rpartition(".")
        return getattr(self.row(label), field)

    def _existing(self, label: str) -> models.Model | None:
        if label == "organisations.Organisation":
            return self.organisation
        if label == "accounts.User":
            return self._member().user
        if label == "accounts.Membership":
            return self._member()
        return None

    def _member(self) -> Membership:
        email = f"somebody@{self.organisation.slug}.example"
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, name="Somebody Else")
        return Membership.objects.get_or_create(
            organisation=self.organisation, user=user, defaults={"roles": [Role.OWNER]}
        )[0]

    def _make(self, model: type[models.Model]) -> models.Model:
        special = SPECIAL.get(model._meta.label, {})
        values = {
            field.name: self._resolved(special[field.name]) if field.name in special else self._plain(field)
            for field in model._meta.concrete_fields
            if field.name in special or self._is_needed(field)
        }
        row = model(**values)
        row.save()
        return row

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("row:"):
            return self.row(value.removeprefix("row:"))
        if isinstance(value, str) and value.startswith("another:"):
            return self._another(value.removeprefix("another:"))
        return value

    def _another(self, label: str) -> models.Model:
        """A second row of a model, which points to what the first one points to."""
        first = self.row(label)
        sibling = World(self.organisation, number=self.number + 1)
        sibling._rows = {known: row for known, row in self._rows.items() if row is not first}
        return sibling.row(label)

    def _is_needed(self, field: models.Field) -> bool:
        if field.primary_key or getattr(field, "auto_now_add", False):
            return False
        if isinstance(field, LocalTextField):
            return True
        if isinstance(field, models.CharField) and not field.has_default() and not field.blank:
            return True
        return not (field.null or field.has_default() or field.blank)

    def _plain(self, field: models.Field) -> Any:
        own = f"{self.organisation.slug}-{field.model._meta.model_name}"
        if field.is_relation:
            return self.row(field.related_model._meta.label)  # type: ignore[union-attr]
        if field.choices:
            return next(iter(field.flatchoices))[0]
        if isinstance(field, LocalTextField):
            return {"en": own, "pl": own}
        makers: Mapping[type[models.Field], Any] = {
            models.EmailField: f"{own}@example.org",
            models.UUIDField: uuid.uuid4(),
            models.CharField: own[: field.max_length or 40],
            models.TextField: own,
            models.DateTimeField: timezone.now() + timedelta(days=1),
            models.DateField: date(2026, 1, 1),
            models.BooleanField: False,
            models.FloatField: 1.0,
            models.DecimalField: 1,
            models.JSONField: {},
            models.IntegerField: self.number,
            models.FileField: "nothing",
        }
        return next(value for kind, value in makers.items() if isinstance(field, kind))
