"""The knowledge check: made of the promise, answered once, read by unit through the gate."""

from datetime import timedelta

import pytest

from brandpromise import services as promises
from brandpromise.models import Promise, PromiseState
from operations.models import TrailEntry
from programs.evidence import ask
from programs.models import Cycle
from tests.programme import DAY, NOON
from training import services
from training.models import CheckAttempt, CheckState, KnowledgeCheck
from training.queries import closed_checks, knowledge_of, open_check_for
from training.services.knowledge import questions_about

PAGE = "/o/acme/training/knowledge/"
MINE = "/o/acme/me/promise-check/"


@pytest.fixture
def promise(programme, in_acme):
    return approved(in_acme, "Seen within a minute", ["ease", "calm", "care"])


def approved(organisation, text, codes):
    Promise.objects.filter(state=PromiseState.APPROVED).update(state=PromiseState.RETIRED)
    drafted = promises.draft_promise(organisation=organisation, actor="test")
    promises.edit_promise(
        promise=drafted, text={"en": text, "pl": text}, audience={}, proof={}, what_changed={},
        pillars=[
            promises.PillarDraft(code, {"en": code.title(), "pl": code}, {"en": f"What {code} means"}) for code in codes
        ],
        actor="test",
    )  # fmt: skip
    Promise.objects.filter(pk=drafted.pk).update(state=PromiseState.APPROVED, approved_at=NOON)
    return Promise.objects.get(pk=drafted.pk)


@pytest.fixture
def opened(promise, programme, in_acme):
    return open_one(in_acme, programme)


def open_one(organisation, programme, day=DAY):
    check = services.draft_check(organisation=organisation, by=programme.all_powerful)
    services.open_check(check=check, by=programme.all_powerful, day=day)
    return check


def chosen(check, *, right):
    """Question → the right choice for the first `right` questions, a wrong one for the others."""
    found = {}
    for place, question in enumerate(check.questions.all()):
        choice = question.choices.filter(is_right=place < right).first()
        found[question.pk] = choice.pk
    return found


def employees_answer(check, employees, *, right):
    """As if each of them had answered on a phone."""
    for employee in employees:
        CheckAttempt.objects.create(
            organisation=check.organisation, check_of=check, employee=employee, unit_id=employee.unit_id, right=right,
            asked=check.questions.count(), answered_at=NOON,
        )  # fmt: skip


def test_questions_are_made_of_the_pillars_and_earlier_promises(promise, in_acme):
    later = approved(in_acme, "Seen at once", ["ease", "calm", "care"])
    questions = questions_about(later)

    assert [question.text["en"] for question in questions] == [
        "Which sentence is our promise today?", "What do we mean by “Ease”?", "What do we mean by “Calm”?",
        "What do we mean by “Care”?",
    ]  # fmt: skip
    assert [choice["en"] for choice in questions[0].choices] == ["Seen at once", "Seen within a minute"]
    assert questions[1].choices[0] == {"en": "What ease means"}
    assert questions[1].pillar.code == "ease"


def test_one_pillar_alone_asks_nothing_by_itself(programme, in_acme):
    assert questions_about(approved(in_acme, "Seen", ["ease"])) == []


def test_right_answers_stand_in_different_places(promise, programme, in_acme):
    check = services.draft_check(organisation=in_acme, by=programme.all_powerful)

    places = [question.choices.get(is_right=True).position for question in check.questions.all()]

    assert places == [1, 2, 0]
    assert [question.choices.count() for question in check.questions.all()] == [3, 3, 3]


def test_drafting_again_goes_on_with_the_draft(promise, programme, in_acme):
    first = services.draft_check(organisation=in_acme, by=programme.all_powerful)

    assert services.draft_check(organisation=in_acme, by=programme.all_powerful) == first
    assert KnowledgeCheck.objects.count() == 1


def test_there_is_nothing_to_know_without_a_promise(programme, in_acme, as_viewer, fred):
    with pytest.raises(services.NoApprovedPromise):
        services.draft_check(organisation=in_acme, by=programme.all_powerful)
    with pytest.raises(services.MayNotSetCheck):
        services.draft_check(organisation=in_acme, by=as_viewer(fred))


def test_questions_stand_still_once_it_is_open(opened, programme):
    own = services.QuestionText({"en": "Who helps?"}, [{"en": "All of us"}, {"en": "Nobody"}])

    with pytest.raises(services.CheckNotDraft):
        services.add_check_question(check=opened, question=own, by=programme.all_powerful)
    with pytest.raises(services.CheckNotDraft):
        services.remove_check_question(question=opened.questions.first(), by=programme.all_powerful)
    with pytest.raises(services.CheckNotDraft):
        services.open_check(check=opened, by=programme.all_powerful, day=DAY)


