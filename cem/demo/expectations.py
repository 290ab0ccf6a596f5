"""A SAMPLE survey of expectations, made up by a fixed rule, labelled so, and counted only where it is asked for."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from django.core.files.base import File

from accounts.viewer import Viewer
from brandpromise.models import Claim, Pillar
from cem.demo.story import chapter
from cem.demo.waves import Tell, WaveIncomplete, count_everything
from feedback.models import Aspect, Instrument, Question, QuestionType, Survey
from feedback.services.imports import InlineWork, begin_import, import_file, load_profile
from feedback.services.instruments import add_question, create_instrument
from feedback.services.surveys import close_survey, create_survey, open_survey
from metrics.services.claims import measure_claim
from organisations.models import Organisation
from touchpoints.models import Touchpoint

ACTOR = "demo"
PERSONS = 420
FOLDER = Path(__file__).parent
FILE = FOLDER / "data" / "sample-expectations.csv"
_AREAS = "abcdefg"


def load_expectations(organisation: Organisation, *, now: datetime, tell: Tell) -> Survey:
    """Ask, import the shipped file through the product's own import, count, close."""
    told = chapter("expectations")["survey"]
    survey = create_survey(
        organisation=organisation, code=told["code"], name=told["name"], actor=ACTOR,
        instrument=_instrument(organisation, told), is_sample=True, opens_on=told["opens_on"],
        closes_on=told["closes_on"], population=told["population"], mode=told["mode"],
    )  # fmt: skip
    open_survey(survey=survey, actor=ACTOR)
    mapping = load_profile((FOLDER / "profiles" / "sample-expectations.toml").read_text(encoding="utf-8"))
    run = begin_import(
        organisation=organisation, survey=survey, content=File(BytesIO(FILE.read_bytes()), name=FILE.name),
        name=FILE.name, actor=ACTOR, now=now, mapping=mapping,
    )  # fmt: skip
    import_file(InlineWork(organisation, ACTOR, tell), run_id=run.pk, now=now)
    run.refresh_from_db()
    if run.rejected or run.different:
        raise WaveIncomplete(f"{FILE.name}: {run.rejected} refused, {run.different} different")
    count_everything(organisation)
    close_survey(survey=survey, actor=ACTOR)
    return survey


def _instrument(organisation: Organisation, told: Mapping[str, Any]) -> Instrument:
    """For each pillar what is expected and what it is worth; then what was experienced, place by place."""
    instrument = create_instrument(organisation=organisation, code=told["instrument"], name=told["name"])
    pillars = {pillar.code: pillar for pillar in Pillar.objects.all()}
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
    for one in chapter("expectations")["pillars"]:
        pillar = pillars[one["code"]]
        add_question(
            instrument=instrument, code=f"{one['code']}-expected", kind=QuestionType.RATING, text=one["expected"],
            label=one["label"], pillar=pillar, aspect=Aspect.EXPECTED,
        )  # fmt: skip
        add_question(
            instrument=instrument, code=f"{one['code']}-points", kind=QuestionType.NUMBER, text=one["points"],
            label=one["label"], pillar=pillar, aspect=Aspect.POINTS,
        )  # fmt: skip
    for one in chapter("expectations")["experiences"]:
        add_question(
            instrument=instrument, code=_code(one), kind=QuestionType.RATING, text=one["text"], label=one["text"],
            touchpoint=touchpoints[one["touchpoint"]], pillar=pillars[one["pillar"]], aspect=Aspect.EXPERIENCED,
        )  # fmt: skip
    return instrument


def _code(experience: Mapping[str, Any]) -> str:
    return f"{experience['pillar']}-{experience['touchpoint']}"


def measure_claims(by: Viewer) -> None:
    """Say by which published question each claim of the promise is checked."""
    claims = {claim.code: claim for claim in Claim.objects.all()}
    for told in chapter("expectations")["claims"]:
        if told["code"] in claims:
            question = Question.objects.get(code=told["question"], instrument__code="passengers")
            measure_claim(
                claim=claims[told["code"]], by=by, question=question, at_least=told["at_least"],
                target_share=told["target_share"],
            )  # fmt: skip


def sample_file() -> str:
    """The shipped file, written by its rule: the same at every run, on every machine."""
    written = io.StringIO()
    rows = list(_persons())
    writer = csv.DictWriter(written, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def _persons() -> Iterator[dict[str, str]]:
    dice = Random(20170401)  # noqa: S311 (a rule, not a secret)
    for number in range(1, PERSONS + 1):
        day = date(2017, 4, 1) + timedelta(days=round((number - 1) * 90 / (PERSONS - 1)))
        person = {
            "SAMPLE": f"SAMPLE-{number:03d}", "DAY": day.isoformat(), "AREA": _AREAS[number % 7],
            "LANGUAGE": "1" if dice.random() < 0.8 else "3",
        }  # fmt: skip
        yield person | _answers(dice, mood=dice.gauss(0.0, 0.35), hard=person["LANGUAGE"] == "3")


def _answers(dice: Random, *, mood: float, hard: bool) -> dict[str, str]:
    """One person's expectations, points and experiences. Who does not read the signs has a harder way."""
    story = chapter("expectations")
    expected: dict[str, int] = {}
    cells: dict[str, str] = {}
    worth = {one["code"]: max(5.0, dice.gauss(one["worth"], 8.0)) for one in story["pillars"]}
    for one in story["pillars"]:
        expected[one["code"]] = _rating(one["typical"] + mood + dice.gauss(0.0, 0.5))
        cells[f"{one['code']}-expected"] = str(expected[one["code"]])
        cells[f"{one['code']}-points"] = str(round(100 * worth[one["code"]] / sum(worth.values())))
    for one in story["experiences"]:
        shift = one["shift"] - (0.6 if hard and one["pillar"] == "easy" else 0.0)
        was_there = dice.random() < 0.85
        rating = _rating(expected[one["pillar"]] + shift + dice.gauss(0.0, 0.7))
        cells[_code(one)] = str(rating) if was_there else ""
    return cells


def _rating(value: float) -> int:
    return min(5, max(1, round(value)))
