"""Forms of the promise."""

from brandpromise.forms.carriers import CarrierForm, ClaimForm
from brandpromise.forms.consultation import ConsultationForm, OpinionForm, RemarkAnswerForm
from brandpromise.forms.promise import DriverFormSet, PillarFormSet, PromiseForm, ProposeForm
from brandpromise.forms.units import AskUnitsForm, SignForm, TeamReadingForm

__all__ = [
    "AskUnitsForm",
    "CarrierForm",
    "ClaimForm",
    "ConsultationForm",
    "DriverFormSet",
    "OpinionForm",
    "PillarFormSet",
    "PromiseForm",
    "ProposeForm",
    "RemarkAnswerForm",
    "SignForm",
    "TeamReadingForm",
]
