"""What a profile asks to create: units, channels, segments, options. Listed by name, shown before, made once."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType

from feedback.answers.plan import OptionPlan, SurveyPlan
from feedback.imports.matching import Codes
from feedback.imports.profile import Additions
from feedback.models import Option, Question, Survey
from feedback.services.instruments import touch
from lib.local_text import LocalText
from organisations.models import Channel, Organisation, Unit
from programs.models import Segment, SegmentAxis

NOT_YET = -1  # stands for the primary key of what will be made


class PlannedCodes:
    """The organisation's codes as they will be once the profile's additions are made: for the dry run."""

    def __init__(self, codes: Codes, create: Additions) -> None:
        self._codes, self._create = codes, create

    @cached_property
    def units(self) -> Mapping[str, int]:
        return {**dict.fromkeys(self._create.units, NOT_YET), **self._codes.units}

    @cached_property
    def channels(self) -> Mapping[str, int]:
        return {**dict.fromkeys(self._create.channels, NOT_YET), **self._codes.channels}

    @cached_property
    def touchpoints(self) -> Mapping[str, int]:
        return self._codes.touchpoints

    @cached_property
    def axes(self) -> Mapping[str, int]:
        return {**dict.fromkeys(self._create.segments, NOT_YET), **self._codes.axes}

    @cached_property
    def segments(self) -> Mapping[tuple[str, str], int]:
        planned = {(axis, code): NOT_YET for axis, new in self._create.segments.items() for code in new.codes}
        return {**planned, **self._codes.segments}


def planned(plan: SurveyPlan, create: Additions) -> SurveyPlan:
    """The survey as it will be asked once the options are added."""
    questions = dict(plan.questions)
    for code, options in create.options.items():
        if code in questions:
            new = {option: OptionPlan(NOT_YET, option, label) for option, label in options.items()}
            questions[code] = replace(questions[code], options={**new, **questions[code].options})
    return replace(plan, questions=MappingProxyType(questions))


def missing_additions(plan: SurveyPlan, codes: Codes, create: Additions) -> dict[str, list[str]]:
    """What is not there yet and will be made, by kind (`units`, `channels`, `segments …`, `options …`)."""
    found = {
        "units": [code for code in create.units if code not in codes.units],
        "channels": [code for code in create.channels if code not in codes.channels],
    }
    for axis, new in create.segments.items():
        found[f"segments {axis}"] = [code for code in new.codes if (axis, code) not in codes.segments]
    for question, options in create.options.items():
        known = plan.questions[question].options if question in plan.questions else {}
        found[f"options {question}"] = [code for code in options if code not in known]
    return {kind: codes_ for kind, codes_ in found.items() if codes_}


def make_additions(*, organisation: Organisation, survey: Survey, create: Additions) -> None:
    """Make what the profile lists and is not there. Inside the caller's transaction."""
    _make(Unit, organisation, create.units)
    _make(Channel, organisation, create.channels)
    for place, (axis_code, new) in enumerate(create.segments.items()):
        axis, _made = SegmentAxis.objects.get_or_create(
            organisation=organisation,
            code=axis_code,
            defaults={"name": named(axis_code, new.name), "kind": new.kind, "rule": {"by": "file"}, "position": place},
        )
        known = set(Segment.objects.filter(axis=axis).values_list("code", flat=True))
        Segment.objects.bulk_create(
            Segment(organisation=organisation, axis=axis, code=code, name=named(code, name), position=position)
            for position, (code, name) in enumerate(new.codes.items())
            if code not in known
        )
    _make_options(organisation, survey, create)


def _make(model: type[Unit] | type[Channel], organisation: Organisation, wanted: Mapping[str, LocalText]) -> None:
    known = set(model.objects.values_list("code", flat=True))
    for position, (code, name) in enumerate(wanted.items()):
        if code not in known:
            model.objects.create(organisation=organisation, code=code, name=named(code, name), position=position)


def _make_options(organisation: Organisation, survey: Survey, create: Additions) -> None:
    instrument = survey.version.instrument
    made = 0
    for question in Question.objects.filter(instrument=instrument, code__in=list(create.options)):
        known = set(Option.objects.filter(question=question).values_list("code", flat=True))
        fresh = [code for code in create.options[question.code] if code not in known]
        made += len(fresh)
        Option.objects.bulk_create(
            Option(
                organisation=organisation,
                question=question,
                code=code,
                label=named(code, create.options[question.code][code]),
                position=len(known) + place,
            )
            for place, code in enumerate(fresh, start=1)
        )
    if made:
        touch(instrument)


def named(code: str, name: LocalText) -> dict[str, str]:
    """The name, or the code where the profile gives none."""
    return dict(name) or {"en": code}
