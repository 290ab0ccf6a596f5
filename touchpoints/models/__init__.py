"""The journey and its touchpoints: who answers for them, what is wanted there, and what the frontline says."""

from touchpoints.models.designs import Design
from touchpoints.models.journeys import Journey, JourneyStage, Need, Placement
from touchpoints.models.scripts import Script, ScriptStep
from touchpoints.models.touchpoints import (
    Assignment,
    Attribute,
    AttributeKind,
    Control,
    Touchpoint,
    TouchpointAttribute,
)
from touchpoints.models.versions import VersionState

__all__ = [
    "Assignment",
    "Attribute",
    "AttributeKind",
    "Control",
    "Design",
    "Journey",
    "JourneyStage",
    "Need",
    "Placement",
    "Script",
    "ScriptStep",
    "Touchpoint",
    "TouchpointAttribute",
    "VersionState",
]
