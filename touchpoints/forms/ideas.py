"""Forms of ideas: to propose one in half a minute, to answer it, and to bring many from another program."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.models import code_validator
from touchpoints.fider import STATES
from touchpoints.forms.choices import NamedChoice
from touchpoints.forms.tables import TableForm
from touchpoints.models import Idea, IdeaState, Initiative, Touchpoint
from touchpoints.services.adoption import Adoption, open_changes

ADOPTIONS = {
    Adoption.DESIGN: pgettext_lazy("an idea is taken over into", "the desired experience: a draft with the idea"),
    Adoption.SCRIPT: pgettext_lazy("an idea is taken over into", "the backlog of the script"),
    Adoption.CHANGE: pgettext_lazy("an idea is taken over into", "a change"),
}


class IdeaForm(forms.ModelForm):
    """One sentence is enough."""

    touchpoint = NamedChoice(
        queryset=Touchpoint.objects.none(), label=_("Where"), required=False, empty_label=_("somewhere else")
    )

    class Meta:
        model = Idea
        fields = ("kind", "title", "text", "touchpoint", "is_named")
        widgets = {
            "kind": forms.RadioSelect,
            "title": forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "enterkeyhint": "send"}),
            "text": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "is_named": _("Without it nobody reads who wrote this; you hear of the answer either way."),
        }

    def __init__(self, *args: Any, touchpoints: QuerySet[Touchpoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = touchpoints


class IdeaAnswerForm(forms.Form):
    """What becomes of it."""

    state = forms.ChoiceField(label=_("What becomes of it"), choices=IdeaState.choices)
    answer = forms.CharField(
        label=_("Answer to the author"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it; no is said with its reason."),
    )  # fmt: skip
    adoption = forms.ChoiceField(label=_("Take it over into"), required=False)
    change = NamedChoice(queryset=Initiative.objects.none(), label=_("Which change"), required=False, empty_label="–")

    def __init__(self, *args: Any, possible: Sequence[Adoption], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adoption"].choices = [("", "–"), *((one.value, ADOPTIONS[one]) for one in possible)]
        self.fields["change"].queryset = open_changes()
        if not possible:
            del self.fields["adoption"]
        if Adoption.CHANGE not in possible:
            del self.fields["change"]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("adoption") == Adoption.CHANGE and not typed.get("change"):
            self.add_error("change", _("Say which change."))
        return typed


class CommentForm(forms.Form):
    """A word in the discussion."""

    text = forms.CharField(label=_("Your comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class FiderForm(TableForm):
    """A Fider file, the board it comes from, and where ideas belong that name no touchpoint."""

    board = forms.CharField(
        label=_("Name of the board"), max_length=40, validators=[code_validator],
        help_text=_("By this name and its number an idea is known again when the file is brought in once more."),
    )  # fmt: skip
    touchpoint = NamedChoice(
        queryset=Touchpoint.objects.none(), to_field_name="code", label=_("Where, unless a tag is a touchpoint’s code"),
        required=False, empty_label=_("somewhere else"),
    )  # fmt: skip

    def __init__(self, *args: Any, touchpoints: QuerySet[Touchpoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["touchpoint"].queryset = touchpoints


class StatesForm(forms.Form):
    """What each state of a file becomes here."""

    def __init__(self, *args: Any, states: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states = list(states)
        for place, (name, count) in enumerate(states.items()):
            self.fields[f"state-{place}"] = forms.ChoiceField(
                label=f"{name or '–'} ({count})", choices=IdeaState.choices, initial=STATES.get(name, IdeaState.NEW)
            )

    def chosen(self) -> dict[str, str]:
        """The file's states with ours."""
        return {name: self.cleaned_data[f"state-{place}"] for place, name in enumerate(self.states)}
