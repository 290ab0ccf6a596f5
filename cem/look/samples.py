"""Invented content of the styleguide; nothing of it is stored."""

from dataclasses import replace
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from cem.frame import Frame, Place, accent_address
from cem.navigation import Entry, Group
from lib.charts import (
    Bar,
    BeforeAfter,
    Chart,
    Gate,
    IntervalRow,
    Moment,
    Point,
    Segment,
    Wheel,
    before_after,
    distribution,
    importance,
    ranked,
    trend,
)

REFERENCES = [("banks", -25), ("average", 16), ("best", 75), ("airlines", 22)]

CHANGES = [
    BeforeAfter("Restrooms, clean", 73.9, 78.0, 76.2, 79.6, "better", 2400, 2600),
    BeforeAfter("Food courts, clean", 78.2, 82.2, 80.4, 83.9, "better", 1800, 1904),
    BeforeAfter("Roads to the airport", 73.2, 74.9, 73.0, 76.9, "same", 1700, 1650),
    BeforeAfter("Wi-Fi", 73.1, 74.7, 72.8, 76.5, "unclear", 1500, 1733),
    BeforeAfter(
        "Information booths and signs at the lower level of the terminal", 79.2, 77.0, 75.0, 78.9, "same", 900, 912
    ),
    BeforeAfter("Restaurants", 58.4, 54.7, 52.7, 56.7, "worse", 1940, 2033),
    BeforeAfter("Boarding area Z", None, 61.0, 55.0, 67.0, "not_comparable", None, 212),
]
ROWS = [
    IntervalRow("Feeling safe", 87.4, 86.1, 88.6, 2711),
    IntervalRow("Finding the way", 85.3, 83.9, 86.6, 2690),
    IntervalRow("Security check", 82.0, 80.5, 83.4, 2705),
    IntervalRow("Restaurants", 56.2, 54.0, 58.4, 2033),
    IntervalRow("Lost and found", 71.0, 52.0, 85.0, 21, "low"),
    IntervalRow("Chapel", None, state="hidden"),
]
POINTS = [
    Point("Security check", 82.0, 0.42, 80.5, 83.4, 0.33, 0.50),
    Point("AirTrain", 78.0, 0.37, None, None, 0.25, 0.49),
    Point("Food courts, clean", 82.2, 0.36, None, None, 0.26, 0.45),
    Point("Flight screens", 78.5, 0.34, None, None, 0.25, 0.42),
    Point("Finding the way", 85.3, 0.34, None, None, 0.25, 0.42),
    Point("Signs and directions", 78.8, 0.335, None, None, 0.24, 0.41),
    Point("Roads to the airport", 74.9, 0.33, None, None, 0.2, 0.45),
    Point("Restaurants", 56.2, 0.28, None, None, 0.18, 0.37),
    Point("Feeling safe", 87.4, 0.26, None, None, 0.16, 0.35),
    Point("Shops", 56.5, 0.24, None, None, 0.15, 0.33),
    Point("Restrooms, clean", 78.0, 0.21, None, None, 0.12, 0.30),
    Point("Getting there", 77.2, 0.12, None, None, 0.02, 0.22),
    Point("Wi-Fi", 74.7, 0.10, None, None, 0.0, 0.2),
]
BARS = [
    Bar(str(score), count, "promoter" if score > 8 else "passive" if score > 6 else "detractor")
    for score, count in enumerate([32, 8, 14, 21, 30, 113, 124, 318, 650, 512, 924])
]
ANSWERS = [
    Bar("Connecting from another flight", 412),
    Bar("Public transport", 388),
    Bar("Taxi or app", 610),
    Bar("Own car", 240),
]
MOMENTS = [
    Moment(date(2015, 5, 1), 31, 28, 34, 2310, "May 2015"),
    Moment(date(2016, 5, 1), None, label="May 2016", state="none"),
    Moment(date(2017, 5, 1), 40, 37, 42, 2746, "May 2017"),
    Moment(date(2018, 5, 1), 44, 36, 51, 212, "May 2018"),
]
SPARK = [31, 33, None, 36, 35, 40]
WHEEL = Wheel(
    "Re-audit",
    "cycle 2",
    [
        Segment(1, "Audit", "done", "#wheel"),
        Segment(2, "Brand promise", "done", "#wheel"),
        Segment(3, "Touchpoint design", "late", "#wheel"),
        Segment(4, "Engagement of employees", "open", "#wheel"),
        Segment(5, "Re-audit", "current", "#wheel", is_here=True),
    ],
    Gate("Launch", "done", "#wheel"),
)
STEPS = [(_("File"), "#file"), (_("Columns"), "#columns"), _("Values"), _("Dry run"), _("Import")]
TABS = [("Overview", "?", True), ("Answers", "?tab=answers", False, 2746), ("Figures", "?tab=figures", False)]
PHONE_TABS = [
    ("Today", "?page=phone", "sun", True),
    ("Scripts", "#a", "book-open", False),
    ("Voices", "#b", "message-circle", False),
    ("Learn", "#c", "graduation-cap", False),
    ("Me", "#d", "circle-user-round", False),
]
TIMELINE = [
    {"when": "26.11.2017", "title": "Gate 5 proposed", "text": "Evidence complete, one note", "tone": "now"},
    {"when": "12.11.2017", "title": "Snapshot of the re-audit frozen", "tone": "done"},
    {"when": "02.11.2017", "title": "Late-evening restaurants", "text": "Two weeks behind the plan", "tone": "late"},
]
LINKS = [("Table", "#table"), ("How it is computed", "#how"), ("2 746 answers", "#answers")]


