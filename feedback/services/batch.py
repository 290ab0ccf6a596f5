"""The writing of one batch of checked fillings, inside the transaction of its caller."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from feedback.answers.faults import Rejected
from feedback.answers.filling import CheckedFilling, check_filling
from feedback.answers.plan import SurveyPlan
from feedback.models import Response
from feedback.services.corrections import correct
from feedback.services.duplicates import settle_duplicates
from feedback.services.outcomes import OnConflict, Outcome, Recorded, Refused
from feedback.services.profiles import ProfileKey, customers_of, known_customers, profiles_of
from feedback.services.recounts import note_days
from feedback.services.rows import write_new
from feedback.services.storing import References, build_response
from organisations.models import Organisation

_CHUNK = 500
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
        created, known = self._create_or_find(first)
        outcomes: dict[int, Outcome] = {**created}
        for item in (*first, *again):
            if item.place not in created:
                outcomes[item.place] = self._compare(known[item.identity], item)
        note_days(organisation=self.organisation, days=self._days)
        self._settle(outcomes)
        return outcomes

    def _with_references(self, ready: Sequence[Ready]) -> list[Ready]:
        """Intern the profiles and make the customers that the fillings name."""
        keys = {item.profile_key for item in ready if item.profile_key}
        named = [item for item in ready if item.checked.filling.customer]
        if not keys and not named:
            return list(ready)
        profiles = profiles_of(organisation=self.organisation, keys=keys) if keys else {}
        customers = self._customers_of(named) if named else {}

        def pointing(item: Ready) -> Ready:
            profile = profiles.get(item.profile_key)
            customer = customers.get(item.checked.filling.customer)
            return replace(item, references=replace(item.references, profile_id=profile, customer_id=customer))

        return [pointing(item) for item in ready]

    def _customers_of(self, named: Sequence[Ready]) -> dict[str, int]:
        """The customers that the fillings name. A new one is made, but not of an answer whose person was erased."""
        found = known_customers([item.checked.filling.customer for item in named])
        new = [item for item in named if item.checked.filling.customer not in found]
        if not new:
            return found
        stored = self._known(new)
        erased = {item.identity for item in new if item.identity in stored and _is_erased(stored[item.identity], item)}
        codes = {item.checked.filling.customer for item in new if item.identity not in erased}
        return found | customers_of(organisation=self.organisation, codes=codes)

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

    def _create_or_find(self, items: Sequence[Ready]) -> tuple[dict[int, Recorded], dict[Identity, Response]]:
        """What is created by its place, and the response of every identity.

        A single answer is nearly always new: it is written at once, and looked for only if its number is taken.
        """
        known = self._known(items) if len(items) > 1 else {}
        created: dict[int, Recorded] = {}
        while waiting := [item for item in items if item.identity not in known]:
            fresh = self._create(waiting)
            created |= fresh
            known |= {item.identity: fresh[item.place].response for item in waiting if item.place in fresh}
            known |= self._known([item for item in waiting if item.place not in fresh])
        return created, known

    def _create(self, items: Sequence[Ready]) -> dict[int, Recorded]:
        """Write the responses; what somebody else wrote at the same moment is left out."""
        responses = [build_response(self.organisation, item.checked, item.references, self.now) for item in items]
        pairs = [(response, item.checked) for response, item in zip(responses, items, strict=True)]
        written = {response.pk for response, _checked in write_new(organisation=self.organisation, pairs=pairs)}
        found: dict[int, Recorded] = {}
        for item, response in zip(items, responses, strict=True):
            if response.pk in written:
                self._touch(item.checked.plan, item.references.customer_id, item.checked.answered_on)
                found[item.place] = Recorded(response, created=True, changed=True, answers=item.checked.answers)
        return found

    def _compare(self, stored: Response, item: Ready) -> Outcome:
        """What becomes of a filling whose external id is known. Who was erased stays erased."""
        same = stored.content_hash == item.checked.content_hash
        if same or _is_erased(stored, item) or self.on_conflict == "keep":
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


def _is_erased(stored: Response, item: Ready) -> bool:
    """Whether the answer was deleted, or its person erased: then of its number only the hash is left."""
    return stored.deleted_at is not None or stored.external_id != item.checked.filling.external_id


def _by_identity(items: Sequence[Ready]) -> tuple[list[Ready], list[Ready]]:
    """The first filling of each identity, and those that come again in the same batch."""
    seen: set[Identity] = set()
    first: list[Ready] = []
    again: list[Ready] = []
    for item in items:
        (again if item.identity in seen else first).append(item)
        seen.add(item.identity)
    return first, again
