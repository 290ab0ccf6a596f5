"""Questionnaires: their questions, the scales these point to, and versions that freeze once a survey asks them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from brandpromise.models import Pillar
from feedback.answers.plan import CHOICE_KINDS
from feedback.models import (
    SCALED_TYPES,
    Aspect,
    Instrument,
    InstrumentVersion,
    Option,
    Question,
    QuestionScale,
    QuestionType,
    Scale,
    SurveyState,
    VersionItem,
)
from feedback.services.scales import STANDARD, STANDARD_OF_KIND, make_scale
from lib.local_text import LocalText
from organisations.models import Organisation
from touchpoints.models import Attribute, Touchpoint

FEEDS = ("nps", "csat", "rating", "ces", "smiley")
# What a question of a kind feeds when nothing else is said.
FEEDS_OF_KIND: Mapping[str, tuple[str, ...]] = {
    QuestionType.RECOMMEND: ("nps",),
    QuestionType.RECOMMEND_10: ("nps",),
    QuestionType.RATING: ("rating",),
    QuestionType.EFFORT: ("ces",),
    QuestionType.SMILEY: ("smiley",),
}
# The bounds a scale must have for a kind; a rating takes any.
_BOUNDS = {QuestionType.RECOMMEND: (0, 10), QuestionType.RECOMMEND_10: (1, 10), QuestionType.SMILEY: (1, 3)}


class VersionFrozen(ValueError):
    """A survey asks this version already; make a new one."""


class WrongScale(ValueError):
    """The scale does not suit the question's type."""


class WrongOptions(ValueError):
    """A question of choice needs at least two options, and no other question has any."""


class WrongAspect(ValueError):
    """Both sides of a pillar's gap are ratings, its importance is a number; a pillar never stands without either."""


class UnknownIndicator(ValueError):
    """A question cannot feed an indicator of this name."""


@transaction.atomic
def create_instrument(*, organisation: Organisation, code: str, name: LocalText) -> Instrument:
    """A questionnaire with its first version, which is empty."""
    instrument = Instrument.objects.create(organisation=organisation, code=code, name=dict(name))
    InstrumentVersion.objects.create(organisation=organisation, instrument=instrument, number=1)
    return instrument


def latest_version(instrument: Instrument) -> InstrumentVersion:
    """The newest version."""
    return InstrumentVersion.objects.filter(instrument=instrument).select_related("instrument").order_by("-number")[0]


def is_frozen(version: InstrumentVersion) -> bool:
    """Whether a survey that is open, or was, asks this version."""
    return version.surveys.exclude(state=SurveyState.DRAFT).exists()


@transaction.atomic
def new_version(*, instrument: Instrument) -> InstrumentVersion:
    """A version that begins with the questions of the latest; that one itself while it is not frozen."""
    latest = latest_version(instrument)
    if not is_frozen(latest):
        return latest
    version = InstrumentVersion.objects.create(
        organisation=instrument.organisation, instrument=instrument, number=latest.number + 1
    )
    VersionItem.objects.bulk_create(
        [
            VersionItem(
                organisation=instrument.organisation,
                version=version,
                question_id=item.question_id,
                position=item.position,
                required=item.required,
            )
            for item in VersionItem.objects.filter(version=latest)
        ]
    )
    touch(instrument)
    return version


@transaction.atomic
def add_question(
    *,
    instrument: Instrument,
    code: str,
    kind: str,
    text: LocalText,
    scale: Scale | None = None,
    options: Sequence[tuple[str, LocalText]] = (),
    touchpoint: Touchpoint | None = None,
    attribute: Attribute | None = None,
    pillar: Pillar | None = None,
    aspect: str = "",
    feeds: Sequence[str] | None = None,
    help: LocalText | None = None,
    label: LocalText | None = None,
    required: bool = False,
) -> Question:
    """Add a question at the end of the latest version.

    :param scale: the scale from the beginning; without one the standard scale of the question's type
    :param options: code and label of each answer of a choice
    :param aspect: what it asks about the pillar of the promise
    :param feeds: indicators it feeds; without them those of its type
    :raises VersionFrozen: a survey asks the latest version already
    :raises WrongScale: the scale does not suit the type
    :raises WrongOptions: too few options, or options where none belong
    :raises WrongAspect: the aspect does not suit the type, or stands without a pillar
    :raises UnknownIndicator: no indicator has such a name
    """
    version = _open_version(instrument)
    fed = list(FEEDS_OF_KIND.get(kind, ()) if feeds is None else feeds)
    _check_shape(kind, [code for code, _label in options], fed)
    _check_aspect(kind, pillar, aspect)
    question = Question.objects.create(
        organisation=instrument.organisation,
        instrument=instrument,
        code=code,
        kind=kind,
        text=dict(text),
        help=dict(help or {}),
        label=dict(label or {}),
        touchpoint=touchpoint,
        attribute=attribute,
        pillar=pillar,
        aspect=aspect,
        feeds=fed,
    )
    if kind in SCALED_TYPES:
        set_question_scale(question=question, scale=scale or _standard_scale(instrument.organisation, kind))
    for option_code, option_label in options:
        add_option(question=question, code=option_code, label=option_label)
    last = VersionItem.objects.filter(version=version).aggregate(last=Max("position"))["last"] or 0
    VersionItem.objects.create(
        organisation=instrument.organisation, version=version, question=question, position=last + 1, required=required
    )
    touch(instrument)
    return question


