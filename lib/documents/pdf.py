"""PDF by typst: an accessible file with our font in it, in about a tenth of a second."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lib.documents.blocks import Block, Heading, PageBreak, Paragraph, Picture, Table

_PAGE = Path(__file__).with_name("page.typ")


def pdf(
    *, title: str, language: str, blocks: Sequence[Block], landscape: bool = False, paper: str = "a4",
    accent: str = "#2f4b8f", footer: str = "",
) -> bytes:  # fmt: skip
    """The document as PDF/UA. Texts reach typst as data only, so that none of them is markup."""
    import fontpkg_inter
    import typst

    files: dict[str, bytes] = {"main.typ": _PAGE.read_bytes()}
    told = {
        "title": title, "language": language, "landscape": landscape, "paper": paper, "accent": accent,
        "footer": footer, "blocks": [_told(block, files) for block in blocks],
    }  # fmt: skip
    files["data.json"] = json.dumps(told).encode()
    fonts = Path(str(fontpkg_inter.__file__)).parent / "files"
    # Its stubs do not know that several files may be given at once, by name.
    made: bytes = typst.compile(  # type: ignore[call-overload]
        files, font_paths=[str(fonts)], ignore_system_fonts=True, pdf_standards=["ua-1"]
    )
    return made


def _told(block: Block, files: dict[str, bytes]) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text, "level": block.level}
        case Paragraph():
            return {"kind": "words", "text": block.text, "small": block.is_small}
        case PageBreak():
            return {"kind": "break"}
        case Picture():
            name = f"picture-{len(files)}.svg"
            files[name] = block.svg.encode()
            return {"kind": "picture", "file": name, "alt": block.alt, "highest": block.highest}
        case Table():
            widths = list(block.widths or [1.0] * len(block.headings))
            rows = [list(row) for row in block.rows]
            return {"kind": "table", "headings": list(block.headings), "rows": rows, "widths": widths}
