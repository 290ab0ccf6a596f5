"""What an uploaded file may be: its name's ending, its first bytes and, for packed ones, what is inside."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

MEGABYTE = 1024 * 1024
UNPACKED_LIMIT = 300 * MEGABYTE

_OFFICE = "application/vnd.openxmlformats-officedocument"


class WrongContent(ValueError):
    """The bytes are not what the file's name says, or unpack to more than is taken."""


@dataclass(frozen=True, slots=True)
class FileType:
    """One accepted type: what browsers call it, and a check that raises `WrongContent`."""

    content_type: str
    check: Callable[[IO[bytes]], None]


def _starts_with(*marks: bytes) -> Callable[[IO[bytes]], None]:
    def check(file: IO[bytes]) -> None:
        if not file.read(16).startswith(marks):
            raise WrongContent

    return check


def _check_webp(file: IO[bytes]) -> None:
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP":
        raise WrongContent


def _is_office(folder: str) -> Callable[[IO[bytes]], None]:
    """A packed office file of one kind, without macros, whose declared size is looked at before anything unpacks it."""

    def check(file: IO[bytes]) -> None:
        try:
            with zipfile.ZipFile(file) as packed:
                entries = packed.infolist()
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise WrongContent from error
        names = {entry.filename for entry in entries}
        right = "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
        macros = any(name.endswith("vbaProject.bin") for name in names)
        if not right or macros or sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
            raise WrongContent

    return check


_FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"PK\x03\x04", b"GIF8", b"\x7fELF", b"MZ", b"\xd0\xcf\x11\xe0")


def _check_text(file: IO[bytes]) -> None:
    """Text in any encoding: zero bytes only where a mark says that characters have two bytes."""
    head = file.read(64 * 1024)
    two_bytes = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if head.startswith(_FOREIGN) or (b"\x00" in head and not two_bytes):
        raise WrongContent


TYPES: dict[str, FileType] = {
    "pdf": FileType("application/pdf", _starts_with(b"%PDF-")),
    "png": FileType("image/png", _starts_with(b"\x89PNG\r\n\x1a\n")),
    "jpg": FileType("image/jpeg", _starts_with(b"\xff\xd8\xff")),
    "jpeg": FileType("image/jpeg", _starts_with(b"\xff\xd8\xff")),
    "webp": FileType("image/webp", _check_webp),
    "docx": FileType(f"{_OFFICE}.wordprocessingml.document", _is_office("word/")),
    "pptx": FileType(f"{_OFFICE}.presentationml.presentation", _is_office("ppt/")),
    "xlsx": FileType(f"{_OFFICE}.spreadsheetml.sheet", _is_office("xl/")),
    "csv": FileType("text/csv", _check_text),
}

MayOpen = Callable[[Any, Any], bool]
_may_open: dict[str, MayOpen] = {}


def register_reader(kind: str, may_open: MayOpen) -> None:
    """Say who may download files of a kind besides who stored them: a function of viewer and file."""
    _may_open[kind] = may_open


def may_open(viewer: Any, file: Any) -> bool:
    """Whether a viewer may download a stored file."""
    if viewer.actor and viewer.actor == file.actor:
        return True
    rule = _may_open.get(file.kind)
    return bool(rule and rule(viewer, file))
