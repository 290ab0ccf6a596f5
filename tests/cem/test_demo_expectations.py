"""The sample survey of expectations is made up by its rule, and says so."""

import csv
import io

from cem.demo.expectations import FILE, PERSONS, sample_file
from cem.demo.story import chapter


def test_the_shipped_file_is_what_the_rule_writes():
    assert FILE.read_text("utf-8") == sample_file()


def test_every_line_and_every_name_says_that_it_is_a_sample():
    rows = list(csv.DictReader(io.StringIO(sample_file())))
    told = chapter("expectations")["survey"]

    assert len(rows) == PERSONS
    assert {row["SAMPLE"][:7] for row in rows} == {"SAMPLE-"}
    assert told["code"].startswith("sample-")
    assert told["name"]["en"].startswith("SAMPLE")
    assert told["name"]["pl"].startswith("PRZYKŁAD")
    assert FILE.name.startswith("sample-")
