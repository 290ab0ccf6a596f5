"""What is done with the promise: written, discussed, signed for, approved, read; and what carries it."""

from brandpromise.services.approval import (
    NotProposed,
    NotReady,
    PromiseIncomplete,
    decide_promise,
    propose_promise,
    withdraw_promise,
)
from brandpromise.services.carriers import DaysCrossed, archive, save_carrier, save_claim
from brandpromise.services.common import CodeTaken, NotADraft
from brandpromise.services.consultation import (
    AlreadyConsulted,
    AnswerNeeded,
    DayPassed,
    EmptyOpinion,
    NoMember,
    NothingToConsult,
    RoundOver,
    WrongPlaces,
    answer_remark,
    close_consultation,
    give_opinion,
    open_consultation,
)
from brandpromise.services.feasibility import MayNotSign, WordsNeeded, ask_units, sign_feasibility
from brandpromise.services.promises import DriverDraft, PillarDraft, UnknownPillar, draft_promise, edit_promise
from brandpromise.services.readings import NotHeld, NotOwnTeam, note_reading, note_team_reading

__all__ = [
    "AlreadyConsulted",
    "AnswerNeeded",
    "CodeTaken",
    "DayPassed",
    "DaysCrossed",
    "DriverDraft",
    "EmptyOpinion",
    "MayNotSign",
    "NoMember",
    "NotADraft",
    "NotHeld",
    "NotOwnTeam",
    "NotProposed",
    "NotReady",
    "NothingToConsult",
    "PillarDraft",
    "PromiseIncomplete",
    "RoundOver",
    "UnknownPillar",
    "WordsNeeded",
    "WrongPlaces",
    "answer_remark",
    "archive",
    "ask_units",
    "close_consultation",
    "decide_promise",
    "draft_promise",
    "edit_promise",
    "give_opinion",
    "note_reading",
    "note_team_reading",
    "open_consultation",
    "propose_promise",
    "save_carrier",
    "save_claim",
    "sign_feasibility",
    "withdraw_promise",
]
