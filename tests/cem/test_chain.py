"""The whole chain: every link of the promise, its holes as sentences, and the same for programs."""

import pytest

from brandpromise.models import Pillar, Promise, PromiseState
from cem.chain.queries import HoleKind, whole_chain
from tests.cast import make_key, viewer_of
from tests.metrics.answers import answers, count_everything
from tests.metrics.test_gaps import Asked
from tests.programme import DAY, NOON, make_programme, make_promise
from touchpoints.models import Design, Initiative, InitiativeTouchpoint
from touchpoints.services import create_touchpoint
from training.services import CourseText, create_course, plan_session, record_attendance

CHAIN = "/o/acme/promise/chain/"


@pytest.fixture
def programme(in_acme, kasia, tomek, fred):
    made = make_programme(in_acme, consultant=kasia, owner=tomek, clerk=fred)
    make_promise(in_acme)
    Promise.objects.update(state=PromiseState.APPROVED, approved_at=NOON)
    Design.objects.filter(touchpoint=made.counter).update(pillar=Pillar.objects.get(code="ease"))
    return made


def chain_of(acme, user):
    return whole_chain(viewer=viewer_of(user, acme), organisation=acme, today=DAY)


def kinds(chain):
    return [(hole.kind, hole.pillar or hole.touchpoint) for hole in chain.holes]


def test_links_hang_on_the_pillar_that_the_design_names(programme, acme, ada):
    chain = chain_of(acme, ada)
    (pillar,) = chain.pillars

    assert (pillar.pillar.code, [one.touchpoint.code for one in pillar.touchpoints]) == ("ease", ["counter"])
    assert pillar.touchpoints[0].script.title == {"en": "At the counter"}
    assert [one.touchpoint.code for one in chain.loose] == ["website"]


def test_changes_stand_beside_the_script_unless_stopped(programme, acme, ada):
    for number, state in enumerate(("idea", "stopped"), start=1):
        change = Initiative.objects.create(
            organisation=acme, engagement=programme.engagement, number=number, name={"en": f"Change {number}"},
            domain="processes", state=state,
        )  # fmt: skip
        InitiativeTouchpoint.objects.create(organisation=acme, initiative=change, touchpoint=programme.counter)

    counter = chain_of(acme, ada).pillars[0].touchpoints[0]

    assert [change.number for change in counter.changes] == [1]


def test_every_hole_is_a_sentence(programme, acme, ada):
    chain = chain_of(acme, ada)

    assert kinds(chain) == [
        (HoleKind.PILLAR_NOT_TRAINED, "ease"), (HoleKind.PILLAR_NOT_MEASURED, "ease"),
        (HoleKind.NO_STANDARD, "counter"), (HoleKind.SCRIPT_NOT_TRAINED, "counter"), (HoleKind.NOT_MEASURED, "counter"),
        (HoleKind.NO_DESIGN, "website"), (HoleKind.NOT_MEASURED, "website"),
    ]  # fmt: skip
    assert "Nobody was trained in the script of Counter." in [hole.sentence for hole in chain.holes]


def test_holes_close_as_the_links_come(programme, acme, ada):
    course = create_course(
        organisation=acme, code="counter", by=programme.all_powerful,
        text=CourseText(
            name={"en": "Counter"}, touchpoint=programme.counter, pillar=Pillar.objects.get(code="ease")
        ),
    )  # fmt: skip
    session = plan_session(course=course, starts_at=NOON, by=programme.all_powerful)
    marks = {employee.pk: True for employee in programme.employees}
    record_attendance(session=session, marks=marks, by=programme.all_powerful, at=NOON)
    asked = Asked(acme)
    for _person in range(6):
        asked.person(4, 3, 3, 4, 4)
    answers(asked.survey, asked.ease_counter, [5] * 6)
    count_everything(acme)

    chain = chain_of(acme, ada)

    assert kinds(chain) == [
        (HoleKind.NO_STANDARD, "counter"), (HoleKind.NO_DESIGN, "website"), (HoleKind.NOT_MEASURED, "website"),
    ]  # fmt: skip
    counter = chain.pillars[0].touchpoints[0]
    assert (counter.gap.n, counter.gap.value, counter.courses[0].cell.covered) == (6, -1.0, 13)
    assert chain.pillars[0].gap.value == -1.0


