"""The organisation's pages of surveys and answers."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from feedback.models import CollectionPoint, Instrument, Question, Response, Scale, Survey, SurveyState
from feedback.queries.answers import named_segments
from feedback.services.instruments import latest_version
from feedback.services.points import create_point
from operations.models import TrailEntry
from organisations.doors import code_hash
from organisations.models import PublicCode
from programs.models import Segment, SegmentAxis
from tests.feedback.conftest import answer


def url(name, **kwargs):
    return reverse(f"feedback:{name}", kwargs={"slug": "acme", **kwargs})


@pytest.fixture
def point(visit):
    return create_point(organisation=visit.organisation, survey=visit, name="Gate B", actor="test")


@pytest.mark.parametrize("name", ["answers", "surveys", "instruments", "scales", "points"])
def test_a_list_shows_whats_there_and_takes_the_same_queries_for_more(
    visit, point, ada, signed_in, name, django_assert_max_num_queries
):
    answer(visit, 9, comment="Quick.")
    client = signed_in(ada)
    assert client.get(url(name)).status_code == 200
    for score in (1, 8):
        answer(visit, score, comment="Slow.")
    with django_assert_max_num_queries(40):
        assert client.get(url(name)).status_code == 200


def test_the_inbox_shows_scores_and_masked_words(visit, ada, signed_in):
    answer(visit, 9, comment="Mail me: jan@example.org")
    answer(visit, 2)
    page = signed_in(ada).get(url("answers"))
    assert [(row.score, row.group, row.words) for row in page.context["rows"]] == [
        (2, "detractor", []),
        (9, "promoter", ["Mail me: •••"]),
    ]
    only = signed_in(ada).get(url("answers"), {"group": "promoters", "words": "on", "survey": "visit"})
    assert [row.score for row in only.context["rows"]] == [9]
    assert signed_in(ada).get(url("answers"), {"first": "2030-01-01"}).context["rows"] == []


def test_the_inbox_says_what_it_could_not_read(visit, ada, signed_in):
    page = signed_in(ada).get(url("answers"), {"first": "abc", "survey": "zzz"}).content.decode()
    assert "“abc” is no day." in page
    assert "There is no “zzz” to choose here" in page


@pytest.mark.parametrize("name", ["surveys", "instruments", "scales"])
def test_empty_lists_say_who_begins_and_lead_to_inviting(in_acme, ada, adam, kasia, signed_in, name):
    invite = reverse("accounts:invite", args=["acme"])
    pages = [signed_in(person).get(url(name)).content.decode() for person in (ada, adam, kasia)]
    assert ["made by a consultant" in page for page in pages] == [True, True, False]
    assert [f'href="{invite}"' in page for page in pages] == [False, True, False]


def test_the_inbox_pages_by_keyset(visit, ada, signed_in, monkeypatch):
    monkeypatch.setattr("feedback.views.answers.PAGE", 2)
    for score in range(5):
        answer(visit, score)
    client, seen, address = signed_in(ada), [], url("answers")
    while address:
        page = client.get(address)
        seen += [row.score for row in page.context["rows"]]
        address = page.context["older"]
    assert seen == [4, 3, 2, 1, 0]


def test_single_answers_are_for_those_who_may_open_them(visit, ada, fred, tomek, adam, olga, signed_in):
    response = answer(visit, 9).response
    address = url("answer", answer=response.public_id)
    people = (ada, fred, tomek, adam, olga)
    assert [signed_in(person).get(address).status_code for person in people] == [200, 403, 403, 403, 404]


def test_a_flag_needs_its_reason(visit, ada, signed_in):
    response = answer(visit, 0).response
    address = url("answer_flag", answer=response.public_id)
    signed_in(ada).post(address, {"flag": "on", "reason": ""})
    assert Response.objects.get().counted is True
    signed_in(ada).post(address, {"flag": "on", "reason": "robot"})
    assert Response.objects.get().counted is False
    assert "robot" not in signed_in(ada).get(url("answer", answer=response.public_id)).content.decode()
    signed_in(ada).post(address, {"flag": "off", "reason": "a person"})
    assert Response.objects.get().counted is True


def test_a_survey_is_made_opened_and_closed(in_acme, kasia, ada, signed_in):
    client = signed_in(kasia)
    client.post(url("instrument_new"), {"code": "shop", "name_en": "Shop", "name_pl": "Sklep"})
    instrument = Instrument.objects.get()
    question = {
        "code": "recommend",
        "kind": "recommend",
        "text_en": "Recommend?",
        "text_pl": "Polecasz?",
        "required": "on",
    }
    assert client.post(url("question_new", code="shop"), question).status_code == 302
    choice = {"code": "again", "kind": "choice", "text_en": "Again?", "options_en": "Yes\nNo", "options_pl": "Tak\nNie"}
    assert client.post(url("question_new", code="shop"), choice).status_code == 302
    assert [(o.code, o.label) for o in Question.objects.get(code="again").options.all()] == [
        ("yes", {"en": "Yes", "pl": "Tak"}),
        ("no", {"en": "No", "pl": "Nie"}),
    ]
    version = latest_version(instrument)
    values = {"code": "shop-2026", "name_en": "Shop 2026", "version": version.pk, "role": "continuous", "keep": "all"}
    assert client.post(url("survey_new"), values).status_code == 302
    survey = Survey.objects.get()
    assert (survey.state, survey.main_nps.code) == (SurveyState.DRAFT, "recommend")
    client.post(url("survey_state", code="shop-2026"), {"state": "open"})
    survey.refresh_from_db()
    assert survey.state == SurveyState.OPEN
    assert client.post(url("question_new", code="shop"), {**question, "code": "more"}).status_code == 200
    client.post(url("instrument_version", code="shop"))
    assert client.post(url("question_new", code="shop"), {**question, "code": "more"}).status_code == 302
    signed_in(ada).post(url("survey_state", code="shop-2026"), {"state": "closed"})
    survey.refresh_from_db()
    assert survey.state == SurveyState.CLOSED
    assert signed_in(ada).post(url("survey_new"), values).status_code == 403


def test_preview_shows_a_draft_and_takes_nothing(visit, kasia, ada, fred, signed_in):
    Survey.objects.update(state=SurveyState.DRAFT)
    client, address = signed_in(kasia), url("survey_preview", code="visit")

    page = client.get(address, {"lang": "pl"}).content.decode()

    assert "Czy nas polecisz?" in page
    assert "Podgląd" in page
    assert 'name="token"' not in page
    assert client.post(address, {"q-recommend": "9"}).status_code == 405
    assert address in client.get(url("survey", code="visit")).content.decode()
    assert [signed_in(one).get(address).status_code for one in (ada, fred)] == [200, 403]
    assert not Response.objects.exists()


def test_questions_are_put_in_order(visit, kasia, signed_in):
    signed_in(kasia).post(url("instrument_version", code="visit-questions"))
    version = latest_version(Instrument.objects.get())
    items = list(version.items.select_related("question"))
    said = {f"place-{item.question_id}": 10 - n for n, item in enumerate(items)}
    said |= {f"asked-{item.question_id}": "1" for item in items[:3]}
    said |= {f"required-{items[1].question_id}": "1"}
    signed_in(kasia).post(url("instrument_arrange", code="visit-questions"), said)
    assert [(item.question.code, item.required) for item in version.items.select_related("question")] == [
        ("easy", False),
        ("counter", True),
        ("recommend", False),
    ]


def test_a_question_gets_another_scale_from_a_day_on(visit, kasia, signed_in):
    client = signed_in(kasia)
    scale = {"code": "ten", "name_en": "Ten", "minimum": 1, "maximum": 10, "direction": "higher"}
    assert client.post(url("scale_new"), {**scale, "maximum": 20}).status_code == 200
    assert client.post(url("scale_new"), scale).status_code == 302
    address = url("question", code="visit-questions", question="counter")
    ten = Scale.objects.get(code="ten")
    assert client.get(address).status_code == 200
    client.post(address, {"part": "scale", "scale": ten.pk, "from_day": "2026-06-01"})
    found = Question.objects.get(code="counter").scales.values_list("scale__code", "from_day")
    assert [(code, str(day)) for code, day in found] == [("rating-5", "None"), ("ten", "2026-06-01")]


def test_a_collection_point_has_a_link_a_qr_code_and_a_card(visit, kasia, signed_in):
    client = signed_in(kasia)
    made = client.post(url("point_new", code="visit"), {"name": "Gate B"})
    point = CollectionPoint.objects.get()
    assert made["Location"] == url("point", point=point.public_id)
    assert PublicCode.objects.get(code_hash=code_hash(point.code)).organisation_id == visit.organisation_id
    page = client.get(made["Location"])
    assert urlsplit(page.context["address"]).path == f"/s/{point.code}"
    svg = client.get(url("point_qr", point=point.public_id, kind="svg"))
    assert (svg["Content-Type"], svg.content[:5]) == ("image/svg+xml", b"<?xml")
    png = client.get(url("point_qr", point=point.public_id, kind="png"), {"download": "1"})
    assert png["Content-Disposition"] == 'attachment; filename="gate-b.png"'
    assert client.get(url("point_qr", point=point.public_id, kind="gif")).status_code == 404
    assert client.get(url("point_card", point=point.public_id)).status_code == 200
    client.post(url("point_state", point=point.public_id), {"state": "closed"})
    point.refresh_from_db()
    assert point.closed_at is not None


def test_every_page_opens(visit, point, kasia, signed_in):
    client = signed_in(kasia)
    pages = [
        url("survey", code="visit"),
        url("survey_edit", code="visit"),
        url("survey_new"),
        url("instrument", code="visit-questions"),
        url("instrument_new"),
        url("question_new", code="visit-questions"),
        url("question", code="visit-questions", question="again"),
        url("scale_new"),
        url("point_new", code="visit"),
    ]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    client.post(url("survey_edit", code="visit"), {"name_en": "Visits", "role": "continuous", "keep": "latest"})
    visit.refresh_from_db()
    assert (visit.name, visit.keep, visit.main_nps.code) == ({"en": "Visits"}, "latest", "recommend")


def test_a_survey_called_a_sample_says_so_and_the_trail_says_who(visit, kasia, signed_in):
    client, edit = signed_in(kasia), url("survey_edit", code="visit")
    told = {"name_en": "Visits", "role": "continuous", "keep": "latest"}

    client.post(edit, told | {"is_sample": "on"})
    assert "SAMPLE" in client.get(url("survey", code="visit")).content.decode()
    client.post(edit, told)

    assert "SAMPLE" not in client.get(url("survey", code="visit")).content.decode()
    entries = TrailEntry.objects.filter(action__startswith="survey.called").order_by("pk")
    assert [entry.action for entry in entries] == ["survey.called_sample", "survey.called_real"]


def test_an_answers_segments_are_called_as_readers_call_them(in_acme, acme):
    axis = SegmentAxis.objects.create(organisation=acme, code="language", name={"en": "Language", "pl": "Język"})
    Segment.objects.create(organisation=acme, axis=axis, code="3", name={"en": "Polish", "pl": "polski"})
    Segment.objects.create(organisation=acme, axis=axis, code="1", name={"en": "English", "pl": "angielski"})

    assert named_segments({"language": "3"}) == [("Language", "Polish")]
    assert named_segments({}) == []
