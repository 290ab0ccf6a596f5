"""Vision and values: read once for each version, alone or with the team; small units are hidden."""

import pytest

from accounts.models import Employee
from brandpromise import services
from brandpromise.models import PromiseReading
from brandpromise.queries import seen_by_unit
from tests.programme import DAY, NOON

PAGE = "/o/acme/promise/vision/"


@pytest.fixture
def held(programme, draft, approve):
    return approve(draft)


def seen(held, acme, viewer):
    table = seen_by_unit(held, viewer=viewer, organisation=acme, day=DAY)
    rows = {row.unit.code: (row.seen, row.people, row.hidden) for row in table.rows}
    return rows, (table.total.seen, table.total.people)


def test_a_member_and_a_team_are_counted_once_each(held, acme, fred, tomek, ada, as_viewer):
    services.note_reading(promise=held, by=as_viewer(fred), at=NOON)
    services.note_reading(promise=held, by=as_viewer(fred), at=NOON)
    north = Employee.objects.filter(unit__code="north").order_by("number")[:3]  # the first of them is Fred

    assert services.note_team_reading(promise=held, employees=north, by=as_viewer(tomek), at=NOON) == 3
    assert services.note_team_reading(promise=held, employees=north, by=as_viewer(tomek), at=NOON) == 0

    # Of thirteen people one works at the top: too few, so the next smallest unit is hidden with it.
    rows, total = seen(held, acme, as_viewer(ada))
    assert rows["all"] == (None, None, True)
    assert total == (3, 13)


def test_a_head_sees_and_notes_the_own_unit_only(held, acme, tomek, as_viewer):
    south = Employee.objects.filter(unit__code="south")[:1]

    with pytest.raises(services.NotOwnTeam):
        services.note_team_reading(promise=held, employees=south, by=as_viewer(tomek), at=NOON)

    rows, total = seen(held, acme, as_viewer(tomek))
    assert (set(rows), total) == ({"north"}, (0, 6))


def test_the_frontline_sees_no_table_and_notes_no_team(held, acme, fred, as_viewer):
    table = seen_by_unit(held, viewer=as_viewer(fred), organisation=acme, day=DAY)

    assert (list(table.rows), table.total) == ([], None)
    with pytest.raises(services.NotOwnTeam):
        services.note_team_reading(
            promise=held, employees=Employee.objects.filter(unit__code="north"), by=as_viewer(fred), at=NOON
        )


def test_only_the_version_that_holds_is_read(draft, fred, as_viewer):
    with pytest.raises(services.NotHeld):
        services.note_reading(promise=draft, by=as_viewer(fred), at=NOON)


def test_the_next_version_is_read_anew(held, in_acme, approve, fred, as_viewer):
    services.note_reading(promise=held, by=as_viewer(fred), at=NOON)
    following = approve(services.draft_promise(organisation=in_acme, actor="test"))

    services.note_reading(promise=following, by=as_viewer(fred), at=NOON)

    assert PromiseReading.objects.count() == 2


def test_the_page_is_read_and_noted(held, fred, tomek, olga, signed_in):
    clerk, head = signed_in(fred), signed_in(tomek)
    assert "Seen within a minute" in clerk.get(PAGE).content.decode()
    clerk.post(f"{PAGE}read/")
    assert "You have read version 1" in clerk.get(PAGE).content.decode()

    page = head.get(PAGE)
    people = [value for value, _label in page.context["team_form"].fields["people"].choices]
    assert len(people) == 5  # six in the north, Fred has read it
    head.post(f"{PAGE}team/", {"people": people[:2]})

    assert PromiseReading.objects.count() == 3
    assert clerk.post(f"{PAGE}team/", {"people": people}).status_code == 403
    assert signed_in(olga).get(PAGE).status_code == 404


def test_my_work_asks_until_it_is_done(held, fred, signed_in):
    client = signed_in(fred)
    assert "Vision and values: one page for everybody" in client.get("/o/acme/me/").content.decode()

    client.post(f"{PAGE}read/")

    assert "Vision and values: one page for everybody" not in client.get("/o/acme/me/").content.decode()