def test_made_up_answers_close_no_hole(programme, acme, ada):
    asked = Asked(acme)
    asked.survey.is_sample = True
    asked.survey.save()
    for _person in range(6):
        asked.person(4, 3, 3, 4, 4)

    chain = chain_of(acme, ada)
    assert (HoleKind.PILLAR_NOT_MEASURED, "ease") in kinds(chain)
    assert "Only a sample survey asks about “Ease”: its made-up answers do not count here." in [
        hole.sentence for hole in chain.holes
    ]


def test_a_pillar_that_no_touchpoint_carries_and_no_promise_at_all(programme, acme, ada):
    Design.objects.update(pillar=None)

    assert (HoleKind.PILLAR_NOT_CARRIED, "ease") in kinds(chain_of(acme, ada))
    assert (HoleKind.NO_PILLAR, "counter") in kinds(chain_of(acme, ada))

    Promise.objects.update(state=PromiseState.RETIRED)
    assert kinds(chain_of(acme, ada))[0] == (HoleKind.NO_PROMISE, "")


def test_managers_of_one_unit_are_not_told_that_nobody_anywhere_was_trained(programme, acme, tomek):
    course = create_course(
        organisation=acme, code="counter", by=programme.all_powerful,
        text=CourseText(name={"en": "Counter"}, touchpoint=programme.counter),
    )  # fmt: skip
    plan_session(course=course, starts_at=NOON, by=programme.all_powerful)

    assert (HoleKind.SCRIPT_NOT_TRAINED, "counter") not in kinds(chain_of(acme, tomek))


@pytest.mark.parametrize("language", ["en", "pl"])
def test_page_is_for_who_reads_the_programme(programme, ada, fred, olga, signed_in, language):
    page = signed_in(ada).get(CHAIN, headers={"Accept-Language": language})

    assert page.status_code == 200
    assert "Counter" in page.content.decode() or "Okienko" in page.content.decode()
    assert signed_in(fred).get(CHAIN).status_code == 403
    assert signed_in(olga).get(CHAIN).status_code == 404


def test_rest_gives_the_same_chain(programme, acme, client):
    headers = {"Authorization": f"Bearer {make_key(acme, 'programme:read')}"}

    answer = client.get("/api/v1/chain/", headers=headers)
    body = answer.json()

    assert [(one["code"], [tp["code"] for tp in one["touchpoints"]]) for one in body["pillars"]] == [
        ("ease", ["counter"])
    ]
    # The key reads neither training nor figures: nothing of them is said to be missing.
    assert [(hole["kind"], hole["touchpoint"]) for hole in body["holes"]] == [
        ("no_standard", "counter"), ("no_design", "website"),
    ]  # fmt: skip
    assert client.get("/api/v1/chain/", headers={**headers, "If-None-Match": answer["ETag"]}).status_code == 304
    refused = client.get("/api/v1/chain/", headers={"Authorization": f"Bearer {make_key(acme, 'nps:read')}"})
    assert refused.status_code == 403


def test_number_of_questions_does_not_grow(programme, acme, ada, django_assert_max_num_queries):
    viewer = viewer_of(ada, acme)
    with django_assert_max_num_queries(60) as one:
        whole_chain(viewer=viewer, organisation=acme, today=DAY)
    for code in ("gate", "desk", "lounge"):
        touchpoint = create_touchpoint(organisation=acme, code=code, name={"en": code}, actor="test")
        text = CourseText(name={"en": code}, touchpoint=touchpoint)
        create_course(organisation=acme, code=code, by=programme.all_powerful, text=text)
    with django_assert_max_num_queries(len(one.captured_queries)):
        whole_chain(viewer=viewer, organisation=acme, today=DAY)
