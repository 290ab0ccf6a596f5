"""Kinds of notices that apps register, and the way to a member's mail address, which only an app above knows."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where and in which language a member reads mail."""

    email: str
    language: str


FindAddressee = Callable[[str], Addressee | None]

_kinds: dict[str, str | Promise] = {"job.parked": _("Work that stopped")}
_urgent: set[str] = set()
_find_addressee: list[FindAddressee] = []


def register_notice_kind(kind: str, label: str | Promise, *, urgent: bool = False) -> None:
    """Let members choose how they hear of a kind; mail of an urgent one does not wait for the end of quiet hours."""
    _kinds[kind] = label
    if urgent:
        _urgent.add(kind)


def is_urgent(kind: str) -> bool:
    """Whether its mail goes out in quiet hours, too."""
    return kind in _urgent


def notice_kinds() -> dict[str, str | Promise]:
    """All kinds with what readers call them."""
    return dict(_kinds)


def register_addressees(find: FindAddressee) -> None:
    """Tell how a user's public id leads to a mail address; the app that keeps users calls this when it starts."""
    _find_addressee[:] = [find]


def addressee_of(user_id: str) -> Addressee | None:
    """Where a member reads mail, or nothing."""
    return _find_addressee[0](user_id) if _find_addressee else None
