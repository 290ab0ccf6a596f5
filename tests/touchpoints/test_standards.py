"""Standards measured: by hand, from files, by REST; figures of the last thirty days; who may write."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from operations.models import TrailEntry
from organisations.models import Unit
from tests.cast import make_key
from tests.programme import NOON
from touchpoints import services
from touchpoints.measures import MeasuredValue
from touchpoints.models import Standard, StandardValue, ValueSource
from touchpoints.queries.standards import standards_at

COUNTER = "/o/acme/touchpoints/counter/"
PAGE = f"{COUNTER}standards/wait/"
API = "/api/v1/standards/wait/values/"
TODAY = date(2026, 3, 2)


@pytest.fixture
def wait(programme, boss, as_viewer):
    """The counter's standard: seen within five minutes."""
    return make_standard(programme, "wait", "minutes", "5", as_viewer(boss))


def make_standard(programme, code, kind, target, approver, direction="at_most"):
    text = services.StandardText(code, {"en": code.title()}, kind, Decimal(target), direction)
    design = services.draft_design(
        touchpoint=programme.counter, today={}, desired={"en": "Quick"}, standards=[text], by=programme.all_powerful
    )
    services.approve_design(design=design, by=approver, at=NOON)
    return Standard.objects.get(code=code)


def record(standard, by, *rows):
    values = [MeasuredValue(day, Decimal(raw), *more) for day, raw, *more in rows]
    services.record_values(standard=standard, values=values, source=ValueSource.FORM, by=by, at=NOON, today=TODAY)


def test_the_figure_is_of_the_last_thirty_days_and_says_whether_it_is_kept(wait, programme, tomek, as_viewer):
    by = as_viewer(tomek)
    record(wait, by, (TODAY - timedelta(days=1), "4", "north", 30), (TODAY - timedelta(days=30), "10", "south", 10))
    record(wait, by, (TODAY, "60"), (TODAY - timedelta(days=31), "60"))

    view = standards_at(touchpoint=programme.counter, viewer=by, today=TODAY)[0]

    assert (view.figure.value, view.figure.cases, view.figure.days) == (Decimal("5.5"), 40, 2)
    assert view.is_kept is False


def test_a_day_measured_again_is_written_over(wait, tomek, as_viewer):
    record(wait, as_viewer(tomek), (TODAY, "4"), (TODAY, "6", "north"))
    record(wait, as_viewer(tomek), (TODAY, "5"))

    values = StandardValue.objects.order_by("pk").values_list("unit__code", "value")
    assert list(values) == [(None, Decimal(5)), ("north", Decimal(6))]


def test_one_bad_row_refuses_all_and_says_which(wait, tomek, as_viewer):
    with pytest.raises(services.ValuesRefused) as refused:
        record(wait, as_viewer(tomek), (TODAY, "4"), (TODAY, "4", "nowhere"))

    assert refused.value.refusals == {1: "unit_unknown"}
    assert StandardValue.objects.count() == 0


@pytest.mark.parametrize(
    ("person", "expected"), [("tomek", 302), ("kasia", 302), ("adam", 302), ("ada", 403), ("boss", 403), ("fred", 403)]
)
def test_who_may_measure(wait, request, signed_in, person, expected):
    client = signed_in(request.getfixturevalue(person))
    sent = {"day": timezone.localdate().isoformat(), "value": "4.5", "cases": "20"}

    assert client.get(PAGE).status_code == 200
    assert client.post(f"{PAGE}value/", sent).status_code == expected
    assert StandardValue.objects.count() == (1 if expected == 302 else 0)


def test_a_value_from_the_future_is_refused_on_the_page(wait, tomek, signed_in):
    day = timezone.localdate() + timedelta(days=2)

    page = signed_in(tomek).post(f"{PAGE}value/", {"day": day.isoformat(), "value": "4", "cases": "1"})

    assert "in the future" in page.content.decode()


def test_kept_or_not_is_asked_with_two_choices(programme, boss, tomek, as_viewer, signed_in):
    make_standard(programme, "call-back", "yes_no", "95", as_viewer(boss), direction="at_least")

    page = signed_in(tomek).get(f"{COUNTER}standards/call-back/").content.decode()
    signed_in(tomek).post(
        f"{COUNTER}standards/call-back/value/", {"day": timezone.localdate().isoformat(), "value": "1"}
    )

    assert 'type="radio"' in page
    assert StandardValue.objects.get().value == 1


@pytest.mark.parametrize(
    "words",
    ["day,unit,value,cases\n2026-02-27,north,4.5,20\n2026-02-28,,6,\n", "day;value;unit\n2026-02-27;4,5;north\n"],
)
def test_a_file_is_read_with_either_separator(wait, tomek, signed_in, words):
    file = SimpleUploadedFile("values.csv", words.encode(), content_type="text/csv")

    answer = signed_in(tomek).post(f"{PAGE}file/", {"file": file})

    assert answer.status_code == 302
    first = StandardValue.objects.get(unit__code="north")
    assert (first.day, first.value, first.source) == (date(2026, 2, 27), Decimal("4.5"), "file")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("day,value\n2026-02-27,soon\n", "Line 2"),
        ("day,value\n27.02.2026,4\n", "Line 2"),
        ("date,value\n2026-02-27,4\n", "headings"),
        ("day,value,unit\n2026-02-27,4,\n2026-02-26,4,nowhere\n", "Line 3"),
        ("", "no rows"),
    ],
)
def test_a_file_that_cannot_be_read_stores_nothing(wait, tomek, signed_in, words, says):
    file = SimpleUploadedFile("values.csv", (words or "day,value\n").encode())

    page = signed_in(tomek).post(f"{PAGE}file/", {"file": file})

    assert says in page.content.decode()
    assert StandardValue.objects.count() == 0


