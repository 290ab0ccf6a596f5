"""`import_responses`: the same import on the command line."""

import pytest
from django.core.management import CommandError, call_command

from feedback.imports.toml import as_toml
from feedback.models import Response
from tests.feedback.conftest import make_survey
from tests.feedback.test_import import MAPPING, ROWS, text_of


@pytest.fixture
def files(tmp_path, acme, scoped):
    with scoped(acme):
        make_survey(acme)
    (tmp_path / "profile.toml").write_text(as_toml(MAPPING))
    (tmp_path / "answers.csv").write_text(text_of(*ROWS))
    return tmp_path


def run(files, *more, survey="visit"):
    call_command(
        "import_responses", files / "answers.csv", "--organisation", "acme", "--survey", survey,
        "--profile", str(files / "profile.toml"), *more,
    )  # fmt: skip


def stored(acme, scoped):
    with scoped(acme):
        return Response.objects.count()


def test_file_is_imported_and_counted(files, acme, scoped, capsys):
    run(files)

    assert stored(acme, scoped) == 3
    assert capsys.readouterr().out.startswith("3 lines: 3 stored, 0 updated, 0 unchanged, 0 differ")


def test_dry_run_stores_nothing(files, acme, scoped, capsys):
    run(files, "--dry-run")

    assert stored(acme, scoped) == 0
    assert "3 would be stored" in capsys.readouterr().out


def test_rejected_line_ends_with_1_and_is_written_beside_the_file(files, acme, scoped, capsys):
    (files / "answers.csv").write_text(text_of(ROWS[0], ["A-9", "2026-03-01", "", "eleven", ""]))

    with pytest.raises(SystemExit) as ended:
        run(files)

    assert ended.value.code == 1
    assert stored(acme, scoped) == 1
    report = (files / "answers.csv.rejected.csv").read_text(encoding="utf-8-sig").splitlines()
    assert report[1] == "3,score,The value must be a whole number from 0 to 10.,A-9,2026-03-01,,eleven,"

    (files / "answers.csv").write_text("\n".join(report).replace("eleven", "10"), encoding="utf-8-sig")
    run(files)
    assert stored(acme, scoped) == 2


def test_missing_file_is_said_in_a_sentence(files):
    (files / "answers.csv").unlink()
    with pytest.raises(CommandError, match=r"^There is no file .*answers\.csv\.$"):
        run(files)


def test_unknown_survey_is_said_in_a_sentence(files):
    with pytest.raises(CommandError, match="There is no survey weather"):
        run(files, survey="weather")
