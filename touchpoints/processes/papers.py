"""A process map on paper: the picture on one page, sums, every step, and what stands around the process."""

import re

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lib.documents import Block, Heading, PageBreak, Picture, Table, pdf
from touchpoints.processes.arithmetic import Sums
from touchpoints.processes.tables import around_words, step_rows, sums_rows
from touchpoints.processes.text import ProcessText

PAGE_WIDTH, PICTURE_HEIGHT = 269.0, 355.0  # millimetres that a picture finds below the title of an A3 page


def process_pdf(text: ProcessText, sums: Sums | None, *, title: str, picture: str, accent: str, footer: str) -> bytes:
    """Pages in A3 upright."""
    blocks: list[Block] = [Picture(picture, title, _highest(picture)), PageBreak()]
    if sums:
        blocks += [Heading(_("Time and cost")), _sums_table(text, sums)]
    blocks += [Heading(_("Steps")), _steps_table(text)]
    around = [[name, words] for name, words in around_words(text) if words]
    if around:
        blocks += [Heading(_("Around the process")), Table([_("Part"), _("In words")], around, (1, 4))]
    return pdf(title=title, language=get_language() or "en", blocks=blocks, paper="a3", accent=accent, footer=footer)


def _highest(picture: str) -> float | None:
    """The page's height, for a picture that would be higher at full width."""
    width, height = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)[0])
    return PICTURE_HEIGHT if PAGE_WIDTH * height / width > PICTURE_HEIGHT else None


def _sums_table(text: ProcessText, sums: Sums) -> Table:
    heads = ["", _("Time, one case"), _("Cost, one case"), _("Time a month"), _("Cost a month")]
    return Table(heads, sums_rows(text, sums), (2, 1, 1, 1, 1))


def _steps_table(text: ProcessText) -> Table:
    heads = ["", _("Step"), _("Lane"), _("Branches"), _("Today"), _("Decision"), _("After"), _("Measured")]
    rows = [
        [str(one.number), one.name, one.lane, "\n".join(one.branches), one.before,
         f"{one.decision.label}\n{one.reason}".strip(), one.after, one.measured]
        for one in step_rows(text)
    ]  # fmt: skip
    return Table(heads, rows, (0.4, 3, 1.6, 2.2, 1.4, 2.6, 1.4, 1.4))
