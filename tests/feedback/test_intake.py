"""The one door for answers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from feedback.answers.filling import UNKNOWN_DAY, Filling
from feedback.models import Answer, AnswerOption, Customer, KeepWhich, Recount, Response, Revision, SegmentProfile
from feedback.queries.plans import plan
from feedback.services.corrections import ReasonNeeded, flag_answer, unflag_answer
from feedback.services.instruments import set_question_scale
from feedback.services.intake import BatchRefused, Conflict, Entry, Recorded, Refused, Rejected, TooMany, record_many
from feedback.services.scales import ScaleDraft, make_scale
from operations.models import TrailEntry
from tests.feedback.conftest import NOW, answer, make_axis, make_survey


def _codes(error):
    return [(fault.pointer, fault.code) for fault in error.value.faults]


def _days(survey):
    return sorted(Recount.objects.filter(survey=survey).values_list("day", flat=True))


def test_every_type_of_question_is_stored_as_what_it_is(visit):
    answers = {
        "recommend": 0,
        "counter": 5,
        "easy": 7,
        "face": 1,
        "again": "yes",
        "used": ["wifi", "shop"],
        "why": "Quick and kind.",
        "minutes": 2.5,
        "came": "2026-05-09",
        "call": False,
    }
    recorded = answer(visit, None, answers=answers)

    stored = {
        row.question.code: (row.scale and row.scale.code, row.value, row.number, row.text, row.day, row.missing)
        for row in Answer.objects.filter(response=recorded.response).select_related("question", "scale")
    }
    assert stored == {
        "recommend": ("0-10", 0, None, None, None, None),
        "counter": ("rating-5", 5, None, None, None, None),
        "easy": ("effort-7", 7, None, None, None, None),
        "face": ("smiley-3", 1, None, None, None, None),
        "again": (None, None, None, None, None, None),
        "used": (None, None, None, None, None, None),
        "why": (None, None, None, "Quick and kind.", None, None),
        "minutes": (None, None, 2.5, None, None, None),
        "came": (None, None, None, None, date(2026, 5, 9), None),
        "call": (None, 0, None, None, None, None),
    }
    chosen = AnswerOption.objects.values_list("answer__question__code", "option__code").order_by("pk")
    assert list(chosen) == [("again", "yes"), ("used", "wifi"), ("used", "shop")]
    assert recorded.response.public_id.version == 7


def test_the_day_is_the_organisations_own(visit):
    late_evening = datetime(2026, 5, 9, 22, 30, tzinfo=UTC)  # half past midnight in Warsaw
    recorded = answer(visit, 9, answered_at=late_evening)
    assert recorded.response.answered_on == date(2026, 5, 10)
    assert _days(visit) == [date(2026, 5, 10)]


def test_an_unknown_day_is_in_no_period_and_noted_apart(visit):
    recorded = answer(visit, 9, source="import", precision="unknown")
    assert (recorded.response.answered_on, recorded.response.answered_at) == (None, None)
    assert _days(visit) == [UNKNOWN_DAY]


def test_the_same_external_id_is_stored_once(visit):
    first = answer(visit, 9, external_id="R-1")
    again = answer(visit, 9, external_id="R-1", now=NOW + timedelta(hours=3))
    assert (first.created, again.created, again.changed) == (True, False, False)
    assert again.response == first.response
    assert Response.objects.count() == 1
    assert Recount.objects.count() == 1


def test_the_same_external_id_with_other_words_is_a_conflict(visit):
    answer(visit, 9, external_id="R-1")
    with pytest.raises(Conflict):
        answer(visit, 3, external_id="R-1")
    kept = answer(visit, 3, external_id="R-1", on_conflict="keep")
    assert (kept.created, kept.changed) == (False, False)
    assert list(Answer.objects.values_list("value", flat=True)) == [9]


def test_a_correction_keeps_the_old_values_and_notes_both_days(visit):
    first = answer(visit, 9, external_id="R-1", answered_at=datetime(2026, 5, 1, 10, tzinfo=UTC), comment="Good.")
    later = {"answered_at": datetime(2026, 5, 3, 10, tzinfo=UTC), "now": NOW + timedelta(days=1)}
    changed = answer(visit, 3, external_id="R-1", on_conflict="update", actor="key", **later)
    assert (changed.created, changed.changed) == (False, True)
    assert changed.response.public_id == first.response.public_id
    assert _days(visit) == [date(2026, 5, 1), date(2026, 5, 1), date(2026, 5, 3)]
    revision = Revision.objects.get()
    assert revision.actor == "key"
    assert revision.values["answers"] == {
        "recommend": {"value": 9, "scale": "0-10"},
        "why": {"text": "Good."},
    }
    assert revision.values["answered_on"] == "2026-05-01"
    assert list(Answer.objects.values_list("question__code", "value")) == [("recommend", 3)]


def test_a_correction_without_a_time_keeps_the_first_ones(visit):
    answer(visit, 9, external_id="R-1", now=NOW)
    changed = answer(visit, 3, external_id="R-1", on_conflict="update", now=NOW + timedelta(days=3))
    assert changed.response.answered_at == NOW
    assert changed.response.answered_on == NOW.date()
    assert changed.response.updated_at == NOW + timedelta(days=3)


def test_a_deleted_answer_stays_deleted(visit):
    first = answer(visit, 9, external_id="R-1")
    Response.objects.update(deleted_at=NOW)
    again = answer(visit, 3, external_id="R-1", on_conflict="update")
    assert (again.response.pk, again.changed) == (first.response.pk, False)


def test_values_that_do_not_fit_are_all_named(visit):
    with pytest.raises(Rejected) as error:
        answer(
            visit, None, answers={"recommend": 11, "counter": "5", "face": True, "nothing": 1, "minutes": float("nan")}
        )
    assert _codes(error) == [
        ("/answers/recommend", "not_on_scale"),
        ("/answers/counter", "not_on_scale"),
        ("/answers/face", "not_on_scale"),
        ("/answers/nothing", "question_unknown"),
        ("/answers/minutes", "number_invalid"),
    ]
    assert Response.objects.count() == 0
    assert Recount.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("touchpoint", "nowhere", "touchpoint_unknown"),
        ("unit", "nowhere", "unit_unknown"),
        ("channel", "nowhere", "channel_unknown"),
        ("employee", "E-404", "employee_unknown"),
        ("source", "owl", "source_unknown"),
        ("weight", 0, "weight_invalid"),
        ("weight", float("inf"), "weight_invalid"),
        ("language", "12", "language_invalid"),
        ("comment", "x" * 5001, "text_too_long"),
        ("comment", "a\x00b", "text_characters"),
        ("comment", "a\ud800b", "text_characters"),
        ("external_id", "x" * 201, "external_id_invalid"),
        ("metadata", {"a": {"b": 1}}, "metadata_invalid"),
        ("metadata", {str(n): n for n in range(51)}, "metadata_too_large"),
        ("metadata", {"a": "x" * 9000}, "text_too_long"),
        ("answered_at", datetime(1989, 12, 31, tzinfo=UTC), "moment_too_early"),
        ("answered_at", NOW + timedelta(hours=25), "moment_too_late"),
        ("answered_at", datetime(2026, 5, 1), "moment_invalid"),  # noqa: DTZ001 - that is the fault
        ("contact_allowed", "yes", "consent_invalid"),
    ],
)
def test_a_field_that_does_not_fit_is_refused_with_its_place(visit, field, value, code):
    with pytest.raises(Rejected) as error:
        answer(visit, 9, **{field: value})
    (fault,) = error.value.faults
    assert (fault.pointer.split("/")[1], fault.code) == (field, code)
    assert fault.detail
    assert Response.objects.count() == 0


def test_segments_are_interned_and_unknown_ones_refused(visit):
    make_axis(visit.organisation)
    one = answer(visit, 9, segments={"lifecycle": "first-time"})
    two = answer(visit, 8, segments={"lifecycle": "first-time"})
    assert one.response.profile_id == two.response.profile_id
    assert SegmentProfile.objects.count() == 1
    with pytest.raises(Rejected) as error:
        answer(visit, 9, segments={"lifecycle": "king", "colour": "blue"})
    assert _codes(error) == [("/segments/lifecycle", "segment_unknown"), ("/segments/colour", "axis_unknown")]


def test_an_unknown_customer_becomes_a_pseudonymous_one(visit):
    answer(visit, 9, customer="C-1")
    answer(visit, 8, customer="C-1")
    assert list(Customer.objects.values_list("code", flat=True)) == ["C-1"]


def test_words_alone_are_welcome_at_some_doors_only(visit):
    with pytest.raises(Rejected) as error:
        answer(visit, None, answers={}, comment="Only words.", source="link")
    assert _codes(error) == [("/answers", "answer_needed")]
    assert answer(visit, None, answers={}, comment="Only words.", source="manual").created


def test_an_answer_without_a_required_question_is_partial(visit):
    assert answer(visit, None, answers={"counter": 4}).response.partial is True
    assert answer(visit, None, answers={"recommend": {"missing": "skipped"}}).response.partial is False


def test_the_scale_is_the_one_of_the_day(visit):
    ten = make_scale(organisation=visit.organisation, draft=ScaleDraft("ten", {"en": "Ten"}, minimum=1, maximum=10))
    question = visit.version.items.get(question__code="counter").question
    set_question_scale(question=question, scale=ten, from_day=date(2026, 5, 5))
    visit.refresh_from_db()
    before = answer(visit, None, answers={"counter": 5}, answered_at=datetime(2026, 5, 4, 10, tzinfo=UTC))
    after = answer(visit, None, answers={"counter": 8}, answered_at=datetime(2026, 5, 5, 10, tzinfo=UTC))
    assert [a.scale.code for r in (before, after) for a in Answer.objects.filter(response=r.response)] == [
        "rating-5",
        "ten",
    ]
    with pytest.raises(Rejected) as error:
        answer(visit, None, answers={"counter": 8}, answered_at=datetime(2026, 5, 4, 10, tzinfo=UTC))
    assert _codes(error) == [("/answers/counter", "not_on_scale")]
    with pytest.raises(Rejected) as error:
        answer(visit, None, answers={"counter": 4}, precision="unknown")
    assert _codes(error) == [("/answers/counter", "scale_ambiguous")]


def test_the_latest_answer_of_a_person_counts_where_the_survey_says_so(in_acme):
    survey = make_survey(in_acme, keep=KeepWhich.LATEST)
    old = answer(survey, 2, customer="C-1", answered_at=datetime(2026, 5, 1, 10, tzinfo=UTC))
    new = answer(survey, 9, customer="C-1", answered_at=datetime(2026, 5, 2, 10, tzinfo=UTC))
    late = answer(survey, 5, customer="C-1", answered_at=datetime(2026, 4, 30, 10, tzinfo=UTC))
    other = answer(survey, 7, customer="C-2")
    assert {row.pk: (row.counted, row.not_counted_reason) for row in Response.objects.all()} == {
        old.response.pk: (False, "superseded"),
        new.response.pk: (True, ""),
        late.response.pk: (False, "superseded"),
        other.response.pk: (True, ""),
    }
    assert (late.response.counted, late.response.not_counted_reason) == (False, "superseded")


def test_the_first_answer_of_a_person_counts_where_the_survey_says_so(in_acme):
    survey = make_survey(in_acme, keep=KeepWhich.FIRST)
    first = answer(survey, 2, customer="C-1", answered_at=datetime(2026, 5, 1, 10, tzinfo=UTC))
    second = answer(survey, 9, customer="C-1", answered_at=datetime(2026, 5, 2, 10, tzinfo=UTC))
    assert (second.response.counted, second.response.not_counted_reason) == (False, "duplicate")
    flag_answer(organisation=in_acme, response=first.response, reason="nonsense", actor="ada", now=NOW)
    second.response.refresh_from_db()
    assert second.response.counted is True


def test_a_flag_leaves_the_answer_out_with_its_reason_and_can_be_taken_back(visit):
    recorded = answer(visit, 0)
    Recount.objects.all().delete()
    with pytest.raises(ReasonNeeded):
        flag_answer(organisation=visit.organisation, response=recorded.response, reason=" ", actor="ada", now=NOW)
    flag_answer(organisation=visit.organisation, response=recorded.response, reason="robot", actor="ada", now=NOW)
    recorded.response.refresh_from_db()
    assert (recorded.response.counted, recorded.response.not_counted_reason) == (False, "flagged")
    unflag_answer(organisation=visit.organisation, response=recorded.response, reason="a person", actor="ada", now=NOW)
    recorded.response.refresh_from_db()
    assert (recorded.response.counted, recorded.response.not_counted_reason) == (True, "")
    assert Recount.objects.count() == 2
    entered = TrailEntry.objects.filter(action__startswith="answer.").order_by("pk")
    assert [entry.action for entry in entered] == ["answer.flagged", "answer.unflagged"]
    assert entered[0].details == {"reason": "robot"}


def _entries(survey, *fillings):
    return [Entry(plan(survey), Filling(**filling)) for filling in fillings]


def test_a_batch_is_all_or_nothing(visit):
    entries = _entries(visit, {"answers": {"recommend": 9}}, {"answers": {"recommend": 99}})
    with pytest.raises(BatchRefused) as error:
        record_many(organisation=visit.organisation, entries=entries, now=NOW)
    assert list(error.value.refusals) == [1]
    assert Response.objects.count() == 0


def test_a_partial_batch_stores_the_good_ones(visit):
    entries = _entries(
        visit,
        {"answers": {"recommend": 9}, "external_id": "a"},
        {"answers": {"recommend": 99}},
        {"answers": {"recommend": 9}, "external_id": "a"},
        {"answers": {"recommend": 1}, "external_id": "a"},
    )
    outcomes = record_many(organisation=visit.organisation, entries=entries, now=NOW, partial=True)
    assert [type(outcome) for outcome in outcomes] == [Recorded, Refused, Recorded, Refused]
    assert [outcome.created for outcome in (outcomes[0], outcomes[2])] == [True, False]
    assert outcomes[3].conflict == outcomes[0].response
    assert Response.objects.count() == 1


def test_a_batch_of_more_than_a_thousand_is_refused(visit):
    entries = _entries(visit, {"answers": {"recommend": 9}}) * 1001
    with pytest.raises(TooMany):
        record_many(organisation=visit.organisation, entries=entries, now=NOW)
