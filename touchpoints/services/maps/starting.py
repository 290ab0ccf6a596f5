"""A journey from a template: first what it would make and what it would use again, then the journey with its map."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db import transaction

from accounts.roles import Can
from accounts.services.places import add_channel
from accounts.viewer import Viewer
from lib.local_text import LocalText, local
from operations.services import record_trail
from organisations.models import Channel, Organisation
from programs.models import Engagement
from touchpoints.mapping.document import MapDocument, Note, Place, Stretch
from touchpoints.models import Journey, JourneyMap, Touchpoint
from touchpoints.services.journeys import choose_start_way, create_journey, ensure_map
from touchpoints.services.maps.imports import draw_on
from touchpoints.services.rights import NotYours
from touchpoints.services.touchpoints import CodeTaken
from touchpoints.templates_of_journeys import Template

Named = TypeVar("Named", Touchpoint, Channel)


@dataclass(frozen=True, slots=True)
class StartPlan:
    """What a template would make here. The document has the codes and languages that it would get here.

    `reused` says which touchpoint of the template exists already, by its code in the template.
    """

    template: Template
    document: MapDocument
    reused: Mapping[str, Touchpoint]
    new: Sequence[Place]
    new_channels: Mapping[str, LocalText]


def start_plan(*, template: Template, organisation: Organisation) -> StartPlan:
    """Look at what exists: a touchpoint of the same name is used again, so is a channel of the same code or name."""
    there = _There(organisation.language_codes)
    channels = {code: there.channel(code, name) for code, name in template.channels.items()}
    stages = [there.stage(stage, channels) for stage in template.document.stages]
    document = replace(template.document, name=there.said(template.document.name), stages=stages)
    used = {place.channel for place in document.places}
    return StartPlan(
        template=template,
        document=document,
        reused=there.reused,
        new=list(there.new.values()),
        new_channels={code: there.said(name) for code, name in template.channels.items()
                      if channels[code] == code and code in used and code not in there.channel_codes},
    )  # fmt: skip


class _There:
    """What the organisation has, and what of a template it would get."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = languages
        self.touchpoints = _by_name(Touchpoint.objects.filter(archived_at=None))
        self.taken = set(Touchpoint.objects.values_list("code", flat=True))
        channels = list(Channel.objects.all())
        self.channel_codes = {channel.code for channel in channels}
        self.channels = {name: channel.code for name, channel in _by_name(channels).items()}
        self.reused: dict[str, Touchpoint] = {}
        self.new: dict[str, Place] = {}

    def said(self, text: LocalText) -> dict[str, str]:
        """A text in the organisation's languages."""
        return {code: text[code] for code in self.languages if code in text} or dict(text)

    def channel(self, code: str, name: LocalText) -> str:
        """The code of the channel here."""
        if code in self.channel_codes:
            return code
        return next((self.channels[one] for one in _names(name) if one in self.channels), code)

    def stage(self, stage: Stretch, channels: Mapping[str, str]) -> Stretch:
        """A stage as it would stand here; a touchpoint stands on it once."""
        places: dict[str, Place] = {}
        for place in stage.places:
            here = self.place(place, channels.get(place.channel, ""))
            places.setdefault(here.code, here)
        return replace(
            stage, name=self.said(stage.name), places=list(places.values()),
            notes=[Note(note.lane, self.said(note.text)) for note in stage.notes],
        )  # fmt: skip

    def place(self, place: Place, channel: str) -> Place:
        """A touchpoint as it would be here: the one of this name, or a new one with a free code."""
        known = next((self.touchpoints[one] for one in _names(place.name) if one in self.touchpoints), None)
        if known:
            self.reused[place.code] = known
            return replace(place, code=known.code, name=known.name, control=known.control,
                           depends_on=known.depends_on, channel=channel)  # fmt: skip
        if place.code not in self.new:
            name, depends_on = self.said(place.name), self.said(place.depends_on)
            self.new[place.code] = replace(place, code=self._free(place.code), name=name, depends_on=depends_on)
        made = self.new[place.code]
        return replace(place, code=made.code, name=made.name, depends_on=made.depends_on, channel=channel)

    def _free(self, code: str) -> str:
        """The code, or with a number if another touchpoint has it."""
        free, number = code, 1
        while free in self.taken:
            number += 1
            free = f"{code[:46]}-{number}"
        self.taken.add(free)
        return free


def _names(name: LocalText) -> list[str]:
    return [" ".join(text.casefold().split()) for text in name.values() if text.strip()]


def _by_name(rows: Iterable[Named]) -> dict[str, Named]:
    return {name: row for row in rows for name in _names(row.name)}


@transaction.atomic
def start_journey_from_template(
    *, engagement: Engagement, template: Template, code: str, name: LocalText, by: Viewer, way: str = ""
) -> JourneyMap:
    """The journey with its first map as the template draws it; what exists already under the same name is used again.

    :param way: which knowledge the team begins with, if it said so
    :raises NotYours: the committee and consultants draw journeys
    :raises CodeTaken: the engagement has a journey of this code
    """
    if not by.can(Can.EDIT_PROGRAMME):
        raise NotYours
    if Journey.objects.filter(engagement=engagement, code=code).exists():
        raise CodeTaken(code)
    organisation = engagement.organisation
    plan = start_plan(template=template, organisation=organisation)
    for position, (channel, called) in enumerate(plan.new_channels.items(), start=Channel.objects.count() + 1):
        add_channel(organisation=organisation, code=channel, name=called, actor=by.actor, position=position)
    journey = create_journey(engagement=engagement, code=code, name=name, actor=by.actor)
    if way:
        choose_start_way(journey=journey, way=way, by=by)
    drawn = ensure_map(journey)
    drawn.note = local(template.name, organisation.language_codes[0])
    drawn.save(update_fields=["note"])
    draw_on(drawn, plan.document, plan.new, actor=by.actor)
    record_trail(
        organisation=organisation, actor=by.actor, actor_name=by.name, action="journey.started_from_template",
        target=journey, details={"template": template.code, "touchpoints": len(plan.new), "reused": len(plan.reused),
                                 "channels": len(plan.new_channels)},
    )  # fmt: skip
    return drawn
