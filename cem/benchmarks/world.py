"""The organisation whose answers are measured: touchpoints, units, channels, segments, and its surveys."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import SCOPES, Role
from accounts.services.keys import make_key
from accounts.viewer import Viewer
from feedback.models import ProfileSegment, Question, Scale, SegmentProfile, Survey
from feedback.services.instruments import add_question, create_instrument
from feedback.services.surveys import create_survey, open_survey
from organisations.models import Channel, Organisation, Unit
from organisations.tenancy import organisation_scope
from programs.models import Engagement, Segment, SegmentAxis
from programs.services.engagements import open_engagement
from touchpoints.models import Touchpoint

DAYS = 365
LAST_DAY = date(2026, 4, 30)
FIRST_DAY = LAST_DAY - timedelta(days=DAYS - 1)
TOUCHPOINTS, UNITS, CHANNELS, SEGMENTS = 10, 8, 3, 4
RATINGS = 20
ACTOR = "benchmark"


@dataclass(frozen=True, slots=True)
class World:
    """What the benchmarks share."""

    organisation: Organisation
    viewer: Viewer
    big: Survey  # the one that holds the many answers
    wide: Survey  # a score, a comment and twenty ratings, for answers that come in
    key: str
    user: User
    engagement: Engagement

    def question(self, code: str = "recommend", survey: Survey | None = None) -> Question:
        """A question of the big survey, or of another."""
        return Question.objects.get(instrument=(survey or self.big).version.instrument, code=code)

    def scale(self) -> Scale:
        """The scale of the recommendation."""
        return Scale.objects.get(minimum=0, maximum=10)


def make_world() -> World:
    """An organisation with everything that answers point to; no answers yet."""
    organisation = Organisation.objects.create(
        slug="speed", name="Speed", time_zone="Europe/Warsaw", languages=["en", "pl"], is_demo=True
    )
    user = User.objects.create_user("speed@example.org", "not a weak password", name="Sample Reader")
    Membership.objects.create(organisation=organisation, user=user, roles=[Role.COMMITTEE, Role.ADMIN])
    with organisation_scope(organisation):
        _make_places(organisation)
        _make_profiles(organisation)
        engagement = open_engagement(
            organisation=organisation, slug="measured", name={"en": "Measured"}, actor=ACTOR, first_day=FIRST_DAY
        )
        _key, secret = make_key(
            organisation=organisation, name="benchmark", scopes=sorted(SCOPES), actor=ACTOR, now=timezone.now()
        )
        return World(
            organisation=organisation,
            viewer=Viewer.command(organisation),
            big=make_survey(organisation, "big", engagement=engagement),
            wide=make_survey(organisation, "wide", ratings=RATINGS),
            key=secret,
            user=user,
            engagement=engagement,
        )


def make_survey(
    organisation: Organisation, code: str, *, ratings: int = 0, engagement: Engagement | None = None
) -> Survey:
    """An open survey with a recommendation, a comment, and so many ratings. The scope must be open."""
    instrument = create_instrument(organisation=organisation, code=code, name={"en": code})
    words = {"en": "Would you recommend us?"}
    add_question(instrument=instrument, code="recommend", kind="recommend", text=words, required=True)
    add_question(instrument=instrument, code="why", kind="text", text={"en": "Why?"})
    touchpoints = list(Touchpoint.objects.all())
    for number in range(ratings):
        add_question(
            instrument=instrument, code=f"r{number}", kind="rating", text={"en": f"Rating {number}"},
            touchpoint=touchpoints[number % len(touchpoints)],
        )  # fmt: skip
    survey = create_survey(
        organisation=organisation, instrument=instrument, code=code, name={"en": code}, actor=ACTOR,
        engagement=engagement,
    )  # fmt: skip
    return open_survey(survey=survey, actor=ACTOR)


def _make_places(organisation: Organisation) -> None:
    for model, prefix, count in ((Touchpoint, "t", TOUCHPOINTS), (Unit, "u", UNITS), (Channel, "c", CHANNELS)):
        for number in range(count):
            code = f"{prefix}{number}"
            model.objects.create(organisation=organisation, code=code, name={"en": code.upper()})


def _make_profiles(organisation: Organisation) -> None:
    axis = SegmentAxis.objects.create(organisation=organisation, code="kind", name={"en": "Kind"})
    for number in range(SEGMENTS):
        segment = Segment.objects.create(organisation=organisation, axis=axis, code=f"s{number}", name={"en": "Kind"})
        profile = SegmentProfile.objects.create(organisation=organisation, key=str(segment.pk))
        ProfileSegment.objects.create(organisation=organisation, profile=profile, axis=axis, segment=segment)
