"""Pages of accountability: the matrix, a thing and its parts, what is open, and hand-overs."""

from touchpoints.views.accountability import leaving, lists, things

__all__ = ["leaving", "lists", "things"]
