"""Questions that nearly every request asks: put into words once, then asked with other values each time.

Django builds a statement anew for every query set, which takes ten to twenty times as long as a small database needs to
answer it. A `Prepared` builds it once for each thread, with `Given` places in it, and makes the same rows of it.

    _KEY_OF = Prepared(lambda: ApiKey.objects.select_related("organisation").filter(key_hash=Given("hash")))
    key = _KEY_OF.first(hash=...)
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
_TAKEN_BY_ALL = frozenset({int, str, type(None)})  # every driver takes these as they are


class Given(Expression):
    """The place of a value in a prepared question."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Statement:
    """A compiled query set: its words, its values in their order, and what makes rows of the answer."""

    sql: str
    parameters: Sequence[Any]
    rows: Callable[[Iterable[Sequence[Any]]], list[Any]]


class Prepared(Generic[Row]):
    """A question whose words never change. Rows come as the query set would give them: objects, or tuples of values.

    :param build: the query set with `Given` places. Lists of values, slices of given length and prefetching cannot be
        prepared. Walled models have `organisations.tenancy.PreparedInside`.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._kept = threading.local()

    def all(self, **values: Any) -> list[Row]:
        """All rows. :raises KeyError: a value is missing"""
        statement = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, [_value(part, values) for part in statement.parameters])
            return statement.rows(cursor.fetchall())

    def first(self, **values: Any) -> Row | None:
        """The first row, or nothing."""
        rows = self.all(**values)
        return rows[0] if rows else None

    def _statement(self) -> _Statement:
        kept: dict[str, _Statement] = self._kept.__dict__
        found = kept.get(connection.vendor)
        if found is None:
            found = kept[connection.vendor] = _compiled(self.built())
        return found

    def built(self) -> QuerySet[Any, Row]:
        """The query set, made when a thread asks for the first time."""
        return self._build()


def _compiled(queryset: QuerySet[Any, Any]) -> _Statement:
    compiler = queryset.query.get_compiler(using=connection.alias)
    sql, parameters = compiler.as_sql()
    makes_objects = issubclass(queryset._iterable_class, ModelIterable)
    return _Statement(sql, parameters, _objects(compiler) if makes_objects else _tuples(compiler))


def _tuples(compiler: SQLCompiler) -> Callable[[Iterable[Sequence[Any]]], list[Any]]:
    converted = _conversion(compiler)
    return lambda rows: [tuple(row) for row in converted(rows)]


def _objects(compiler: SQLCompiler) -> Callable[[Iterable[Sequence[Any]]], list[Any]]:
    """What Django's own `ModelIterable` does with each row."""
    select, known = compiler.select, compiler.klass_info
    model, places = known["model"], known["select_fields"]
    start, end = places[0], places[-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    populators = get_related_populators(known, select, connection.alias)  # type: ignore[call-arg] # stubs of a later Django
    annotations = compiler.annotation_col_map or {}
    converted = _conversion(compiler)

    def made(row: Sequence[Any]) -> Any:
        found = model.from_db(connection.alias, names, row[start:end])
        for populator in populators:
            populator.populate(row, found)
        for name, place in annotations.items():
            setattr(found, name, row[place])
        return found

    return lambda rows: [made(row) for row in converted(rows)]


def _conversion(compiler: SQLCompiler) -> Callable[[Iterable[Sequence[Any]]], Iterable[Sequence[Any]]]:
    converters = compiler.get_converters([column[0] for column in compiler.select])
    if not converters:
        return lambda rows: rows
    return lambda rows: compiler.apply_converters(rows, converters)


def _value(part: Any, values: Mapping[str, Any]) -> Any:
    """A value as the driver takes it."""
    if not isinstance(part, Given):
        return part
    value = values[part.name]
    if type(value) in _TAKEN_BY_ALL:
        return value
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return connection.ops.adapt_unknown_value(value)
