"""Reading other people's files: encodings, delimiters, quotes, sheets, days; and profiles as text."""

import gzip
import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.answers.plan import OptionPlan, QuestionPlan
from feedback.imports.checks import ProfileFaults
from feedback.imports.days import CELL_FORMAT, DayReader, UnreadableDay, moment_in_zone, ranked_formats
from feedback.imports.deciding import fits, read_alike
from feedback.imports.preview import ColumnPreview
from feedback.imports.profile import parse_toml, read_profile
from feedback.imports.questions import day_said
from feedback.imports.returning import dialect_to_correct, open_answers, rows_to_correct
from feedback.imports.suggest import suggest_days
from feedback.imports.toml import as_toml
from lib.csv_files import Broken, lines_of, records, safe_cell, unique_headings
from lib.table_files.dialect import Dialect, sniff
from lib.table_files.source import DayText, UnreadableFile, open_source
from tests.feedback.imports import PROFILES, SHIPPED, csv_text

pytestmark = pytest.mark.pure
WARSAW = ZoneInfo("Europe/Warsaw")
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


def rows_of(content, dialect):
    return [cells for _line, cells in open_source(io.BytesIO(content), dialect).records]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4).filter(any), min_size=1, max_size=6), st.sampled_from(",;\t|"))
def test_whatever_is_written_is_read_back(rows, delimiter):
    read = records(io.StringIO(csv_text(rows, delimiter), newline=""), delimiter=delimiter)

    assert [cells for _line, cells in read] == rows


@given(
    st.text("ąćęłńóśźżABC 123", min_size=1, max_size=20),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso8859-2"]),
)
def test_polish_letters_survive_every_encoding(words, encoding):
    content = f"id,why\n1,x{words}x\n".encode(encoding)
    name = {"utf-8-sig": "utf-8", "cp1250": "windows-1250", "iso8859-2": "iso-8859-2"}.get(encoding, encoding)

    assert rows_of(content, Dialect(encoding=name)) == [["1", f"x{words}x"]]


@pytest.mark.parametrize(
    ("encoding", "expected", "sure"),
    [
        ("utf-8", "utf-8", True),
        ("utf-8-sig", "utf-8", True),
        ("cp1250", "windows-1250", False),
        ("utf-16", "utf-16", True),
        ("iso8859-2", "iso-8859-2", False),
    ],
)
def test_encoding_is_proposed_and_doubt_is_said(encoding, expected, sure):
    found = sniff(io.BytesIO("id;uwagi\n1;świetna, życzliwa obsługa – źle\n2;ąść\n".replace("–", "").encode(encoding)))

    assert (found.encoding, found.delimiter, found.sure) == (expected, ";", sure)


def test_qualtrics_rows_below_the_headings_are_left_out():
    ids = ['{"ImportId":"startDate"}', '{"ImportId":"QID1"}']
    text = csv_text([["StartDate", "Q1"], ["Start Date", "How likely?"], ids, ["2026-01-01", "9"]])

    found = sniff(io.BytesIO(text.encode()))

    assert (found.heading_row, found.skip_rows) == (1, 2)
    assert rows_of(text.encode(), found) == [["2026-01-01", "9"]]


def test_an_empty_first_heading_alone_does_not_move_the_heading_row():
    text = csv_text([["", "recommend", "why"], ["0", "9", "fine"], ["1", "8", "quick"]])

    assert sniff(io.BytesIO(text.encode())).heading_row == 1


def test_one_line_with_too_many_cells_is_not_taken_for_the_headings():
    text = csv_text([["id", "recommend"], ["1", "9"], ["2", "8", "stray"], ["3", "7"], ["4", "6"]])

    assert sniff(io.BytesIO(text.encode())).heading_row == 1


def test_line_numbers_count_lines_of_the_file_not_records():
    read = list(records(io.StringIO('a,"two\nlines"\n\nb,"x"y\nc,d\n', newline="")))

    assert [item.line if isinstance(item, Broken) else item[0] for item in read] == [1, 4, 5]
    assert isinstance(read[1], Broken)


