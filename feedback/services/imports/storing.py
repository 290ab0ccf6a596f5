"""One chunk of converted lines becomes rows: new ones are written at once, known ones are compared."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from feedback import bulk
from feedback.answers.plan import SurveyPlan
from feedback.imports.parts import ANSWER_VALUES, Circumstances, Line, Refusal
from feedback.models import Answer, AnswerOption, ImportRun, OnConflict, RejectedLine, Response
from feedback.services.duplicates import settle_duplicates
from feedback.services.imports.updating import Touched, update_response
from feedback.services.profiles import ProfileKey, customers_of, profiles_of
from feedback.services.recounts import note_days
from lib.uuid7 import uuid7_texts
from organisations.models import Organisation

# What each response has of its own, then what all of the same circumstances have alike.
_OWN_COLUMNS = (
    "id", "public_id", "source_key", "external_id", "answered_on", "precision", "contact_at", "asked_at",
    "answered_at", "customer_id", "weight", "partial", "metadata", "content_hash",
)  # fmt: skip
_SHARED_COLUMNS = (
    "organisation_id", "survey_id", "import_run_id", "received_at", "updated_at", "deleted_at", "point_id", "counted",
    "not_counted_reason", "source", "channel_id", "unit_id", "touchpoint_id", "employee_id", "profile_id", "language",
    "contact_allowed",
)  # fmt: skip
RESPONSE_COLUMNS = (*_OWN_COLUMNS, *_SHARED_COLUMNS)
ANSWER_COLUMNS = ("id", "organisation_id", "response_id", *ANSWER_VALUES)
REFUSAL_COLUMNS = ("organisation_id", "run_id", "line", "column", "value", "code", "details")
OPTION_COLUMNS = ("organisation_id", "answer_id", "option_id")


@dataclass(slots=True)
class Tally:
    """What became of some lines."""

    stored: int = 0
    updated: int = 0
    unchanged: int = 0
    different: int = 0
    rejected: int = 0
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(slots=True)
class Sorted:
    """Lines of a chunk by what is to be done with them."""

    new: list[Line]
    changed: list[tuple[int, Line]]  # with the primary key of the stored response


class ChunkWriter:
    """Writes the chunks of one run."""

    def __init__(
        self, *, organisation: Organisation, run: ImportRun, plan: SurveyPlan, actor: str, now: datetime
    ) -> None:
        self.organisation, self.run, self.plan, self.actor, self.now = organisation, run, plan, actor, now
        self._plain = bulk.Plain()
        self._now = self._plain.moment(now)

    def write(self, lines: Sequence[Line]) -> Tally:
        """Write what is new, compare what is known, note the days that change. Inside the chunk's transaction.

        :raises Outrun: somebody else stored one of the answers meanwhile; do the chunk again
        """
        tally = Tally()
        sorted_ = sort_lines(lines, survey_id=self.plan.id, tally=tally)
        wanted = [*sorted_.new, *(line for _pk, line in sorted_.changed)]
        customers = customers_of(organisation=self.organisation, codes={line.customer for line in wanted})
        profiles = profiles_of(organisation=self.organisation, keys={line.circumstances.segments for line in wanted})
        self._insert(sorted_.new, profiles, customers)
        tally.stored = len(sorted_.new)
        touched: Touched = {(line.answered_on, customers.get(line.customer)) for line in sorted_.new}
        for pk, line in sorted_.changed:
            touched |= self._settle_changed(pk, line, profiles, customers, tally)
        self._note(touched)
        return tally

    def _insert(self, lines: Sequence[Line], profiles: dict[ProfileKey, int], customers: dict[str, int]) -> None:
        if not lines:
            return
        ids = bulk.reserve_ids(Response, len(lines))
        bulk.insert(Response, RESPONSE_COLUMNS, self._rows(ids, lines, profiles, customers))
        organisation = self.organisation.pk
        numbers = iter(bulk.reserve_ids(Answer, sum(len(line.parts) for line in lines)))
        options: list[tuple[int, int, int]] = []

        def answers() -> Iterable[Sequence[object]]:
            for pk, line in zip(ids, lines, strict=True):
                for part in line.parts:
                    number = next(numbers)
                    if part.options:
                        options.extend((organisation, number, option) for option in part.options)
                    yield (number, organisation, pk, *part.row)

        bulk.insert(Answer, ANSWER_COLUMNS, answers())
        if options:
            bulk.insert(AnswerOption, OPTION_COLUMNS, options)

    def _rows(
        self, ids: Sequence[int], lines: Sequence[Line], profiles: dict[ProfileKey, int], customers: dict[str, int]
    ) -> Iterator[Sequence[object]]:
        moment, mapping = self._plain.moment, self._plain.mapping
        kept: dict[Circumstances, Sequence[object]] = {}
        for pk, public_id, line in zip(ids, uuid7_texts(self.now, len(lines)), lines, strict=True):
            where = line.circumstances
            shared = kept.get(where)
            if shared is None:
                shared = kept[where] = self._shared(where, profiles)
            yield (
                pk, public_id, line.source_key, line.external_id, moment(line.answered_on), line.precision,
                line.contact_at and moment(line.contact_at), line.asked_at and moment(line.asked_at),
                line.answered_at and moment(line.answered_at), customers.get(line.customer) if line.customer else None,
                line.weight, line.partial, mapping(line.metadata), line.content_hash, *shared,
            )  # fmt: skip

    def _shared(self, where: Circumstances, profiles: dict[ProfileKey, int]) -> Sequence[object]:
        return (
            self.organisation.pk, self.plan.id, self.run.pk, self._now, self._now, None, None, True, "", where.source,
            where.channel_id, where.unit_id, where.touchpoint_id, where.employee_id, profiles.get(where.segments),
            where.language, where.contact_allowed,
        )  # fmt: skip

    def _settle_changed(
        self, pk: int, line: Line, profiles: dict[ProfileKey, int], customers: dict[str, int], tally: Tally
    ) -> Touched:
        """A stored response that says something else is updated if the user chose so, else reported."""
        if self.run.on_conflict != OnConflict.UPDATE:
            report_changed(line, tally)
            return set()
        tally.updated += 1
        return update_response(
            organisation=self.organisation,
            plan=self.plan,
            pk=pk,
            line=line,
            profile_id=profiles.get(line.circumstances.segments),
            customer_id=customers.get(line.customer),
            actor=self.actor,
            now=self.now,
        )

    def _note(self, touched: Touched) -> None:
        days = {day for day, _customer in touched}
        note_days(organisation=self.organisation, days=[(self.plan.id, day) for day in days])
        people = {customer for _day, customer in touched if customer}
        settle_duplicates(organisation=self.organisation, plan=self.plan, customer_ids=people, now=self.now)


def sort_lines(lines: Sequence[Line], *, survey_id: int, tally: Tally) -> Sorted:
    """What is new and what differs; lines that say what is stored, or what the file said before, are counted only."""
    known = bulk.stored_responses(survey_id=survey_id, keys={line.source_key for line in lines})
    first: dict[str, Line] = {}
    changed = []
    for line in lines:
        stored, before = known.get(line.source_key), first.get(line.source_key)
        if stored and (stored.deleted or stored.content_hash == line.content_hash or _erased(stored, line)):
            tally.unchanged += 1
        elif stored:
            changed.append((stored.pk, line))
        elif before is None:
            first[line.source_key] = line
        else:
            compare_in_file(line, before.content_hash, tally)
    return Sorted(list(first.values()), changed)


def _erased(stored: bulk.Stored, line: Line) -> bool:
    """The person was erased: the number is gone, its hash stays, and the file does not bring them back."""
    return bool(line.external_id) and not stored.external_id


def report_changed(line: Line, tally: Tally) -> None:
    """Count a line whose answer is stored already and says something else."""
    tally.different += 1
    tally.refusals.append(Refusal(line.number, "", line.external_id, "differs", {}))


def compare_in_file(line: Line, before: str, tally: Tally) -> None:
    """Count a line whose number the file had before."""
    if line.content_hash == before:
        tally.unchanged += 1
        return
    tally.different += 1
    tally.refusals.append(Refusal(line.number, "", line.external_id, "differs_in_file", {}))


def write_refusals(*, organisation: Organisation, run: ImportRun, refusals: Iterable[Refusal]) -> None:
    """Keep why lines were not taken, for the report."""
    rows = [
        (
            organisation.pk,
            run.pk,
            refusal.line,
            refusal.column[:200],
            refusal.value[:300],
            refusal.code,
            json.dumps(dict(refusal.params)),
        )
        for refusal in refusals
    ]
    if rows:
        bulk.insert(RejectedLine, REFUSAL_COLUMNS, rows)


def add_up(run: ImportRun, tally: Tally, rows: int) -> None:
    """Add a chunk's counts to the run's."""
    ImportRun.objects.filter(pk=run.pk).update(
        rows=F("rows") + rows,
        stored=F("stored") + tally.stored,
        updated=F("updated") + tally.updated,
        unchanged=F("unchanged") + tally.unchanged,
        different=F("different") + tally.different,
        rejected=F("rejected") + tally.rejected,
    )
