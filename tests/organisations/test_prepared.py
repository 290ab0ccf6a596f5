"""A prepared question gives what its query set gives, whatever is filled in, in every thread and scope."""

from datetime import date, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import ApiKey, Membership, User
from lib.prepared import Given, Prepared
from organisations.models import Channel, Organisation, Unit
from organisations.tenancy import NoScope, PreparedInside, organisation_scope
from tests.cast import make_key

pytestmark = pytest.mark.django_db


def same(found, expected):
    """Objects of the same fields, related ones included."""
    assert [type(row) for row in found] == [type(row) for row in expected]
    for one, other in zip(found, expected, strict=True):
        fields = [field.attname for field in one._meta.concrete_fields]
        assert [getattr(one, name) for name in fields] == [getattr(other, name) for name in fields]
        cached, others = one._state.fields_cache, other._state.fields_cache
        assert cached.keys() == others.keys()
        same([row for row in cached.values() if row], [row for row in others.values() if row])


def test_rows_and_their_relations_are_those_of_the_query_set(acme, ada, kasia):
    question = Prepared(
        lambda: Membership.objects.select_related("organisation", "user", "unit").filter(
            Q(ends_on=None) | Q(ends_on__gte=Given("day")), organisation=Given("organisation")
        )
    )

    for day in (date.today(), date.today() + timedelta(days=400)):  # noqa: DTZ011
        plain = Membership.objects.select_related("organisation", "user", "unit").filter(
            Q(ends_on=None) | Q(ends_on__gte=day), organisation=acme
        )
        same(question.all(day=day, organisation=acme.pk), list(plain))


def test_moments_ids_and_documents_are_filled_in_as_the_database_keeps_them(acme):
    secret = make_key(acme, "nps:read")
    key = ApiKey.objects.get()
    ApiKey.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    question = Prepared(lambda: ApiKey.objects.filter(public_id=Given("id"), expires_at__gt=Given("now")))

    assert secret
    assert question.first(id=key.public_id, now=timezone.now()) == key
    assert question.first(id=key.public_id, now=timezone.now()).scopes == ["nps:read"]
    assert question.first(id=key.public_id, now=timezone.now() + timedelta(hours=2)) is None
    assert question.first(id=uuid4(), now=timezone.now()) is None


def test_values_come_as_tuples_and_annotations_as_attributes(acme, ada, kasia):
    names = Prepared(lambda: User.objects.filter(email=Given("email")).values_list("name", "is_active"))
    counted = Prepared(lambda: User.objects.filter(pk=Given("pk")).annotate(places=Count("memberships")).order_by())

    assert names.all(email=ada.email) == [("Ada Committee", True)]
    assert names.first(email="nobody@example.org") is None
    assert counted.first(pk=kasia.pk).places == 2


def test_value_that_looks_like_a_statement_is_a_value(acme):
    question = Prepared(lambda: Organisation.objects.filter(slug=Given("slug")))

    assert question.first(slug="acme' OR '1'='1") is None
    assert question.first(slug="%s") is None


def test_missing_value_is_an_error():
    with pytest.raises(KeyError):
        Prepared(lambda: Session.objects.filter(session_key=Given("key"))).all()


def test_question_inside_the_wall_is_about_the_open_scope_only(acme, globex):
    channels = PreparedInside(lambda: Channel.objects.order_by("code").values_list("code"))
    unit = PreparedInside(lambda: Unit.objects.filter(code=Given("code")))

    with organisation_scope(acme):
        assert channels.all() == [("branch",), ("internet",)]
        assert unit.first(code="all").organisation_id == acme.pk
    with organisation_scope(globex):
        assert channels.all() == [("branch",)]
        assert unit.first(code="all").organisation_id == globex.pk
        assert unit.first(code="north") is None
    with pytest.raises(NoScope):
        channels.all()


@pytest.mark.django_db(transaction=True)
def test_every_thread_makes_its_own_statement(acme):
    question = Prepared(lambda: Organisation.objects.filter(slug=Given("slug")))
    found = []

    def ask():
        from django.db import connection

        found.append(question.first(slug="acme"))
        connection.close()

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [acme] * 3
