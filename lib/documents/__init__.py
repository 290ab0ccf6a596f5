"""Files for people: PDF set by typst, slides made of native tables, charts and notes.

Both libraries are imported inside the functions: a page that makes no file does not carry them.
"""

from lib.documents.blocks import Block, Heading, PageBreak, Paragraph, Picture, Series, Slide, Table
from lib.documents.pdf import pdf
from lib.documents.slides import slides

__all__ = ["Block", "Heading", "PageBreak", "Paragraph", "Picture", "Series", "Slide", "Table", "pdf", "slides"]
