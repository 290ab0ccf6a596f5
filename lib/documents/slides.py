"""Slides by python-pptx: native tables and charts that can be edited, speaker notes, the organisation's font."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from lib.documents.blocks import Slide, Table

# 16 : 9, in inches.
_WIDTH, _HEIGHT, _MARGIN = 13.333, 7.5, 0.5
_DASHES = {"dash": "DASH", "dot": "ROUND_DOT"}
_DEFAULT_FONT = "Arial"


def slides(
    *, title: str, pages: Sequence[Slide], accent: str = "#2f4b8f", font: str = "", language: str = "en"
) -> bytes:
    """A presentation, one page each. :param font: as the organisation's machines call it; empty for a common one"""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    deck.core_properties.title, deck.core_properties.language = title, language
    writer = _Writer(deck, accent.removeprefix("#"), font or _DEFAULT_FONT, language)
    for page in pages:
        writer.add(page)
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


class _Writer:
    """Adds slides to a deck."""

    def __init__(self, deck: Any, accent: str, font: str, language: str) -> None:
        from pptx.dml.color import RGBColor

        self.deck, self.font, self.language = deck, font, language
        self.accent, self.ink = RGBColor.from_string(accent), RGBColor.from_string("1D2430")
        self.grey, self.pale = RGBColor.from_string("545C6B"), RGBColor.from_string("EFEDE8")
        self.white = RGBColor.from_string("FFFFFF")
        self._set_theme_font()

    def _set_theme_font(self) -> None:
        """The font of the theme, so that what is added later is set in it too."""
        from pptx.opc.constants import RELATIONSHIP_TYPE

        part = self.deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        for common in (b"Calibri Light", b"Calibri"):
            part._blob = part.blob.replace(b'typeface="%s"' % common, b'typeface="%s"' % _attribute(self.font))

    def add(self, page: Slide) -> None:
        """One slide."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])  # a title only
        self._title(slide, page.title)
        top = 1.25
        if page.words:
            self._words(slide, page.words, top)
        elif page.series:
            self._chart(slide, page, top)
        if page.table:
            self._table(slide, page.table, top)
        if page.notes:
            slide.notes_slide.notes_text_frame.text = page.notes

    def _title(self, slide: Any, text: str) -> None:
        from pptx.util import Inches

        box = slide.shapes.title
        box.left, box.top = Inches(_MARGIN), Inches(0.3)
        box.width, box.height = Inches(_WIDTH - 2 * _MARGIN), Inches(0.8)
        box.text_frame.word_wrap = True
        self._write(box.text_frame, [text], size=24, bold=True, colour=self.accent)

    def _write(self, frame: Any, lines: Sequence[str], *, size: float, bold: bool = False, colour: Any = None) -> None:
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            run = paragraph.add_run()
            run.text, run.font.size, run.font.bold, run.font.name = line, Pt(size), bold, self.font
            run.font.color.rgb = colour if colour is not None else self.ink
            run._r.get_or_add_rPr().set("lang", self.language)

    def _words(self, slide: Any, words: Sequence[str], top: float) -> None:
        from pptx.util import Inches

        box = slide.shapes.add_textbox(
            Inches(_MARGIN), Inches(top), Inches(_WIDTH - 2 * _MARGIN), Inches(_HEIGHT - top - _MARGIN)
        )
        box.text_frame.word_wrap = True
        self._write(box.text_frame, words, size=16)

    def _table(self, slide: Any, told: Table, top: float) -> None:
        from pptx.util import Inches

        width = _WIDTH - 2 * _MARGIN
        shape = slide.shapes.add_table(
            len(told.rows) + 1, len(told.headings), Inches(_MARGIN), Inches(top), Inches(width), Inches(0.4)
        )
        shares = list(told.widths or [1.0] * len(told.headings))
        for column, share in zip(shape.table.columns, shares, strict=True):
            column.width = Inches(width * share / sum(shares))
        size = 11 if len(told.headings) <= 6 else 8 if len(told.headings) <= 10 else 6.5
        for row, cells in enumerate([told.headings, *told.rows]):
            for place, text in enumerate(cells):
                self._cell(shape.table.cell(row, place), text, size, is_head=row == 0 or place == 0)

    def _cell(self, cell: Any, text: str, size: float, *, is_head: bool) -> None:
        from pptx.util import Pt

        cell.fill.solid()
        cell.fill.fore_color.rgb = self.pale if is_head else self.white
        cell.margin_left = cell.margin_right = Pt(4)
        cell.margin_top = cell.margin_bottom = Pt(2)
        cell.text_frame.word_wrap = True
        self._write(cell.text_frame, text.split("\n"), size=size, bold=is_head)

    def _chart(self, slide: Any, page: Slide, top: float) -> None:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
        from pptx.enum.dml import MSO_LINE
        from pptx.util import Inches, Pt

        figures = CategoryChartData()
        figures.categories = list(page.categories)
        for line in page.series:
            figures.add_series(line.name, list(line.values))
        room = 2.6 if page.table else _HEIGHT - top - _MARGIN
        bottom = _HEIGHT - room - _MARGIN if page.table else top
        chart = slide.shapes.add_chart(
            XL_CHART_TYPE.LINE_MARKERS,
            Inches(_MARGIN),
            Inches(bottom),
            Inches(_WIDTH - 2 * _MARGIN),
            Inches(room),
            figures,
        ).chart
        chart.has_legend, chart.font.size, chart.font.name = True, Pt(10), self.font
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, page.highest
        chart.value_axis.major_gridlines.format.line.color.rgb = self.pale
        markers = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.SQUARE)
        for number, (line, drawn) in enumerate(zip(page.series, chart.plots[0].series, strict=True)):
            drawn.smooth = False
            colour = self.grey if line.dash else self.accent
            drawn.format.line.color.rgb, drawn.format.line.width = colour, Pt(2.25)
            if line.dash:
                drawn.format.line.dash_style = getattr(MSO_LINE, _DASHES[line.dash])
            drawn.marker.style = markers[number % len(markers)]
            drawn.marker.format.fill.solid()
            drawn.marker.format.fill.fore_color.rgb = colour


def _attribute(text: str) -> bytes:
    """A name as the value of an XML attribute."""
    from xml.sax.saxutils import quoteattr

    return quoteattr(text)[1:-1].encode()
