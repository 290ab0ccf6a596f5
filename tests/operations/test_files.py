"""Stored files: only what is taken, only what it says it is, gone when it has expired."""

import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from operations.models import Job, StoredFile, Ticket
from operations.services import FileRefused, save_file, save_upload
from operations.services.cleaning import clean_some
from operations.services.files import clean_name
from operations.services.orphans import GRACE, plan_removal
from operations.services.running import run_ticket
from organisations.tenancy import organisation_scope

PDF = b"%PDF-1.7\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def packed(*names, size=10):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * size)
    return buffer.getvalue()


XLSX = packed("[Content_Types].xml", "xl/workbook.xml")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(organisation, name, content, **more):
    sent = SimpleUploadedFile(name, content, content_type="text/html")
    return save_upload(organisation=organisation, upload=sent, kind="test", actor="ada", **more)


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + b"0" * 20, "image/jpeg"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("a.csv", "imię;ocena\nŁucja;9".encode("cp1250"), "text/csv"),
        ("a.csv", "imię;ocena\nŁucja;9".encode("utf-16"), "text/csv"),
        ("a.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_file_that_is_what_it_says_is_kept(in_acme, name, content, content_type):
    kept = upload(in_acme, name, content)

    assert (kept.name, kept.content_type, kept.size) == (name, content_type, len(content))
    with kept.file.open() as stored:
        assert stored.read() == content
    assert name not in kept.file.name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.pdf", b""),
        ("a.svg", b"<svg/>"),
        ("a.html", b"<p>"),
        ("noending", PDF),
        ("a.pdf", PNG),
        ("a.png", b"<svg/>"),
        ("a.csv", PDF),
        ("a.csv", b"a,b\x00c"),
        ("a.xlsx", PDF),
        ("a.xlsx", packed("[Content_Types].xml", "word/document.xml")),
        ("a.docx", packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.xlsx", packed("[Content_Types].xml", "xl/workbook.xml", size=160_000_000)),
    ],
)
def test_other_files_are_refused_and_nothing_is_kept(in_acme, name, content, tmp_path):
    with pytest.raises(FileRefused):
        upload(in_acme, name, content)

    assert StoredFile.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_file_over_the_limit_is_refused(in_acme):
    with pytest.raises(FileRefused, match="larger than 1 MB"):
        upload(in_acme, "a.csv", b"a" * 1_100_000, largest=1024 * 1024)


def test_only_accepted_types_are_taken(in_acme):
    with pytest.raises(FileRefused, match="Taken are: csv, xlsx"):
        upload(in_acme, "a.pdf", PDF, accepted=("csv", "xlsx"))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\temp\\fala 1.csv", "fala 1.csv"),
        ("a\u202efdp.exe.csv", "afdp.exe.csv"),
        ("x" * 300 + ".csv", "x" * 187 + ".csv"),
        ("Łódź – ankieta.xlsx", "Łódź – ankieta.xlsx"),
    ],
)
def test_name_for_the_download_is_harmless(sent, kept):
    assert clean_name(sent) == kept


def test_expired_file_goes_with_its_bytes(in_acme, tmp_path, django_capture_on_commit_callbacks):
    now = timezone.now()
    for name, expires_at in (
        ("old.csv", now - timedelta(seconds=1)),
        ("new.csv", now + timedelta(days=1)),
        ("kept.csv", None),
    ):
        save_file(
            organisation=in_acme,
            content=ContentFile(b"a"),
            name=name,
            kind="test",
            actor="ada",
            content_type="text/csv",
            expires_at=expires_at,
        )

    with django_capture_on_commit_callbacks(execute=True):
        assert clean_some(now=now) is True
    assert clean_some(now=now) is False

    assert set(StoredFile.objects.values_list("name", flat=True)) == {"new.csv", "kept.csv"}
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2


def keep(organisation, name):
    """A file of ours; returns where its bytes lie."""
    with organisation_scope(organisation):
        kept = save_file(
            organisation=organisation,
            content=ContentFile(b"a"),
            name=name,
            kind="test",
            actor="ada",
            content_type="text/csv",
        )
    return Path(kept.file.path)


def lose(organisation, name):
    """Bytes whose row was rolled back."""
    with transaction.atomic():
        path = keep(organisation, name)
        transaction.set_rollback(True)
    return path


def age(path):
    old = (timezone.now() - GRACE - timedelta(minutes=1)).timestamp()
    os.utime(path, (old, old))


def test_bytes_that_a_rolled_back_transaction_left_behind_are_removed_after_a_day(transactional_db, acme, globex):
    orphan, young, other = lose(acme, "orphan.csv"), lose(acme, "young.csv"), keep(globex, "other.csv")
    known = keep(acme, "known.csv")
    for path in (orphan, known, other):
        age(path)

    plan_removal()
    for ticket in Ticket.objects.values_list("pk", flat=True):
        run_ticket(ticket)

    assert [path.exists() for path in (orphan, young, known, other)] == [False, True, True, True]
    with organisation_scope(acme):
        assert Job.objects.get().done == 1
