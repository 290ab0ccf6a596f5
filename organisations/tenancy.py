"""The outer wall: nothing of an organisation can be read or written outside its scope.

`organisation_scope` is the only door. The middleware opens it for requests, a job for each chunk, tests for themselves.
On PostgreSQL it also opens a transaction and names the organisation to the server, so that row-level security can
stand behind it; on SQLite it opens none, since a transaction there would hold the only writer's place.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import QuerySet
from django_scopes import ScopedManager, get_scope, scope

from lib.prepared import Given, Prepared

if TYPE_CHECKING:
    from organisations.models import Organisation

Row = TypeVar("Row")


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
def _server_scope(organisation_ids: Sequence[int]) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    outermost = connection.get_autocommit()
    before = "" if outermost else _asked_of_server("SELECT current_setting('cem.organisations', true)")
    with transaction.atomic():
        _asked_of_server("SELECT set_config('cem.organisations', %s, true)", ",".join(map(str, organisation_ids)))
        yield
        if not (outermost or connection.needs_rollback):  # the name ends, or is rolled back, with the transaction
            _asked_of_server("SELECT set_config('cem.organisations', %s, true)", before)


def _asked_of_server(question: str, *values: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return str(cursor.fetchone()[0] or "")


def scoped_organisation() -> "Organisation":
    """The organisation whose scope is open.

    :raises NoScope: no scope, or one of several organisations
    """
    current = get_scope().get("organisation")
    if current is None or isinstance(current, list | tuple):
        raise NoScope("no single organisation's scope is open")
    organisation: Organisation = current
    return organisation


class PreparedInside(Prepared[Row]):
    """A prepared question about walled rows: whose they are is a value of the open scope, filled in at each asking."""

    def built(self) -> QuerySet[Any, Row]:
        with scope(organisation=Given("organisation in scope")):
            return super().built()

    def all(self, **values: Any) -> list[Row]:
        """All rows of the organisation whose scope is open. :raises NoScope: no single one's is"""
        return super().all(**values, **{"organisation in scope": scoped_organisation().pk})


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
