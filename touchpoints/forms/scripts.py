"""Forms of a script: its head, steps with their harder cases, contacts, and passages that are said exactly so."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.forms import LocalForm, LocalTextFormField, held
from lib.local_text import local
from touchpoints.models import MisfitState
from touchpoints.wording import BranchText, ContactText, PassageText, ScriptText, StepText, unfinished

MOST_STEPS, MOST_BRANCHES, MOST_OTHERS = 40, 10, 20


class DayInput(forms.DateInput):
    """A day by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ScriptForm(LocalForm):
    """The script as a whole; its steps are forms of their own."""

    title = LocalTextFormField(label=_("Title"))
    expires_on = forms.DateField(
        label=_("Holds until"), required=False, widget=DayInput(),
        help_text=_("The owner is told a month before. Empty: it holds until it is replaced."),
    )  # fmt: skip
    escalation = LocalTextFormField(
        label=_("Whom to call on"),
        rows=2,
        required=False,
        help_text=_("In general; persons and telephones stand below."),
    )
    why = forms.CharField(label=_("What changed and why"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


class StepForm(LocalForm):
    """One step of a script; a step in which nothing stands is left out."""

    act = LocalTextFormField(label=_("What to do"), rows=2, required=False)
    say = LocalTextFormField(label=_("Words to use"), rows=2, required=False)
    avoid = LocalTextFormField(label=_("Words to avoid"), rows=2, required=False)


class BranchForm(LocalForm):
    """A harder case."""

    when = LocalTextFormField(label=_("When"), required=False)
    then = LocalTextFormField(label=_("What to do and say then"), rows=2, required=False)
    contact = forms.TypedChoiceField(label=_("Whom to call"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, contacts: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].choices = [("", _("nobody")), *contacts]


class ContactForm(LocalForm):
    """Whom to call on."""

    name = LocalTextFormField(label=_("Who"), required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    hours = LocalTextFormField(label=_("When somebody answers"), required=False)


class PassageForm(LocalForm):
    """Words that are said exactly so."""

    text = LocalTextFormField(label=_("Words said exactly so"), rows=3, required=False)
    basis = forms.CharField(label=_("Law or rule"), max_length=200, required=False)


StepFormSet = forms.formset_factory(StepForm, extra=0, max_num=MOST_STEPS)
BranchFormSet = forms.formset_factory(BranchForm, extra=0, max_num=MOST_BRANCHES)
ContactFormSet = forms.formset_factory(ContactForm, extra=0, max_num=MOST_OTHERS)
PassageFormSet = forms.formset_factory(PassageForm, extra=0, max_num=MOST_OTHERS)


# By part: the field that would have to be written, and what is said where it is not.
LACKING = {
    "step": ("act", _("Step %(number)s holds something, but does not say what to do. Write it, or remove the step.")),
    "branch": ("when", _("Harder case %(case)s of step %(number)s has no words. Write them, or remove it.")),
    "contact": ("name", _("Contact %(number)s has neither name nor telephone. Write one, or remove it.")),
    "passage": ("text", _("Passage %(number)s has no words. Write them, or remove it.")),
}


class ScriptEditor:
    """All forms of a script together, begun from a text or from what was typed."""

    def __init__(self, *, languages: Sequence[str], text: ScriptText | None = None, typed: Any = None) -> None:
        text = text or ScriptText()
        words = {"languages": languages}
        self.form = ScriptForm(typed, languages=languages, initial=_fields(text, "title expires_on escalation why"))
        self.contacts = ContactFormSet(
            typed, prefix="contact", form_kwargs=words,
            initial=[_fields(one, "name phone hours") for one in text.contacts],
        )  # fmt: skip
        self.passages = PassageFormSet(
            typed, prefix="passage", form_kwargs=words, initial=[_fields(one, "text basis") for one in text.passages]
        )
        self.steps = StepFormSet(
            typed, prefix="step", form_kwargs=words, initial=[_fields(one, "act say avoid") for one in text.steps]
        )
        branch_words = {**words, "contacts": self._contact_choices()}
        for place, step in enumerate(self.steps):
            begun = text.steps[place].branches if place < len(text.steps) else ()
            step.branches = BranchFormSet(
                typed, prefix=f"{step.prefix}-branch", form_kwargs=branch_words,
                initial=[_fields(one, "when then contact") for one in begun],
            )  # fmt: skip
        self._name_buttons()

    def _name_buttons(self) -> None:
        """What each button of the editor asks for (`wording.arranged`)."""
        for place, step in enumerate(self.steps):
            step.do_up, step.do_down = f"up-step-{place}", f"down-step-{place}"
            step.do_remove, step.do_branch = f"remove-step-{place}", f"add-branch-{place}"
            for number, branch in enumerate(step.branches):
                branch.do_remove = f"remove-branch-{place}-{number}"
        for part, forms_of_part in (("contact", self.contacts), ("passage", self.passages)):
            for place, form in enumerate(forms_of_part):
                form.do_remove = f"remove-{part}-{place}"

    def _contact_choices(self) -> list[tuple[int, str]]:
        names = [local(held(form, "name")) for form in self.contacts]
        return [(place, name or str(place + 1)) for place, name in enumerate(names)]

    def is_valid(self) -> bool:
        parts = [self.form, self.contacts, self.passages, self.steps, *(step.branches for step in self.steps)]
        faults = [part for part in parts if not part.is_valid()]  # each is asked, so that each shows its faults
        return not faults and not self._lacking()

    def _lacking(self) -> bool:
        """Whether rows hold something but not what they are about; each says so, and so does the head of the page."""
        found = unfinished(self.text())
        for part, place, number in found:
            row: Any = {
                "contact": self.contacts, "passage": self.passages, "step": self.steps,
                "branch": self.steps[place].branches if part == "branch" else (),
            }[part][number if part == "branch" else place]  # fmt: skip
            field, sentence = LACKING[part]
            said = sentence % {"number": place + 1, "case": number + 1}
            row.add_error(field, said)
            self.form.add_error(None, said)
        return bool(found)

    def text(self) -> ScriptText:
        """What is typed, blank rows too; a field that cannot be read is left empty."""
        return ScriptText(
            title=held(self.form, "title") or {},
            escalation=held(self.form, "escalation") or {},
            why=held(self.form, "why") or "",
            expires_on=held(self.form, "expires_on"),
            steps=[_step(form) for form in self.steps],
            contacts=[
                ContactText(held(one, "name") or {}, held(one, "phone") or "", held(one, "hours") or {})
                for one in self.contacts
            ],
            passages=[PassageText(held(one, "text") or {}, held(one, "basis") or "") for one in self.passages],
        )


def _step(form: Any) -> StepText:
    branches = [
        BranchText(held(one, "when") or {}, held(one, "then") or {}, held(one, "contact")) for one in form.branches
    ]
    return StepText(held(form, "act") or {}, held(form, "say") or {}, held(form, "avoid") or {}, branches)


def _fields(text: Any, names: str) -> dict[str, Any]:
    return {name: getattr(text, name) for name in names.split()}


class ReturnForm(forms.Form):
    """Giving a script back."""

    reason = forms.CharField(label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 2}))


class SignOffForm(forms.Form):
    """Who vetted the words of a passage, and until when they hold."""

    vetted_by = forms.CharField(label=_("Vetted by"), max_length=120)
    valid_until = forms.DateField(label=_("Valid until"), widget=DayInput())


class AnswerForm(forms.Form):
    """What becomes of a remark."""

    state = forms.ChoiceField(label=_("What becomes of it"), choices=MisfitState.choices)
    answer = forms.CharField(
        label=_("In words"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("All who work there read it."),
    )  # fmt: skip
