"""Post-stratification: the figure as it would be with the population's mix of groups, and changes free of mix.

Source: Lumley, R package survey (postStratify); no finite population correction.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce

from lib.stats.compare import Difference, estimates_difference
from lib.stats.distributions import z_for
from lib.stats.errors import EmptyStratum
from lib.stats.estimates import Estimate, Interval, Method
from lib.stats.estimation import estimate
from lib.stats.histograms import Histogram
from lib.stats.scales import Scale, same_scale
from lib.stats.scores import Score


@dataclass(frozen=True, slots=True)
class Stratum:
    """One group's answers: their number, mean, and its standard error (None where unknown)."""

    n: int
    mean: float | None
    std_error: float | None = None


@dataclass(frozen=True, slots=True)
class PostStratified:
    """Σ N_h mean_h / N. `weights` are N_h / n_h per stratum, to be kept with the figure; n_effective is Kish's."""

    value: float
    std_error: float | None
    weights: dict[str, float]
    n: int
    n_effective: float


def post_stratify(strata: Mapping[str, Stratum], population: Mapping[str, float]) -> PostStratified:
    """Re-weight the strata to the sizes of the population, in the unit of their means.

    :raises EmptyStratum: a stratum has people but no answers, or answers but no people; merge it first
    """
    _refuse_empty(strata, population)
    size = math.fsum(population.values())
    shares = {code: population[code] / size for code in strata}
    weights = {code: population[code] / stratum.n for code, stratum in strata.items()}
    errors = [None if s.std_error is None else shares[code] * s.std_error for code, s in strata.items()]
    squares = math.fsum(weights[code] ** 2 * stratum.n for code, stratum in strata.items())
    return PostStratified(
        value=math.fsum(shares[code] * (stratum.mean or 0.0) for code, stratum in strata.items()),
        std_error=None if None in errors else math.hypot(*(error or 0.0 for error in errors)),
        weights=weights,
        n=sum(stratum.n for stratum in strata.values()),
        n_effective=size**2 / squares,
    )


def post_stratified(
    score: Score, strata: Mapping[str, Histogram], population: Mapping[str, float], *, confidence: float = 0.95
) -> Estimate:
    """A score re-weighted to the population: value ± z SE, cut off at the ends of the possible range.

    :raises EmptyStratum: as `post_stratify`
    :raises UnlikeScales: the strata were asked on different scales
    :raises UnsuitableScale: the score is not defined on their scale
    """
    scale = _common_scale(strata.values())
    # Empty strata stay in, so that they are refused and not overlooked.
    parts = {code: _stratum(score, answers) for code, answers in strata.items()}
    found = post_stratify(parts, population)
    interval = None
    if found.std_error is not None:
        reach = z_for(confidence) * found.std_error
        limits = score.limits(scale)
        interval = Interval(found.value - reach, found.value + reach).clipped(limits.low, limits.high)
    return Estimate.around(
        found.value,
        interval,
        n=found.n,
        value=found.value,
        std_error=found.std_error,
        method=Method.POST_STRATIFIED,
        n_effective=found.n_effective,
    )


def mix_adjusted_difference(
    score: Score,
    before: Mapping[str, Histogram],
    after: Mapping[str, Histogram],
    *,
    mix: Mapping[str, float] | None = None,
    confidence: float = 0.95,
) -> Difference:
    """after - before with both waves brought to one mix of groups; without `mix` that of both waves together.

    :raises EmptyStratum: a group answered in one wave only; `merge_strata` first
    :raises UnlikeScales: the answers are on different scales
    """
    _common_scale([*before.values(), *after.values()])
    common = mix if mix is not None else _pooled_mix(before, after)
    late, early = (
        post_stratified(score, _needed(wave, common), common, confidence=confidence) for wave in (after, before)
    )
    return replace(estimates_difference(late, early, confidence=confidence), method=Method.POST_STRATIFIED)


def merge_strata(strata: Mapping[str, Histogram], merges: Mapping[str, str]) -> dict[str, Histogram]:
    """Strata with the named ones (from → into) added to others. :raises UnlikeScales: the scales differ"""
    merged: dict[str, Histogram] = {}
    for code, answers in strata.items():
        target = merges.get(code, code)
        merged[target] = merged[target] + answers if target in merged else answers
    return merged


def merge_population(population: Mapping[str, float], merges: Mapping[str, str]) -> dict[str, float]:
    """The population's sizes with the same merges as `merge_strata`."""
    merged: dict[str, float] = {}
    for code, size in population.items():
        target = merges.get(code, code)
        merged[target] = merged.get(target, 0.0) + size
    return merged


def _refuse_empty(strata: Mapping[str, Stratum], population: Mapping[str, float]) -> None:
    unanswered = {code for code, size in population.items() if size and not (code in strata and strata[code].n)}
    unknown = {code for code, stratum in strata.items() if stratum.n and not population.get(code, 0) > 0}
    empty = {code for code, stratum in strata.items() if not stratum.n}
    refused = sorted(unanswered | unknown | empty)
    if refused or not strata:
        raise EmptyStratum(f"strata without answers or without people: {', '.join(refused) or 'all'}")


def _stratum(score: Score, answers: Histogram) -> Stratum:
    found = estimate(score, answers)
    return Stratum(found.n, found.value, found.std_error)


def _common_scale(strata: Iterable[Histogram]) -> Scale:
    scales = [answers.scale for answers in strata]
    if not scales:
        raise EmptyStratum("no strata at all")
    return reduce(same_scale, scales)


def _pooled_mix(before: Mapping[str, Histogram], after: Mapping[str, Histogram]) -> dict[str, float]:
    sizes = {code: float(sum(wave[code].n for wave in (before, after) if code in wave)) for code in {**before, **after}}
    return {code: size for code, size in sizes.items() if size}


def _needed(wave: Mapping[str, Histogram], mix: Mapping[str, float]) -> dict[str, Histogram]:
    """The wave without groups that are empty in it and in the mix; a group the mix needs stays, even if empty."""
    return {code: answers for code, answers in wave.items() if answers.n or mix.get(code)}
