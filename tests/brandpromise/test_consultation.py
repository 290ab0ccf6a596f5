"""The round: opened, answered, changed, ended; ranking, names, and what was taken up from whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from brandpromise import services
from brandpromise.models import Opinion, Promise, PromiseState, Remark
from brandpromise.queries import consultation_view, taken_up
from operations.models import Notification, TrailEntry
from tests.programme import DAY, NOON

LAST_DAY = DAY + timedelta(days=7)
PAGE = "/o/acme/promise/1/consultation/"


@pytest.fixture
def asked(draft, kasia, as_viewer):
    return services.open_consultation(
        promise=draft, question={"en": "What counts?"}, closes_on=LAST_DAY, by=as_viewer(kasia), at=NOON, today=DAY
    )


@pytest.fixture
def say(asked, as_viewer):
    def give(user, places=None, remarks=None, *, is_named=True, today=DAY):
        return services.give_opinion(
            consultation=asked, by=as_viewer(user), places=places or {}, remarks=remarks or {}, is_named=is_named,
            at=NOON, today=today,
        )  # fmt: skip

    return give


@pytest.fixture
def look(acme, asked, as_viewer):
    def view(user, today=DAY):
        return consultation_view(asked, viewer=as_viewer(user), organisation=acme, today=today)

    return view


def test_everybody_but_the_asker_is_told(draft, kasia, ada, fred, as_viewer, olga):
    services.open_consultation(promise=draft, question={}, closes_on=LAST_DAY, by=as_viewer(kasia), at=NOON, today=DAY)

    told = set(Notification.objects.filter(kind="promise.consultation").values_list("recipient", flat=True))
    assert told == {ada.public_id, fred.public_id}


def test_a_draft_without_pillars_asks_nobody(in_acme, kasia, as_viewer):
    empty = services.draft_promise(organisation=in_acme, actor="test")

    with pytest.raises(services.NothingToConsult):
        services.open_consultation(
            promise=empty, question={}, closes_on=LAST_DAY, by=as_viewer(kasia), at=NOON, today=DAY
        )


def test_one_round_at_a_time_and_not_into_the_past(asked, draft, kasia, as_viewer):
    again = {"promise": draft, "question": {}, "by": as_viewer(kasia), "at": NOON, "today": DAY}

    with pytest.raises(services.AlreadyConsulted):
        services.open_consultation(**again, closes_on=LAST_DAY)
    with pytest.raises(services.DayPassed):
        services.open_consultation(**again, closes_on=DAY - timedelta(days=1))


def test_an_opinion_said_again_replaces_the_first(say, pillars, fred):
    say(fred, {pillars["ease"]: 1, pillars["care"]: 2}, {None: "Good", pillars["ease"]: "Yes"})

    say(fred, {pillars["care"]: 1}, {pillars["ease"]: "No"})

    opinion = Opinion.objects.get()
    assert list(opinion.places.values_list("pillar_id", "place")) == [(pillars["care"], 1)]
    assert list(opinion.remarks.values_list("pillar_id", "text")) == [(pillars["ease"], "No")]


def test_a_remark_that_has_an_answer_stays_when_the_opinion_changes(say, kasia, fred, as_viewer):
    say(fred, remarks={None: "Say it shorter"})
    services.answer_remark(
        remark=Remark.objects.get(), taken_up=True, answer="Shortened.", by=as_viewer(kasia), at=NOON
    )

    say(fred, remarks={None: "Never mind"})

    assert list(Remark.objects.values_list("text", "answer")) == [("Say it shorter", "Shortened.")]


@pytest.mark.parametrize("places", [[1, 1], [2, 3], [0, 1]])
def test_places_are_one_two_three(say, pillars, fred, places):
    with pytest.raises(services.WrongPlaces):
        say(fred, dict(zip(pillars.values(), places, strict=False)))


def test_a_pillar_of_another_version_has_no_place_here(say, pillars, fred):
    with pytest.raises(services.WrongPlaces):
        say(fred, {max(pillars.values()) + 1: 1})


def test_an_empty_opinion_is_none(say, fred):
    with pytest.raises(services.EmptyOpinion):
        say(fred, remarks={None: "  "})


def test_after_the_last_day_nobody_says_anything(say, fred, asked, as_viewer, kasia):
    with pytest.raises(services.RoundOver):
        say(fred, remarks={None: "Late"}, today=LAST_DAY + timedelta(days=1))
    services.close_consultation(consultation=asked, by=as_viewer(kasia), at=NOON)
    with pytest.raises(services.RoundOver):
        say(fred, remarks={None: "Later"})


def test_the_ranking_is_the_mean_of_the_places_and_who_was_left_out_shares_the_rest(say, look, pillars, members, ada):
    people = members(5)
    for person in people[:4]:
        say(person, {pillars["care"]: 1, pillars["ease"]: 2, pillars["speed"]: 3})
    say(people[4], {pillars["ease"]: 1})

    rows = look(ada).ranking.rows

    # care: (4 × 1 + 2.5) / 5, ease: (4 × 2 + 1) / 5, speed: (4 × 3 + 2.5) / 5; 2.5 is the middle of places 2 and 3
    assert [(row.pillar.pillar.code, row.mean, row.first) for row in rows] == [
        ("care", 1.3, 4),
        ("ease", 1.8, 1),
        ("speed", 2.9, 0),
    ]


def test_fewer_than_five_who_ranked_are_not_shown(say, look, pillars, members, ada):
    for person in members(4):
        say(person, {pillars["care"]: 1})

    ranking = look(ada).ranking

    assert (ranking.hidden, ranking.n, list(ranking.rows)) == (True, None, [])


def test_the_frontline_sees_no_ranking_before_the_end_and_only_own_and_taken_up_words(
    say, look, pillars, members, fred, kasia, as_viewer
):
    people = members(5)
    for person in people:
        say(person, {pillars["care"]: 1}, {None: f"Words of {person.name}"})
    say(fred, remarks={None: "Mine"})
    taken = Remark.objects.get(text=f"Words of {people[0].name}")
    services.answer_remark(remark=taken, taken_up=True, answer="In it.", by=as_viewer(kasia), at=NOON)

    seen = look(fred)

    assert not seen.ranking.rows
    assert {view.remark.text for view in seen.remarks} == {"Mine", taken.text}
    assert len(look(fred, LAST_DAY + timedelta(days=1)).ranking.rows) == 3


def test_who_does_not_want_to_be_named_is_named_to_nobody(say, look, fred, members, ada, draft, kasia, as_viewer):
    say(fred, remarks={None: "Without a name"}, is_named=False)
    services.answer_remark(remark=Remark.objects.get(), taken_up=True, answer="Taken.", by=as_viewer(kasia), at=NOON)

    (view,) = look(ada).remarks
    (shown,) = taken_up(draft, pillars=draft.pillars.all())

    assert (view.author, view.unit, shown.author, shown.unit) == ("", "", "", "")


def test_what_is_taken_up_names_its_author_and_tells_them(say, draft, pillars, fred, kasia, as_viewer):
    say(fred, remarks={pillars["care"]: "Say it as we say it"})

    services.answer_remark(
        remark=Remark.objects.get(), taken_up=True, answer="Now in your words.", by=as_viewer(kasia), at=NOON
    )

    (shown,) = taken_up(draft, pillars=draft.pillars.all())
    assert (shown.author, shown.unit, shown.pillar) == ("Fred Frontline", "North", "Care")
    assert Notification.objects.filter(recipient=fred.public_id).latest("pk").text["en"].endswith("was taken up.")
    assert TrailEntry.objects.filter(action="promise.remark_answered").count() == 1


def test_an_answer_needs_words_and_a_draft(say, fred, draft, kasia, as_viewer):
    say(fred, remarks={None: "Why?"})
    answer = {"remark": Remark.objects.get(), "taken_up": False, "by": as_viewer(kasia), "at": NOON}

    with pytest.raises(services.AnswerNeeded):
        services.answer_remark(**answer, answer=" ")
    Promise.objects.update(state=PromiseState.PROPOSED)
    with pytest.raises(services.NotADraft):
        services.answer_remark(**answer, answer="Because.")


def test_the_end_of_the_round_is_evidence_of_the_stage(programme, asked, say, members, kasia, as_viewer):
    for person in members(5):
        say(person, remarks={None: "Yes"})

    services.close_consultation(consultation=asked, by=as_viewer(kasia), at=NOON)

    stage = programme.engagement.cycles.get().stages.get(kind="promise")
    done = stage.deliverables.get(code="employees-heard")
    assert done.done_on == DAY
    assert (done.evidence["opinions"], done.evidence["remarks"], done.evidence["taken_up"]) == (5, 5, 0)


def test_proposing_ends_the_round(asked, approve, draft):
    approve(draft)

    asked.refresh_from_db()
    assert asked.closed_at == NOON


@pytest.fixture
def open_today(draft, kasia, as_viewer):
    today = timezone.localdate()
    return services.open_consultation(
        promise=draft, question={}, closes_on=today, by=as_viewer(kasia), at=timezone.now(), today=today
    )


def test_a_frontline_member_answers_by_form(open_today, pillars, fred, signed_in):
    client = signed_in(fred)
    assert client.get(PAGE).status_code == 200
    typed = {f"place_{pillars['ease']}": "3", f"place_{pillars['care']}": "1", "remark": "Good", "is_named": "on"}

    response = client.post(PAGE, typed)

    assert response.status_code == 302
    opinion = Opinion.objects.get()
    assert list(opinion.places.values_list("pillar_id", "place")) == [(pillars["care"], 1), (pillars["ease"], 2)]
    assert opinion.unit.code == "north"


def test_the_same_place_twice_is_said_to_be_wrong(open_today, pillars, fred, signed_in):
    typed = {f"place_{pk}": "1" for pk in pillars.values()}

    response = signed_in(fred).post(PAGE, typed)

    assert "Two pillars have the same place" in response.content.decode()
    assert Opinion.objects.count() == 0


def test_a_draft_is_shown_to_the_frontline_only_with_a_round(draft, fred, ada, signed_in, kasia, as_viewer):
    assert signed_in(fred).get(PAGE).status_code == 404
    assert signed_in(ada).get(PAGE).status_code == 200
    services.open_consultation(promise=draft, question={}, closes_on=LAST_DAY, by=as_viewer(kasia), at=NOON, today=DAY)

    assert signed_in(fred).get(PAGE).status_code == 200


def test_only_writers_open_close_and_answer(open_today, fred, boss, kasia, say_in, signed_in):
    remark = say_in(open_today, fred, "A word")
    address = f"/o/acme/promise/remarks/{remark.public_id}/answer/"
    for person in (fred, boss):
        client = signed_in(person)
        assert client.post(f"{PAGE}open/").status_code == 403
        assert client.post(f"{PAGE}close/").status_code == 403
        assert client.post(address, {"verdict": "taken_up", "answer": "x"}).status_code == 403

    signed_in(kasia).post(address, {"verdict": "taken_up", "answer": "Thank you"})

    remark.refresh_from_db()
    assert (remark.verdict, remark.answer) == ("taken_up", "Thank you")
    page = signed_in(fred).get("/o/acme/promise/1/consultation/").content.decode()
    assert "Fred Frontline" in page


@pytest.fixture
def say_in(as_viewer):
    def give(consultation, user, text):
        opinion = services.give_opinion(
            consultation=consultation, by=as_viewer(user), places={}, remarks={None: text}, is_named=True,
            at=consultation.opened_at, today=consultation.closes_on,
        )  # fmt: skip
        return opinion.remarks.get()

    return give


def test_many_remarks_ask_no_more_than_few(open_today, members, say_in, ada, signed_in, django_assert_num_queries):
    client, people = signed_in(ada), members(3)
    say_in(open_today, people[0], "One")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for person in people[1:]:
        say_in(open_today, person, f"By {person.name}")

    with django_assert_num_queries(len(one)):
        client.get(PAGE)
