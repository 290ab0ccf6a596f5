"""PDF and slides."""

import io
import zipfile

from lib.documents import Heading, PageBreak, Paragraph, Picture, Series, Slide, Table, pdf, slides

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20"><text x="2" y="15">Żółć</text></svg>'


def parts_of(deck):
    """The files of a presentation by name."""
    with zipfile.ZipFile(io.BytesIO(deck)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_pdf_is_tagged_and_takes_texts_as_texts():
    made = pdf(
        title="Mapa #eval(1)", language="pl", landscape=True,
        blocks=[Heading("Ważne"), Paragraph("*not bold* #panic()"), Picture(SVG, "gall"), PageBreak(),
                Table(["a", "b"], [["[1]", "$2"], ["x\ny", "#3"]], [1, 3])],
    )  # fmt: skip

    assert made.startswith(b"%PDF")
    assert b"pdfuaid:part" in made  # what calls itself PDF/UA has been checked by typst
    assert b"Mapa #eval(1)" in made


def test_slides_have_native_tables_charts_notes_and_the_font():
    parts = parts_of(
        slides(
            title="A map", font="Lato & Co", accent="#aa0000",
            pages=[
                Slide("A table", table=Table(["Lane", "Arrival"], [["Pains", "queue\nprice"]]), notes="Said by guests"),
                Slide("A curve", categories=["a", "b"], highest=5,
                      series=[Series("measured", [1.0, None]), Series("wish", [3, 4], "dash")]),
                Slide("Words", words=["one", "two"]),
            ],
        )
    )  # fmt: skip

    assert b"<a:tbl>" in parts["ppt/slides/slide1.xml"]
    assert b"AA0000" in parts["ppt/slides/slide1.xml"]
    assert b"Said by guests" in parts["ppt/notesSlides/notesSlide1.xml"]
    assert b'typeface="Lato &amp; Co"' in parts["ppt/theme/theme1.xml"]
    assert [b"prstDash" in parts[name] for name in parts if name.startswith("ppt/charts/chart")] == [True]
    assert b"two" in parts["ppt/slides/slide3.xml"]


def test_slides_without_a_font_use_a_common_one():
    assert b'typeface="Arial"' in parts_of(slides(title="t", pages=[Slide("One")]))["ppt/theme/theme1.xml"]
