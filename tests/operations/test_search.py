"""Search: the same hits with and without marks, only what the reader may see, new as soon as something changed."""

import pytest

from accounts.roles import Can
from operations import search
from operations.queries.search import find
from operations.search import Entry, SearchKind
from operations.services import record_trail
from operations.services.search import refresh_if_stale

SEES_ALL = [Can.USE.value, Can.READ_ROSTER.value]


@pytest.fixture
def told(monkeypatch):
    """Entries as some app would tell them; the list may grow."""
    entries = [
        Entry(title={"en": "Security check", "pl": "Kontrola bezpieczeństwa"}, address="/1", needs=Can.USE),
        Entry(title="Łukasz Żółw", address="/2", needs=Can.READ_ROSTER),
        Entry(title="Lost and found", address="/3", needs=Can.USE, touchpoint_id=7, words="lodz LODZ"),
    ]
    kind = SearchKind("thing", "Thing", lambda organisation: entries)
    monkeypatch.setattr(search, "_kinds", {"thing": kind})
    monkeypatch.setattr(search, "_discovered", True)
    return entries


def addresses(query, capabilities=SEES_ALL, touchpoint_ids=None):
    found = find(query=query, capabilities=capabilities, touchpoint_ids=touchpoint_ids)
    return [entry.address for entry in found]


def test_find_ignores_case_and_marks(in_acme, told):
    refresh_if_stale(organisation=in_acme)
    assert addresses("BEZPIECZENSTWA kontrola") == ["/1"]
    assert addresses("lukasz zolw") == ["/2"]
    assert addresses("łódź") == ["/3"]


def test_find_shows_only_what_the_reader_holds(in_acme, told):
    refresh_if_stale(organisation=in_acme)
    assert addresses("lukasz", capabilities=[Can.USE.value]) == []
    assert addresses("lost", touchpoint_ids=[8]) == []
    assert addresses("lost", touchpoint_ids=[7]) == ["/3"]


def test_find_wants_two_letters(in_acme, told):
    refresh_if_stale(organisation=in_acme)
    assert addresses("l") == []


def test_index_is_written_anew_once_something_entered_the_trail(in_acme, told):
    assert refresh_if_stale(organisation=in_acme) is True
    assert refresh_if_stale(organisation=in_acme) is False
    told.append(Entry(title="Newcomer", address="/4", needs=Can.USE))
    assert addresses("newcomer") == []
    record_trail(organisation=in_acme, actor="test", action="thing.added")
    assert refresh_if_stale(organisation=in_acme) is True
    assert addresses("newcomer") == ["/4"]


def test_index_of_another_organisation_is_out_of_sight(acme, globex, told, scoped):
    with scoped(acme):
        refresh_if_stale(organisation=acme)
    with scoped(globex):
        assert addresses("security") == []
