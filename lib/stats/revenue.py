"""NPS weighted by what the accounts bring: average inside an account first, then weight by its revenue."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from lib.stats.errors import BadCounts, BadParameter, MixedCurrencies
from lib.stats.estimates import Estimate, Method
from lib.stats.nps import POINTS, Classes, nps_value
from lib.stats.weighted import linearised, weighted_mean


@dataclass(frozen=True, slots=True)
class Account:
    """A customer's answers and revenue (None where unknown), in one currency."""

    classes: Classes
    revenue: float | None
    currency: str = ""

    @property
    def counts(self) -> bool:
        """Whether the account has answers and a revenue above zero."""
        return bool(self.classes.n) and self.revenue is not None and math.isfinite(self.revenue) and self.revenue > 0


@dataclass(frozen=True, slots=True)
class RevenueNps:
    """The estimate in points (n counts accounts) with what a reader must know beside it.

    `excluded`: answering accounts with revenue unknown, zero or negative. `coverage`: share of the total revenue
    that answered, None where the total is unknown. `at_risk`: share of the answering revenue held by detractors.
    """

    estimate: Estimate
    excluded: int
    revenue: float
    coverage: float | None
    at_risk: float | None


def revenue_nps(
    accounts: Iterable[Account], *, total_revenue: float | None = None, confidence: float = 0.95
) -> RevenueNps:
    """Revenue-weighted NPS of the accounts that answered, with the linearised standard error.

    :raises MixedCurrencies: revenues in more than one currency
    :raises BadParameter: the total revenue is below that of the accounts
    """
    answering = [account for account in accounts if account.classes.n]
    counted = [account for account in answering if account.counts]
    if len({account.currency for account in counted}) > 1:
        raise MixedCurrencies("convert the revenues to one currency first")
    weights = [account.revenue or 0.0 for account in counted]
    revenue = math.fsum(weights)
    if total_revenue is not None and total_revenue < revenue * (1 - 1e-9):
        raise BadParameter(f"a total revenue of {total_revenue} below the answering {revenue}")
    return RevenueNps(
        estimate=_estimate([nps_value(account.classes) or 0.0 for account in counted], weights, confidence),
        excluded=len(answering) - len(counted),
        revenue=revenue,
        coverage=revenue / total_revenue if total_revenue else None,
        at_risk=_at_risk(counted, weights) / revenue if revenue else None,
    )


def account_of(values_of_x: Iterable[int], revenue: float | None, currency: str = "") -> Account:
    """An account from its single answers as x = +1, 0 or -1. :raises BadCounts: another x"""
    x = list(values_of_x)
    if not set(x) <= {-1, 0, 1}:
        raise BadCounts(f"x is +1, 0 or -1: {x}")
    return Account(Classes(x.count(1), x.count(0), x.count(-1)), revenue, currency)


def _at_risk(accounts: list[Account], weights: list[float]) -> float:
    shares = (account.classes.detractors / account.classes.n for account in accounts)
    return math.fsum(weight * share for weight, share in zip(weights, shares, strict=True))


def _estimate(values: list[float], weights: list[float], confidence: float) -> Estimate:
    found = weighted_mean(values, [1] * len(values), weights, [weight**2 for weight in weights])
    interval = linearised(found, confidence=confidence)
    return Estimate.of_mean(
        found, interval and interval.clipped(-POINTS, POINTS), method=Method.LINEARISED, n_effective=found.n_effective
    )
