"""Forms of a process: its head, lanes, and steps with their branches; places count from 0."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.forms import LocalForm, LocalTextFormField, held
from lib.local_text import local
from organisations.models import code_validator
from touchpoints.forms.choices import NamedChoice
from touchpoints.models import Touchpoint
from touchpoints.processes.text import AROUND, BranchText, LaneText, ProcessText, StepText, unfinished
from touchpoints.processes.words import LaneKind, StepDecision

MOST_STEPS, MOST_LANES, MOST_BRANCHES = 60, 10, 5


class ProcessForm(LocalForm):
    """A new process: where it belongs and what it is called."""

    touchpoint = NamedChoice(queryset=Touchpoint.objects.none(), label=_("Touchpoint"))
    name = LocalTextFormField(label=_("Name"))
    code = forms.CharField(
        label=_("Code"), max_length=50, validators=[code_validator],
        help_text=_("Small letters, digits and hyphens; it stands in addresses and never changes."),
    )  # fmt: skip

    def __init__(self, *args: Any, touchpoints: QuerySet[Touchpoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = touchpoints


class NameForm(LocalForm):
    """Another name for a process."""

    name = LocalTextFormField(label=_("Name"))


class MapForm(LocalForm):
    """What stands around the steps."""

    per_month = forms.IntegerField(label=_("Times a month"), min_value=0, max_value=10_000_000, required=False)
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("Three letters, such as EUR or PLN.")
    )
    inputs = LocalTextFormField(label=_("Inputs"), rows=2, required=False)
    outputs = LocalTextFormField(label=_("Outputs"), rows=2, required=False)
    rules = LocalTextFormField(label=_("Business rules"), rows=2, required=False)
    regulation = LocalTextFormField(label=_("Regulation"), rows=2, required=False)
    schedule = LocalTextFormField(label=_("Schedule"), rows=2, required=False)
    stakeholders = LocalTextFormField(label=_("Stakeholders"), rows=2, required=False)
    why = forms.CharField(label=_("What changed and why"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


class LaneForm(LocalForm):
    """Who or what does steps."""

    name = LocalTextFormField(label=_("Name"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=LaneKind.choices, required=False)


def _amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_digits=9, decimal_places=2, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )  # fmt: skip


class StepForm(LocalForm):
    """One step; one in which nothing stands is left out."""

    name = LocalTextFormField(label=_("What is done"), required=False)
    lane = forms.TypedChoiceField(label=_("Lane"), required=False, coerce=int, empty_value=0)  # type: ignore[arg-type]
    minutes = _amount(_("Minutes today"))
    cost = _amount(_("Cost today"))
    decision = forms.ChoiceField(label=_("Decision"), choices=StepDecision.choices, required=False)
    expected_minutes = _amount(_("Minutes expected"))
    expected_cost = _amount(_("Cost expected"))
    reason = LocalTextFormField(label=_("Why, and how"), required=False)

    def __init__(self, *args: Any, lanes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lane"].choices = lanes


class BranchForm(LocalForm):
    """A case in which the process goes on elsewhere."""

    when = LocalTextFormField(label=_("When"), required=False)
    share = forms.IntegerField(label=_("In how many of 100 cases"), min_value=0, max_value=100, required=False)
    target = forms.TypedChoiceField(label=_("Goes on with"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, steps: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [("", pgettext_lazy("branch of a process", "the end")), *steps]


LaneFormSet = forms.formset_factory(LaneForm, extra=0, max_num=MOST_LANES)
StepFormSet = forms.formset_factory(StepForm, extra=0, max_num=MOST_STEPS)
BranchFormSet = forms.formset_factory(BranchForm, extra=0, max_num=MOST_BRANCHES)
HEAD = ("per_month", "currency", "why", *AROUND)
STEP = ("name", "lane", "minutes", "cost", "decision", "expected_minutes", "expected_cost", "reason")


# By part: the field that would have to be written, and what is said where it is not.
LACKING = {
    "step": ("name", _("Step %(number)s holds something, but does not say what is done. Name it, or remove the step.")),
    "lane": (
        "name",
        _("Lane %(number)s has no name, but steps stand in it. Name it, or choose another lane for them."),
    ),
    "branch": (
        "when",
        _("Branch %(branch)s of step %(number)s says neither when nor how often. Write it, or remove it."),
    ),
}


class ProcessEditor:
    """All forms of a map together, begun from a text or from what was typed."""

    def __init__(self, *, languages: Sequence[str], text: ProcessText | None = None, typed: Any = None) -> None:
        text = text or ProcessText()
        words = {"languages": languages}
        self.form = MapForm(typed, languages=languages, initial=_fields(text, HEAD))
        self.lanes = LaneFormSet(
            typed, prefix="lane", form_kwargs=words, initial=[_fields(one, ("name", "kind")) for one in text.lanes]
        )
        self.steps = StepFormSet(
            typed, prefix="step", form_kwargs={**words, "lanes": self._numbered(self.lanes)},
            initial=[_fields(one, STEP) for one in text.steps],
        )  # fmt: skip
        branch_words = {**words, "steps": self._numbered(self.steps)}
        for place, step in enumerate(self.steps):
            begun = text.steps[place].branches if place < len(text.steps) else ()
            step.branches = BranchFormSet(
                typed, prefix=f"{step.prefix}-branch", form_kwargs=branch_words,
                initial=[_fields(one, ("when", "share", "target")) for one in begun],
            )  # fmt: skip
        self._name_buttons()

    def _numbered(self, parts: Any) -> list[tuple[int, str]]:
        return [(place, f"{place + 1}. {local(held(one, 'name'))}".strip()) for place, one in enumerate(parts)]

    def _name_buttons(self) -> None:
        """What each button of the editor asks for (`processes.text.arranged`)."""
        for part, rows in (("lane", self.lanes), ("step", self.steps)):
            for place, row in enumerate(rows):
                row.do_up, row.do_down = f"up-{part}-{place}", f"down-{part}-{place}"
                row.do_remove, row.do_branch = f"remove-{part}-{place}", f"add-branch-{place}"
        for place, step in enumerate(self.steps):
            for number, branch in enumerate(step.branches):
                branch.do_remove = f"remove-branch-{place}-{number}"

    def is_valid(self) -> bool:
        parts = [self.form, self.lanes, self.steps, *(step.branches for step in self.steps)]
        faults = [part for part in parts if not part.is_valid()]  # each is asked, so that each shows its faults
        return not faults and not self._lacking()

    def _lacking(self) -> bool:
        """Whether rows hold something but not what they are about; each says so, and so does the head of the page."""
        found = unfinished(self.text())
        for part, place, number in found:
            row: Any = (self.lanes if part == "lane" else self.steps)[place]
            field, sentence = LACKING[part]
            said = sentence % {"number": place + 1, "branch": number + 1}
            (row.branches[number] if part == "branch" else row).add_error(field, said)
            self.form.add_error(None, said)
        return bool(found)

    def text(self) -> ProcessText:
        """What is typed, blank rows too; a field that cannot be read is left empty."""
        around = {part: held(self.form, part) or {} for part in AROUND}
        return ProcessText(
            **around,
            per_month=held(self.form, "per_month") or 0,
            currency=held(self.form, "currency") or "",
            why=held(self.form, "why") or "",
            lanes=[LaneText(held(one, "name") or {}, held(one, "kind") or LaneKind.ROLE) for one in self.lanes],
            steps=[_step(form) for form in self.steps],
        )


def _step(form: Any) -> StepText:
    return StepText(
        name=held(form, "name") or {},
        lane=int(held(form, "lane") or 0),
        minutes=held(form, "minutes") or Decimal(0),
        cost=held(form, "cost") or Decimal(0),
        decision=held(form, "decision") or StepDecision.KEEP,
        reason=held(form, "reason") or {},
        expected_minutes=held(form, "expected_minutes"),
        expected_cost=held(form, "expected_cost"),
        branches=[
            BranchText(held(one, "when") or {}, held(one, "share"), held(one, "target")) for one in form.branches
        ],
    )


def _fields(text: Any, names: Sequence[str]) -> dict[str, Any]:
    told = {name: getattr(text, name) for name in names}
    return {name: _bare(value) if isinstance(value, Decimal) else value for name, value in told.items()}


def _bare(value: Decimal) -> str:
    """Without the noughts of the column: 3.50 as 3.5, 120.00 as 120."""
    return f"{value.normalize():f}"


class MeasureForm(forms.Form):
    """What a changed step takes now."""

    minutes = _amount(_("Minutes measured"))
    cost = _amount(_("Cost measured"))
