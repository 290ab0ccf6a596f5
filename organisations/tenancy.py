"""The outer wall: nothing of an organisation can be read or written outside its scope.

`organisation_scope` is the only door. The middleware opens it for requests, a job for each chunk, tests for themselves.
On PostgreSQL it also opens a transaction and names the organisation to the server, so that row-level security can
stand behind it; on SQLite it opens none, since a transaction there would hold the only writer's place.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction
from django_scopes import ScopedManager, get_scope, scope

if TYPE_CHECKING:
    from organisations.models import Organisation


class WallBreach(RuntimeError):
    """A row of one organisation was about to be written in the scope of another."""


class NoScope(RuntimeError):
    """The code needs an organisation's scope and none is open."""


@contextmanager
def organisation_scope(organisation: "Organisation") -> Iterator[None]:
    """Open the scope of one organisation.

    :raises NoScope: the organisation is missing (which to django-scopes would mean everyone)
    """
    if organisation is None or organisation.pk is None:
        raise NoScope("organisation_scope needs a stored organisation")
    with scope(organisation=organisation), _server_scope([organisation.pk]):
        yield


@contextmanager
def portfolio_scope(organisations: Sequence["Organisation"]) -> Iterator[None]:
    """Open the scope of several organisations, for a consultant's portfolio only: nothing may be written in it."""
    with scope(organisation=list(organisations)), _server_scope([organisation.pk for organisation in organisations]):
        yield


@contextmanager
def _server_scope(organisation_ids: Sequence[int]) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    named = ",".join(str(pk) for pk in organisation_ids)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('cem.organisations', true)")
            before = cursor.fetchone()[0] or ""
            cursor.execute("SELECT set_config('cem.organisations', %s, true)", [named])
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('cem.organisations', %s, true)", [before])


def scoped_organisation() -> "Organisation":
    """The organisation whose scope is open.

    :raises NoScope: no scope, or one of several organisations
    """
    current = get_scope().get("organisation")
    if current is None or isinstance(current, list | tuple):
        raise NoScope("no single organisation's scope is open")
    organisation: Organisation = current
    return organisation


class OrganisationModel(models.Model):
    """A row that belongs to one organisation; its manager refuses to answer outside a scope."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    objects = ScopedManager(organisation="organisation")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, unless the row or a row it points to belongs to another organisation.

        :raises WallBreach: it does
        """
        self._stay_inside_the_wall()
        super().save(*args, **kwargs)

    def _stay_inside_the_wall(self) -> None:
        if self.organisation_id != scoped_organisation().pk:
            raise WallBreach(f"{self._meta.label} of organisation {self.organisation_id} in another's scope")
        for field in self._meta.concrete_fields:
            related = self._state.fields_cache.get(field.name) if field.is_relation else None
            if isinstance(related, OrganisationModel) and related.organisation_id != self.organisation_id:
                raise WallBreach(f"{self._meta.label}.{field.name} points into another organisation")


class Identified(models.Model):
    """A row with a public id, by which addresses, exports, the trail and other programs name it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
