"""`check --deploy` refuses a demo organisation, whose users have no second factor."""

from cem.deployment import no_demo_organisation


def test_demo_organisation_is_refused(acme):
    assert [error.id for error in no_demo_organisation(None)] == ["cem.E001"]


def test_real_organisation_is_not(acme):
    acme.is_demo = False
    acme.save()
    assert no_demo_organisation(None) == []
