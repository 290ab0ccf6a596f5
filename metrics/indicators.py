"""The indicators: what each is called, what it is made of, and how it is explained. Pure: no database here."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.models import QuestionType
from lib.privacy import FEWEST
from lib.stats import scores
from lib.stats.scales import ONE_TO_FIVE, ONE_TO_SEVEN, ONE_TO_TEN, ONE_TO_THREE, ZERO_TO_TEN, Scale

Text = str | Promise

# Rises when a formula changes, so that frozen figures say by which one they were made.
DEFINITION_VERSION = 1


class Unit(StrEnum):
    """What the value is a number of."""

    POINTS = "points"  # -100…100, a difference of percentages
    PERCENT = "percent"  # 0…100
    SCORE = "score"  # of the scale


class MeasureUnit(StrEnum):
    """What the value of a service standard is a number of, where it is no unit of answers."""

    MINUTES = "minutes"
    COUNT = "count"


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class LeadingIndicator:
    """A service standard as an indicator: measured at work, before customers feel it (domain 6.2)."""

    code: str
    label: Text
    unit: Unit | MeasureUnit
    direction: Direction
    target: float
    touchpoint: str
    definition_version: int
    smallest_n: int = 1

    @property
    def key(self) -> str:
        """By what it is told from the indicators of answers."""
        return f"standard:{self.code}"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of answers to one question."""

    key: str
    label: Text
    score: scores.Score
    feed: str  # what a question says it feeds
    kinds: frozenset[str]  # types of questions it can be made of
    scales: tuple[Scale, ...]  # the scales it is asked on, most usual first
    main: str  # the survey's field that names its main question; "" where there is none
    summary: Text
    formula: Text
    interval: Text
    caution: Text

    @property
    def unit(self) -> Unit:
        return Unit(self.score.unit)

    @property
    def direction(self) -> Direction:
        return Direction.HIGHER if self.score.higher_is_better else Direction.LOWER

    @property
    def smallest_n(self) -> int:
        return FEWEST

    @property
    def definition_version(self) -> int:
        return DEFINITION_VERSION

    @property
    def has_classes(self) -> bool:
        """Whether the answers fall into promoters, passives and detractors."""
        return self.key == "nps"

    def fits(self, scale: Scale) -> bool:
        """Whether the indicator is defined on a scale."""
        return self.score.fits(scale)


@dataclass(frozen=True, slots=True)
class PairedIndicator:
    """An indicator of two questions asked of the same person."""

    key: str
    label: Text
    scales: tuple[Scale, ...]
    summary: Text
    formula: Text
    interval: Text
    caution: Text
    unit: Unit = Unit.SCORE
    direction: Direction = Direction.HIGHER
    smallest_n: int = FEWEST
    definition_version: int = DEFINITION_VERSION


_RECOMMENDATIONS = frozenset({QuestionType.RECOMMEND, QuestionType.RECOMMEND_10})
_RATINGS = frozenset({QuestionType.RATING})
_EFFORTS = frozenset({QuestionType.EFFORT})
_SMILEYS = frozenset({QuestionType.SMILEY})

_T_INTERVAL = _(
    "mean ± t · standard error (Student), cut off at the ends of the scale; weighted figures take the linearised "
    "standard error and the effective number of answers"
)
_WILSON = _(
    "Wilson's interval, which stays within 0 and 100 % and keeps a width where nobody or everybody agrees; "
    "weighted figures take the linearised standard error and the effective number of answers"
)
_ADJUSTED_WALD = _(
    "adjusted Wald: three quarters of an answer are added at either end and one and a half in the middle before the "
    "interval is computed, so it is not symmetric about the value shown; of a single answer it is drawn out to "
    "the value itself; weighted figures take the linearised standard error and the effective number of answers"
)
_ONE_QUESTION = _("One question on one scale. Answers on two scales are never put together.")

_RATING_SCALES = (ONE_TO_FIVE, ONE_TO_SEVEN, ONE_TO_TEN)

