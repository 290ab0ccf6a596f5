"""Rounds in which staff draw a journey from memory: opened, played, closed, and what they wrote matched by a person."""

from touchpoints.services.mental.matching import (
    NameDecided,
    NothingToDecide,
    accept_equal_names,
    match_name,
    propose_missing,
    touchpoint_of_missing,
)
from touchpoints.services.mental.playing import (
    NothingNamed,
    NotInvited,
    RoundOver,
    StepText,
    TooMany,
    finish_order,
    name_steps,
    record_order,
)
from touchpoints.services.mental.rounds import (
    NOTICE,
    AlreadyOpen,
    DayPassed,
    NoMap,
    close_due_rounds,
    close_round,
    open_round,
    round_address,
)

__all__ = [
    "NOTICE",
    "AlreadyOpen",
    "DayPassed",
    "NameDecided",
    "NoMap",
    "NotInvited",
    "NothingNamed",
    "NothingToDecide",
    "RoundOver",
    "StepText",
    "TooMany",
    "accept_equal_names",
    "close_due_rounds",
    "close_round",
    "finish_order",
    "match_name",
    "name_steps",
    "open_round",
    "propose_missing",
    "record_order",
    "round_address",
    "touchpoint_of_missing",
]
