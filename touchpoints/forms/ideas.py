"""Forms of ideas: to propose one in half a minute, and to answer it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from touchpoints.forms.choices import NamedChoice
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

    text = forms.CharField(label=_("Your word"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
