"""From the objects of a body to stored responses, and to what is said about each of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rest import ApiView, Problem
from feedback.answers.faults import Fault, Rejected
from feedback.api.reading import Item, read_item
from feedback.api.writing import ResponseWriter, deleted
from feedback.models import Survey
from feedback.queries.catalogue import Catalogue
from feedback.queries.plans import plan
from feedback.services.intake import BatchRefused, Entry, Outcome, Recorded, Refused, record_many
from lib.prepared import Given
from organisations.models import Organisation
from organisations.tenancy import PreparedInside

_FOR_PLANS = (
    "code", "public_id", "organisation", "keep", "comment", "version__public_id", "version__instrument__changed_at",
)  # fmt: skip

_SURVEY = PreparedInside(
    lambda: Survey.objects.filter(code=Given("code")).select_related("version__instrument").order_by().only(*_FOR_PLANS)
)


def record(
    view: ApiView, bodies: Sequence[Any], *, partial: bool, update: bool
) -> list[tuple[Outcome, dict[str, Any] | None]]:
    """Read, store and write again; the order stays.

    :raises BatchRefused: without `partial`, when any cannot be taken
    """
    refusals: dict[int, Outcome] = {}
    surveys = _surveys(view.organisation, bodies)
    plans = {code: plan(survey) for code, survey in surveys.items()}
    entries: dict[int, Entry] = {}
    for place, body in enumerate(bodies):
        try:
            item = read_item(body)
            entries[place] = Entry(plans[_known(item, surveys)], item.filling)
        except Rejected as rejected:
            refusals[place] = Refused(rejected.faults)
    if refusals and not partial:
        raise BatchRefused({place: refused for place, refused in refusals.items() if isinstance(refused, Refused)})
    catalogue = Catalogue(entry.filling for entry in entries.values())
    places = list(entries)
    try:
        stored = record_many(
            organisation=view.organisation,
            entries=list(entries.values()),
            now=timezone.now(),
            on_conflict="update" if update else "refuse",
            partial=partial,
            actor=view.viewer.actor,
            catalogue=catalogue,
        )
    except BatchRefused as error:
        raise BatchRefused({places[place]: refusal for place, refusal in error.refusals.items()}) from None
    outcomes = {**refusals, **dict(zip(places, stored, strict=True))}
    by_pk = {survey.pk: survey for survey in surveys.values()}
    comment_codes = {plan.id: plan.comment_code for plan in plans.values()}
    segments = {place: entry.filling.segments for place, entry in entries.items()}
    written = _written(ResponseWriter(view.viewer, catalogue, comment_codes), outcomes, by_pk, segments)
    return [(outcomes[place], written.get(place)) for place in range(len(bodies))]


def _surveys(organisation: Organisation, bodies: Sequence[Any]) -> dict[str, Survey]:
    """The surveys named, with no more of them than a plan needs: a third of a single answer's time went here."""
    said = (body.get("survey") for body in bodies if isinstance(body, dict))
    codes = {code for code in said if isinstance(code, str) and "\x00" not in code}
    found = {}
    for code in sorted(codes):
        if survey := _SURVEY.first(code=code):
            survey.organisation = organisation
            found[code] = survey
    return found


def _known(item: Item, surveys: dict[str, Survey]) -> str:
    if item.survey not in surveys:
        raise Rejected([Fault("/survey", "survey_unknown", {"value": item.survey[:100]})])
    return item.survey


def _written(
    writer: ResponseWriter,
    outcomes: dict[int, Outcome],
    surveys: dict[int, Survey],
    segments: dict[int, Mapping[str, str]],
) -> dict[int, dict[str, Any]]:
    recorded = {place: outcome for place, outcome in outcomes.items() if isinstance(outcome, Recorded)}
    fresh = {place: outcome for place, outcome in recorded.items() if outcome.answers is not None}
    rows = [
        (outcome.response, surveys[outcome.response.survey_id], outcome.answers or (), segments[place])
        for place, outcome in fresh.items()
    ]
    found = dict(zip(fresh, writer.just_written(rows), strict=True))
    old = {place: outcome.response for place, outcome in recorded.items() if place not in fresh}
    for place, response in old.items():
        response.survey = surveys[response.survey_id]
        if response.deleted_at:
            found[place] = deleted(response)
    living = {place: response for place, response in old.items() if place not in found}
    # Their places may have other codes by now than those that the body names, so these are read anew.
    return found | dict(zip(living, ResponseWriter(writer.viewer).written(living.values()), strict=True))


def refusal(refusals: dict[int, Refused], *, single: bool = False) -> Problem:
    """The problem that says why nothing was stored."""
    found = []
    for place, refused in refusals.items():
        prefix = "" if single else f"/{place}"
        found += [fault.below(prefix).as_error() for fault in refused.faults]
        if refused.conflict:
            found.append(_conflict(prefix))
    conflict_only = all(refused.conflict for refused in refusals.values())
    code, status = ("external_id_conflict", 409) if conflict_only else ("invalid", 400)
    detail = _("Nothing was stored.") if not single else ""
    return Problem(code, status, title=_("The answers cannot be taken."), detail=detail, errors=found)


def _conflict(prefix: str) -> dict[str, str]:
    return {
        "pointer": f"{prefix}/external_id",
        "code": "external_id_conflict",
        "detail": _("This external id is stored with other content; on_conflict=update replaces it."),
    }


def kind(outcome: Outcome) -> str:
    if isinstance(outcome, Refused):
        return "refused"
    return "created" if outcome.created else "updated" if outcome.changed else "unchanged"


def status(outcome: Outcome) -> int:
    if isinstance(outcome, Refused):
        return 409 if outcome.conflict else 400
    return 201 if outcome.created else 200


def errors(outcome: Outcome) -> list[dict[str, str]]:
    if isinstance(outcome, Recorded):
        return []
    return [fault.as_error() for fault in outcome.faults] + ([_conflict("")] if outcome.conflict else [])
