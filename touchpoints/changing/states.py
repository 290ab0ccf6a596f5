"""States of a change, what may follow each, and what each asks for. Pure."""

from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Domain(models.TextChoices):
    """What a change changes (domain 2.3)."""

    PRODUCTS = "products", _("products")
    PROCESSES = "processes", _("processes")
    PEOPLE = "people", pgettext_lazy("domain of a change", "people")
    MEASURES = "measures", pgettext_lazy("domain of a change", "measures")
    SYSTEMS = "systems", _("systems")


class Sort(models.TextChoices):
    """Technology and loyalty programmes are a means: they say first whom they serve and with what."""

    ORDINARY = "ordinary", pgettext_lazy("sort of a change", "an ordinary change")
    TECHNOLOGY = "technology", pgettext_lazy("sort of a change", "technology")
    LOYALTY = "loyalty", pgettext_lazy("sort of a change", "a loyalty programme")


class ChangeState(models.TextChoices):
    """From the idea to what came of it."""

    IDEA = "idea", pgettext_lazy("state of a change", "idea")
    PLANNED = "planned", pgettext_lazy("state of a change", "planned")
    UNDER_WAY = "under_way", pgettext_lazy("state of a change", "under way")
    LIVE = "live", pgettext_lazy("state of a change", "live")
    DONE = "done", pgettext_lazy("state of a change", "done")
    STOPPED = "stopped", pgettext_lazy("state of a change", "stopped")


_S = ChangeState
FOLLOWING: Mapping[str, tuple[ChangeState, ...]] = {
    _S.IDEA: (_S.PLANNED, _S.STOPPED),
    _S.PLANNED: (_S.UNDER_WAY, _S.IDEA, _S.STOPPED),
    _S.UNDER_WAY: (_S.LIVE, _S.PLANNED, _S.STOPPED),
    _S.LIVE: (_S.DONE, _S.UNDER_WAY),
    _S.DONE: (),
    _S.STOPPED: (_S.IDEA,),
}
# Customers meet it.
LIVE_STATES = (_S.LIVE, _S.DONE)
# Somebody still has to do something by the due day.
WORKED_ON = (_S.PLANNED, _S.UNDER_WAY)
# On the way to customers.
OPEN_STATES = (_S.IDEA, _S.PLANNED, _S.UNDER_WAY)


def may_follow(before: str, after: str) -> bool:
    """Whether a change in the one state may come into the other."""
    return after in FOLLOWING[before]


def asks_for_a_need(domain: str, sort: str) -> bool:
    """Whether it must name a customer's need before it is planned: technology, systems and loyalty programmes do."""
    return domain == Domain.SYSTEMS or sort in (Sort.TECHNOLOGY, Sort.LOYALTY)


def closes_a_circle(links: Iterable[tuple[int, int]], change: int, on: Iterable[int]) -> bool:
    """Whether a change that waits for these would wait for itself.

    :param links: pairs (change, what it waits for) as they stand, those of `change` itself left out
    """
    waits_for: dict[int, set[int]] = {}
    for one, other in links:
        waits_for.setdefault(one, set()).add(other)
    ahead, seen = list(on), set[int]()
    while ahead:
        one = ahead.pop()
        if one == change:
            return True
        if one not in seen:
            seen.add(one)
            ahead += waits_for.get(one, ())
    return False
