"""The writing of one batch of checked fillings, inside the transaction of its caller."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from feedback.answers.faults import Rejected
from feedback.answers.filling import CheckedFilling, check_filling
from feedback.answers.plan import SurveyPlan
from feedback.bulk import Outrun
from feedback.models import Response
from feedback.services.corrections import correct
from feedback.services.duplicates import settle_duplicates
from feedback.services.outcomes import OnConflict, Outcome, Recorded, Refused
from feedback.services.profiles import ProfileKey, customers_of, profiles_of
from feedback.services.recounts import note_days
from feedback.services.storing import References, build_response, store_answers
from feedback.services.storing_many import MANY, store_many
from organisations.models import Organisation

_CHUNK = 500
_RACES = 3
Identity = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Ready:
    """A checked filling, its place in the batch, and what its codes name."""

    place: int
    checked: CheckedFilling
    references: References
    profile_key: ProfileKey

    @property
    def identity(self) -> Identity:
        """What makes it the same response when it is sent again."""
        return self.checked.plan.id, self.checked.source_key


class Batch:
    """Writes what is new, compares what is not, and notes the days that change."""

    def __init__(self, organisation: Organisation, on_conflict: OnConflict, actor: str, now: datetime) -> None:
        self.organisation, self.on_conflict, self.actor, self.now = organisation, on_conflict, actor, now
        self._days: list[tuple[int, date | None]] = []
        self._people: dict[SurveyPlan, set[int]] = {}

    def store(self, ready: Sequence[Ready]) -> dict[int, Outcome]:
        """The outcome of each filling by its place."""
        first, again = _by_identity(self._with_references(ready))
        # A single answer is nearly always new: it is written at once, and looked for only if its number is taken.
        known = self._known(first) if len(ready) > 1 else {}
        created = self._create(first, known)
        again = [item for item in first if item.place not in created] + again
        known |= {item.identity: created[item.place].response for item in first if item.place in created}
        outcomes: dict[int, Outcome] = {**created}
        for item in again:
            outcomes[item.place] = self._compare(known[item.identity], item)
        note_days(organisation=self.organisation, days=self._days)
        self._settle(outcomes)
        return outcomes

    def _with_references(self, ready: Sequence[Ready]) -> list[Ready]:
        """Intern the profiles and make the customers that the fillings name."""
        keys = {item.profile_key for item in ready if item.profile_key}
        codes = {item.checked.filling.customer for item in ready if item.checked.filling.customer}
        if not keys and not codes:
            return list(ready)
        profiles = profiles_of(organisation=self.organisation, keys=keys) if keys else {}
        customers = customers_of(organisation=self.organisation, codes=codes) if codes else {}

        def pointing(item: Ready) -> Ready:
            profile = profiles.get(item.profile_key)
            customer = customers.get(item.checked.filling.customer)
            return replace(item, references=replace(item.references, profile_id=profile, customer_id=customer))

        return [pointing(item) for item in ready]

    def _known(self, items: Sequence[Ready]) -> dict[Identity, Response]:
        """Responses already stored under an external id of the batch."""
        keys: dict[int, list[str]] = {}
        for item in items:
            if item.checked.filling.external_id:
                keys.setdefault(item.checked.plan.id, []).append(item.checked.source_key)
        found: dict[Identity, Response] = {}
        for survey_id, wanted in keys.items():
            for start in range(0, len(wanted), _CHUNK):
                rows = Response.objects.filter(survey_id=survey_id, source_key__in=wanted[start : start + _CHUNK])
                found |= {(survey_id, row.source_key): row for row in rows}
        return found

    def _create(self, items: Sequence[Ready], known: dict[Identity, Response]) -> dict[int, Recorded]:
        """Write the new responses. One that somebody else wrote at the same moment is found and joins `known`."""
        for attempt in range(_RACES):
            waiting = [item for item in items if item.identity not in known]
            if not waiting:
                break
            try:
                with transaction.atomic():
                    return self._write(waiting)
            except (IntegrityError, Outrun):
                if attempt == _RACES - 1:
                    raise
                known |= self._known(waiting)
        return {}

    def _write(self, items: Sequence[Ready]) -> dict[int, Recorded]:
        rows = [build_response(self.organisation, item.checked, item.references, self.now) for item in items]
        pairs = list(zip(rows, (item.checked for item in items), strict=True))
        if len(rows) >= MANY:
            store_many(organisation=self.organisation, pairs=pairs)
        else:
            Response.objects.bulk_create(rows)
            store_answers(organisation=self.organisation, pairs=pairs)
        for item in items:
            self._touch(item.checked.plan, item.references.customer_id, item.checked.answered_on)
        return {
            item.place: Recorded(row, created=True, changed=True, answers=item.checked.answers)
            for item, row in zip(items, rows, strict=True)
        }

    def _compare(self, stored: Response, item: Ready) -> Outcome:
        """What becomes of a filling whose external id is known. What was deleted stays deleted."""
        same = stored.content_hash == item.checked.content_hash
        if same or stored.deleted_at or self.on_conflict == "keep":
            return Recorded(stored, created=False, changed=False)
        if self.on_conflict == "refuse":
            return Refused(conflict=stored)
        try:
            checked = self._at_its_time(stored, item.checked)
        except Rejected as rejected:
            return Refused(rejected.faults)
        self._touch(checked.plan, stored.customer_id, stored.answered_on)
        self._touch(checked.plan, item.references.customer_id, checked.answered_on)
        correct(
            organisation=self.organisation,
            response=stored,
            checked=checked,
            references=item.references,
            actor=self.actor,
            now=self.now,
        )
        return Recorded(stored, created=False, changed=True, answers=checked.answers)

    def _at_its_time(self, stored: Response, checked: CheckedFilling) -> CheckedFilling:
        """A correction that says no time keeps the time, and so the scales, of the first filling."""
        filling = checked.filling
        if filling.answered_at or filling.answered_on or filling.precision == "unknown" or not stored.answered_at:
            return checked
        return check_filling(checked.plan, replace(filling, received_at=stored.answered_at), now=self.now)

    def _touch(self, plan: SurveyPlan, customer_id: int | None, day: date | None) -> None:
        self._days.append((plan.id, day))
        if customer_id and plan.keep != "all":
            self._people.setdefault(plan, set()).add(customer_id)

    def _settle(self, outcomes: dict[int, Outcome]) -> None:
        changed: dict[int, tuple[bool, str]] = {}
        for plan, people in self._people.items():
            changed |= settle_duplicates(organisation=self.organisation, plan=plan, customer_ids=people, now=self.now)
        for outcome in outcomes.values():
            if isinstance(outcome, Recorded) and outcome.response.pk in changed:
                outcome.response.counted, outcome.response.not_counted_reason = changed[outcome.response.pk]
                outcome.response.updated_at = self.now


def _by_identity(items: Sequence[Ready]) -> tuple[list[Ready], list[Ready]]:
    """The first filling of each identity, and those that come again in the same batch."""
    seen: set[Identity] = set()
    first: list[Ready] = []
    again: list[Ready] = []
    for item in items:
        (again if item.identity in seen else first).append(item)
        seen.add(item.identity)
    return first, again
