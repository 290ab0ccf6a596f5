"""The form of an actor of the ecosystem."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from lib.both_texts import RevisionField
from lib.forms import LocalForm, LocalTextFormField
from lib.local_text import local
from organisations.models import code_validator
from programs.forms import DayInput, MemberChoice
from touchpoints.ecosystem.words import ActorKind, Effect, Strength
from touchpoints.forms.choices import TouchpointChoices
from touchpoints.models import EcosystemActor, Journey, Touchpoint
from touchpoints.queries.ecosystem import Drawn
from touchpoints.services.ecosystem import ActorText


class ActorForm(LocalForm):
    """Who or what acts on the experience, how, where, and under what terms."""

    name = LocalTextFormField(label=_("Name"))
    code = forms.CharField(
        label=_("Code"), max_length=50, validators=[code_validator],
        help_text=_("Small letters, digits, - and _. Files and programs use it; it stays for ever."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=ActorKind.choices)
    does = LocalTextFormField(label=_("What it does to the experience"), rows=3)
    effect = forms.ChoiceField(label=_("Effect"), choices=Effect.choices, initial=Effect.BOTH)
    strength = forms.TypedChoiceField(label=_("Strength"), choices=Strength.choices, coerce=int, initial=Strength.CLEAR)
    touchpoints = TouchpointChoices(
        queryset=Touchpoint.objects.none(), label=_("Touchpoints it acts on"), required=False,
        help_text=_("Where a touchpoint stands on a map, the actor acts on that stage."),
    )  # fmt: skip
    stages = forms.MultipleChoiceField(
        label=_("Stages it acts on"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Whole stages. With neither, it acts on the whole journey."),
    )  # fmt: skip
    owner = MemberChoice(
        queryset=Membership.objects.none(), label=_("Who looks after the relation"), required=False,
        empty_label=_("nobody"),
    )  # fmt: skip
    terms = LocalTextFormField(label=_("What is agreed or prescribed"), rows=2, required=False)
    reference = forms.CharField(
        label=_("Contract, service level or rule"), max_length=200, required=False,
        help_text=_("Its name, number and paragraph."),
    )  # fmt: skip
    address = forms.URLField(label=_("Address"), max_length=500, required=False, assume_scheme="https")
    review_on = forms.DateField(label=_("To be reviewed on"), widget=DayInput, required=False)
    revision = RevisionField(required=False)

    def __init__(
        self, *args: Any, is_new: bool, members: QuerySet[Membership], touchpoints: QuerySet[Touchpoint],
        journeys: Sequence[Drawn], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]
        self.fields["owner"].queryset = members
        self.fields["touchpoints"].queryset = touchpoints
        self.journeys = {drawn.journey.pk: drawn.journey for drawn in journeys}
        self.fields["stages"].choices = [
            (local(drawn.journey.name), [(_stage_key(drawn.journey, s.code), local(s.name)) for s in drawn.stages])
            for drawn in journeys
            if drawn.stages
        ]

    def text(self) -> ActorText:
        """What was typed."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("code", "revision")}
        stages = [key.partition(":") for key in typed.pop("stages")]
        return ActorText(**typed, stages=[(self.journeys[int(pk)], code) for pk, _colon, code in stages])


def _stage_key(journey: Journey, code: str) -> str:
    return f"{journey.pk}:{code}"


def initial_of(actor: EcosystemActor) -> dict[str, Any]:
    """What the form of an actor begins with."""
    plain = ("name", "kind", "does", "effect", "strength", "terms", "reference", "address", "review_on", "revision")
    return {
        **{name: getattr(actor, name) for name in plain},
        "owner": actor.owner_id,
        "touchpoints": [link.touchpoint_id for link in actor.touchpoints.all()],
        "stages": [_stage_key(link.journey, link.stage) for link in actor.stages.all()],
    }
