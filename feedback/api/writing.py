"""How a response is written in JSON: the same for what was just stored and for what is read later."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from accounts.roles import Can
from accounts.viewer import Viewer
from feedback.answers.values import CheckedAnswer
from feedback.models import DayPrecision, Response, Survey
from feedback.queries.answers import Given, Words, given_answers, segments_of
from feedback.queries.catalogue import Catalogue

Answers = Mapping[str, Any]
# A response, its survey, what was answered, and the segments that were named, by axis.
Fresh = tuple[Response, Survey, tuple[CheckedAnswer, ...], Mapping[str, str]]


class ResponseWriter:
    """Writes responses as a viewer may see them: words with `comments:read`, customers with `identity:read`."""

    def __init__(
        self, viewer: Viewer, catalogue: Catalogue | None = None, comment_codes: Mapping[int, str] | None = None
    ) -> None:
        self.viewer = viewer
        self.catalogue = catalogue or Catalogue()
        self._comment_codes: dict[int, str] = dict(comment_codes or {})

    def written(self, responses: Iterable[Response]) -> list[dict[str, Any]]:
        """Stored responses, their answers read anew."""
        rows = list(responses)
        living = [row for row in rows if row.deleted_at is None]
        answers = given_answers(living, viewer=self.viewer)
        segments = segments_of(row.profile_id for row in living)
        return [
            deleted(row)
            if row.deleted_at
            else self._one(row, row.survey, _plain(answers[row.pk]), segments.get(row.profile_id or 0, {}))
            for row in rows
        ]

    def just_written(self, rows: Iterable[Fresh]) -> list[dict[str, Any]]:
        """Responses stored a moment ago, without asking for their answers and segments again."""
        words = Words(self.viewer)
        return [
            self._one(row, survey, _checked(answers, words), self._in_order(segments))
            for row, survey, answers, segments in rows
        ]

    def _in_order(self, segments: Mapping[str, str]) -> dict[str, str]:
        """Named segments as they stand in a profile."""
        known = self.catalogue.segments if segments else {}
        return dict(sorted(((axis, code) for axis, code in segments.items() if code), key=lambda pair: known[pair]))

    def _one(self, row: Response, survey: Survey, answers: Answers, segments: Mapping[str, str]) -> dict[str, Any]:
        catalogue, sees_people = self.catalogue, self.viewer.can(Can.READ_IDENTITY)
        return {
            "id": str(row.public_id),
            "survey": survey.code,
            "external_id": row.external_id or None,
            "contact_at": _moment(row.contact_at),
            "asked_at": _moment(row.asked_at),
            "answered_at": _moment(row.answered_at),
            "answered_on": _day(row.answered_on),
            "precision": DayPrecision(row.precision).name.lower(),
            "received_at": _moment(row.received_at),
            "updated_at": _moment(row.updated_at),
            "source": str(row.source),
            "channel": catalogue.channel_codes.get(row.channel_id) if row.channel_id else None,
            "touchpoint": catalogue.touchpoint_codes.get(row.touchpoint_id) if row.touchpoint_id else None,
            "unit": catalogue.unit_codes.get(row.unit_id) if row.unit_id else None,
            "segments": dict(segments),
            "customer": row.customer.code if sees_people and row.customer else None,
            "language": row.language or None,
            "weight": row.weight,
            "answers": answers,
            "comment": self._comment(survey, answers),
            "contact_allowed": row.contact_allowed,
            "metadata": row.metadata,
            "counted": row.counted,
            "not_counted_reason": str(row.not_counted_reason) or None,
            "partial": row.partial,
        }

    def _comment(self, survey: Survey, answers: Answers) -> str | None:
        if not survey.comment_id:
            return None
        if survey.pk not in self._comment_codes:
            self._comment_codes[survey.pk] = survey.comment.code if survey.comment else ""
        said = answers.get(self._comment_codes[survey.pk])
        return said if isinstance(said, str) else None


def deleted(row: Response) -> dict[str, Any]:
    """What remains of an erased response."""
    return {"id": str(row.public_id), "deleted": True}


def _plain(given: Iterable[Given]) -> Answers:
    return {answer.code: answer.plain for answer in given}


def _checked(answers: Iterable[CheckedAnswer], words: Words) -> Answers:
    found = {}
    for answer in answers:
        plain = words.shown(answer.text) if answer.text is not None else answer.plain
        if plain is not None:
            found[answer.question.code] = plain
    return found


def _moment(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
