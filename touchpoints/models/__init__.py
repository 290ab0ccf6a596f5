"""The journey and its touchpoints: who answers for them, what is wanted there, and what the frontline says."""

from touchpoints.answering.words import HolderKind, HoleKind, Part, ThingKind
from touchpoints.ecosystem.words import ActorKind, Effect, Strength
from touchpoints.mapping.words import Control, FeelingKind, FeelingLevel, ForWhom, Lane, MapKind, Need, StartWay
from touchpoints.models.accountability import HandOver, Responsibility
from touchpoints.models.backlog import Misfit, MisfitState
from touchpoints.models.designs import Design, DesignLevel, DesignSource, Emotion, ExperienceLevel
from touchpoints.models.ecosystem import EcosystemActor, EcosystemStage, EcosystemTouchpoint
from touchpoints.models.ideas import OPEN_STATES, Idea, IdeaComment, IdeaKind, IdeaState, IdeaVote
from touchpoints.models.initiatives import (
    Initiative,
    InitiativeDependency,
    InitiativeOwner,
    InitiativePillar,
    InitiativeTouchpoint,
)
from touchpoints.models.journeys import Journey
from touchpoints.models.launches import LaunchMessage, LaunchPlan, LaunchPoint
from touchpoints.models.maps import Feeling, JourneyMap, JourneyStage, MapChange, MapNote, Placement
from touchpoints.models.mental import (
    MappingName,
    MappingRound,
    MappingRoundUnit,
    MentalMap,
    MentalStep,
    NameVerdict,
    Rates,
)
from touchpoints.models.processes import Process, ProcessBranch, ProcessLane, ProcessMap, ProcessStep
from touchpoints.models.reviews import Benefit, BenefitVerdict, MapReview, MapReviewAction, MapReviewAnswer
from touchpoints.models.role_places import RolePart, RolePlace
from touchpoints.models.scripts import (
    Script,
    ScriptBranch,
    ScriptContact,
    ScriptPassage,
    ScriptStep,
    ScriptUse,
)
from touchpoints.models.standards import (
    DesignStandard,
    Direction,
    MeasureKind,
    Standard,
    StandardOrigin,
    StandardValue,
    ValueSource,
)
from touchpoints.models.touchpoints import (
    Assignment,
    Attribute,
    AttributeKind,
    Touchpoint,
    TouchpointAttribute,
)
from touchpoints.models.versions import TouchpointVersion, VersionState
from touchpoints.models.volumes import ChannelVolume, PeriodKind
from touchpoints.processes.words import LaneKind, StepDecision

__all__ = [
    "OPEN_STATES",
    "ActorKind",
    "Assignment",
    "Attribute",
    "AttributeKind",
    "Benefit",
    "BenefitVerdict",
    "ChannelVolume",
    "Control",
    "Design",
    "DesignLevel",
    "DesignSource",
    "DesignStandard",
    "Direction",
    "EcosystemActor",
    "EcosystemStage",
    "EcosystemTouchpoint",
    "Effect",
    "Emotion",
    "ExperienceLevel",
    "Feeling",
    "FeelingKind",
    "FeelingLevel",
    "ForWhom",
    "HandOver",
    "HolderKind",
    "HoleKind",
    "Idea",
    "IdeaComment",
    "IdeaKind",
    "IdeaState",
    "IdeaVote",
    "Initiative",
    "InitiativeDependency",
    "InitiativeOwner",
    "InitiativePillar",
    "InitiativeTouchpoint",
    "Journey",
    "JourneyMap",
    "JourneyStage",
    "Lane",
    "LaneKind",
    "LaunchMessage",
    "LaunchPlan",
    "LaunchPoint",
    "MapChange",
    "MapKind",
    "MapNote",
    "MapReview",
    "MapReviewAction",
    "MapReviewAnswer",
    "MappingName",
    "MappingRound",
    "MappingRoundUnit",
    "MeasureKind",
    "MentalMap",
    "MentalStep",
    "Misfit",
    "MisfitState",
    "NameVerdict",
    "Need",
    "Part",
    "PeriodKind",
    "Placement",
    "Process",
    "ProcessBranch",
    "ProcessLane",
    "ProcessMap",
    "ProcessStep",
    "Rates",
    "Responsibility",
    "RolePart",
    "RolePlace",
    "Script",
    "ScriptBranch",
    "ScriptContact",
    "ScriptPassage",
    "ScriptStep",
    "ScriptUse",
    "Standard",
    "StandardOrigin",
    "StandardValue",
    "StartWay",
    "StepDecision",
    "Strength",
    "ThingKind",
    "Touchpoint",
    "TouchpointAttribute",
    "TouchpointVersion",
    "ValueSource",
    "VersionState",
]
