"""Courses, attendance and coverage: whose, who is hidden, and what the programme is told."""

from datetime import date

import pytest

from accounts.models import Employee
from programs.evidence import ask
from tests.cast import make_key
from tests.programme import DAY, NOON
from training import services
from training.models import Course
from training.queries import attendance_rows, coverage, own_record
from training.queries.people import valid_until

PEOPLE = "/o/acme/training/"


@pytest.fixture
def session(programme):
    return services.plan_session(course=programme.course, starts_at=NOON, by=programme.all_powerful)


def record(session, employees, viewer, *, present=True):
    marks = {employee.pk: present for employee in employees}
    services.record_attendance(session=session, marks=marks, by=viewer, at=NOON)


def cells(table):
    """Unit → (people, covered, hidden) of the first course."""
    return {row.unit.code: (row.cells[0].people, row.cells[0].covered, row.cells[0].hidden) for row in table.rows}


def test_a_manager_records_their_own_unit_only(programme, session, tomek, as_viewer):
    north, south = programme.employees[:6], programme.employees[6:12]

    record(session, north, as_viewer(tomek))
    with pytest.raises(services.NotYourTeam):
        record(session, south, as_viewer(tomek))

    assert session.attendances.count() == 6


def test_the_frontline_records_nothing(programme, session, fred, as_viewer):
    with pytest.raises(services.NotYourTeam):
        record(session, programme.employees[:1], as_viewer(fred))


def test_somebody_who_left_is_not_marked(programme, session):
    Employee.objects.filter(number="E1").update(until_day=date(2026, 1, 1))

    with pytest.raises(services.NotEmployedThen):
        record(session, programme.employees[:1], programme.all_powerful)


def test_recording_again_corrects(programme, session):
    record(session, programme.employees[:1], programme.all_powerful)
    record(session, programme.employees[:1], programme.all_powerful, present=False)

    assert [one.present for one in session.attendances.all()] == [False]


def test_coverage_hides_small_units_and_the_next_smallest(programme, session, ada, acme, as_viewer):
    record(session, programme.employees[:4], programme.all_powerful)

    table = coverage(viewer=as_viewer(ada), organisation=acme, day=DAY)

    # One person at the top is hidden, and with them the smallest other unit; one unit alone is no breakdown.
    assert cells(table) == {"all": (None, None, True), "north": (None, None, True), "south": (None, None, True)}
    assert (table.totals[0].people, table.totals[0].covered, table.totals[0].percent) == (13, 4, 30)


def test_coverage_shows_units_that_are_large_enough(programme, session, ada, acme, as_viewer):
    Employee.objects.filter(number="E13").update(until_day=date(2026, 1, 1))
    record(session, programme.employees[:4], programme.all_powerful)

    assert cells(coverage(viewer=as_viewer(ada), organisation=acme, day=DAY)) == {
        "north": (6, 4, False),
        "south": (6, 0, False),
    }


def test_a_manager_sees_the_coverage_of_their_own_unit(programme, session, tomek, acme, as_viewer):
    record(session, programme.employees, programme.all_powerful)

    table = coverage(viewer=as_viewer(tomek), organisation=acme, day=DAY)

    assert cells(table) == {"north": (6, 6, False)}
    assert table.people == 6


def test_the_administrator_sees_no_coverage(programme, session, adam, acme, as_viewer):
    assert coverage(viewer=as_viewer(adam), organisation=acme, day=DAY).courses == ()


def test_an_attendance_expires(programme, session, ada, acme, as_viewer):
    Employee.objects.filter(number="E13").update(until_day=date(2026, 1, 1))
    programme.course.valid_months = 12
    programme.course.save()
    record(session, programme.employees[:6], programme.all_powerful)
    viewer = as_viewer(ada)

    covered = [
        cells(coverage(viewer=viewer, organisation=acme, day=day))["north"][1]
        for day in (date(2027, 3, 2), date(2027, 3, 3))
    ]

    assert covered == [6, 0]


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [(date(2024, 1, 31), 1, date(2024, 2, 29)), (date(2025, 12, 15), 12, date(2026, 12, 15)), (DAY, None, None)],
)
def test_valid_until_keeps_to_the_month(day, months, until):
    assert valid_until(day, months) == until


def test_reaching_the_target_tells_the_programme(programme, session):
    delivered = programme.engagement.cycles.get().stages.get(kind="engagement").deliverables
    record(session, programme.employees[:11], programme.all_powerful)
    assert delivered.get(code="training-coverage").done_on is None

    record(session, programme.employees[11:], programme.all_powerful)

    assert delivered.get(code="training-coverage").done_on == DAY
    assert delivered.get(code="training-plan").done_on == DAY
    proof = ask("training.coverage_reached", programme.engagement.cycles.get(), DAY)
    assert (proof.reached, proof.figures["courses"][0]["covered"]) == (True, 13)


def test_a_manager_makes_courses_for_their_own_unit(programme, tomek, as_viewer):
    north = programme.employees[0].unit

    services.create_course(
        organisation=programme.organisation,
        code="north",
        text=services.CourseText(name={"en": "North"}, unit=north),
        by=as_viewer(tomek),
    )
    with pytest.raises(services.NotYourTeam):
        services.create_course(
            organisation=programme.organisation,
            code="all",
            text=services.CourseText(name={"en": "All"}),
            by=as_viewer(tomek),
        )


