"""A file of answers in words: its headings, the values of scales, and codes of ours."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from feedback.models import Missing, NotCounted, Scale, Source
from lib.local_text import local
from metrics.queries.scale_words import names_all, values_of, word
from programs.models import SegmentAxis

MISSING_CODES = {Missing.SKIPPED: "skipped", Missing.NOT_APPLICABLE: "not_applicable", Missing.DONT_KNOW: "dont_know"}


def about_words() -> dict[str, str]:
    """The columns that every file has."""
    return {
        "response": pgettext("column of a file", "Filled questionnaire"),
        "external_id": pgettext("column of a file", "Sender’s number"),
        "survey": _("Survey"),
        "answered_on": _("Day"),
        "channel": _("Channel"),
        "unit": _("Unit"),
        "touchpoint": _("Touchpoint"),
        "source": _("Came in by"),
        "language": _("Language"),
        "weight": pgettext("column of a file", "Weight"),
        "counted": pgettext("column of a file", "Counts"),
        "not_counted_reason": pgettext("column of a file", "Why it does not count"),
        "question": _("Question"),
        "scale": pgettext("column of a file", "Scale"),
        "value": pgettext("column of a file", "Answer"),
        "missing": pgettext("column of a file", "Why there is no value"),
    }


def axis_words() -> dict[str, str]:
    """The columns of segments."""
    axes = SegmentAxis.objects.order_by("pk")
    return {f"segment:{axis.code}": local(axis.name) or axis.code for axis in axes}


def codebook_words() -> list[str]:
    """The headings of the codebook."""
    return [
        _("Code"), pgettext("column of a file", "Heading"), _("Question"), _("Type"),
        pgettext("column of a file", "Scale"), pgettext("column of a file", "Value"), _("Meaning"),
    ]  # fmt: skip


def scale_words() -> dict[tuple[int, int], str]:
    """Words of a scale's values. Where a scale names its ends only, its numbers stay: a column never mixes both."""
    scales = [scale for scale in Scale.objects.all() if names_all(scale)]
    return {(scale.pk, value): word(scale, value) for scale in scales for value in values_of(scale)}


def words_of_code(column: str, code: str) -> str:
    """A code of ours as readers call it."""
    if not code:
        return ""
    if column == "source":
        return str(Source(code).label)
    if column == "not_counted_reason":
        return str(NotCounted(code).label)
    if column == "missing":
        return str(next(reason for reason, known in MISSING_CODES.items() if known == code).label)
    return _("yes") if code == "yes" else _("no")
