"""The real passengers' and travellers' answers, loaded in bulk for the tests of figures."""

import csv
import gzip
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from feedback.models import Answer, Missing, Question, QuestionType, Response, SegmentProfile, Survey
from metrics import counts
from organisations.models import Organisation, Unit
from tests.metrics.answers import NOW, make_profile, make_question, make_survey

RATINGS = [
    "q7art",
    "q7food",
    "q7store",
    "q7sign",
    "q7walkways",
    "q7screens",
    "q7wifi",
    "q7roads",
    "q7park",
    "q7airtrain",
    "q7rental",
    "q9boarding",
    "q9food",
    "q9restroom",
    "q9all",
    "q10safe",
    "q13getrate",
    "q14find",
    "q14passthru",
    "q7all",
]
Values = dict[str, int | Missing]


def find_file(folder: str, name: str) -> Path:
    """The file itself or the reduced one that ships, else skip."""
    for path in (settings.SAMPLE_DATA_DIR / folder / name, *settings.BASE_DIR.glob(f"cem/demo/data/**/{name}*")):
        if path.exists():
            return path
    pytest.skip(f"set CEM_SAMPLE_DATA to the folder with {folder}/{name}")


def read(path: Path) -> Iterator[dict[str, str]]:
    """Rows by heading in lower case without its star."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig") as lines:
        rows = csv.reader(lines)
        heading = [name.strip().strip("*").lower() for name in next(rows)]
        for row in rows:
            yield dict(zip(heading, row, strict=False))


def rating(text: str, *, most: int = 5) -> int | Missing | None:
    """A rating; 6 is "never used", anything else but 1…5 a blank."""
    value = int(float(text)) if text.strip().replace(".", "", 1).isdigit() else 0
    if 1 <= value <= most:
        return value
    return Missing.NOT_APPLICABLE if value == most + 1 == 6 else Missing.SKIPPED


class Loader:
    """Collects responses of one survey and writes them in bulk, as an import would."""

    def __init__(self, survey: Survey, questions: Iterable[Question]) -> None:
        self.survey, self.organisation = survey, survey.organisation
        self.questions = {question.code: question for question in questions}
        self.scales = {code: question.scales.get().scale for code, question in self.questions.items()}
        self.responses: list[Response] = []
        self.answers: list[Answer] = []
        self.units: dict[str, Unit] = {}
        self.profiles: dict[tuple[tuple[str, str], ...], SegmentProfile] = {}

    def unit(self, code: str) -> Unit:
        if code not in self.units:
            self.units[code] = Unit.objects.get_or_create(
                organisation=self.organisation, code=code, defaults={"name": {"en": code.upper()}}
            )[0]
        return self.units[code]

    def profile(self, segments: dict[str, str]) -> SegmentProfile | None:
        key = tuple(sorted(segments.items()))
        if key and key not in self.profiles:
            self.profiles[key] = make_profile(self.organisation, segments)
        return self.profiles.get(key)

    def add(self, values: Values, *, day: date | None, segments: dict[str, str], **fields: object) -> None:
        response = Response(
            organisation=self.organisation, survey=self.survey, public_id=uuid.uuid4(), source_key=uuid.uuid4().hex,
            answered_on=day, received_at=NOW, updated_at=NOW, source="import",
            profile=self.profile(segments), **fields,
        )  # fmt: skip
        self.responses.append(response)
        for code, value in values.items():
            missing = value if isinstance(value, Missing) else None
            self.answers.append(
                Answer(
                    organisation=self.organisation,
                    response=response,
                    question=self.questions[code],
                    scale=self.scales[code],
                    value=None if missing else value,
                    missing=missing,
                )
            )

    def store(self) -> None:
        Response.objects.bulk_create(self.responses, batch_size=500)
        Answer.objects.bulk_create(self.answers, batch_size=2000)
        days = {response.answered_on for response in self.responses}
        counts.note_days(organisation=self.organisation, survey_id=self.survey.pk, days=days)
        counts.recount_noted(organisation=self.organisation, now=NOW)


def load_passengers(organisation: Organisation, year: int, ratings: Sequence[str] = RATINGS) -> Survey:
    """One wave of the airport's survey: ratings, in 2017 the recommendation, units, language, problem, weight."""
    path = find_file("sfo", f"{year}_SFO_Customer_Survey.csv")
    survey = make_survey(organisation, f"passengers-{year}", weighted=True, instrument="passengers")
    paper = {q.code: q for q in Question.objects.filter(instrument=survey.version.instrument)}
    for code in ratings:
        paper.setdefault(code, None) or paper.update({code: make_question(survey, code, QuestionType.RATING, 1, 5)})
    if "recommend" not in paper:
        paper["recommend"] = make_question(survey, "recommend")
    survey.main_csat, survey.main_nps = paper.get("q7all"), paper["recommend"] if year == 2017 else None
    survey.save()
    loader = Loader(survey, paper.values())
    for number, row in enumerate(read(path)):
        values: Values = {code: rating(row[code]) for code in ratings if code in row}
        if year == 2017:
            text = row["netpro"].strip()
            values["recommend"] = int(text) if text.isdigit() and int(text) <= 10 else Missing.SKIPPED
        area = row.get("barea", "").strip().lower()
        loader.add(
            values,
            day=date(year, 5, 1) + timedelta(days=number % 28),
            segments={"language": row["lang"].strip() or "0", "problem": row.get("q15problem", "").strip() or "0"},
            weight=float(row["weight"] or 1),
            unit=loader.unit(area) if area else None,
        )
    loader.store()
    return survey


def load_seats(organisation: Organisation, codes: Sequence[str] = ()) -> Survey:
    """Travellers' reviews of seats: 1-10, airline as unit, cabin as segment, 1970-01-01 as the unknown day."""
    path = find_file("skytrax", "seat_ratings.csv")
    survey = make_survey(organisation, "seats", instrument="seats")
    questions = [make_question(survey, "overall", QuestionType.RECOMMEND_10, 1, 10)]
    questions += [make_question(survey, code, QuestionType.RATING, 1, 5) for code in codes]
    loader = Loader(survey, questions)
    for row in read(path):
        values: Values = {code: rating(row[code]) for code in codes}
        overall = row["overall_rating"].strip()
        values["overall"] = int(float(overall)) if overall else Missing.SKIPPED
        day = date.fromisoformat(row["date"])
        cabin = row["cabin_flown"].strip().lower().replace(" ", "-")
        loader.add(
            values,
            day=None if day == date(1970, 1, 1) else day,
            segments={"cabin": cabin} if cabin else {},
            unit=loader.unit(row["airline_name"]),
        )
    loader.store()
    return survey
