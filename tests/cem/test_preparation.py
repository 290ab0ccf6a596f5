"""What is made sure before the product serves."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cem.environment import WrongSetting
from cem.locks import only_one
from cem.preparation import back_up_file, compile_texts

BASE = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.pure


def test_second_start_from_the_same_folder_is_refused(tmp_path):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from pathlib import Path; from cem.locks import only_one\n"
            "with only_one(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)",
            str(tmp_path / "up.lock"),
        ],
        cwd=BASE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout.readline() == "held\n"

    with pytest.raises(WrongSetting, match=f"process {holder.pid}"), only_one(tmp_path / "up.lock"):
        pass

    holder.kill()
    holder.communicate()
    with only_one(tmp_path / "up.lock"):
        assert (tmp_path / "up.lock").read_text() == str(os.getpid())


def test_backup_holds_what_was_committed_and_only_five_are_kept(tmp_path):
    import sqlite3

    source = tmp_path / "cem.sqlite3"
    with sqlite3.connect(source) as connection:
        connection.execute("CREATE TABLE answer (score)")
        connection.execute("INSERT INTO answer VALUES (10)")
    connection.close()
    now = datetime(2026, 5, 1, tzinfo=UTC)

    kept = [back_up_file(source, tmp_path / "backups", now + timedelta(minutes=minute)) for minute in range(7)]

    assert sorted((tmp_path / "backups").iterdir()) == kept[2:]
    copy = sqlite3.connect(kept[-1])
    assert copy.execute("SELECT score FROM answer").fetchall() == [(10,)]
    copy.close()
    assert kept[-1].stat().st_mode & 0o077 == 0


def test_texts_are_compiled_once_until_they_change(tmp_path):
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text('msgid ""\nmsgstr "Language: pl\\n"\n\nmsgid "answer"\nmsgstr "odpowiedź"\n')

    assert compile_texts([tmp_path]) == 1
    assert compile_texts([tmp_path]) == 0
    os.utime(source, ns=(time.time_ns(), time.time_ns() + 1_000_000_000))
    assert compile_texts([tmp_path]) == 1
    assert [path.name for path in sorted(folder.iterdir())] == ["django.mo", "django.po"]
