"""A profile meets a survey and a file's headings: everything it names must be there, once."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from feedback.answers.plan import QuestionPlan, SurveyPlan
from feedback.imports.checks import ProfileFault, ProfileFaults
from feedback.imports.profile import CODE_FIELDS, Profile, QuestionMap, Spellings


class Codes(Protocol):
    """The organisation's codes; `feedback.queries.Catalogue` is one."""

    @property
    def units(self) -> Mapping[str, int]: ...
    @property
    def channels(self) -> Mapping[str, int]: ...
    @property
    def touchpoints(self) -> Mapping[str, int]: ...
    @property
    def axes(self) -> Mapping[str, int]: ...
    @property
    def segments(self) -> Mapping[tuple[str, str], int]: ...


class Matching:
    """Finds the places of columns; faults are gathered and raised together by `done`."""

    def __init__(self, profile: Profile, plan: SurveyPlan, headings: Sequence[str], codes: Codes) -> None:
        self.profile, self.plan, self.codes = profile, plan, codes
        self._places = {heading: place for place, heading in enumerate(headings)}
        self._faults: list[ProfileFault] = []

    def done(self) -> None:
        """:raises ProfileFaults: the profile does not fit this survey or this file"""
        if self._faults:
            raise ProfileFaults(self._faults)

    def place(self, where: str, spellings: Spellings) -> int | None:
        """The place of a column, none for a constant or where it is missing (a fault)."""
        if not spellings:
            return None
        found = [self._places[spelled] for spelled in spellings if spelled in self._places]
        if len(found) == 1:
            return found[0]
        self._fault(where, "column_ambiguous" if found else "columns_missing", value=", ".join(spellings))
        return None

    def questions(self) -> list[tuple[QuestionPlan, QuestionMap, list[int]]]:
        """The mapped questions with their columns' places, in the survey's order."""
        for code in self.profile.questions:
            if code not in self.plan.questions:
                self._fault(f"questions.{code}", "question_unknown", value=code)
        order = [code for code in self.plan.questions if code in self.profile.questions]
        found = [self._question(self.plan.questions[code], self.profile.questions[code]) for code in order]
        return [entry for entry in found if entry[2]]

    def _question(self, question: QuestionPlan, mapped: QuestionMap) -> tuple[QuestionPlan, QuestionMap, list[int]]:
        where = f"questions.{question.code}"
        if len(mapped.columns) > 1 and question.kind != "choices":
            self._fault(where, "several_columns")
        for first, scale in mapped.scales:
            own = {entry.code for begins, entry in question.scales if begins == first}
            if scale not in own:
                self._fault(where, "scale_differs", own=", ".join(sorted(own)) or "–", value=scale)
        places = [self.place(where, spellings) for spellings in mapped.columns]
        return question, mapped, [place for place in places if place is not None]

    def known(self, name: str) -> Mapping[str, int]:
        """Codes a field may hold; employees are looked up in the roster and come from elsewhere."""
        return {"unit": self.codes.units, "channel": self.codes.channels, "touchpoint": self.codes.touchpoints}[name]

    def segments(self, axis: str) -> Mapping[str, int]:
        """The codes of an axis."""
        if axis not in self.codes.axes:
            self._fault(f"segments.{axis}", "axis_unknown", value=axis)
        return {code: pk for (own, code), pk in self.codes.segments.items() if own == axis}

    def constants(self) -> None:
        """Constants must name something that is there."""
        for name in CODE_FIELDS:
            mapped = self.profile.fields.get(name)
            if mapped and mapped.constant and name != "employee" and mapped.constant not in self.known(name):
                self._fault(f"fields.{name}", "code_unknown", value=mapped.constant)

    def _fault(self, where: str, code: str, **params: str) -> None:
        self._faults.append(ProfileFault(where, code, params))