def _open_version(instrument: Instrument) -> InstrumentVersion:
    version = latest_version(instrument)
    if is_frozen(version):
        raise VersionFrozen(f"{instrument.code} v{version.number}")
    return version


def _check_shape(kind: str, options: Sequence[str], feeds: Sequence[str]) -> None:
    if (kind in CHOICE_KINDS) != (len(set(options)) >= 2) or len(set(options)) != len(options):
        raise WrongOptions(kind)
    unknown = set(feeds) - set(FEEDS)
    if unknown:
        raise UnknownIndicator(", ".join(sorted(unknown)))


def _check_aspect(kind: str, pillar: Pillar | None, aspect: str) -> None:
    if (pillar is None) != (not aspect):
        raise WrongAspect("a pillar goes with what is asked about it")
    fitting = {QuestionType.NUMBER} if aspect == Aspect.POINTS else {QuestionType.RATING}
    if aspect and kind not in fitting:
        raise WrongAspect(f"{aspect}: {kind}")


def _standard_scale(organisation: Organisation, kind: str) -> Scale:
    code = STANDARD_OF_KIND[QuestionType(kind)]
    return make_scale(organisation=organisation, draft=next(draft for draft in STANDARD if draft.code == code))


@transaction.atomic
def set_question_scale(*, question: Question, scale: Scale, from_day: date | None = None) -> QuestionScale:
    """Point a question to a scale from a day on (from the beginning when there is no day). Given answers keep theirs.

    :raises WrongScale: the scale does not suit the question's type
    """
    bounds = _BOUNDS.get(QuestionType(question.kind))
    if question.kind not in SCALED_TYPES or (bounds and bounds != (scale.minimum, scale.maximum)):
        raise WrongScale(f"{question.code}: {scale.code}")
    pointer, _made = QuestionScale.objects.update_or_create(
        organisation=question.organisation, question=question, from_day=from_day, defaults={"scale": scale}
    )
    touch(question.instrument)
    return pointer


@transaction.atomic
def add_option(*, question: Question, code: str, label: LocalText) -> Option:
    """Add an answer to a question of choice. It may be added later, too; a code is never used again."""
    last = question.options.aggregate(last=Max("position"))["last"] or 0
    option = Option.objects.create(
        organisation=question.organisation, question=question, code=code, label=dict(label), position=last + 1
    )
    touch(question.instrument)
    return option


@transaction.atomic
def archive_option(*, option: Option, now: datetime) -> None:
    """Show an answer no longer; given ones stay."""
    option.archived_at = now
    option.save(update_fields=["archived_at"])
    touch(option.question.instrument)


@transaction.atomic
def reword_question(*, question: Question, **words: Any) -> None:
    """Change a question's words, touchpoint, attribute, pillar or what it feeds; its code and type stay for ever.

    :raises WrongAspect: the aspect does not suit the type, or stands without a pillar
    :raises UnknownIndicator: no indicator has such a name
    """
    unknown = set(words.get("feeds") or ()) - set(FEEDS)
    if unknown:
        raise UnknownIndicator(", ".join(sorted(unknown)))
    for name in ("text", "help", "label", "touchpoint", "attribute", "pillar", "aspect", "feeds"):
        if name in words:
            setattr(question, name, words[name])
    _check_aspect(question.kind, question.pillar, question.aspect)
    question.save()
    touch(question.instrument)


@transaction.atomic
def arrange(*, version: InstrumentVersion, order: Sequence[int], required: Sequence[int]) -> None:
    """Put a version's questions in order and say which need an answer; questions left out are not asked.

    :param order: primary keys of the questions
    :raises VersionFrozen: a survey asks this version already
    """
    if is_frozen(version):
        raise VersionFrozen(str(version))
    VersionItem.objects.filter(version=version).exclude(question__in=order).delete()
    places = {pk: place for place, pk in enumerate(order, start=1)}
    for item in VersionItem.objects.filter(version=version):
        item.position, item.required = places[item.question_id], item.question_id in required
        item.save(update_fields=["position", "required"])
    touch(version.instrument)


def touch(instrument: Instrument) -> None:
    """Say that something of the questionnaire changed, so that plans kept in memory are read anew."""
    instrument.changed_at = timezone.now()
    instrument.save(update_fields=["changed_at"])
