"""The journey and its touchpoints: who answers for them, what is wanted there, and what the frontline says."""

from touchpoints.models.designs import Design
from touchpoints.models.journeys import ForWhom, Journey
from touchpoints.models.maps import (
    Feeling,
    FeelingKind,
    FeelingLevel,
    JourneyMap,
    JourneyStage,
    Lane,
    MapChange,
    MapKind,
    MapNote,
    Need,
    Placement,
)
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
    "Feeling",
    "FeelingKind",
    "FeelingLevel",
    "ForWhom",
    "Journey",
    "JourneyMap",
    "JourneyStage",
    "Lane",
    "MapChange",
    "MapKind",
    "MapNote",
    "Need",
    "Placement",
    "Script",
    "ScriptStep",
    "Touchpoint",
    "TouchpointAttribute",
    "VersionState",
]
