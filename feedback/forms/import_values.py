"""The wizard's form of values: what each code in the file means, how days are written, what is to be created."""

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.choices import time_zones
from feedback.answers.plan import CHOICE_KINDS, SCALED_KINDS, QuestionPlan, SurveyPlan
from feedback.forms.import_days import day_fields, day_note, take_day
from feedback.forms.imports import FIELD_NAMES
from feedback.imports.deciding import REASONS, code_proposal, fits, read_alike, take_decision
from feedback.imports.matching import Codes
from feedback.imports.profile import CODE_FIELDS, DAY_FIELDS
from feedback.imports.questions import whole
from lib.local_text import local

MOST_DECISIONS = 40


@dataclass
class Section:
    """One mapped thing: its name, what is known about it, its settings, and a choice for each value."""

    title: str
    note: str = ""
    settings: list[str] = field(default_factory=list)
    # value, count, name of the form's field, whether its choice is proposed because the words are the same
    rows: list[tuple[str, int, str, bool]] = field(default_factory=list)


class ValuesForm(forms.Form):
    """Every choice is proposed from the mapping as it stands; `mapping()` gives it back as confirmed."""

    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone of the file"))

    def __init__(
        self,
        *args: Any,
        mapping: Mapping[str, Any],
        preview: Mapping[str, Any],
        plan: SurveyPlan,
        codes: Codes,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._mapping, self._plan, self._codes = deepcopy(dict(mapping)), plan, codes
        self._preview = preview
        self._columns = {column["heading"]: column for column in preview.get("columns", [])}
        self._decisions: list[tuple[str, str, str, str]] = []  # field's name, table, code, value
        self._sections: list[Section] = []
        self.fields["time_zone"].initial = mapping.get("time_zone") or plan.zone
        self.fields["time_zone"].choices = _zones(self.fields["time_zone"].initial)
        for name, entry in self._mapping.get("fields", {}).items():
            if name in DAY_FIELDS:
                self._add_day(name, entry)
            elif name in CODE_FIELDS and "column" in entry:
                self._add_codes("fields", name, entry, FIELD_NAMES[name], self._known(name))
        for axis, entry in self._mapping.get("segments", {}).items():
            known = {code: code for own, code in codes.segments if own == axis}
            self._add_codes("segments", axis, entry, axis, known)
        for code, entry in self._mapping.get("questions", {}).items():
            if code in plan.questions:
                self._add_question(plan.questions[code], entry)

    def sections(self) -> Iterator[dict[str, Any]]:
        """The sections with their bound fields."""
        for section in self._sections:
            yield {
                "title": section.title,
                "note": section.note,
                "settings": [self[name] for name in section.settings],
                "rows": [(value, count, self[name], alike) for value, count, name, alike in section.rows],
            }

    # Days

    def _add_day(self, name: str, entry: Mapping[str, Any]) -> None:
        proposal = self._preview.get("days", {}).get(name, {})
        section = Section(str(FIELD_NAMES[name]), day_note(proposal))
        for setting, made in day_fields(entry, proposal).items():
            self._set(section, f"days_{name}_{setting}", made)
        self._sections.append(section)

    def _set(self, section: Section, name: str, made: forms.Field) -> None:
        self.fields[name] = made
        section.settings.append(name)

    # Codes of units, channels, segments …

    def _known(self, name: str) -> dict[str, str]:
        tables = {"unit": self._codes.units, "channel": self._codes.channels, "touchpoint": self._codes.touchpoints}
        return {code: code for code in tables.get(name, {})}

    def _add_codes(self, table: str, code: str, entry: Mapping[str, Any], title: Any, known: Mapping[str, str]) -> None:
        counts, many = self._counts(entry)
        section = Section(str(title), _("The values are taken as codes.") if many or code == "employee" else "")
        if not many and code != "employee":
            created = self._created(table, code)
            choices = [("", _("refuse the line")), ("-", _("nothing"))]
            choices += [(f"={one}", name) for one, name in known.items()]
            if code not in ("touchpoint", "employee"):
                choices.append(("+", _("create it")))
            for value, count in counts:
                self._decide(section, table, code, value, count, choices, code_proposal(value, entry, known, created))
        self._sections.append(section)

    def _created(self, table: str, code: str) -> Mapping[str, Any]:
        create = self._mapping.get("create", {})
        if table == "segments":
            return dict(create.get("segments", {}).get(code, {}).get("codes", {}))
        return dict(create.get(f"{code}s", {}))

    # Questions

    def _add_question(self, question: QuestionPlan, entry: Mapping[str, Any]) -> None:
        counts, many = self._counts(entry)
        section = Section(f"{question.code} · {local(question.label) or local(question.text)}", _scale_note(question))
        if question.kind in SCALED_KINDS and any(whole(value) != value for value, _count in counts):
            self._set(section, f"whole_{question.code}", forms.BooleanField(
                label=_("10.0 means 10"), required=False, initial=entry.get("whole_decimals", False)
            ))  # fmt: skip
        if question.kind == "choices":
            self._offer_options(section, question, entry, counts)
        elif question.kind != "text" and not many:
            for value, count in counts if question.kind == "choice" else counts[:MOST_DECISIONS]:
                self._decide_answer(section, question, entry, value, count)
        self._sections.append(section)

    def _offer_options(
        self, section: Section, question: QuestionPlan, entry: Mapping[str, Any], counts: list[tuple[str, int]]
    ) -> None:
        meant = {"", "0", *self._missing(entry), *entry.get("values", {})}
        unknown = []
        for value, count in counts:
            known = value.strip() in question.options
            if value in meant or value.strip() in meant or (not known and read_alike(question, value)):
                self._decide_answer(section, question, entry, value, count)
            elif not known:
                unknown.append(value)
        if unknown:
            self._set(section, f"create_{question.code}", forms.MultipleChoiceField(
                label=_("Codes to create as answers of this question"), required=False,
                choices=[(value.strip(), value.strip()) for value in unknown],
                initial=list(self._mapping.get("create", {}).get("options", {}).get(question.code, [])),
                widget=forms.CheckboxSelectMultiple,
            ))  # fmt: skip

    def _decide_answer(
        self, section: Section, question: QuestionPlan, entry: Mapping[str, Any], value: str, count: int
    ) -> None:
        reads = fits(question, value, entry.get("formats", ()))
        choices = [("", _("as it is") if reads else _("refuse the line")), *REASONS]
        if question.kind in CHOICE_KINDS:
            choices += [(f"={code}", local(option.label) or code) for code, option in question.options.items()]
            if not reads and value.strip():
                choices.append(("+", _("create it")))
        elif question.kind in SCALED_KINDS and question.scales:
            choices += [(f"={point}", f"{point}") for point in question.scales[-1][1].values]
        initial = self._missing(entry).get(value, "")
        if not initial and value.strip() in entry.get("values", {}):
            initial = f"={entry['values'][value.strip()]}"
        if not initial and value in self._mapping.get("create", {}).get("options", {}).get(question.code, ()):
            initial = "+"
        alike = "" if initial or reads else read_alike(question, value)
        meant = f"={alike}" if alike else initial
        self._decide(section, "questions", question.code, value, count, choices, meant, alike=bool(alike))

    def _missing(self, entry: Mapping[str, Any]) -> Mapping[str, str]:
        found: Mapping[str, str] = entry.get("missing", self._mapping.get("missing", {"": "skipped"}))
        return found

    def _decide(
        self, section: Section, table: str, code: str, value: str, count: int, choices: list[Any], initial: str,
        *, alike: bool = False,
    ) -> None:  # fmt: skip
        name = f"value_{len(self._decisions)}"
        label = _("%(value)s in %(column)s") % {"value": value or _("(empty)"), "column": code}
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices, initial=initial)
        self._decisions.append((name, table, code, value))
        section.rows.append((value, count, name, alike))

    def _counts(self, entry: Mapping[str, Any]) -> tuple[list[tuple[str, int]], bool]:
        """How often the entry's columns hold each value, and whether there are too many values to list."""
        spelled = entry["columns"] if "columns" in entry else [entry.get("column", [])]
        names = [name for names in spelled for name in ([names] if isinstance(names, str) else names)]
        columns = [self._columns[name] for name in names if name in self._columns]
        total: Counter[str] = Counter()
        for column in columns:
            total.update(dict(column["values"]))
        many = any(column["many"] for column in columns) or len(total) > 400
        return sorted(total.items(), key=lambda item: (len(item[0]), item[0])), many

    # The confirmed mapping

    def mapping(self) -> dict[str, Any]:
        """The mapping with every choice taken over."""
        mapping = deepcopy(self._mapping)
        mapping["time_zone"] = self.cleaned_data["time_zone"]
        for name in DAY_FIELDS:
            prefix = f"days_{name}_"
            chosen = {key[len(prefix) :]: value for key, value in self.cleaned_data.items() if key.startswith(prefix)}
            if chosen:
                take_day(mapping["fields"][name], chosen)
        for code, entry in mapping.get("questions", {}).items():
            self._take_question(mapping, code, entry)
        for name, table, code, value in self._decisions:
            take_decision(mapping, table, code, value, self.cleaned_data[name])
        return mapping

    def _take_question(self, mapping: dict[str, Any], code: str, entry: dict[str, Any]) -> None:
        entry["missing"] = dict(self._missing(entry))
        if f"whole_{code}" in self.fields:
            entry["whole_decimals"] = self.cleaned_data[f"whole_{code}"]
        if f"create_{code}" in self.fields:
            options = mapping.setdefault("create", {}).setdefault("options", {})
            options[code] = list(self.cleaned_data[f"create_{code}"])


def _zones(own: str) -> list[Any]:
    """The zones as the settings list them, by region; the file's own one also where it has an old name."""
    listed = time_zones()
    known = {name for _region, zones in listed for name, _place in zones}
    return listed if own in known else [(own, own), *listed]


def _scale_note(question: QuestionPlan) -> str:
    """The question's scales with the days they begin on."""
    notes = []
    for first, scale in question.scales:
        params = {"minimum": scale.minimum, "maximum": scale.maximum, "day": first}
        written = _("from %(day)s: %(minimum)s to %(maximum)s") if first else _("%(minimum)s to %(maximum)s")
        notes.append(written % params)
    return "; ".join(notes)
