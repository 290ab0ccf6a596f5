"""What the sample airport promised: each version discussed, signed for, approved; its carriers, claims and readers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from accounts.models import Employee, Membership
from accounts.viewer import Viewer
from brandpromise import services
from brandpromise.models import Carrier, Consultation, Opinion, Pillar, Promise
from brandpromise.queries import approved_promise
from brandpromise.services.promises import DriverDraft, PillarDraft
from cem.demo.cast import Cast, afternoon
from cem.demo.story import chapter
from operations.services.notices import mark_read
from organisations.models import Organisation, Unit


def approve_promise(organisation: Organisation, cast: Cast, *, version: int, at: datetime) -> Promise:
    """Draft one version, hear the employees, let units sign, propose and approve it, with what carries it."""
    told, beside = chapter("programme")["promises"][version], chapter("promise")["versions"][version]
    promise = services.draft_promise(organisation=organisation, actor=cast.consultant.actor)
    _write(promise, told, beside, cast)
    _carry(organisation, cast, version=version + 1)
    _consult(promise, beside["round"], cast)
    _sign(promise, beside["feasibility"], cast)
    services.propose_promise(
        promise=promise, by=cast.consultant, at=at, despite=beside["feasibility"].get("despite", ""), tell=False
    )
    services.decide_promise(promise=promise, by=cast.committee, approves=True, at=at, tell=False)
    _be_quiet(organisation)
    return services.decide_promise(promise=promise, by=cast.sponsor, approves=True, at=at, tell=False)


def _write(promise: Promise, told: Mapping[str, Any], beside: Mapping[str, Any], cast: Cast) -> None:
    services.edit_promise(
        promise=promise,
        text=told["text"],
        audience=told["audience"],
        proof=told["proof"],
        what_changed=told["what_changed"],
        pillars=[PillarDraft(p["code"], p["name"], p["meaning"], beside["proofs"][p["code"]]) for p in told["pillars"]],
        drivers=[DriverDraft(d["name"], d["goal"], d["how"], d.get("pillar", "")) for d in beside["drivers"]],
        actor=cast.consultant.actor,
    )


def _carry(organisation: Organisation, cast: Cast, *, version: int) -> None:
    """The carriers and claims that came with a version."""
    pillars = {pillar.code: pillar for pillar in Pillar.objects.all()}
    for told in chapter("promise")["carriers"]:
        if told["version"] == version:
            services.save_carrier(
                organisation=organisation, carrier=None, code=told["code"], kind=told["kind"], mode=told["mode"],
                name=told["name"], promises=told["promises"], where=told["where"], from_day=told["from"],
                until_day=told.get("until"), address=told.get("address", ""),
                pillars=[pillars[code] for code in told["pillars"]], by=cast.consultant,
            )  # fmt: skip
    carriers = {carrier.code: carrier for carrier in Carrier.objects.all()}
    for told in chapter("promise")["claims"]:
        if told["version"] == version:
            services.save_claim(
                organisation=organisation, claim=None, code=told["code"], slogan=told["slogan"],
                checkable=told["checkable"], carrier=carriers[told["carrier"]], pillar=pillars[told["pillar"]],
                by=cast.consultant,
            )  # fmt: skip


def _consult(promise: Promise, told: Mapping[str, Any], cast: Cast) -> None:
    """The round: opened by the consultant, answered by many, each remark answered in turn."""
    opened, last = afternoon(told["opened_on"]), told["closes_on"]
    consultation = services.open_consultation(
        promise=promise, question=told["question"], closes_on=last, by=cast.consultant, at=opened, today=opened.date()
    )
    for opinion in told["opinions"]:
        given = _give(consultation, opinion)
        answers = {one["text"]: one for one in opinion.get("remarks", ())}
        for remark in given.remarks.select_related("opinion__consultation__promise", "opinion__member__user"):
            services.answer_remark(
                remark=remark, taken_up=answers[remark.text]["taken_up"], answer=answers[remark.text]["answer"],
                by=cast.consultant, at=afternoon(last),
            )  # fmt: skip
    services.close_consultation(consultation=consultation, by=cast.consultant, at=afternoon(last))


def _give(consultation: Consultation, told: Mapping[str, Any]) -> Opinion:
    pillars = {pillar.code: pillar.pk for pillar in Pillar.objects.all()}
    return services.give_opinion(
        consultation=consultation,
        by=_viewer(consultation.organisation, told["who"]),
        places={pillars[code]: place for place, code in enumerate(told["places"], start=1)},
        remarks={pillars.get(one.get("pillar", "")): one["text"] for one in told.get("remarks", ())},
        is_named=not told.get("hidden", False),
        at=afternoon(consultation.closes_on),
        today=consultation.closes_on,
    )


def _sign(promise: Promise, told: Mapping[str, Any], cast: Cast) -> None:
    """Each unit's word, by who leads it."""
    at = afternoon(told["signed_on"])
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=told)}
    services.ask_units(promise=promise, units=units.values(), by=cast.consultant, at=at)
    for code, unit in units.items():
        services.sign_feasibility(
            promise=promise, unit=unit, verdict=told[code]["verdict"], words=told[code].get("words", ""),
            by=_viewer(promise.organisation, told[code]["by"]), at=at,
        )  # fmt: skip


def read_promise(cast: Cast, *, until: date) -> None:
    """So many of each area read vision and values at their briefings, once that day has come."""
    told, promise = chapter("promise")["readings"], approved_promise()
    if promise is None or told["read_on"] > until:
        return
    for unit in Unit.objects.filter(code__in=told):
        people = list(Employee.objects.filter(unit=unit).order_by("number"))
        there = people[: round(told[unit.code] * len(people))]
        services.note_team_reading(promise=promise, employees=there, by=cast.committee, at=afternoon(told["read_on"]))


def _viewer(organisation: Organisation, name: str) -> Viewer:
    members = Membership.objects.select_related("organisation", "user", "unit")
    return Viewer.of_membership(members.get(organisation=organisation, user__email=f"{name}@sample.example"))


def _be_quiet(organisation: Organisation) -> None:
    """What was told years ago is not news on the day the demo is loaded."""
    for member in Membership.objects.select_related("user").filter(organisation=organisation):
        mark_read(recipient=member.user.public_id)
