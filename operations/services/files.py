"""Files that people upload and jobs produce: checked, kept outside the web root, given out as attachments."""

import hashlib
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Any, cast

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from operations.file_kinds import MEGABYTE, TYPES, WrongContent
from operations.models import StoredFile
from operations.services.trail import storable
from organisations.models import Organisation

LARGEST = 20 * MEGABYTE


class FileRefused(ValueError):
    """The upload cannot be taken; the message says why, for the person who sent it."""


def save_upload(
    *,
    organisation: Organisation,
    upload: "UploadedFile[Any]",
    kind: str,
    actor: str,
    accepted: Iterable[str] = tuple(TYPES),
    largest: int = LARGEST,
    expires_at: datetime | None = None,
) -> StoredFile:
    """Check and keep an uploaded file.

    :param kind: what it is for, such as `import.original`; see `file_kinds.register_reader`
    :param accepted: endings of names that are taken, without the dot
    :raises FileRefused: it is empty, too large, of another type, or not what its name says
    """
    name = clean_name(upload.name or "")
    content_type = _checked_type(upload, name, set(accepted), largest)
    return save_file(
        organisation=organisation,
        content=upload,
        name=name,
        kind=kind,
        actor=actor,
        content_type=content_type,
        expires_at=expires_at,
    )


def save_file(
    *,
    organisation: Organisation,
    content: "File[Any]",
    name: str,
    kind: str,
    actor: str,
    content_type: str,
    expires_at: datetime | None = None,
) -> StoredFile:
    """Keep a file of our own making."""
    content.seek(0)
    digest = hashlib.sha256()
    for piece in content.chunks():
        digest.update(piece)
    content.seek(0)
    stored = StoredFile(
        organisation=organisation,
        kind=kind,
        name=clean_name(name),
        content_type=content_type,
        size=content.size,
        sha256=digest.hexdigest(),
        actor=actor,
        expires_at=expires_at,
    )
    stored.file.save(name, content, save=False)
    try:
        stored.save()
    except BaseException:
        stored.file.storage.delete(str(stored.file.name))
        raise
    return stored


def delete_file(*, file: StoredFile) -> None:
    """Forget a file: the row with the caller's transaction, the bytes once that is committed."""
    storage, path = file.file.storage, str(file.file.name)
    file.delete()
    transaction.on_commit(lambda: storage.delete(path), robust=True)


def clean_name(name: str) -> str:
    """A name for the download: no folders, no characters that steer, not too long, its ending kept."""
    last = storable(name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(sign for sign in last if not unicodedata.category(sign).startswith("C")).strip(" .")
    stem, dot, ending = visible.rpartition(".")
    if not dot:
        return visible[:200] or _("file")
    return f"{stem[: 190 - len(ending[:10])]}.{ending[:10]}"


def _checked_type(upload: "UploadedFile[Any]", name: str, accepted: set[str], largest: int) -> str:
    size = upload.size or 0
    if size == 0:
        raise FileRefused(_("The file is empty."))
    if size > largest:
        raise FileRefused(_("The file is larger than %(limit)d MB.") % {"limit": largest // MEGABYTE})
    ending = name.rpartition(".")[2].lower()
    if ending not in accepted or ending not in TYPES:
        known = ", ".join(sorted(accepted & set(TYPES)))
        raise FileRefused(_("This type of file is not taken here. Taken are: %(types)s.") % {"types": known})
    _check_content(upload, ending)
    return TYPES[ending].content_type


def _check_content(upload: "UploadedFile[Any]", ending: str) -> None:
    upload.seek(0)
    try:
        TYPES[ending].check(cast(IO[bytes], upload))
    except WrongContent:
        raise FileRefused(
            _("The content of the file is not what its name says (%(ending)s).") % {"ending": ending}
        ) from None
    finally:
        upload.seek(0)
