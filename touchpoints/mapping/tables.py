"""A map in words: one line for each thing that stands on it, for readers of tables, for PDF and slides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lib.charts.numbers import amount, number
from lib.local_text import local
from touchpoints.mapping.document import MapDocument, Place, Stretch
from touchpoints.mapping.words import COMPANYS_LANES, CUSTOMERS_LANES, Control, FeelingKind, FeelingLevel, Lane
from touchpoints.measured import Measured, Reading


@dataclass(frozen=True, slots=True)
class TableRow:
    """Stage, lane, whose it is (empty: everybody's), and the words."""

    stage: str
    lane: str
    segment: str
    text: str


def headings() -> list[str]:
    """The heads of the columns."""
    return [_("Stage"), pgettext("row of the journey map", "Lane"), _("Segment"), _("What stands there")]


def table_rows(document: MapDocument, measured: Measured) -> list[TableRow]:
    """The whole map, stage by stage, in the reader's language."""
    return [row for stage in document.stages for row in stage_rows(document, stage, measured)]


def stage_rows(document: MapDocument, stage: Stretch, measured: Measured) -> Iterator[TableRow]:
    """One stage."""
    name = local(stage.name)
    for place in stage.places:
        yield TableRow(name, _("Touchpoint"), "", place_words(place))
    yield from _note_rows(document, stage, CUSTOMERS_LANES)
    for kind in FeelingKind:
        for felt in stage.feelings:
            if felt.kind == kind:
                whose = local(document.segments.get(felt.segment, felt.segment))
                level = str(FeelingLevel(felt.level).label)
                yield TableRow(name, _("Emotion (%(kind)s)") % {"kind": kind.label}, whose, level)
    for place in stage.places:
        for reading in measured.get(place.code, ()):
            yield TableRow(name, _("Measured"), "", f"{local(place.name)}: {reading_words(reading)}")
    yield TableRow(name, _("Owner"), "", owners_words(stage))
    yield from _note_rows(document, stage, COMPANYS_LANES)


def _note_rows(document: MapDocument, stage: Stretch, lanes: Sequence[Lane]) -> Iterator[TableRow]:
    for lane in lanes:
        for note in stage.notes_in(lane):
            whose = local(document.segments.get(note.segment, note.segment))
            yield TableRow(local(stage.name), str(lane.label), whose, local(note.words))


def place_words(place: Place) -> str:
    """A touchpoint with its channel, in whose hands it is, and whether it decides."""
    told = [local(place.channel_name) if place.channel else "", str(Control(place.control).label)]
    if place.is_moment_of_truth:
        told.append(_("moment of truth, our hypothesis") if place.is_hypothesis else _("moment of truth"))
    return f"{local(place.name)} ({', '.join(filter(None, told))})"


def owners_words(stage: Stretch) -> str:
    """Who answers here, and how many touchpoints have nobody."""
    names = sorted({place.owner for place in stage.places if place.owner})
    holes = sum(1 for place in stage.places if not place.owner)
    return ", ".join([*names, *([_("nobody (%(n)d)") % {"n": holes}] if holes else [])]) or "–"


def reading_words(reading: Reading) -> str:
    """A figure with its question, interval, n and survey."""
    told = {"question": local(reading.question), "value": amount(reading.value, "%"), "n": number(reading.n),
            "survey": local(reading.survey)}  # fmt: skip
    if reading.low is None or reading.high is None:
        return _("%(question)s %(value)s good, n %(n)s, %(survey)s") % told
    told |= {"low": number(reading.low), "high": number(reading.high)}
    return _("%(question)s %(value)s good (%(low)s…%(high)s), n %(n)s, %(survey)s") % told


def range_words(found: Sequence[Reading]) -> str:
    """The figures of a touchpoint in short: one value, or from the weakest to the best."""
    if not found:
        return ""
    low, high = found[0].value, found[-1].value
    if len(found) == 1:
        return _("%(value)s good") % {"value": amount(low, "%")}
    several = ngettext("%(low)s–%(high)s good · %(n)s question", "%(low)s–%(high)s good · %(n)s questions", len(found))
    return several % {"low": number(low), "high": amount(high, "%"), "n": len(found)}


def without_channel(channels: Sequence[object]) -> str:
    """What the row of touchpoints without a channel is called, among so many rows."""
    return _("Without a channel") if len(channels) > 1 else _("Touchpoints")
