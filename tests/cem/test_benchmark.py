"""Every benchmark runs on a small store: what it asserts before its clock starts must hold, whatever the clock says."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cem.benchmarks.importing import Plan
from cem.benchmarks.loading import Load
from cem.benchmarks.measuring import Measured, alternate, percentile
from cem.benchmarks.runs import NAMES, groups

BASE = Path(__file__).resolve().parents[2]


# Each is run on one of the two databases; counting, which differs between them, on both.
RUN_ON = {
    "sqlite": {"slice", "rebuild", "page", "figures", "post", "bulk", "respondent", "import"},
    "postgresql": {"slice", "rebuild", "exact", "late", "memory"},
}


@pytest.mark.pure
def test_every_benchmark_is_run_on_a_database():
    assert set.union(*RUN_ON.values()) == set(NAMES)


@pytest.mark.slow
@pytest.mark.faults
def test_benchmarks_give_their_figures_and_no_cell_differs(tmp_path):
    """The command on the database of this pass, with two thousand answers."""
    database = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    names = RUN_ON[database]
    lines = tmp_path / "figures.jsonl"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}  # a server of its own
    environment |= {
        "DJANGO_SETTINGS_MODULE": "cem.settings", "CEM_NO_BOOTSTRAP": "1", "CEM_DATA_DIR": str(tmp_path / "var")
    }  # fmt: skip
    command = [sys.executable, "manage.py", "benchmark", *names]
    command += ["--rows", "2000", "--database", database, "--json", str(lines)]

    done = subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True, timeout=600, check=False)

    assert done.returncode == 0, done.stderr[-3000:]
    found = [json.loads(line) for line in lines.read_text().splitlines()]
    assert {figure["name"].split(",")[0].split(" ")[0] for figure in found} == names
    assert all(figure["value"] == 0 for figure in found if figure["name"] == "exact")
    assert all(figure["rows"] == 2000 and figure["machine"] for figure in found)


@pytest.mark.pure
def test_line_of_a_figure_tells_what_it_is_compared_with():
    measured = Measured(
        name="post", value=1234.56, unit="a second", base=4000.0, ratio=0.30864, goal="0.2", reached=True
    )

    line = json.loads(measured.line(rows=10, database="SQLite", machine="2 cores"))

    assert line == {
        "name": "post", "value": 1235.0, "unit": "a second", "base": 4000.0, "ratio": 0.3086, "goal": "0.2",
        "reached": True, "rows": 10, "database": "SQLite", "machine": "2 cores", "note": "",
    }  # fmt: skip


@pytest.mark.pure
def test_base_and_candidate_take_turns():
    done: list[str] = []

    alternate(lambda: done.append("base"), lambda: done.append("candidate"), rounds=3)

    assert done == ["base", "candidate"] * 3


@pytest.mark.pure
def test_file_of_an_import_holds_what_its_plan_says():
    plan = Plan(rows=2_000, ratings=0)

    lines = list(plan.lines())

    assert len(lines) == 2_000
    assert sum(line[5] == "77" for line in lines) == plan.rejected == 10
    assert len(lines) - len({line[0] for line in lines}) == plan.twice == 20


@pytest.mark.pure
def test_names_that_share_a_store_are_run_together():
    assert groups(["post", "import", "slice"]) == [["slice", "post"], ["import"]]
    assert [name for group in groups() for name in group] == list(NAMES)


@pytest.mark.pure
def test_load_knows_its_rate_and_its_slow_replies():
    load = Load(seconds=2.0, delays=[0.01] * 95 + [0.5] * 5, statuses={200: 100})

    assert (load.rate, load.only(200), load.only(201)) == (50.0, True, False)
    assert percentile(load.delays, 0.95) == 0.5