def call(client, method, address, key, body=None):
    more = {"data": body, "content_type": "application/json"} if body is not None else {}
    return getattr(client, method)(address, headers={"authorization": f"Bearer {key}"}, **more)


def test_programs_write_and_read_values(wait, in_acme, client):
    key = make_key(in_acme, "measures:write")
    rows = [{"day": "2026-02-27", "unit": "north", "value": 4.5, "cases": 20}, {"day": "2026-02-28", "value": 6}]

    written = call(client, "post", API, key, rows)
    again = call(client, "post", API, key, {"day": "2026-02-28", "value": 7})
    read = call(client, "get", f"{API}?from=2026-02-28", key)

    assert (written.status_code, again.status_code) == (200, 200)
    assert read.json()["results"] == [{"day": "2026-02-28", "unit": None, "value": 7.0, "cases": 1}]
    assert set(StandardValue.objects.values_list("source", flat=True)) == {"api"}


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ([{"day": "2026-02-27", "value": "4"}], "/0/value", "malformed"),
        ([{"day": "2026-02-27", "value": True}], "/0/value", "malformed"),
        ([{"day": "27.2.2026", "value": 4}], "/0/day", "malformed"),
        ([{"day": 5, "value": 4}], "/0/day", "malformed"),
        ([{"value": 4}], "/0", "malformed"),
        ([{"day": "2026-02-27", "value": 4, "colour": "red"}], "/0", "malformed"),
        ([{"day": "2026-02-27", "value": 4}, {"day": "2026-02-27", "value": 4, "unit": "west"}], "/1/unit",
         "unit_unknown"),
        ([{"day": "2026-02-27", "value": -4}], "/0/value", "value_negative"),
        ([{"day": "2096-02-27", "value": 4}], "/0/day", "day_out_of_range"),
        ([{"day": "2026-02-27", "value": 1e300}], "/0/value", "malformed"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_is_pointed_at(wait, in_acme, client, body, pointer, code):
    answer = call(client, "post", API, make_key(in_acme, "measures:write"), body)

    assert answer.status_code == 400
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [(pointer, code)]
    assert StandardValue.objects.count() == 0


def test_scopes_decide_about_standards(wait, in_acme, client):
    reader, other = make_key(in_acme, "programme:read"), make_key(in_acme, "nps:read")

    assert call(client, "get", "/api/v1/standards/", reader).json()["results"] == [
        {"code": "wait", "touchpoint": "counter", "name": {"en": "Wait"}, "measured_in": "minutes",
         "direction": "at_most", "target": 5.0, "origin": "own", "basis": "", "design_version": 2}
    ]  # fmt: skip
    assert call(client, "post", API, reader, []).status_code == 403
    assert call(client, "get", API, other).status_code == 403
    assert call(client, "get", "/api/v1/standards/none/values/", reader).status_code == 404


def test_standards_are_leading_indicators_for_those_who_may_read_them(wait, in_acme, client):
    both, figures = make_key(in_acme, "programme:read", "nps:read"), make_key(in_acme, "nps:read")

    def leading(key):
        return [row for row in call(client, "get", "/api/v1/indicators/", key).json()["results"] if row["leading"]]

    assert leading(both) == [
        {"key": "standard:wait", "label": "Wait", "unit": "minutes", "direction": "lower", "scale": [],
         "smallest_n": 1, "definition_version": 2, "leading": True, "touchpoint": "counter", "wanted": 5.0,
         "definition": "Service standard at Counter, measured in minutes; target at most 5.",
         "values": "/api/v1/standards/wait/values/"}
    ]  # fmt: skip
    assert leading(figures) == []


def test_another_organisations_standard_is_not_there(wait, globex, client):
    assert call(client, "get", API, make_key(globex, "measures:write")).status_code == 404


def test_measuring_stands_in_the_trail_by_count(wait, tomek, as_viewer):
    record(wait, as_viewer(tomek), (TODAY, "4"), (TODAY, "5", "north"))

    entry = TrailEntry.objects.get(action="standard.measured")
    assert (entry.actor_name, entry.details) == ("Tomek Owner", {"standard": "wait", "rows": 2, "source": "form"})


def test_units_of_the_file_are_todays(wait, in_acme, tomek, as_viewer):
    Unit.objects.create(organisation=in_acme, code="west", name={"en": "West"})

    record(wait, as_viewer(tomek), (TODAY, "4", "west"))

    assert StandardValue.objects.get().unit.code == "west"
