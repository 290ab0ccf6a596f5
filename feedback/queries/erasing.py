"""What the privacy desk would erase, told before it does."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.roles import Can
from accounts.viewer import Viewer
from feedback.models import Customer, Response, Survey
from lib.local_text import LocalText


@dataclass(frozen=True, slots=True)
class Erasable:
    """The answers of one person: how many in each survey."""

    surveys: Sequence[tuple[LocalText, int]]

    @property
    def answers(self) -> int:
        """How many answers in all."""
        return sum(count for _survey, count in self.surveys)


def erasable(*, viewer: Viewer, customer: str = "", external_id: str = "") -> Erasable | None:
    """What would be erased of a customer, or of a number of the sender's; nothing where there is nobody of it."""
    if not viewer.can(Can.MANAGE_PRIVACY):
        return None
    if customer and not Customer.objects.filter(code=customer).exists():
        return None
    of_person = Q(customer__code=customer) if customer else Q(external_id=external_id)
    counted = Response.objects.filter(of_person, deleted_at=None).order_by().values_list("survey")
    counts: dict[int, int] = dict(counted.annotate(count=Count("pk")))
    if not customer and not counts:
        return None
    surveys = Survey.objects.filter(pk__in=counts).order_by("code")
    return Erasable([(survey.name, counts[survey.pk]) for survey in surveys])
