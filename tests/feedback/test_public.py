"""The survey page that a customer opens on a phone."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback.models import Answer, Instrument, Question, Recount, Response, Revision
from feedback.services.points import close_point, create_point
from feedback.services.surveys import close_survey
from feedback.views import public
from organisations.models import Organisation


@pytest.fixture
def point(visit):
    cache.clear()
    return create_point(organisation=visit.organisation, survey=visit, name="Poster at the counter", actor="test")


@pytest.fixture
def stranger():
    return Client(headers={"accept-language": "en"})


def _token(page):
    return re.search(r'name="token" value="([0-9a-f]{32})"', page.content.decode()).group(1)


def _values():
    return {
        answer.question.code: answer.value if answer.value is not None else answer.text
        for answer in Answer.objects.select_related("question")
    }


def test_a_code_has_twelve_characters_that_nobody_mistakes(point):
    assert re.fullmatch(r"[23456789abcdefghjkmnpqrstuvwxyz]{12}", point.code)


def test_looking_records_nothing_and_sets_no_cookie(point, stranger):
    page = stranger.get(f"/s/{point.code}")
    assert page.status_code == 200
    assert "Would you recommend us?" in page.content.decode()
    stranger.head(f"/s/{point.code}")
    assert Response.objects.count() == 0
    assert stranger.cookies == {}


def test_the_language_is_asked_for_then_accepted(point, stranger):
    assert "Czy nas polecisz?" in stranger.get(f"/s/{point.code}?lang=pl").content.decode()
    polish = Client(headers={"accept-language": "de, pl;q=0.8"})
    assert "Czy nas polecisz?" in polish.get(f"/s/{point.code}").content.decode()
    assert "Would you recommend us?" in polish.get(f"/s/{point.code}?lang=en").content.decode()


def test_an_answer_is_stored_once_and_thanked_for(point, stranger):
    token = _token(stranger.get(f"/s/{point.code}"))
    said = {
        "token": token,
        "q-recommend": "9",
        "q-face": "3",
        "q-used": ["wifi", "food"],
        "q-why": "Quick.",
        "q-minutes": "2.5",
    }
    first = stranger.post(f"/s/{point.code}", said)
    again = stranger.post(f"/s/{point.code}", said)
    assert (first.status_code, again.status_code) == (303, 303)
    response = Response.objects.get()
    assert (response.source, response.point_id, response.language) == ("link", point.pk, "en")
    assert _values() == {"recommend": 9, "face": 3, "used": None, "why": "Quick.", "minutes": None, "call": 0}
    assert Recount.objects.count() == 1
    thanks = stranger.get(first["Location"])
    assert thanks.status_code == 200
    assert "Thank you" in thanks.content.decode()
    assert thanks.context["another"] == f"/s/{point.code}"
    assert stranger.cookies == {}
    assert (thanks.context["again"], stranger.get(again["Location"]).context["again"]) == (False, True)


def test_errors_stay_in_place_with_what_was_given(point, stranger):
    page = stranger.post(f"/s/{point.code}", {"q-counter": "4", "q-minutes": "two", "q-recommend": "11"})
    assert page.status_code == 422
    form = page.context["form"]
    assert {asked.question.code: asked.error for asked in form.questions if asked.error} == {
        "recommend": "The value must be a whole number from 0 to 10.",
        "minutes": "The value must be a number.",
    }
    assert {asked.question.code: list(asked.given) for asked in form.questions if asked.given} == {
        "recommend": ["11"],
        "counter": ["4"],
        "minutes": ["two"],
    }
    assert Response.objects.count() == 0


def test_a_required_question_must_be_answered(point, stranger):
    page = stranger.post(f"/s/{point.code}", {"q-counter": "4"})
    assert page.status_code == 422
    assert [a.question.code for a in page.context["form"].questions if a.error] == ["recommend"]


def test_an_answer_can_be_corrected_for_a_week(point, stranger):
    token = _token(stranger.get(f"/s/{point.code}"))
    thanks = stranger.post(f"/s/{point.code}", {"token": token, "q-recommend": "2", "q-again": "no"})["Location"]
    correct = stranger.get(thanks).context["correct"]
    page = stranger.get(correct)
    assert {a.question.code: list(a.given) for a in page.context["form"].questions if a.given} == {
        "recommend": ["2"],
        "again": ["no"],
    }
    changed = stranger.post(correct, {"q-recommend": "8"})
    assert changed.status_code == 303
    assert Response.objects.count() == 1
    assert _values()["recommend"] == 8
    assert Revision.objects.get().actor == "respondent"
    Response.objects.update(received_at=timezone.now() - timedelta(days=8))
    assert stranger.post(correct, {"q-recommend": "0"}).status_code == 410
    late = stranger.post(f"/s/{point.code}", {"token": token, "q-recommend": "0"})
    assert late.status_code == 303
    assert _values()["recommend"] == 8


def test_a_forged_address_opens_nobodys_answer(point, stranger):
    assert stranger.get(f"/s/{point.code}/correct/forged").status_code == 404
    assert stranger.get(f"/s/{point.code}/thanks/forged").status_code == 404


def test_a_closed_survey_says_so_and_takes_nothing(point, visit, stranger):
    close_survey(survey=visit, actor="test")
    assert stranger.get(f"/s/{point.code}").status_code == 410
    assert stranger.post(f"/s/{point.code}", {"q-recommend": "9"}).status_code == 410
    assert Response.objects.count() == 0


def test_a_closed_point_says_so(point, stranger):
    close_point(point=point, actor="test", now=timezone.now())
    assert stranger.get(f"/s/{point.code}").status_code == 410


def test_more_than_a_hundred_answers_a_minute_wait(point, stranger, monkeypatch):
    monkeypatch.setattr("feedback.views.strangers.ANSWERS_A_MINUTE", 1)
    stranger.post(f"/s/{point.code}", {"q-recommend": "9"})
    busy = stranger.post(f"/s/{point.code}", {"q-recommend": "8"})
    assert busy.status_code == 429
    assert 1 <= int(busy["Retry-After"]) <= 60
    assert [list(a.given) for a in busy.context["form"].questions if a.given] == [["8"]]
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post(f"/s/{point.code}", {"q-recommend": "8"}).status_code == 303


def test_forwarded_addresses_count_only_behind_own_proxies(point, monkeypatch, settings):
    monkeypatch.setattr("feedback.views.strangers.ANSWERS_A_MINUTE", 1)
    forwarded = [Client(headers={"x-forwarded-for": f"203.0.113.{n}"}) for n in (1, 2)]
    assert [c.post(f"/s/{point.code}", {"q-recommend": "9"}).status_code for c in forwarded] == [303, 429]
    cache.clear()
    settings.PROXIES = 1
    assert [c.post(f"/s/{point.code}", {"q-recommend": "9"}).status_code for c in forwarded] == [303, 303]


def test_an_unknown_code_is_nowhere_and_cannot_be_searched_for(db, stranger, monkeypatch):
    cache.clear()
    monkeypatch.setattr("feedback.views.strangers.WRONG_CODES_A_MINUTE", 2)
    assert [stranger.get("/s/nothing").status_code for _try in range(3)] == [404, 404, 429]


def test_the_sample_line_stands_on_the_page(point, stranger):
    Organisation.objects.update(sample_notice={"en": "All of this is a sample."})
    assert "All of this is a sample." in stranger.get(f"/s/{point.code}").content.decode()


def test_the_questions_are_kept_but_for_the_token(point, stranger):
    first = stranger.get(f"/s/{point.code}")
    with CaptureQueriesContext(connection) as asked:
        again = stranger.get(f"/s/{point.code}")

    # Whose code it is, and the point with its survey.
    assert len([query for query in asked.captured_queries if " FROM " in query["sql"]]) == 2

    assert _token(first) != _token(again)
    assert first.content.replace(_token(first).encode(), b"") == again.content.replace(_token(again).encode(), b"")
    assert {name: first[name] for name in ("Content-Language", "Cache-Control")} == {
        "Content-Language": "en",
        "Cache-Control": again["Cache-Control"],
    }


def test_kept_questions_follow_every_change(point, stranger):
    def page():
        return stranger.get(f"/s/{point.code}").content.decode()

    assert "Acme" in page()
    assert "How was the food?" not in page()

    Organisation.objects.update(name="Acme Air")
    assert "Acme Air" in page()
    stranger.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in page()
    Question.objects.filter(code="recommend").update(text={"en": "How was the food?"})
    Instrument.objects.update(changed_at=timezone.now())  # as every service that changes a question does
    assert "How was the food?" in page()
    close_survey(survey=point.survey, actor="test")
    assert "How was the food?" not in page()


def test_page_of_somebody_signed_in_is_kept_for_nobody(point, stranger, ada, monkeypatch):
    def keep(*given):
        raise AssertionError("kept")

    monkeypatch.setattr(public, "kept_page", keep)
    stranger.force_login(ada)

    assert stranger.get(f"/s/{point.code}").status_code == 200
