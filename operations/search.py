"""What can be found: every app tells its entries in its own `search.py`; they are kept folded, so that ł finds l.

@search_source("touchpoint", label=_("Touchpoint"))
def touchpoints(organisation: Organisation) -> Iterable[Entry]: …
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from lib.local_text import LocalText
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found.

    :param words: everything it is found by besides its title
    :param needs: the capability a reader must hold (a value of `accounts.roles.Can`)
    :param touchpoint_id: whose own touchpoint it is about; readers who see only their own find no others
    """

    title: LocalText | str
    address: str
    needs: str
    words: str = ""
    note: LocalText | str = ""
    touchpoint_id: int | None = None


Source = Callable[[Organisation], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A kind of thing, what readers call it, and who tells its entries."""

    name: str
    label: str | Promise
    entries: Source


_kinds: dict[str, SearchKind] = {}
_discovered = False


def search_source(name: str, *, label: str | Promise) -> Callable[[Source], Source]:
    """Register a function as the teller of all entries of a kind."""

    def register(entries: Source) -> Source:
        _kinds[name] = SearchKind(name, label, entries)
        return entries

    return register


def search_kinds() -> list[SearchKind]:
    """Every kind, by name."""
    global _discovered
    if not _discovered:
        autodiscover_modules("search")
        _discovered = True
    return [_kinds[name] for name in sorted(_kinds)]
