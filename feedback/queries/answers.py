"""Single answers, for those who may open them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Employee
from accounts.roles import Can
from accounts.viewer import Door, Viewer
from feedback import bulk
from feedback.answers.values import MISSING_NAMES
from feedback.models import Answer, AnswerOption, QuestionType, Response, Survey
from feedback.queries.plans import SURVEY_RELATIONS
from lib.local_text import local
from lib.masking import mask
from organisations.tenancy import scoped_organisation
from programs.models import Segment

Position = tuple[datetime, int]


def visible_responses(*, viewer: Viewer) -> QuerySet[Response]:
    """The responses that a viewer may open one by one; none for those who may see figures only."""
    if not viewer.may_open_answers:
        return Response.objects.none()
    rows = Response.objects.all()
    if viewer.unit_ids is not None:
        rows = rows.filter(Q(unit__in=viewer.unit_ids) | Q(touchpoint__in=viewer.touchpoint_ids or ()))
    return rows


def responses_changed(
    *,
    viewer: Viewer,
    surveys: Sequence[int] | None = None,
    since: datetime | None = None,
    after: Position | None = None,
    limit: int,
) -> list[Response]:
    """Responses in the order of their last change, erased ones among them.

    :param surveys: primary keys of surveys; None for all
    :param after: change and primary key of the last response of the page before
    """
    rows = visible_responses(viewer=viewer).order_by("updated_at", "pk")
    if surveys is not None:
        rows = rows.filter(survey__in=surveys)
    if since:
        rows = rows.filter(updated_at__gte=since)
    if after:
        at, pk = after
        rows = rows.filter(Q(updated_at__gt=at) | Q(updated_at=at, pk__gt=pk), updated_at__gte=at)
    return list(rows.select_related("survey", "customer")[:limit])


def find_response(*, public_id: UUID, viewer: Viewer) -> Response | None:
    """One response, or nothing where there is none or the viewer may not open it."""
    relations = [f"survey__{relation}" for relation in SURVEY_RELATIONS]
    return (
        visible_responses(viewer=viewer)
        .filter(public_id=public_id)
        .select_related(*relations, "customer", "touchpoint", "unit", "channel", "point")
        .first()
    )


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """What a reader wants to see of the answers."""

    survey: Survey | None = None
    touchpoint_id: int | None = None
    unit_ids: frozenset[int] | None = None
    channel_id: int | None = None
    source: str = ""
    first: date | None = None
    last: date | None = None
    value_in: tuple[int, ...] = ()
    only_words: bool = False
    counted: bool | None = None
    words: str = ""


def inbox(*, wanted: InboxFilter, viewer: Viewer, after: Position | None = None, limit: int) -> list[Response]:
    """Responses that are not erased, the latest change first."""
    rows = visible_responses(viewer=viewer).filter(deleted_at=None).order_by("-updated_at", "-pk")
    rows = _by_place(rows, wanted)
    if wanted.first:
        rows = rows.filter(answered_on__gte=wanted.first)
    if wanted.last:
        rows = rows.filter(answered_on__lte=wanted.last)
    if wanted.counted is not None:
        rows = rows.filter(counted=wanted.counted)
    if wanted.value_in:
        main = Answer.objects.filter(
            response=OuterRef("pk"), question=OuterRef("survey__main_nps"), value__in=wanted.value_in
        )
        rows = rows.filter(Exists(main))
    if wanted.only_words or wanted.words:
        said = Answer.objects.filter(response=OuterRef("pk"), text__isnull=False)
        rows = rows.filter(Exists(said.filter(text__icontains=wanted.words) if wanted.words else said))
    if after:
        at, pk = after
        rows = rows.filter(Q(updated_at__lt=at) | Q(updated_at=at, pk__lt=pk), updated_at__lte=at)
    return list(rows.select_related("survey", "touchpoint", "unit", "channel")[:limit])


def _by_place(rows: QuerySet[Response], wanted: InboxFilter) -> QuerySet[Response]:
    if wanted.survey:
        rows = rows.filter(survey=wanted.survey)
    if wanted.touchpoint_id:
        theirs = Answer.objects.filter(response=OuterRef("pk"), question__touchpoint=wanted.touchpoint_id)
        rows = rows.filter(Q(touchpoint=wanted.touchpoint_id) | Exists(theirs))
    if wanted.unit_ids is not None:
        rows = rows.filter(unit__in=wanted.unit_ids)
    if wanted.channel_id:
        rows = rows.filter(channel=wanted.channel_id)
    if wanted.source:
        rows = rows.filter(source=wanted.source)
    return rows


@dataclass(slots=True)
class Given:
    """What a response answered to one question."""

    question_id: int
    code: str
    kind: str
    feeds: Sequence[str]
    scale_id: int | None
    value: int | None
    number: float | None
    text: str | None
    day: date | None
    missing: int | None
    options: list[str] = field(default_factory=list)

    @property
    def plain(self) -> Any:
        """The value as it is written in JSON."""
        if self.missing is not None:
            return {"missing": MISSING_NAMES[self.missing]}
        if self.kind == QuestionType.CHOICE:
            return self.options[0] if self.options else None
        if self.kind == QuestionType.CHOICES:
            return self.options
        if self.kind == QuestionType.CONSENT:
            return bool(self.value)
        if self.day is not None:
            return self.day.isoformat()
        return next((given for given in (self.value, self.number, self.text) if given is not None), None)


def given_answers(responses: Iterable[Response], *, viewer: Viewer) -> dict[int, list[Given]]:
    """The answers of responses that the viewer may open, by response; words masked or left out as the viewer's
    rights say (policy section 1.2)."""
    ids = [response.pk for response in responses]
    found: dict[int, list[Given]] = defaultdict(list)
    if not viewer.may_open_answers or not ids:
        return found
    rows = Answer.objects.filter(response__in=ids).order_by("pk").values_list(
        "pk", "response_id", "question_id", "question__code", "question__kind", "question__feeds",
        "scale_id", "value", "number", "text", "day", "missing",
    )  # fmt: skip
    by_pk: dict[int, Given] = {}
    words = Words(viewer)
    for pk, response_id, question_id, code, kind, feeds, scale, value, number, text, day, missing in rows:
        if text is not None:
            text = words.shown(text)
            if text is None:
                continue
        by_pk[pk] = Given(question_id, code, kind, feeds, scale, value, number, text, day, missing)
        found[response_id].append(by_pk[pk])
    with_options = [pk for pk, given in by_pk.items() if given.kind in (QuestionType.CHOICE, QuestionType.CHOICES)]
    chosen = AnswerOption.objects.filter(answer__in=with_options).order_by("pk")
    for pk, code in chosen.values_list("answer_id", "option__code"):
        by_pk[pk].options.append(code)
    return found


class Words:
    """How a viewer sees words. The roster, whose names are masked, is read when the first words are shown."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._names: list[str] | None = None

    def shown(self, text: str) -> str | None:
        """The words: none without the right to comments, masked, or as they are for the identity scope."""
        if not self._viewer.can(Can.READ_COMMENTS):
            return None
        if self._viewer.can(Can.READ_IDENTITY):
            return text
        if self._names is None:
            self._names = list(Employee.objects.values_list("name", flat=True))
        return mask(text, self._names)