def test_own_record_says_what_is_due(programme, session, fred, ada, as_viewer):
    assert [line.state for line in own_record(viewer=as_viewer(fred), day=DAY)] == ["due"]

    record(session, programme.employees[:1], programme.all_powerful)

    assert [(line.state, line.done_on) for line in own_record(viewer=as_viewer(fred), day=DAY)] == [("done", DAY)]
    assert own_record(viewer=as_viewer(ada), day=DAY) == []


def test_what_is_to_be_learned_says_when_and_leads_to_the_own_record(programme, fred, signed_in):
    page = signed_in(fred).get("/o/acme/me/").content.decode()

    assert "no session is planned yet" in page
    assert 'href="/o/acme/me/learning/">My record' in page


def test_attendance_rows_hold_the_managers_people(programme, session, tomek, kasia, fred, as_viewer):
    counts = [len(attendance_rows(session=session, day=DAY, viewer=as_viewer(one))) for one in (tomek, kasia, fred)]

    assert counts == [6, 13, 0]


def test_pages_open_for_whom_they_are_made(programme, session, signed_in, request):
    addresses = [PEOPLE, f"{PEOPLE}courses/promise/", f"{PEOPLE}new/", f"{PEOPLE}courses/promise/edit/",
                 f"{PEOPLE}courses/promise/sessions/new/", f"{PEOPLE}sessions/{session.public_id}/",
                 "/o/acme/me/learning/"]  # fmt: skip
    expected = {
        "ada": [200] * 7,
        "kasia": [200] * 7,
        "tomek": [200] * 7,
        "boss": [200, 200, 403, 403, 403, 403, 200],
        "fred": [403, 403, 403, 403, 403, 403, 200],
        "adam": [403, 403, 403, 403, 403, 403, 200],
        "olga": [404] * 7,
    }

    found = {}
    for person in expected:
        client = signed_in(request.getfixturevalue(person))
        found[person] = [client.get(address).status_code for address in addresses]

    assert found == expected


def test_the_list_is_recorded_on_its_page(programme, session, tomek, signed_in):
    address = f"{PEOPLE}sessions/{session.public_id}/"

    page = signed_in(tomek).post(
        address, {"present": [programme.employees[0].pk, programme.employees[9].pk]}, follow=True
    )

    assert "1 of 6 people were there" in page.content.decode()
    assert session.attendances.filter(present=True).count() == 1


def test_a_course_is_made_edited_planned_and_put_away_on_its_pages(programme, tomek, kasia, signed_in):
    north = programme.employees[0].unit
    words = {"code": "listening", "name_en": "Listening", "kind": "training", "target_share": "80", "unit": north.pk}
    manager = signed_in(tomek)

    made = manager.post(f"{PEOPLE}new/", words, follow=True)
    taken = manager.post(f"{PEOPLE}new/", words)
    manager.post(f"{PEOPLE}courses/listening/edit/", words | {"name_en": "Listening well"})
    manager.post(f"{PEOPLE}courses/listening/sessions/new/", {"starts_at": "2026-03-02T09:00", "minutes": "45"})
    refused = manager.post(f"{PEOPLE}courses/promise/archive/")

    course = Course.objects.get(code="listening")
    assert (made.status_code, course.name["en"], course.unit) == (200, "Listening well", north)
    assert set(taken.context["form"].errors) == {"code"}
    assert [session.minutes for session in course.sessions.all()] == [45]
    assert refused.status_code == 403, "the course for everybody is not a manager's"

    page = manager.post(f"{PEOPLE}courses/listening/archive/", follow=True)
    assert "Listening well" not in [str(one) for one in page.context["columns"]]
    assert Course.objects.filter(archived_at=None).get().code == "promise"
    assert "This course is put away" in signed_in(kasia).get(f"{PEOPLE}courses/listening/").content.decode()


def test_coverage_by_key_names_no_person(client, programme, session, acme):
    record(session, programme.employees[:4], programme.all_powerful)
    secret = make_key(acme, "training:read")

    answer = client.get("/api/v1/training/coverage", headers={"authorization": f"Bearer {secret}"})

    rows = answer.json()["results"]
    assert [(row["unit"], row["people"], row["suppressed"]) for row in rows] == [
        ("all", None, True),
        ("north", None, True),
        ("south", None, True),
        (None, 13, False),
    ]
    assert "Employee 1" not in answer.content.decode()


def test_coverage_needs_its_scope(client, programme, acme):
    secret = make_key(acme, "nps:read")

    assert client.get("/api/v1/training/coverage", headers={"authorization": f"Bearer {secret}"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_coverage_takes_the_same_queries(programme, session, kasia, acme, as_viewer, count, django_assert_num_queries):
    for number in range(count):
        text = services.CourseText(name={"en": "More"})
        services.create_course(organisation=acme, code=f"c{number}", text=text, by=programme.all_powerful)
    viewer = as_viewer(kasia)

    with django_assert_num_queries(5):
        coverage(viewer=viewer, organisation=acme, day=DAY)
