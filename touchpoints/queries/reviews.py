"""Reviews of mapping sessions, and how often each benefit was reached."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.roles import Can
from accounts.viewer import Viewer
from programs.models import Engagement
from touchpoints.models import Benefit, BenefitVerdict, MapReview


def reviews_in(*, engagements: Iterable[Engagement], viewer: Viewer) -> QuerySet[MapReview]:
    """The reviews of these engagements, the newest first."""
    found: QuerySet[MapReview] = MapReview.objects.filter(journey__engagement__in=engagements)
    if not viewer.can(Can.READ_PROGRAMME):
        return found.none()
    return found.select_related("journey__engagement").prefetch_related(
        "answers", "actions__idea", "actions__initiative__engagement"
    )


@dataclass(frozen=True, slots=True)
class BenefitTally:
    """How many sessions brought a benefit, in part, or not."""

    label: str
    yes: int
    partly: int
    no: int


def tallies(reviews: Iterable[MapReview]) -> list[BenefitTally]:
    """Every benefit over the reviews given."""
    counted = Counter((one.benefit, one.verdict) for review in reviews for one in review.answers.all())
    return [
        BenefitTally(
            label=str(benefit.label),
            yes=counted[benefit, BenefitVerdict.YES],
            partly=counted[benefit, BenefitVerdict.PARTLY],
            no=counted[benefit, BenefitVerdict.NO],
        )
        for benefit in Benefit
    ]
