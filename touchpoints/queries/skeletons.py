"""A script to begin from: made of the promise and the design, for a person to rewrite. Nothing is stored here."""

from collections.abc import Callable, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from brandpromise.models import PillarText
from brandpromise.queries import approved_promise
from lib.local_text import LocalText, local
from touchpoints.models import Design, DesignStandard, Touchpoint, VersionState
from touchpoints.wording import BranchText, ContactText, ScriptText, StepText

OWNER = 0  # the place of the touchpoint's owner among the skeleton's contacts


def script_skeleton(*, touchpoint: Touchpoint, languages: Sequence[str]) -> ScriptText:
    """Steps from the wanted feelings, the desired experience, the pillars and the standards, in each language."""
    design = _design(touchpoint)
    write = _Writer(languages)
    steps = [write.greeting(design)]
    if design:
        steps.append(write.desired(design))
    steps += [write.pillar(text) for text in _pillars(design)]
    steps += [write.standard(one) for one in (design.standards.all() if design else ())]
    steps.append(write.farewell())
    owner = str(touchpoint.owner.user) if touchpoint.owner else ""
    return ScriptText(
        title=write(lambda: _("At the touchpoint: %(name)s") % {"name": local(touchpoint.name)}),
        steps=steps,
        contacts=[ContactText(name=dict.fromkeys(languages, owner))] if owner else [],
        why=_("Begun from the promise and the desired experience."),
    )


def _design(touchpoint: Touchpoint) -> Design | None:
    approved = Design.objects.filter(touchpoint=touchpoint, state=VersionState.APPROVED)
    return approved.prefetch_related("standards__standard").first()


def _pillars(design: Design | None) -> list[PillarText]:
    """What the promise's pillars mean, the design's own pillar first."""
    promise = approved_promise()
    texts = list(promise.pillars.all()) if promise else []
    own = design.pillar_id if design else None
    return sorted(texts, key=lambda text: text.pillar_id != own)


class _Writer:
    """Writes each sentence in every language the organisation reads."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = languages

    def __call__(self, make: Callable[[], str]) -> LocalText:
        texts = {}
        for code in self.languages:
            with override(code):
                texts[code] = make()
        return texts

    def greeting(self, design: Design | None) -> StepText:
        if design is None or not design.emotions:
            return StepText(act=self(lambda: _("Greet the customer and ask what they came for")))
        return StepText(
            act=self(
                lambda: (
                    _("Greet the customer; they shall feel: %(feelings)s") % {"feelings": ", ".join(design.feelings)}
                )
            )
        )

    def desired(self, design: Design) -> StepText:
        today = self(lambda: local(design.today)) if any(design.today.values()) else {}
        return StepText(
            act=self(lambda: _("Do what makes this true: %(desired)s") % {"desired": local(design.desired)}),
            avoid={code: words for code, words in today.items() if words},
        )

    def pillar(self, text: PillarText) -> StepText:
        return StepText(
            act=self(
                lambda: (
                    _("Keep the promise “%(pillar)s”: %(meaning)s")
                    % {"pillar": local(text.name), "meaning": local(text.meaning) or "…"}
                )
            )
        )

    def standard(self, wording: DesignStandard) -> StepText:
        return StepText(
            act=self(lambda: _("Keep the standard: %(standard)s") % {"standard": _standard_words(wording)}),
            branches=[
                BranchText(
                    when=self(lambda: _("The standard cannot be kept: %(name)s") % {"name": local(wording.name)}),
                    then=self(lambda: _("Say so before the customer asks, say what happens next, and call for help.")),
                    contact=OWNER,
                )
            ],
        )

    def farewell(self) -> StepText:
        return StepText(act=self(lambda: _("Ask whether everything is settled, and say thank you")))


def _standard_words(wording: DesignStandard) -> str:
    target = number_format(wording.target.normalize(), use_l10n=True)
    words = (local(wording.name), wording.get_direction_display(), target, wording.standard.get_kind_display())
    return " ".join(str(word) for word in words)