INDICATORS: dict[str, Indicator] = {
    indicator.key: indicator
    for indicator in (
        Indicator(
            key="nps",
            label=_("Recommendation (NPS)"),
            score=scores.NPS,
            feed="nps",
            kinds=_RECOMMENDATIONS,
            scales=(ZERO_TO_TEN, ONE_TO_TEN),
            main="main_nps_id",
            summary=_("How many more would recommend than would advise against, in points from −100 to +100."),
            formula=_(
                "share of promoters (9–10) less share of detractors (0–6, on the scale from 1: 1–6), times 100; "
                "those who answered 7–8 count in the number of answers only"
            ),
            interval=_ADJUSTED_WALD,
            caution=_("The scales 0–10 and 1–10 are two indicators: their answers are never put together."),
        ),
        Indicator(
            key="rating_mean",
            label=_("Mean rating"),
            score=scores.RATING_MEAN,
            feed="rating",
            kinds=_RATINGS,
            scales=_RATING_SCALES,
            main="",
            summary=_("The mean of the ratings of one thing, in units of its scale."),
            formula=_(
                "sum of the ratings divided by their number; “never used” and blanks are left out and counted apart"
            ),
            interval=_T_INTERVAL,
            caution=_ONE_QUESTION,
        ),
        Indicator(
            key="rating_top2",
            label=_("Satisfied (top 2)"),
            score=scores.RATING_TOP2,
            feed="rating",
            kinds=_RATINGS,
            scales=_RATING_SCALES,
            main="",
            summary=_("The share of ratings that are one of the two best of the scale."),
            formula=_("number of the two highest ratings divided by the number of all ratings, times 100"),
            interval=_WILSON,
            caution=_ONE_QUESTION,
        ),
        Indicator(
            key="csat_top2",
            label=_("Overall satisfaction (top 2)"),
            score=scores.CSAT_TOP2,
            feed="csat",
            kinds=_RATINGS,
            scales=_RATING_SCALES,
            main="main_csat_id",
            summary=_("The share of customers who chose one of the two best answers to the question about everything."),
            formula=_("number of the two highest answers divided by the number of all answers, times 100"),
            interval=_WILSON,
            caution=_ONE_QUESTION,
        ),
        Indicator(
            key="csat_mean",
            label=_("Overall satisfaction (mean)"),
            score=scores.CSAT_MEAN,
            feed="csat",
            kinds=_RATINGS,
            scales=_RATING_SCALES,
            main="main_csat_id",
            summary=_("The mean answer to the question about everything, in units of its scale."),
            formula=_("sum of the answers divided by their number"),
            interval=_T_INTERVAL,
            caution=_ONE_QUESTION,
        ),
        Indicator(
            key="ces_mean",
            label=_("Ease (mean)"),
            score=scores.CES_MEAN,
            feed="ces",
            kinds=_EFFORTS,
            scales=(ONE_TO_SEVEN,),
            main="main_ces_id",
            summary=_("How far customers agree that it was made easy for them, from 1 to 7."),
            formula=_("sum of the answers divided by their number"),
            interval=_T_INTERVAL,
            caution=_("The older question about one’s own effort (1–5, less is better) is another indicator."),
        ),
        Indicator(
            key="ces_agree",
            label=_("Found it easy"),
            score=scores.CES_AGREE,
            feed="ces",
            kinds=_EFFORTS,
            scales=(ONE_TO_SEVEN,),
            main="main_ces_id",
            summary=_("The share of customers who agree that it was made easy for them."),
            formula=_("number of answers 5, 6 and 7 divided by the number of all answers, times 100"),
            interval=_WILSON,
            caution=_("The older question about one’s own effort (1–5, less is better) is another indicator."),
        ),
        Indicator(
            key="smiley_index",
            label=_("Index of three faces"),
            score=scores.SMILEY_INDEX,
            feed="smiley",
            kinds=_SMILEYS,
            scales=(ONE_TO_THREE,),
            main="",
            summary=_("The mean of the faces pressed, where sad is 0, neutral 50 and happy 100."),
            formula=_("sum of 0, 50 and 100 divided by the number of presses; the same as 50 + half the net smile"),
            interval=_ADJUSTED_WALD,
            caution=_("Counts presses, not customers, and is never added to a recommendation score."),
        ),
        Indicator(
            key="smiley_net",
            label=pgettext_lazy("indicator", "Net smile"),
            score=scores.SMILEY_NET,
            feed="smiley",
            kinds=_SMILEYS,
            scales=(ONE_TO_THREE,),
            main="",
            summary=_("How many more happy faces than sad ones were pressed, in points from −100 to +100."),
            formula=_("share of happy faces less share of sad faces, times 100"),
            interval=_ADJUSTED_WALD,
            caution=_("Has the form of NPS but is not NPS: another question, asked at one moment, without 0–10."),
        ),
    )
}

PROMISE_GAP = PairedIndicator(
    key="promise_gap",
    label=_("Promise gap"),
    scales=_RATING_SCALES,
    summary=_(
        "How far what customers experienced lies from what they expected, in units of the scale: below zero falls "
        "short of the promise."
    ),
    formula=_(
        "experienced less expected for each person and pair of questions, only where the person answered both on one "
        "scale; the mean over a pillar’s questions, then over the pillars, then over the persons"
    ),
    interval=_(
        "paired t: mean ± t · standard error of the persons’ gaps; weighted figures take the linearised standard error "
        "and the effective number of persons"
    ),
    caution=_(
        "Where expectations stand near the top of the scale hardly anything can exceed them: the gap is then below "
        "zero by construction."
    ),
)  # fmt: skip
PAIRED: dict[str, PairedIndicator] = {PROMISE_GAP.key: PROMISE_GAP}
EVERY: dict[str, Indicator | PairedIndicator] = {**INDICATORS, **PAIRED}
