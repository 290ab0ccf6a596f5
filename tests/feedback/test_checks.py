"""Values against questions: whatever is sent, it fits exactly or is refused, and nothing changes on the way."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.answers.check import check_answers, with_comment
from feedback.answers.faults import Rejected
from feedback.answers.filling import Filling, check_filling, source_key
from feedback.answers.plan import OptionPlan, QuestionPlan, ScalePlan, SurveyPlan
from feedback.answers.values import value_of_text

pytestmark = pytest.mark.pure

TEN, FIVE = ScalePlan(1, "0-10", 0, 10), ScalePlan(2, "1-5", 1, 5)
DAY = date(2026, 5, 10)
NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
OPTIONS = {code: OptionPlan(number, code) for number, code in enumerate(("yes", "no", "maybe"))}
QUESTIONS = [
    QuestionPlan(1, "recommend", "recommend", required=True, scales=((None, TEN),)),
    QuestionPlan(2, "food", "rating", scales=((None, FIVE), (date(2026, 6, 1), TEN))),
    QuestionPlan(3, "again", "choice", options=OPTIONS),
    QuestionPlan(4, "used", "choices", options=OPTIONS),
    QuestionPlan(5, "why", "text"),
    QuestionPlan(6, "minutes", "number"),
    QuestionPlan(7, "came", "day"),
    QuestionPlan(8, "call", "consent"),
]
PLAN = SurveyPlan(1, UUID(int=1), "visit", 1, "Europe/Warsaw", "all", "why", {q.code: q for q in QUESTIONS})

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3),
    max_leaves=5,
)


def fits(code, value, day=DAY):
    try:
        (answer,) = check_answers(PLAN, {code: value}, day=day, words_alone=True).answers
    except Rejected:
        return None
    return answer


@given(st.sampled_from([question.code for question in QUESTIONS]), JSON)
def test_whatever_is_taken_reads_back_as_it_was_sent(code, value):
    answer = fits(code, value)
    if answer is not None:
        assert answer.plain == value
        assert type(answer.plain) is type(value) or code == "minutes"


@given(JSON)
def test_any_json_is_either_taken_or_refused_with_faults(answers):
    faults = None
    try:
        check_answers(PLAN, answers, day=DAY)
    except Rejected as rejected:
        faults = rejected.faults
    assert faults is None or all(fault.detail for fault in faults)
    assert faults != ()


@given(st.integers())
def test_only_the_whole_numbers_of_the_scale_fit(value):
    assert (fits("recommend", value) is not None) == (0 <= value <= 10)
    assert (fits("food", value) is not None) == (1 <= value <= 5)
    assert (fits("food", value, date(2026, 6, 1)) is not None) == (0 <= value <= 10)


@pytest.mark.parametrize("value", [True, False, 9.0, "9", None, [9], {"value": 9}, {"missing": "tired"}, {}, 10**30])
def test_what_only_looks_like_a_score_is_refused(value):
    assert fits("recommend", value) is None


@pytest.mark.parametrize("reason", ["skipped", "not_applicable", "dont_know"])
@pytest.mark.parametrize("code", [question.code for question in QUESTIONS if question.code != "call"])
def test_a_reason_may_stand_for_any_value(code, reason):
    answer = fits(code, {"missing": reason})
    assert answer is not None
    assert answer.plain == {"missing": reason}


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("again", "perhaps"),
        ("again", ["yes"]),
        ("used", []),
        ("used", "yes"),
        ("used", ["yes", "yes"]),
        ("used", ["yes", "perhaps"]),
        ("why", ""),
        ("why", "  "),
        ("why", "a\x00"),
        ("why", "\udfff"),
        ("why", "x" * 5001),
        ("minutes", float("nan")),
        ("minutes", float("inf")),
        ("minutes", 10**400),
        ("minutes", True),
        ("came", "2026-02-30"),
        ("came", "20260501"),
        ("came", "2026-W18-1"),
        ("came", "٢٠٢٦-٠٥-٠١"),
        ("call", 1),
    ],
)
def test_values_that_do_not_fit_are_refused(code, value):
    assert fits(code, value) is None


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("recommend", "9", 9),
        ("recommend", "09", 9),
        ("recommend", "9.0", "9.0"),
        ("recommend", "٩", "٩"),
        ("recommend", " 9", " 9"),
        ("minutes", "2.5", 2.5),
        ("minutes", "1_000", "1_000"),
        ("minutes", "1,5", "1,5"),
        ("call", "true", True),
        ("again", "yes", "yes"),
    ],
)
def test_texts_of_forms_become_values_without_guessing(code, text, value):
    assert value_of_text(PLAN.questions[code], text) == value


def test_a_comment_is_the_answer_of_its_question():
    assert with_comment(PLAN, {"recommend": 9}, "Good.") == {"recommend": 9, "why": "Good."}
    with pytest.raises(Rejected):
        with_comment(PLAN, {"why": "Bad."}, "Good.")


@given(st.datetimes(datetime(1990, 1, 2), datetime(2026, 5, 10), timezones=st.timezones()))  # noqa: DTZ001
def test_the_day_and_the_hash_depend_on_the_moment_and_not_on_how_it_is_written(moment):
    one = check_filling(PLAN, Filling({"recommend": 9}, answered_at=moment), now=NOW)
    same = check_filling(PLAN, Filling({"recommend": 9}, answered_at=moment.astimezone(UTC)), now=NOW)
    assert (one.answered_on, one.content_hash) == (same.answered_on, same.content_hash)
    assert abs(one.answered_on - moment.astimezone(UTC).date()) <= timedelta(days=1)


@given(st.text(min_size=1, max_size=200).filter(lambda text: "\x00" not in text))
def test_an_external_id_makes_always_the_same_key(external_id):
    try:
        external_id.encode()
    except UnicodeEncodeError:
        return
    assert source_key(external_id) == source_key(external_id)
    assert len(source_key(external_id)) == 32
    assert int(source_key(external_id), 16) >= 0


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=5))
def test_metadata_is_flat_small_and_writable_or_refused(metadata):
    filling = Filling({"recommend": 9}, metadata=metadata)
    try:
        check_filling(PLAN, filling, now=NOW)
        places = None
    except Rejected as rejected:
        places = {fault.pointer.split("/")[1] for fault in rejected.faults}
    if places is None:
        assert len(json.dumps(filling.metadata, allow_nan=False, ensure_ascii=False).encode()) <= 8192
    else:
        assert places == {"metadata"}


def test_answers_are_checked_without_a_database_and_quickly():
    import time

    fillings = [Filling({"recommend": n % 11, "food": n % 5 + 1}, external_id=str(n)) for n in range(1000)]
    began = time.perf_counter()
    for filling in fillings:
        check_filling(PLAN, filling, now=NOW)
    assert time.perf_counter() - began < 2
