"""What the company promises, what carries it to customers, and what its own people said of it."""

from brandpromise.models.carriers import Carrier, CarrierKind, CarrierMode, CarrierPillar, Claim
from brandpromise.models.consultation import Consultation, Opinion, PillarPlace, Remark, RemarkVerdict
from brandpromise.models.feasibility import CanDeliver, Feasibility
from brandpromise.models.promises import Pillar, PillarText, Promise, PromiseState, PromiseVote, ValueDriver
from brandpromise.models.readings import PromiseReading

__all__ = [
    "CanDeliver",
    "Carrier",
    "CarrierKind",
    "CarrierMode",
    "CarrierPillar",
    "Claim",
    "Consultation",
    "Feasibility",
    "Opinion",
    "Pillar",
    "PillarPlace",
    "PillarText",
    "Promise",
    "PromiseReading",
    "PromiseState",
    "PromiseVote",
    "Remark",
    "RemarkVerdict",
    "ValueDriver",
]
