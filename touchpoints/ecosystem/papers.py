"""The ecosystem on paper: the picture on one page, then every actor in a table."""

from collections.abc import Sequence

from django.utils.translation import get_language

from lib.documents import Paragraph, Picture, Table, pdf
from touchpoints.ecosystem.drawing import key

PICTURE_HEIGHT = 235.0  # millimetres that a picture finds below the title of an A3 page across


def ecosystem_pdf(
    *, title: str, picture: str, headings: Sequence[str], rows: Sequence[Sequence[str]], accent: str, footer: str
) -> bytes:
    """Pages in A3 across."""
    return pdf(
        title=title,
        language=get_language() or "en",
        blocks=[
            Picture(picture, title, PICTURE_HEIGHT),
            Paragraph(key(), is_small=True),
            Table(headings, rows, (2, 1, 3, 1, 1.6, 1.4, 2, 1)),
        ],
        landscape=True,
        paper="a3",
        accent=accent,
        footer=footer,
    )
