"""The airport: organisation, boarding areas, channels, segment axes, the journey with its touchpoints."""

from accounts.models import Membership
from accounts.services.places import add_channel, add_unit
from cem.demo.story import chapter
from organisations.models import Channel, Organisation, Unit
from programs.models import Engagement
from programs.services.segments import save_axis, save_segment
from touchpoints.models import Touchpoint
from touchpoints.services.journeys import add_journey_stage, create_journey, place_touchpoint
from touchpoints.services.touchpoints import create_touchpoint, ensure_standard_attributes

ACTOR = "demo"


def make_organisation() -> Organisation:
    """The demo's organisation, marked as one."""
    told = chapter("organisation")["organisation"]
    return Organisation.objects.create(is_demo=True, **told)


def make_places(organisation: Organisation) -> None:
    """Units, channels and axes."""
    story = chapter("organisation")
    units: dict[str, Unit] = {}
    for position, told in enumerate(story["units"]):
        units[told["code"]] = add_unit(
            organisation=organisation, code=told["code"], name=told["name"], actor=ACTOR, position=position,
            parent=units.get(told.get("parent")),
        )  # fmt: skip
    for position, told in enumerate(story["channels"]):
        add_channel(organisation=organisation, code=told["code"], name=told["name"], actor=ACTOR, position=position)
    for position, told in enumerate(story["axes"]):
        axis = save_axis(
            organisation=organisation, code=told["code"], name=told["name"], kind=told["kind"], actor=ACTOR,
            rule={"by": "file"}, position=position,
        )  # fmt: skip
        for place, segment in enumerate(told["segments"]):
            save_segment(axis=axis, code=segment["code"], name=segment["name"], actor=ACTOR, position=place)


def make_journey(engagement: Engagement, members: dict[str, Membership]) -> None:
    """The passenger's path with every touchpoint, its owner and its place."""
    ensure_standard_attributes(engagement.organisation)
    story, owners = chapter("journey"), chapter("people")["owners"]
    channels = {channel.code: channel for channel in Channel.objects.all()}
    told = story["journey"]
    journey = create_journey(engagement=engagement, code=told["code"], name=told["name"], actor=ACTOR)
    for position, stretch in enumerate(story["stages"]):
        stage = add_journey_stage(
            journey=journey, code=stretch["code"], name=stretch["name"], need=stretch["need"], position=position,
            actor=ACTOR,
        )  # fmt: skip
        for place, words in enumerate(stretch["touchpoints"]):
            touchpoint = _touchpoint(engagement.organisation, words, members.get(owners.get(words["code"], "")))
            channel = channels.get(words.get("channel", ""))
            place_touchpoint(stage=stage, touchpoint=touchpoint, channel=channel, position=place, actor=ACTOR)


def _touchpoint(organisation: Organisation, words: dict[str, object], owner: Membership | None) -> Touchpoint:
    told = {name: words[name] for name in ("code", "name", "control", "description", "depends_on") if name in words}
    return create_touchpoint(organisation=organisation, owner=owner, actor=ACTOR, **told)  # type: ignore[arg-type]
