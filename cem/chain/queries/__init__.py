"""The chain as it is walked, and where it has holes."""

from cem.chain.queries.holes import Hole, HoleKind
from cem.chain.queries.links import Chain, whole_chain
from cem.chain.queries.parts import ChainPillar, ChainTouchpoint, TrainedIn

__all__ = ["Chain", "ChainPillar", "ChainTouchpoint", "Hole", "HoleKind", "TrainedIn", "whole_chain"]
