"""Charts: numbers in words, colours that can be read, labels that do not collide, one set of numbers everywhere."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils import translation

from lib import charts
from lib.charts import colours, labels, lists, numbers, small
from lib.charts.build import MOST_BARS
from lib.charts.scales import axis_over
from lib.charts.svg import text_width
from lib.charts.wheel import wheel

pytestmark = pytest.mark.pure
WIDTHS = (640, 440, 300)


def texts(svg: str) -> list[str]:
    """Every text drawn, in order."""
    return [node.text or "" for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "english", "polish"),
    [
        (39.839767, 0, True, "+40", "+40"),
        (-56.801909, 0, True, "−57", "−57"),
        (2.5, 0, False, "3", "3"),
        (-0.25, 1, False, "−0.3", "−0,3"),
        (-0.04, 1, True, "0.0", "0,0"),
        (2746, 0, False, "2\u202f746", "2\u202f746"),
        (1234567.891, 2, False, "1\u202f234\u202f567.89", "1\u202f234\u202f567,89"),
    ],
)
def test_number_is_written_as_the_language_does(value, decimals, signed, english, polish):
    assert numbers.number(value, decimals, signed=signed, language="en") == english
    assert numbers.number(value, decimals, signed=signed, language="pl") == polish


def test_sentence_holds_figure_interval_and_n():
    with translation.override("en"):
        assert numbers.sentence(39.84, 37.2, 42.4, 2746, "nps") == "+40 (37…42), n\u202f2\u202f746"
        assert numbers.sentence(82.1, None, None, None, "%") == "82\u202f%"


@pytest.mark.parametrize("palette", [colours.LIGHT, colours.DARK])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("--ink", "--ground"),
        ("--ink-soft", "--surface"),
        ("--ink-soft", "--ground"),
        ("--ink-soft", "--surface-sunk"),
        ("--accent", "--surface"),
        ("--accent", "--accent-wash"),
        ("--on-accent", "--accent"),
        ("--better", "--surface"),
        ("--worse", "--surface"),
        ("--same", "--surface"),
        ("--due", "--due-wash"),
        ("--late", "--late-wash"),
        ("--done", "--done-wash"),
        ("--on-promoter", "--promoter"),
        ("--on-passive", "--passive"),
        ("--on-detractor", "--detractor"),
        ("--on-late", "--late"),
    ],
)
def test_every_text_can_be_read_on_its_ground(palette, text, ground):
    assert colours.contrast(palette[text], palette[ground]) >= 4.5


def test_palettes_are_those_of_the_style_sheet(settings):
    sheet = (settings.BASE_DIR / "static/css/tokens.css").read_text()

    assert [name for name, colour in colours.LIGHT.items() if f"{name}: {colour}" not in sheet] == []
    assert [name for name, colour in colours.DARK.items() if f"{name}: {colour}" not in sheet] == []


@pytest.mark.parametrize("colour", ["#ffcc00", "#ffffff", "#000000", "#2f4b8f", "#00ff00", "#ff0000", "#777777"])
@pytest.mark.parametrize("dark", [False, True])
def test_any_accent_becomes_readable(colour, dark):
    accent = colours.accent_for(colour, dark=dark)
    palette = colours.DARK if dark else colours.LIGHT

    assert colours.contrast(accent.accent, palette["--surface"]) >= 4.5
    assert colours.contrast(accent.accent, accent.wash) >= 4.5
    assert colours.contrast(accent.on_accent, accent.accent) >= 4.5


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#123456;}", ""])
def test_accent_refuses_what_is_no_colour(colour):
    with pytest.raises(ValueError, match="not a colour"):
        colours.accent_css(colour)


@pytest.mark.parametrize("width", [300.0, 440.0, 640.0])
def test_labels_under_an_axis_never_cover_each_other_nor_each_others_lines(width):
    sizes = [75.0, 115.0, 85.0, 85.0, 130.0]
    wanted = [(width * (value + 100) / 200, size) for value, size in zip((-25, -10, -5, 16, 75), sizes, strict=True)]

    hung = list(zip((at for at, _ in wanted), labels.flags(wanted, width), strict=True))

    for at, flag in hung:
        assert 0 <= flag.left < flag.right <= width
        others = [(line, other) for line, other in hung if other is not flag]
        assert not any(o.row == flag.row and o.left < flag.right and flag.left < o.right for _, o in others)
        assert not any(o.row > flag.row and flag.left < line < flag.right for line, o in others)
        assert flag.left <= at <= flag.right


def test_labels_of_one_and_the_same_tick_stand_under_each_other():
    assert [flag.row for flag in labels.flags([(50.0, 40.0)] * 3, 200)] == [0, 1, 2]


def test_labels_of_crowded_points_never_overlap():
    spots = [(100.0 + i, 100.0 + i % 3) for i in range(12)]
    bounds = labels.Box(0, 0, 300, 300)

    found = [box for box in labels.place(spots, [(70.0, 14.0)] * 12, bounds) if box]

    assert found
    assert not any(a.overlaps(b) for i, a in enumerate(found) for b in found[i + 1 :])


def test_quadrant_names_every_point_once_at_every_width():
    points = [charts.Point(f"Place {i}", 80 + i * 0.1, 0.3 + i * 0.001) for i in range(14)]

    chart = charts.importance(key="q", title="Where to act", points=points, x_label="good", y_label="weight")

    for svg in chart.drawings:
        named = [text for text in texts(svg) if text.startswith("Place ")]
        assert sorted(named) == sorted(point.label for point in points)


def test_axis_keeps_inside_what_the_unit_allows():
    axis = axis_over([97.0, 99.5, 104.0], 0, 100, floor_at=0, ceiling_at=100)

    assert axis.high == 100
    assert axis(104.0) == 100


def test_hidden_row_is_in_words_and_nowhere_in_numbers():
    rows = [charts.IntervalRow("Open", 80.0, 75.0, 84.0, 200), charts.IntervalRow("Chapel", None, n=3, state="hidden")]

    with translation.override("en"):
        chart = charts.ranked(key="r", title="Ranked", rows=rows)

    assert chart.rows[1] == ["Chapel", "–", "", "", "hidden: too few answers"]
    assert "hidden: too few answers" in texts(chart.still)
    assert chart.figure["data"][1]["y"] == ["Open"]
    assert [note["text"] for note in chart.figure["layout"]["annotations"]] == ["hidden: too few answers", "80\u202f%"]


def test_change_says_its_verdict_in_drawing_table_and_figure():
    rows = [charts.BeforeAfter("Restrooms", 73.9, 78.0, 76.2, 79.6, "better", 2400, 2600)]

    with translation.override("en"):
        chart = charts.before_after(key="c", title="Changed", rows=rows, before_label="2015", after_label="2017")

    assert chart.rows == [["Restrooms", "74\u202f%", "2\u202f400", "78\u202f%", "76…80", "2\u202f600", "better"]]
    assert all("▲ better" in texts(svg) for svg in chart.drawings)
    assert chart.figure["layout"]["annotations"][0]["text"] == "▲ better"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_words_beside_the_rows_have_their_room(language):
    verdicts = ("better", "worse", "same", "unclear", "not_comparable")
    rows = [charts.BeforeAfter(verdict, 70.0, 75.0, 73.0, 77.0, verdict) for verdict in verdicts]

    with translation.override(language):
        chart = charts.before_after(key="c", title="Changed", rows=rows, before_label="2015", after_label="2017")

    layout = chart.figure["layout"]
    widest = max(text_width(note["text"]) for note in layout["annotations"])
    assert layout["margin"]["r"] >= widest + layout["annotations"][0]["xshift"]


def test_key_of_a_comparison_wears_no_verdicts_colour():
    rows = [charts.BeforeAfter("Restrooms", 73.9, 78.0, 76.2, 79.6, "better", 2400, 2600)]

    chart = charts.before_after(key="c", title="Changed", rows=rows, before_label="2015", after_label="2017")

    named = [trace for trace in chart.figure["data"] if trace.get("showlegend", True)]
    assert [trace["name"] for trace in named] == ["2015", "2017"]
    assert [trace["x"] for trace in named] == [[None], [None]]
    assert "var(--better)" not in str([trace["marker"] for trace in named])


def test_numbers_of_drawing_and_figure_are_the_same():
    moments = [
        charts.Moment(date(2015, 5, 1), 31, 28, 34, 2310),
        charts.Moment(date(2016, 5, 1), None, state="none"),
        charts.Moment(date(2017, 5, 1), 40, 37, 42, 2746),
    ]

    chart = charts.trend(key="t", title="Trend", moments=moments)

    assert chart.figure["data"][1]["y"] == [31, None, 40]
    assert {"+31", "+40"} <= set(texts(chart.still))


def test_figures_are_accepted_by_plotly():
    from plotly.graph_objects import Figure

    bars = [charts.Bar("A rather long answer", 3), charts.Bar("Another", 5)]
    built = [
        charts.distribution(key="d", title="Answers", bars=bars),
        charts.distribution(key="e", title="Scores", bars=[charts.Bar(str(i), i) for i in range(11)]),
        charts.ranked(key="r", title="R", rows=[charts.IntervalRow("x", 1.0, 0.5, 2.0, 9)], reference=1.5),
        charts.trend(key="t", title="T", moments=[charts.Moment(date(2017, 5, 1), 4.0)], target=5),
        charts.before_after(
            key="b", title="B", rows=[charts.BeforeAfter("x", 1.0, 2.0)], before_label="1", after_label="2"
        ),
    ]

    for chart in built:
        # Our colour tokens are resolved by the page; Plotly itself wants colours.
        resolved = json.loads(colours.resolve(json.dumps(chart.figure)).replace("--accent-line", "#000000"))
        Figure(resolved)


def test_texts_are_escaped_in_every_drawing():
    rows = [charts.IntervalRow('<script>"&', 50.0, 40.0, 60.0, 100, href='/x"><script>')]

    chart = charts.ranked(key="r", title='"><script>', rows=rows)

    for svg in chart.drawings:
        ElementTree.fromstring(svg)  # noqa: S314
        assert "<script>" not in svg


def test_standalone_drawing_needs_no_style_sheet():
    svg = charts.standalone(small.nps_bar(52, 35, 13, 420))

    assert "var(" not in svg
    assert 'class="mark-group"' in svg
    assert "style=" not in svg


def test_empty_inputs_draw_nothing_that_breaks():
    assert small.nps_bar(0, 0, 0, 300) == ""
    assert small.sparkline([None, None], "x") == ""
    assert charts.ranked(key="n", title="Nothing", rows=[]).is_empty
    for width in WIDTHS:
        ElementTree.fromstring(lists.interval_dots([], width))  # noqa: S314


def test_reference_scale_shows_every_reference():
    references = [("banks", -25.0), ("average", 16.0), ("airlines", 17.0), ("best", 75.0)]

    with translation.override("en"):
        drawn = [texts(small.reference_scale(39.8, 37, 42, references, width)) for width in WIDTHS]

    for shown in drawn:
        assert set(shown) == {"banks −25", "average +16", "airlines +17", "best +75", "here +40"}


def test_wheel_links_every_segment_and_names_its_state():
    segments = [charts.Segment(i, f"Phase {i}", "done" if i < 3 else "open", f"/{i}/") for i in range(1, 6)]
    shown = charts.Wheel("Phase 3", "cycle 1", segments, charts.Gate("Launch", "open", "/launch/"))

    with translation.override("en"):
        svg = wheel(shown)

    for i in range(1, 6):
        assert f'href="/{i}/"' in svg
    assert "1 · Phase 1: done" in svg
    assert "Launch: not begun" in svg


def test_wheel_refuses_a_state_it_does_not_know():
    with pytest.raises(ValueError, match="unknown state"):
        wheel(charts.Wheel("x", "y", [charts.Segment(1, "Audit", "finished")]))


def test_few_people_are_counted_whole():
    few, many = (charts.distribution(key="d", title="D", bars=[charts.Bar("0", n)]).figure for n in (1, 40))

    assert few["layout"]["yaxis"]["dtick"] == 1
    assert "dtick" not in many["layout"]["yaxis"]


def test_many_answers_are_drawn_as_the_most_frequent_and_all_others_together():
    bars = [charts.Bar(f"Topic {number}", 100 - number) for number in range(60)]
    bars += [charts.Bar(f"Never {number}", 0) for number in range(9)]

    chart = charts.distribution(key="d", title="Topics", bars=bars)

    drawn = chart.figure["data"][0]
    assert len(chart.rows) == 69
    assert len(drawn["x"]) == MOST_BARS
    assert sum(drawn["x"]) == sum(bar.count for bar in bars)
    assert drawn["y"][-1] == "all others"
