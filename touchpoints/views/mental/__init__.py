"""Pages of the rounds in which staff draw the journey from memory: held, played, matched."""

from touchpoints.views.mental import matching, playing, rounds

__all__ = ["matching", "playing", "rounds"]