def test_workbook_reads_like_a_csv_file():
    from openpyxl import Workbook

    book = Workbook()
    for row in (["id", "score", "day", "why"], [7, 10.0, datetime(2026, 3, 1, 10, 0), "=1+1"], [None] * 4):  # noqa: DTZ001
        book.active.append(row)
    book.active["D2"].data_type = "s"
    content = io.BytesIO()
    book.save(content)

    assert sniff(content).kind == "xlsx"
    assert rows_of(content.getvalue(), Dialect(kind="xlsx")) == [["7", "10", "2026-03-01 10:00:00", "=1+1"]]


@pytest.mark.parametrize(
    ("content", "dialect", "code"),
    [
        (b"", Dialect(), "file_empty"),
        (b"a,b\n", Dialect(heading_row=3), "headings_missing"),
        ((",".join(f"c{n}" for n in range(201)) + "\n").encode(), Dialect(), "too_many_columns"),
        (b"PK\x03\x04 no workbook", Dialect(kind="xlsx"), "workbook_broken"),
        (gzip.compress(b"a,b\n1,2\n")[:-9], Dialect(), "archive_broken"),
    ],
    # Named here: the archive holds the time it was made, and all test processes must find the same names.
    ids=["empty", "no_headings", "many_columns", "broken_workbook", "broken_archive"],
)
def test_file_that_cannot_be_read_says_why(content, dialect, code):
    with pytest.raises(UnreadableFile) as raised:
        rows_of(content, dialect)

    assert raised.value.code == code


def test_repeated_and_empty_headings_are_told_apart():
    assert unique_headings(["Q1", " Q1 ", "", "Q1 (2)", "Q1"]) == ["Q1", "Q1 (2)", "#3", "Q1 (2) (2)", "Q1 (3)"]


@given(CELLS)
def test_no_written_cell_starts_a_formula(text):
    cell = safe_cell(text)

    assert not str(cell).startswith(("=", "@", "\t", "\r"))
    assert str(cell).removeprefix("'") in (
        text,
        text.removeprefix("'"),
    )


def test_written_headings_are_disarmed_too():
    assert list(lines_of([["=cmd()", "ok"], [-5, "-5"]])) == ["'=cmd(),ok\r\n", "-5,-5\r\n"]


def reader(*formats, **more):
    return DayReader(formats, WARSAW, WARSAW, **more)


@pytest.mark.parametrize(
    ("formats", "raw", "expected"),
    [
        (["DD.MM.YYYY"], "3.4.2026", date(2026, 4, 3)),
        (["M/D/YY"], "1/9/21", date(2021, 1, 9)),
        (["YYYY-MM-DDTHH:mm:ssZ"], "2026-03-01T23:30:00Z", date(2026, 3, 2)),
        (["MM/DD/YYYY hh:mm:ss AM"], "05/11/2016 12:00:00 AM", date(2016, 5, 11)),
        (["YYYYMMDD"], "20260301", date(2026, 3, 1)),
    ],
)
def test_days_are_read_by_their_format(formats, raw, expected):
    assert reader(*formats).read(raw).day == expected


def test_day_of_the_month_takes_year_and_month_from_the_profile():
    assert reader("D", year=2017, month=5).read("13").day == date(2017, 5, 13)


@pytest.mark.parametrize(
    ("raw", "code"),
    [("01/02/2026", "day_ambiguous"), ("31/02/2026", "day_unreadable"), ("2026-03-29", "day_unreadable")],
)
def test_day_that_reads_in_two_ways_or_none_is_refused(raw, code):
    with pytest.raises(UnreadableDay) as raised:
        reader("DD/MM/YYYY", "MM/DD/YYYY").read(raw)

    assert raised.value.code == code


def test_one_reading_only_is_no_doubt():
    assert reader("DD/MM/YYYY", "MM/DD/YYYY").read("25/02/2026").day == date(2026, 2, 25)


