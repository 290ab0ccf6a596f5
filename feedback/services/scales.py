"""Scales are made once and never changed: every answer keeps the one it was given on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedback.models import QuestionType, Scale
from lib.local_text import LocalText
from organisations.models import Organisation


class ScaleTaken(ValueError):
    """The code belongs to a scale that says something else; a scale is never changed."""


@dataclass(frozen=True, slots=True)
class ScaleDraft:
    """What a scale says."""

    code: str
    name: LocalText
    minimum: int
    maximum: int
    labels: Mapping[str, LocalText] = field(default_factory=dict)
    direction: str = "higher"
    low_cut: int | None = None
    high_cut: int | None = None


_LIKELY = {"en": "very likely", "pl": "bardzo chętnie"}
_UNLIKELY = {"en": "not at all", "pl": "wcale"}
STANDARD = (
    ScaleDraft(
        "0-10",
        {"en": "Recommendation 0–10", "pl": "Rekomendacja 0–10"},
        0,
        10,
        {"0": _UNLIKELY, "10": _LIKELY},
        low_cut=6,
        high_cut=9,
    ),
    ScaleDraft(
        "1-10",
        {"en": "Recommendation 1–10", "pl": "Rekomendacja 1–10"},
        1,
        10,
        {"1": _UNLIKELY, "10": _LIKELY},
        low_cut=6,
        high_cut=9,
    ),
    ScaleDraft(
        "rating-5",
        {"en": "Rating 1–5", "pl": "Ocena 1–5"},
        1,
        5,
        {"1": {"en": "very poor", "pl": "bardzo źle"}, "5": {"en": "excellent", "pl": "doskonale"}},
        low_cut=2,
        high_cut=4,
    ),
    ScaleDraft(
        "effort-7",
        {"en": "It was easy 1–7", "pl": "Było łatwo 1–7"},
        1,
        7,
        {
            "1": {"en": "strongly disagree", "pl": "zdecydowanie nie"},
            "7": {"en": "strongly agree", "pl": "zdecydowanie tak"},
        },
        low_cut=3,
        high_cut=5,
    ),
    ScaleDraft(
        "smiley-3",
        {"en": "Three faces", "pl": "Trzy buźki"},
        1,
        3,
        {
            "1": {"en": "sad", "pl": "niezadowolona"},
            "2": {"en": "neutral", "pl": "obojętna"},
            "3": {"en": "happy", "pl": "zadowolona"},
        },
        low_cut=1,
        high_cut=3,
    ),
)
STANDARD_OF_KIND = {
    QuestionType.RECOMMEND: "0-10",
    QuestionType.RECOMMEND_10: "1-10",
    QuestionType.RATING: "rating-5",
    QuestionType.EFFORT: "effort-7",
    QuestionType.SMILEY: "smiley-3",
}


def make_scale(*, organisation: Organisation, draft: ScaleDraft) -> Scale:
    """The scale that says this, made now or before.

    :raises ScaleTaken: the code belongs to another one
    """
    says = {
        "minimum": draft.minimum,
        "maximum": draft.maximum,
        "direction": draft.direction,
        "low_cut": draft.low_cut,
        "high_cut": draft.high_cut,
    }
    words = {"name": dict(draft.name), "labels": dict(draft.labels)}
    scale, _made = Scale.objects.get_or_create(organisation=organisation, code=draft.code, defaults={**says, **words})
    if any(getattr(scale, name) != value for name, value in says.items()):
        raise ScaleTaken(draft.code)
    return scale


def ensure_standard_scales(organisation: Organisation) -> dict[str, Scale]:
    """The scales every organisation begins with, by code: 0-10, 1-10, rating-5, effort-7, smiley-3."""
    return {draft.code: make_scale(organisation=organisation, draft=draft) for draft in STANDARD}