def test_an_empty_check_is_not_opened_and_the_next_one_closes_the_last(opened, programme, in_acme):
    draft = services.draft_check(organisation=in_acme, by=programme.all_powerful)
    for question in draft.questions.all():
        services.remove_check_question(question=question, by=programme.all_powerful)
    with pytest.raises(services.CheckIncomplete):
        services.open_check(check=draft, by=programme.all_powerful, day=DAY)
    lonely = services.QuestionText({"en": "Who helps?"}, [{"en": "All of us"}])
    with pytest.raises(services.CheckIncomplete):
        services.add_check_question(check=draft, question=lonely, by=programme.all_powerful)
    own = services.QuestionText({"en": "Who helps?"}, [{"en": "All of us"}, {"en": "Nobody"}])
    services.add_check_question(check=draft, question=own, by=programme.all_powerful)
    services.open_check(check=draft, by=programme.all_powerful, day=DAY + timedelta(days=30))

    opened.refresh_from_db()
    assert (opened.state, opened.closed_on) == (CheckState.CLOSED, DAY + timedelta(days=30))
    trail = TrailEntry.objects.filter(action__startswith="check.").order_by("pk")
    assert list(trail.values_list("action", flat=True)) == [
        "check.drafted", "check.opened", "check.drafted", "check.closed", "check.opened",
    ]  # fmt: skip


def test_a_person_answers_once_and_is_scored(opened, as_viewer, fred):
    attempt = services.answer_check(
        check=opened, by=as_viewer(fred), chosen=chosen(opened, right=2), at=NOON, day=DAY
    )  # fmt: skip

    assert (attempt.right, attempt.asked, attempt.unit.code) == (2, 3, "north")
    assert attempt.answers.count() == 3
    assert open_check_for(as_viewer(fred), day=DAY) is None
    with pytest.raises(services.AnsweredBefore):
        services.answer_check(check=opened, by=as_viewer(fred), chosen=chosen(opened, right=3), at=NOON, day=DAY)


def test_answers_that_are_left_out_or_belong_elsewhere_are_refused(opened, as_viewer, fred, ada, programme, in_acme):
    whole = chosen(opened, right=3)
    first, second = list(whole)[:2]

    for wrong in ({}, {first: whole[first]}, {**whole, first: whole[second]}, {**whole, first: 10**9}):
        with pytest.raises(services.QuestionsLeft):
            services.answer_check(check=opened, by=as_viewer(fred), chosen=wrong, at=NOON, day=DAY)
    with pytest.raises(services.NotOnTheRoster):
        services.answer_check(check=opened, by=as_viewer(ada), chosen=whole, at=NOON, day=DAY)
    services.close_check(check=opened, by=programme.all_powerful, day=DAY)
    with pytest.raises(services.CheckNotOpen):
        services.answer_check(check=opened, by=as_viewer(fred), chosen=whole, at=NOON, day=DAY)
    with pytest.raises(services.CheckNotOpen):
        services.close_check(check=opened, by=programme.all_powerful, day=DAY)


def test_figures_by_unit_pass_the_employees_rule(opened, programme, in_acme, as_viewer, ada):
    north, south, top = programme.employees[:6], programme.employees[6:12], programme.employees[12:]
    employees_answer(opened, north, right=3)
    employees_answer(opened, south, right=1)
    employees_answer(opened, top, right=3)
    services.close_check(check=opened, by=programme.all_powerful, day=DAY)

    found = knowledge_of(opened, viewer=as_viewer(ada), organisation=in_acme, day=DAY)

    # One person at the top is hidden, and the smaller of the others with them; then one unit remains: nothing shows.
    assert {known.hidden for _unit, known in found.units} == {True}
    assert (found.total.n, found.total.percent) == (13, pytest.approx(100 * (18 + 6 + 3) / 39))
    assert found.answered_percent == 100


def test_three_units_show_all_but_the_small_one_and_its_cover(opened, programme, in_acme, as_viewer, ada):
    employees_answer(opened, programme.employees[:6], right=3)
    employees_answer(opened, programme.employees[6:12], right=1)
    services.close_check(check=opened, by=programme.all_powerful, day=DAY)

    found = knowledge_of(opened, viewer=as_viewer(ada), organisation=in_acme, day=DAY)

    assert [(unit.code, known.n, known.percent, known.tone) for unit, known in found.units] == [
        ("north", 6, 100.0, "done"), ("south", 6, pytest.approx(100 / 3), "due"),
    ]  # fmt: skip


