"""What the formulas refuse, each with a stable code that pages and the API translate."""


class StatsError(ValueError):
    """A question that has no honest answer. `code` never changes, the sentence may."""

    code = "stats_refused"


class UnlikeScales(StatsError):
    """Answers of two different scales were to be added or compared."""

    code = "unlike_scales"


class UnlikeWeighting(StatsError):
    """A weighted figure was to be compared with an unweighted one."""

    code = "unlike_weighting"


class UnsuitableScale(StatsError):
    """The score is not defined on the scale of these answers."""

    code = "unsuitable_scale"


class BadCounts(StatsError):
    """Counts or weights that cannot be: negative, not finite, or more of them than values on the scale."""

    code = "bad_counts"


class EmptyStratum(StatsError):
    """A stratum of the population without an answer: merge it with another, it is never dropped silently."""

    code = "empty_stratum"


class MixedCurrencies(StatsError):
    """Revenue in several currencies: convert it first."""

    code = "mixed_currencies"


class BadParameter(StatsError):
    """A confidence, margin, power or rate outside its range."""

    code = "bad_parameter"
