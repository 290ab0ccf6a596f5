"""The outer wall: nothing is read or written outside a scope, or in another's."""

import pytest
from django_scopes.exceptions import ScopeError

from organisations.models import Unit
from organisations.tenancy import NoScope, WallBreach, organisation_scope, scoped_organisation


def test_query_outside_a_scope_raises(acme):
    with pytest.raises(ScopeError):
        Unit.objects.count()


def test_scope_shows_only_its_own_rows(acme, globex):
    with organisation_scope(globex):
        assert list(Unit.objects.values_list("code", flat=True)) == ["all"]
    with organisation_scope(acme):
        assert sorted(Unit.objects.values_list("code", flat=True)) == ["all", "north", "south"]


def test_scope_of_nobody_is_refused():
    with pytest.raises(NoScope), organisation_scope(None):
        pass


def test_row_of_another_organisation_cannot_be_saved(acme, globex):
    with organisation_scope(acme), pytest.raises(WallBreach):
        Unit(organisation=globex, code="spy", name={}).save()


def test_row_cannot_point_into_another_organisation(acme, globex):
    with organisation_scope(globex):
        foreign = Unit.objects.get(code="all")
    with organisation_scope(acme), pytest.raises(WallBreach):
        Unit(organisation=acme, code="spy", name={}, parent=foreign).save()


def test_inner_scope_gives_the_outer_one_back(acme, globex):
    with organisation_scope(acme):
        with organisation_scope(globex):
            assert scoped_organisation() == globex
        assert scoped_organisation() == acme