def test_while_it_is_open_only_the_participation_shows(opened, programme, in_acme, as_viewer, ada):
    employees_answer(opened, programme.employees[:6], right=3)

    found = knowledge_of(opened, viewer=as_viewer(ada), organisation=in_acme, day=DAY)

    assert (found.units, found.questions, found.total, found.answered_percent) == ([], [], None, 46)


def test_a_manager_sees_their_own_units_only(opened, programme, in_acme, as_viewer, tomek):
    employees_answer(opened, programme.employees[:12], right=2)
    services.close_check(check=opened, by=programme.all_powerful, day=DAY)

    found = knowledge_of(opened, viewer=as_viewer(tomek), organisation=in_acme, day=DAY)

    assert found.total.n == 6
    assert "south" not in [unit.code for unit, _known in found.units]


def test_the_course_over_time_and_the_proof(opened, programme, in_acme, as_viewer, ada):
    cycle = Cycle.objects.get()
    before = ask("training.promise_known", cycle, DAY)
    employees_answer(opened, programme.employees[:12], right=1)
    services.close_check(check=opened, by=programme.all_powerful, day=DAY)
    low = ask("training.promise_known", cycle, DAY)
    second = open_one(in_acme, programme, DAY + timedelta(days=60))
    employees_answer(second, programme.employees[:12], right=3)
    services.close_check(check=second, by=programme.all_powerful, day=DAY + timedelta(days=90))

    course = closed_checks(viewer=as_viewer(ada), organisation=in_acme)
    reached = ask("training.promise_known", cycle, DAY + timedelta(days=90))

    assert [(one.check.number, one.known.n, round(one.known.percent)) for one in course] == [(1, 12, 33), (2, 12, 100)]
    assert [before.reached, low.reached, reached.reached] == [False, False, True]
    assert reached.figures == {"n": 12, "percent": 100.0, "target": 80}
    assert set(reached.text) >= {"en", "pl"}


def test_too_few_answers_prove_nothing(opened, programme):
    employees_answer(opened, programme.employees[:4], right=3)
    services.close_check(check=opened, by=programme.all_powerful, day=DAY)

    proof = ask("training.promise_known", Cycle.objects.get(), DAY)

    assert (proof.reached, proof.figures) == (False, {})


@pytest.mark.parametrize("language", ["en", "pl"])
def test_pages_of_a_check_from_draft_to_figures(promise, programme, in_acme, ada, fred, olga, signed_in, language):
    client = signed_in(ada)
    headers = {"Accept-Language": language}

    assert client.get(PAGE, headers=headers).status_code == 200
    assert client.post(f"{PAGE}draft/").status_code == 302
    own = {"text_en": "Who helps?", "choices_en": "All of us\nNobody"}
    assert client.post(f"{PAGE}1/questions/", own).status_code == 302
    wrong = client.post(f"{PAGE}1/questions/", {"text_en": "Who helps?", "choices_en": "All of us"}, headers=headers)
    assert wrong.status_code == 200
    check = KnowledgeCheck.objects.get()
    last = check.questions.last()
    assert (last.text, [choice.is_right for choice in last.choices.order_by("pk")]) == (
        {"en": "Who helps?"}, [True, False],
    )  # fmt: skip
    assert client.post(f"{PAGE}1/questions/{last.pk}/remove/").status_code == 302
    assert check.questions.count() == 3
    assert client.post(f"{PAGE}1/state/", {"state": "open"}).status_code == 302
    assert client.get(f"{PAGE}1/", headers=headers).status_code == 200
    check.refresh_from_db()
    employees_answer(check, programme.employees[1:12], right=2)
    assert client.post(f"{PAGE}1/state/", {"state": "closed"}).status_code == 302
    assert client.get(f"{PAGE}1/", headers=headers).status_code == 200
    assert "67" in client.get(PAGE, headers=headers).content.decode()
    assert signed_in(fred).get(PAGE).status_code == 403
    assert signed_in(olga).get(PAGE).status_code == 404


def test_answering_on_ones_own_page(opened, programme, fred, ada, signed_in):
    client = signed_in(fred)
    right = {f"question-{question}": choice for question, choice in chosen(opened, right=3).items()}

    assert "Do you know our promise?" in client.get("/o/acme/me/").content.decode()
    left = client.post(MINE, dict(list(right.items())[:1]))
    assert (left.status_code, left.content.decode().count(" checked")) == (400, 1)
    assert client.post(MINE, right).status_code == 302
    assert "3 of 3 right" in client.get(MINE).content.decode()
    assert "Do you know our promise?" not in client.get("/o/acme/me/").content.decode()
    assert "Checks are for people on the roster." in signed_in(ada).get(MINE).content.decode()