def test_skipped_hour_is_refused_and_repeated_hour_is_the_earlier():
    hour = reader("YYYY-MM-DD HH:mm")
    with pytest.raises(UnreadableDay) as raised:
        hour.read("2026-03-29 02:30")

    assert raised.value.code == "time_skipped"
    assert hour.read("2025-10-26 02:30").at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Warsaw", datetime(2026, 3, 29)),  # noqa: DTZ001 (what a clock on the wall shows)
        ("Europe/Warsaw", datetime(2025, 10, 26)),  # noqa: DTZ001
        ("Australia/Lord_Howe", datetime(2026, 4, 5)),  # noqa: DTZ001 (moved by half an hour)
        ("Australia/Lord_Howe", datetime(2025, 10, 5)),  # noqa: DTZ001
        ("America/Sao_Paulo", datetime(2018, 11, 4)),  # noqa: DTZ001 (midnight itself was skipped)
        ("Pacific/Apia", datetime(2011, 12, 30)),  # noqa: DTZ001 (a whole day was skipped)
        ("Asia/Kathmandu", datetime(2026, 1, 1)),  # noqa: DTZ001 (a quarter off the hour)
    ],
)
def test_every_minute_of_a_day_is_read_as_the_zone_itself_tells(zone, day):
    zone = ZoneInfo(zone)
    for minute in range(24 * 60):
        naive = day + timedelta(minutes=minute)
        at = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if at.astimezone(zone).replace(tzinfo=None) == naive:
            assert moment_in_zone(naive, zone) == at
        else:
            with pytest.raises(UnreadableDay):
                moment_in_zone(naive, zone)


@pytest.mark.parametrize("raw", ["0001-01-01 00:10", "9999-12-31 23:50"])
def test_moment_outside_the_calendar_is_refused(raw):
    far = DayReader(("YYYY-MM-DD HH:mm",), ZoneInfo("Etc/GMT+9" if raw[0] == "9" else "Asia/Tokyo"), WARSAW)
    with pytest.raises(UnreadableDay) as raised:
        far.read(raw)

    assert raised.value.code == "day_unreadable"


def column_of(*values):
    column = ColumnPreview("when")
    for value in values:
        column.add(value)
    return column


def test_formats_are_ranked_by_how_many_values_they_read():
    assert ranked_formats(["1/9/21", "2/10/21"]) == [(("D/M/YY",), 2), (("M/D/YY",), 2)]
    assert ranked_formats(["1/9/21", "25/10/21", "soon"]) == [(("D/M/YY",), 2), (("M/D/YY",), 1), (("YY/M/D",), 1)]
    assert ranked_formats([]) == []


def test_several_ways_to_read_days_are_asked_and_a_bad_cell_does_not_hide_the_only_one():
    assert suggest_days(column_of("1/9/21", "2/10/21"))["formats"] == []
    assert suggest_days(column_of("1/9/21", "25/10/21"))["formats"] == ["D/M/YY"]
    one_bad = suggest_days(column_of("31.08.2021", "1.09.2021", "yesterday"))
    assert (one_bad["formats"], one_bad["fitting"], one_bad["others"]) == (["DD.MM.YYYY"], [], ["yesterday"])


def test_days_of_the_workbook_itself_are_taken_whatever_else_the_column_holds():
    days = [DayText("2026-03-01 00:00:00"), DayText("2026-03-02 00:00:00")]

    assert suggest_days(column_of(*days, "yesterday", ""))["formats"] == [CELL_FORMAT]
    mixed = suggest_days(column_of(*days, "31.03.2026", "soon"))
    assert mixed["formats"] == [CELL_FORMAT, "DD.MM.YYYY"]
    assert mixed["ranked"] == [["YYYY-MM-DD HH:mm:ss | DD.MM.YYYY", 3], [CELL_FORMAT, 2]]
    assert (mixed["own"], mixed["days_only"]) == (2, True)


