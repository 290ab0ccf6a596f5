"""How the sample staff see the path: rounds drawn from memory, places of job roles, and a session looked back on."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from accounts.models import Employee, JobRole
from cem.demo.cast import Cast, afternoon
from cem.demo.story import chapter
from lib.local_text import local
from organisations.models import Organisation, Unit
from programs.models import Engagement
from touchpoints.models import Journey, MappingRound, NameVerdict, Touchpoint
from touchpoints.services import mental
from touchpoints.services.adoption import open_changes
from touchpoints.services.mental import StepText
from touchpoints.services.reviews import Judged, give_to_change, propose_action, record_review
from touchpoints.services.role_places import PlaceText, set_role_places


def draw_from_memory(organisation: Organisation, engagement: Engagement, cast: Cast, *, today: date) -> None:
    """A round that is over and matched, one that is open, everybody's place, and a review."""
    story = chapter("mental")
    _finished(engagement, story, cast, today=today)
    _open(engagement, story["open"], cast, today=today)
    _places(organisation, story["places"], cast)
    _review(engagement, story["review"], cast, today=today)


def _journey(engagement: Engagement, code: str) -> Journey:
    return Journey.objects.select_related("engagement", "organisation").get(engagement=engagement, code=code)


def _finished(engagement: Engagement, story: Mapping[str, Any], cast: Cast, *, today: date) -> None:
    told = story["round"]
    opened_on = today - timedelta(days=told["opened_days_ago"])
    closed_on = today - timedelta(days=told["closed_days_ago"])
    held = mental.open_round(
        journey=_journey(engagement, told["journey"]), closes_on=closed_on, note=told["note"], by=cast.consultant,
        at=afternoon(opened_on), today=opened_on, tell=False,
    )  # fmt: skip
    _play(held, story, on=opened_on + timedelta(days=5))
    mental.close_round(held=held, by=cast.consultant, at=afternoon(closed_on))
    _match(held, told, cast, on=closed_on + timedelta(days=1))


def _play(held: MappingRound, story: Mapping[str, Any], *, on: date) -> None:
    names = {one.code: one.name for one in Touchpoint.objects.all()}
    for asked in story["units"]:
        paths = islice(cycle(story["paths"]), asked["from"], None)
        # Those who can sign in first, so that they find their own path.
        people = Employee.objects.filter(unit__code=asked["code"]).order_by("-number")[: asked["people"]]
        for employee, path in zip(people, paths, strict=False):
            steps = [
                StepText(name=_written(name, names, path["language"]), rating=rating)
                for name, rating in zip(path["names"], path["ratings"], strict=True)
            ]
            mental.record_order(held=held, employee=employee, steps=steps, at=afternoon(on))


def _written(name: str, names: Mapping[str, Mapping[str, str]], language: str) -> str:
    return name.removeprefix("~") if name.startswith("~") else local(names[name], language)


def _match(held: MappingRound, told: Mapping[str, Any], cast: Cast, *, on: date) -> None:
    """Equal names are taken over, the story's others decided; one of its names still waits."""
    by, at = cast.consultant, afternoon(on)
    mental.accept_equal_names(held=held, by=by, at=at)
    touchpoints = {one.code: one for one in Touchpoint.objects.all()}
    waiting = {one.text: one for one in held.names.filter(verdict=NameVerdict.WAITING).select_related("round__journey")}
    for text, code in told["same"].items():
        mental.match_name(name=waiting[text], verdict=NameVerdict.SAME, touchpoint=touchpoints[code], by=by, at=at)
    for verdict, texts in ((NameVerdict.MISSING, told["missing"]), (NameVerdict.NONE, told["none"])):
        for text in texts:
            mental.match_name(name=waiting[text], verdict=verdict, by=by, at=at)
    mental.propose_missing(name=waiting[told["idea"]], by=by, at=at)


def _open(engagement: Engagement, told: Mapping[str, Any], cast: Cast, *, today: date) -> None:
    opened_on = today - timedelta(days=told["opened_days_ago"])
    mental.open_round(
        journey=_journey(engagement, told["journey"]), closes_on=today + timedelta(days=told["days_left"]),
        units=list(Unit.objects.filter(code__in=told["units"])), rates=told["rates"], note=told["note"],
        by=cast.consultant, at=afternoon(opened_on), today=opened_on, tell=False,
    )  # fmt: skip


def _places(organisation: Organisation, told: Mapping[str, Any], cast: Cast) -> None:
    touchpoints = {one.code: one for one in Touchpoint.objects.select_related("organisation")}
    roles = {role.code: role for role in JobRole.objects.filter(organisation=organisation)}
    for code, places in told.items():
        texts = {touchpoints[at]: PlaceText(place["part"], place["note"]) for at, place in places.items()}
        set_role_places(job_role=roles[code], places=texts, by=cast.consultant)


def _review(engagement: Engagement, told: Mapping[str, Any], cast: Cast, *, today: date) -> None:
    held_on = today - timedelta(days=told["held_days_ago"])
    by, at = cast.consultant, afternoon(held_on)
    review = record_review(
        journey=_journey(engagement, told["journey"]), title=told["title"], held_on=held_on, people=told["people"],
        answers={benefit: Judged(**answer) for benefit, answer in told["answers"].items()}, actions=told["actions"],
        by=by, at=at,
    )  # fmt: skip
    actions = list(review.actions.select_related("organisation"))
    propose_action(action=actions[told["idea"]], by=by, at=at)
    change = open_changes().filter(engagement=engagement, touchpoints__touchpoint__code=told["change_at"]).first()
    if change is not None:
        give_to_change(action=actions[told["change"]], initiative=change, by=by)