class SampleForm(forms.Form):
    """Every kind of control once, with errors."""

    name = forms.CharField(label=_("Name"), help_text=_("As your customers know it."), max_length=50)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("a", _("own")), ("b", _("partner's"))])
    amount = forms.IntegerField(label=_("Number of answers"))
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    file = forms.FileField(label=_("File"), required=False)
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("x", "E-mail"), ("y", "Kiosk")], widget=forms.RadioSelect, required=False
    )
    agreed = forms.BooleanField(label=_("Tell me when it is done"), required=False)


def sample_charts() -> dict[str, Chart]:
    """One chart of each kind."""
    return {
        "change": before_after(
            key="change",
            title="Restrooms and food courts got cleaner; restaurants did not improve",
            subtitle="good ratings (4–5), 95\u202f% interval",
            rows=CHANGES,
            before_label="2015",
            after_label="2017",
            note="verdict after correction for 20 comparisons",
        ),
        "quadrant": importance(
            key="quadrant",
            title="Restaurants and Wi-Fi please least; security weighs most",
            subtitle="weight for recommendation × performance, 2017, 95\u202f% intervals",
            points=POINTS,
            x_label="good ratings (4–5), %",
            y_label="weight for recommendation (r)",
            x_split=76,
            y_split=0.28,
        ),
        "ranked": ranked(
            key="ranked",
            title="Safety leads, restaurants trail",
            subtitle="good ratings 2017",
            rows=ROWS,
            reference=76.5,
            reference_label="mean",
        ),
        "scores": distribution(key="scores", title="One in three gives a ten", subtitle="0–10, n 2 746", bars=BARS),
        "answers": distribution(key="answers", title="Most come by taxi", bars=ANSWERS),
        "trend": trend(
            key="trend", title="Recommendation rose in two years", subtitle="NPS", moments=MOMENTS, target=45
        ),
        "none": ranked(key="none", title="Nothing measured yet", rows=[]),
    }


def sample_frame(real: Frame, accent: str) -> Frame:
    """The frame as a committee member of an organisation sees it; any accent can be tried."""
    programme = [
        Entry("board", "Board", "?", is_here=True, is_page=True),
        Entry("audit", "1 · Audit", "#a", "closed"),
        Entry("promise", "2 · Brand promise", "#b", "v3"),
        Entry("touchpoints", "3 · Touchpoints", "#c", "24"),
        Entry("people", "4 · People", "#d", "91\u202f%"),
        Entry("reaudit", "5 · Re-audit", "#e", "open"),
    ]
    work = [
        Entry("feedback", "Feedback", "#f", "7 cases"),
        Entry("indicators", "Indicators", "#g"),
        Entry("cycle", "Cycle and gates", "#h"),
    ]
    return replace(
        real,
        name="San Francisco airport",
        note="Passenger experience",
        home="?",
        wheel=WHEEL,
        search="?",
        notifications="#n",
        navigation=[
            Group("Programme", programme),
            Group("Work", work),
            Group("Settings", [Entry("s", "Settings", "#s")]),
        ],
        places=[Place("San Francisco airport", "committee", "?", True), Place("Globex", "consultant", "#globex")],
        person="Olga Sample",
        roles="committee",
        account="#account",
        unread=3,
        portfolio="#portfolio",
        accent_address=accent_address(f"#{accent}") if accent else "",
        sample_notice="Survey answers: San Francisco airport 2015–2017. Programme, people, promise, changes and "
        "all words are invented samples; nothing here says what the airport did.",
    )
