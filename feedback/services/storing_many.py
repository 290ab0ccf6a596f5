"""Very many checked fillings become rows past the ORM, which takes two thirds of a thousand answers' time.

What is written is what `storing` would write: a response's values come from `build_response`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from feedback import bulk
from feedback.answers.filling import CheckedFilling
from feedback.models import Answer, AnswerOption, Response
from organisations.models import Organisation

# From so many on, the way past the ORM is worth its three more statements.
MANY = 50

_RESPONSE_COLUMNS = tuple(str(field.column) for field in Response._meta.concrete_fields)
_RESPONSE_NAMES = tuple(field.attname for field in Response._meta.concrete_fields)
_MOMENTS = ("answered_on", "contact_at", "asked_at", "answered_at", "received_at", "updated_at", "deleted_at")
_MOMENT_PLACES = tuple(_RESPONSE_NAMES.index(name) for name in _MOMENTS)
_PUBLIC_ID, _METADATA, _PRECISION = (_RESPONSE_NAMES.index(name) for name in ("public_id", "metadata", "precision"))
_ANSWER_COLUMNS = (
    "id", "organisation_id", "response_id", "question_id", "scale_id", "value", "number", "text", "day", "missing",
)  # fmt: skip
_OPTION_COLUMNS = ("organisation_id", "answer_id", "option_id")


def store_many(*, organisation: Organisation, pairs: Sequence[tuple[Response, CheckedFilling]]) -> None:
    """Write new responses with their answers and chosen options, and give the responses their keys.

    :raises Outrun: somebody else stored one of them meanwhile (on SQLite an IntegrityError)
    """
    plain = bulk.Plain()
    options: list[tuple[int, int, int]] = []
    for pk, (response, _checked) in zip(bulk.reserve_ids(Response, len(pairs)), pairs, strict=True):
        response.pk = pk
    with connection.wrap_database_errors:
        bulk.insert(Response, _RESPONSE_COLUMNS, [_response_row(response, plain) for response, _checked in pairs])
        bulk.insert(Answer, _ANSWER_COLUMNS, list(_answer_rows(organisation.pk, pairs, plain, options)))
        if options:
            bulk.insert(AnswerOption, _OPTION_COLUMNS, options)
    for response, _checked in pairs:
        response._state.adding, response._state.db = False, connection.alias


def _response_row(response: Response, plain: bulk.Plain) -> Sequence[Any]:
    row = [getattr(response, name) for name in _RESPONSE_NAMES]
    for place in _MOMENT_PLACES:
        row[place] = plain.moment(row[place])
    row[_PUBLIC_ID], row[_METADATA] = row[_PUBLIC_ID].hex, plain.mapping(row[_METADATA])
    row[_PRECISION] = int(row[_PRECISION])
    return row


def _answer_rows(
    organisation_id: int,
    pairs: Iterable[tuple[Response, CheckedFilling]],
    plain: bulk.Plain,
    options: list[tuple[int, int, int]],
) -> Iterator[Sequence[Any]]:
    """The answers' rows; the options chosen in them go to `options`."""
    every = [(response.pk, answer) for response, checked in pairs for answer in checked.answers]
    for number, (response_id, answer) in zip(bulk.reserve_ids(Answer, len(every)), every, strict=True):
        question = answer.question
        options += [(organisation_id, number, question.options[code].id) for code in answer.options]
        yield (
            number, organisation_id, response_id, question.id, answer.scale.id if answer.scale else None,
            answer.value, answer.number, answer.text, plain.moment(answer.day),
            None if answer.missing is None else int(answer.missing),
        )  # fmt: skip