def test_profile_for_a_workbook_reads_its_own_days_beside_the_format_it_names():
    named = {"answered_at": {"column": "when", "formats": ["DD.MM.YYYY"]}}
    profile = {"file": {"kind": "xlsx"}, "fields": named, "questions": {"q": {"column": "q"}}}

    assert read_profile(profile).days["answered_at"].formats == ("DD.MM.YYYY", CELL_FORMAT)
    assert read_profile({**profile, "file": {}}).days["answered_at"].formats == ("DD.MM.YYYY",)


def test_words_of_an_answer_in_any_language_propose_it_unless_two_answers_have_them():
    options = {
        code: OptionPlan(1, code, label)
        for code, label in {
            "price": {"en": "Price", "pl": "Cena"}, "speed": {"en": "Speed", "pl": "Szybkość"}, "pace": {"en": "speed"},
        }.items()
    }  # fmt: skip
    question = QuestionPlan(1, "why", "choice", options=options)

    assert [read_alike(question, text) for text in (" cena", "PRICE", "Szybkość", "Speed", "", "Cen")] == [
        "price", "price", "speed", "", "", "",
    ]  # fmt: skip


def test_day_question_takes_a_workbooks_own_day():
    question = QuestionPlan(1, "came", "day")

    assert day_said("2026-03-01 00:00:00", ()) == date(2026, 3, 1)
    assert [fits(question, text) for text in ("2026-03-01", "2026-03-01 00:00:00", "2026-03-01 10:00:00")] == [
        True, True, False,
    ]  # fmt: skip


@given(st.lists(st.lists(st.text("'=+-@1a,;\"\n", max_size=5), min_size=3, max_size=3).filter(any), min_size=1))
def test_lines_to_correct_are_read_back_as_they_stood(rows):
    content = csv_text([["'=a", "#2", "b"], *rows]).encode()
    lines = [line for line, _cells in open_source(io.BytesIO(content), Dialect()).records]
    told = dict.fromkeys(lines, ("b", "=no"))

    written = "".join(lines_of(rows_to_correct(io.BytesIO(content), Dialect(), told))).encode()

    returned = open_answers(io.BytesIO(written), dialect_to_correct(io.BytesIO(written)))
    assert returned.headings == ("'=a", "#2", "b")
    assert [cells for _line, cells in returned.records] == rows
    assert dialect_to_correct(io.BytesIO(content)) is None


@pytest.mark.parametrize(
    "path", [*SHIPPED.glob("profiles/*.toml"), *PROFILES.glob("*.toml")], ids=lambda path: path.stem
)
def test_profiles_are_complete_and_survive_writing(path):
    mapping = parse_toml(path.read_text())

    assert read_profile(mapping).questions
    assert parse_toml(as_toml(mapping)) == mapping


@given(
    st.dictionaries(
        CELLS.filter(bool), st.one_of(CELLS, st.booleans(), st.integers(0, 99), st.lists(CELLS)), max_size=5
    )
)
def test_any_table_survives_writing_as_toml(table):
    assert parse_toml(as_toml({"first": 1, "inner": {"deep": table, "flat": "x"}})) == {
        "first": 1, "inner": {"deep": table, "flat": "x"},
    }  # fmt: skip


def test_profile_faults_are_told_all_at_once_with_their_places():
    raw = {
        "time_zone": "Mars/Olympus",
        "file": {"delimiter": "#", "encodng": "utf-8"},
        "fields": {"answered_at": {"column": "when", "formats": ["D"]}, "mood": {"column": "x"}},
        "questions": {"q": {"column": "q", "missing": {"9": "gone"}}},
    }

    with pytest.raises(ProfileFaults) as raised:
        read_profile(raw)

    assert {(fault.place, fault.code) for fault in raised.value.faults} == {
        ("time_zone", "zone_unknown"),
        ("file.delimiter", "not_among"),
        ("file.encodng", "key_unknown"),
        ("fields.mood", "field_unknown"),
        ("fields.answered_at.year", "year_needed"),
        ("fields.answered_at.month", "month_needed"),
        ("questions.q.missing.9", "not_among"),
    }
