"""A map on paper and on slides."""

import re
from collections.abc import Sequence

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lib.documents import PageBreak, Paragraph, Picture, Series, Slide, Table, pdf, slides
from lib.local_text import local
from touchpoints.mapping.curve import curve_of
from touchpoints.mapping.curve_picture import curve_words
from touchpoints.mapping.document import MapDocument, Stretch
from touchpoints.mapping.tables import headings, owners_words, place_words, reading_words, table_rows
from touchpoints.mapping.words import COMPANYS_LANES, CUSTOMERS_LANES, FeelingKind, FeelingLevel, Lane
from touchpoints.measured import Measured

STAGES_ON_SLIDE = 6
WIDE_PAGE, TALL_PAGE = 235.0, 350.0  # millimetres an A3 page has below title and summary, across and upright


def map_pdf(document: MapDocument, measured: Measured, *, title: str, picture: str, accent: str, footer: str) -> bytes:
    """The picture on an A3 page, upright or across as it fills it better, then the same map as a table."""
    rows = [[row.stage, row.lane, row.segment, row.text] for row in table_rows(document, measured)]
    summary = curve_words(curve_of(document, measured))
    is_wide = _is_wide(picture)
    highest = WIDE_PAGE if is_wide else TALL_PAGE
    return pdf(
        title=title, language=get_language() or "en", landscape=is_wide, paper="a3", accent=accent, footer=footer,
        blocks=[
            Paragraph(summary), Picture(picture, f"{title}. {summary}", highest), PageBreak(),
            Paragraph(_("The map as a table"), is_small=True), Table(headings(), rows, (2, 2, 1.4, 6)),
        ],
    )  # fmt: skip


def _is_wide(picture: str) -> bool:
    """Whether an SVG is wider than it is high."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)
    return not found or float(found[1]) > float(found[2])


def map_slides(document: MapDocument, measured: Measured, *, title: str, accent: str, font: str) -> bytes:
    """The lanes as native tables, a few stages a slide, the curve as a native chart; sources in the notes."""
    parts = [document.stages[at : at + STAGES_ON_SLIDE] for at in range(0, len(document.stages), STAGES_ON_SLIDE)]
    pages = [_lanes_slide(document, part, title, measured) for part in parts]
    pages.append(_curve_slide(document, measured))
    return slides(title=title, pages=pages, accent=accent, font=font, language=get_language() or "en")


def _lanes_slide(document: MapDocument, stages: Sequence[Stretch], title: str, measured: Measured) -> Slide:
    rows = [[_("Touchpoints"), *("\n".join(map(place_words, stage.places)) for stage in stages)]]
    rows += [_lane_row(stages, lane) for lane in CUSTOMERS_LANES if lane in document.lanes]
    rows.append([_("Owner"), *(owners_words(stage) for stage in stages)])
    rows += [_lane_row(stages, lane) for lane in COMPANYS_LANES if lane in document.lanes]
    heads = [pgettext("row of the journey map", "Lane"), *(local(stage.name) for stage in stages)]
    return Slide(title, table=Table(heads, rows), notes=_sources(stages, measured))


def _lane_row(stages: Sequence[Stretch], lane: Lane) -> list[str]:
    return [str(lane.label), *("\n".join(local(note.words) for note in stage.notes_in(lane)) for stage in stages)]


def _sources(stages: Sequence[Stretch], measured: Measured) -> str:
    """The figures of the slide with interval, n and survey, for the speaker."""
    told = [
        f"{local(place.name)}: {reading_words(reading)}"
        for stage in stages
        for place in stage.places
        for reading in measured.get(place.code, ())
    ]
    return "\n".join(told) or _("Nothing is measured here.")


def _curve_slide(document: MapDocument, measured: Measured) -> Slide:
    """Emotions by stage; what was measured is the lowest share of good ratings of each stage, on the same height."""
    curve = curve_of(document, measured)
    lowest: list[float | None] = []
    for place in range(len(document.stages)):
        shares = [spot.reading.value for spot in curve.measured_at(place) if spot.reading]
        lowest.append(1 + min(shares) / 25 if shares else None)
    series = [
        Series(_("measured (0 % = 1, 100 % = 5)"), lowest),
        Series(str(FeelingKind.DESIRED.label), _levels(document, FeelingKind.DESIRED), "dash"),
        Series(str(FeelingKind.HYPOTHESIS.label), _levels(document, FeelingKind.HYPOTHESIS), "dot"),
    ]
    scale = ", ".join(f"{level.value} {level.label}" for level in FeelingLevel)
    return Slide(
        curve_words(curve), categories=[local(stage.name) for stage in document.stages], series=series, highest=5,
        notes=f"{scale}\n{_sources(document.stages, measured)}",
    )  # fmt: skip


def _levels(document: MapDocument, kind: FeelingKind) -> list[float | None]:
    return [stage.level(kind) for stage in document.stages]
