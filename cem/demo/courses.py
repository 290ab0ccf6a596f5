"""Sample trainings, held and attended."""

from datetime import date, datetime

from accounts.models import Employee
from brandpromise.models import Pillar
from cem.demo.cast import Cast
from cem.demo.story import chapter
from organisations.models import Organisation
from touchpoints.models import Touchpoint
from training.models import Course
from training.services import CourseText, create_course, plan_session, record_attendance


def hold_courses(organisation: Organisation, cast: Cast, *, until: date) -> None:
    """Every course of the story held by a day and not made before, with its session and those who were there."""
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
    pillars = {pillar.code: pillar for pillar in Pillar.objects.all()}
    made = set(Course.objects.values_list("code", flat=True))
    for told in chapter("programme")["courses"]:
        if told["code"] in made or told["held_at"].date() > until:
            continue
        text = CourseText(
            name=told["name"],
            aim=told["aim"],
            kind=told["kind"],
            pillar=pillars.get(told.get("pillar", "")),
            touchpoint=touchpoints.get(told.get("touchpoint", "")),
        )
        course = create_course(organisation=organisation, code=told["code"], text=text, by=cast.committee)
        held_at: datetime = told["held_at"]
        session = plan_session(
            course=course, starts_at=held_at, by=cast.committee, place="Room 2", trainer="Ida Sample"
        )
        record_attendance(session=session, marks=_present(told["coverage"]), by=cast.committee, at=held_at)


def _present(coverage: dict[str, float]) -> dict[int, bool]:
    """The first so many of each unit's roster, in order of their numbers."""
    marks: dict[int, bool] = {}
    for unit, share in coverage.items():
        people = list(Employee.objects.filter(unit__code=unit).order_by("number").values_list("pk", flat=True))
        marks |= dict.fromkeys(people[: round(share * len(people))], True)
    return marks
