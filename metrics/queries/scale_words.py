"""The words of a scale's values: some scales name every value, most name their ends only."""

from feedback.models import Scale
from lib.local_text import local


def word(scale: Scale, value: int) -> str:
    """What a value is called, or nothing."""
    return local(scale.labels.get(str(value)))


def values_of(scale: Scale) -> range:
    """Every value from the lowest to the highest."""
    return range(scale.minimum, scale.maximum + 1)


def names_all(scale: Scale) -> bool:
    """Whether every value has a name, so that names may stand instead of numbers."""
    return all(word(scale, value) for value in values_of(scale))


def named(scale: Scale, value: int) -> str:
    """A value with its name."""
    return f"{value} – {word(scale, value)}"


def ends(scale: Scale) -> tuple[str, ...]:
    """The values that have a name, with it."""
    return tuple(named(scale, value) for value in values_of(scale) if word(scale, value))