def segments_of(profile_ids: Iterable[int | None]) -> dict[int, dict[str, str]]:
    """Axis and segment codes of profiles."""
    wanted = {pk for pk in profile_ids if pk}
    found: dict[int, dict[str, str]] = defaultdict(dict)
    if wanted:
        rows = bulk.profile_segments(sorted(wanted), organisation_id=scoped_organisation().pk)
        for profile_id, axis, code in rows:
            found[profile_id][axis] = code
    return found


def named_segments(codes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Axes and segments as readers call them, in the order of the axes."""
    rows = Segment.objects.filter(axis__code__in=list(codes)).select_related("axis").order_by("axis__position", "axis")
    return [
        (local(row.axis.name) or row.axis.code, local(row.name) or row.code)
        for row in rows
        if row.code == codes[row.axis.code]
    ]


def own_response(*, public_id: UUID, viewer: Viewer) -> Response | None:
    """The response of the respondent who looks: through a point's door, by the id in the signed address."""
    if viewer.door != Door.POINT or viewer.actor != str(public_id):
        return None
    return Response.objects.filter(public_id=public_id, deleted_at=None).first()


def own_texts(response: Response, *, viewer: Viewer) -> dict[str, list[str]]:
    """What the respondent gave, by question code, as the form writes it."""
    if viewer.actor != str(response.public_id):
        return {}
    found: dict[str, list[str]] = {}
    rows = Answer.objects.filter(response=response, missing=None).select_related("question")
    for answer in rows.prefetch_related("options__option"):
        if answer.question.kind == QuestionType.CONSENT:
            found[answer.question.code] = ["true"] if answer.value else []
        elif answer.question.kind in (QuestionType.CHOICE, QuestionType.CHOICES):
            found[answer.question.code] = [chosen.option.code for chosen in answer.options.all()]
        else:
            given = next(v for v in (answer.value, answer.number, answer.text, answer.day, "") if v is not None)
            found[answer.question.code] = [f"{given:g}" if isinstance(given, float) else str(given)]
    return found
