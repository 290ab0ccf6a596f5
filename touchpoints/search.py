"""What of the journey can be found: touchpoints, scripts, journeys."""

from collections.abc import Iterable

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Can
from lib.local_text import every_text
from operations.search import Entry, search_source
from organisations.models import Channel, Organisation
from touchpoints.models import (
    ChannelVolume,
    Design,
    DesignStandard,
    EcosystemActor,
    Idea,
    Initiative,
    Journey,
    MappingRound,
    MapReview,
    Process,
    ProcessMap,
    Script,
    Touchpoint,
    VersionState,
)
from touchpoints.queries.scripts import script_text, with_parts
from touchpoints.services.mental.rounds import round_address


@search_source("touchpoint", label=_("Touchpoints"))
def touchpoints(organisation: Organisation) -> Iterable[Entry]:
    """Every touchpoint in use; whose own it is decides who finds it."""
    for touchpoint in Touchpoint.objects.filter(archived_at=None):
        yield Entry(
            title=touchpoint.name or touchpoint.code,
            address=reverse("touchpoints:touchpoint", args=[organisation.slug, touchpoint.code]),
            needs=Can.READ_SCRIPTS,
            words=f"{touchpoint.code} {every_text(touchpoint.description)}",
            note=touchpoint.description,
            touchpoint_id=touchpoint.pk,
        )


@search_source("script", label=_("Scripts"))
def scripts(organisation: Organisation) -> Iterable[Entry]:
    """Approved scripts, by their words too."""
    found = Script.objects.filter(state=VersionState.APPROVED, touchpoint__archived_at=None)
    for script in with_parts(found.select_related("touchpoint")):
        yield Entry(
            title=script.title or script.touchpoint.name,
            address=reverse("touchpoints:script", args=[organisation.slug, script.touchpoint.code]),
            needs=Can.READ_SCRIPTS,
            words=script_text(script),
            note=script.touchpoint.name,
            touchpoint_id=script.touchpoint_id,
        )


@search_source("design", label=_("Desired experiences"))
def designs(organisation: Organisation) -> Iterable[Entry]:
    """Approved designs by what customers shall experience."""
    found = Design.objects.filter(state=VersionState.APPROVED, touchpoint__archived_at=None)
    for design in found.select_related("touchpoint"):
        yield Entry(
            title=design.desired,
            address=reverse("touchpoints:design", args=[organisation.slug, design.touchpoint.code, design.number]),
            needs=Can.READ_SCRIPTS,
            words=every_text(design.today),
            note=design.touchpoint.name,
            touchpoint_id=design.touchpoint_id,
        )


@search_source("standard", label=_("Service standards"))
def standards(organisation: Organisation) -> Iterable[Entry]:
    """Standards of approved designs, by code and name."""
    found = DesignStandard.objects.filter(design__state=VersionState.APPROVED, design__touchpoint__archived_at=None)
    for wording in found.select_related("standard", "design__touchpoint"):
        touchpoint = wording.design.touchpoint
        yield Entry(
            title=wording.name,
            address=reverse("touchpoints:standard", args=[organisation.slug, touchpoint.code, wording.standard.code]),
            needs=Can.READ_SCRIPTS,
            words=f"{wording.standard.code} {wording.basis}",
            note=touchpoint.name,
            touchpoint_id=touchpoint.pk,
        )


@search_source("channels", label=_("Channels"))
def channels(organisation: Organisation) -> Iterable[Entry]:
    """Touchpoints whose channels were counted, by the channels' names."""
    names: dict[Touchpoint, list[str]] = {}
    counted = ChannelVolume.objects.filter(touchpoint__archived_at=None).order_by()
    pairs = set(counted.values_list("touchpoint", "channel").distinct())
    touchpoints = Touchpoint.objects.in_bulk({touchpoint for touchpoint, _channel in pairs})
    used = Channel.objects.in_bulk({channel for _touchpoint, channel in pairs})
    for key, channel in sorted(pairs):
        names.setdefault(touchpoints[key], []).append(every_text(used[channel].name))
    for touchpoint, said in names.items():
        yield Entry(
            title=touchpoint.name or touchpoint.code,
            address=reverse("touchpoints:touchpoint_channels", args=[organisation.slug, touchpoint.code]),
            needs=Can.READ_PROGRAMME,
            words=" ".join([touchpoint.code, *said]),
            touchpoint_id=touchpoint.pk,
        )


@search_source("journey", label=_("Journeys"))
def journeys(organisation: Organisation) -> Iterable[Entry]:
    """Journeys with the names of their stages and the notes on their maps."""
    for journey in Journey.objects.select_related("engagement").prefetch_related("maps__stages__notes"):
        stages = [stage for drawn in journey.maps.all() for stage in drawn.stages.all()]
        words = [every_text(stage.name) for stage in stages]
        words += [every_text(note.text) for stage in stages for note in stage.notes.all()]
        page = reverse("touchpoints:touchpoints", args=[organisation.slug, journey.engagement.slug])
        yield Entry(
            title=journey.name or journey.code,
            address=f"{page}?journey={journey.code}",
            needs=Can.READ_PROGRAMME,
            words=" ".join(dict.fromkeys(words)),
            note=journey.engagement.name,
        )


@search_source("initiative", label=_("Changes"))
def initiatives(organisation: Organisation) -> Iterable[Entry]:
    """Changes by what they change, whose need they serve and where."""
    rows = Initiative.objects.filter(engagement__archived_at=None).select_related("engagement")
    for one in rows.prefetch_related("touchpoints__touchpoint"):
        places = (every_text(link.touchpoint.name) for link in one.touchpoints.all())
        texts = (every_text(text) for text in (one.description, one.benefit, one.need, one.gain))
        yield Entry(
            title=one.name or f"{one.number}",
            address=reverse("touchpoints:initiative", args=[organisation.slug, one.engagement.slug, one.public_id]),
            needs=Can.READ_PROGRAMME,
            words=" ".join([*texts, *places]),
            note=one.description,
        )


@search_source("process", label=_("Processes"))
def processes(organisation: Organisation) -> Iterable[Entry]:
    """Processes by name and code, and by the steps of the version that holds."""
    found = Process.objects.filter(touchpoint__archived_at=None).select_related("touchpoint")
    held = ProcessMap.objects.filter(state=VersionState.APPROVED).prefetch_related("steps")
    for process in found.prefetch_related(Prefetch("maps", held)):
        steps = (every_text(step.name) for drawn in process.maps.all() for step in drawn.steps.all())
        yield Entry(
            title=process.name or process.code,
            address=reverse("touchpoints:process", args=[organisation.slug, process.code]),
            needs=Can.READ_SCRIPTS,
            words=" ".join([process.code, *steps]),
            note=process.touchpoint.name,
            touchpoint_id=process.touchpoint_id,
        )


@search_source("idea", label=_("Ideas"))
def ideas(organisation: Organisation) -> Iterable[Entry]:
    """Ideas and obstacles by their own words; nobody is found by name."""
    for idea in Idea.objects.select_related("touchpoint"):
        yield Entry(
            title=idea.title,
            address=reverse("touchpoints:idea", args=[organisation.slug, idea.public_id]),
            needs=Can.PROPOSE_IDEA,
            words=f"{idea.text} {idea.answer}",
            note=idea.touchpoint.name if idea.touchpoint else "",
        )


@search_source("mapping", label=_("Journeys from memory"))
def mapping_rounds(organisation: Organisation) -> Iterable[Entry]:
    """Rounds by their journey and what they are for; what people wrote is not searched."""
    for held in MappingRound.objects.select_related("journey__engagement").defer("frozen"):
        yield Entry(
            title=held.journey.name or held.journey.code,
            address=round_address(held),
            needs=Can.READ_PROGRAMME,
            words=held.note,
            note=held.note,
        )


@search_source("review", label=_("Reviews of mapping sessions"))
def map_reviews(organisation: Organisation) -> Iterable[Entry]:
    """Sessions by title, notes and what was agreed."""
    rows = MapReview.objects.select_related("journey__engagement").prefetch_related("answers", "actions")
    for review in rows:
        notes = [one.note for one in review.answers.all()] + [one.text for one in review.actions.all()]
        yield Entry(
            title=review.title,
            address=reverse(
                "touchpoints:map_review", args=[organisation.slug, review.journey.engagement.slug, review.public_id]
            ),
            needs=Can.READ_PROGRAMME,
            words=" ".join(notes),
            note=review.journey.name,
        )


@search_source("actor", label=_("Ecosystem"))
def actors(organisation: Organisation) -> Iterable[Entry]:
    """Actors of the ecosystem by what they do to the experience, and by contract or rule."""
    for actor in EcosystemActor.objects.filter(archived_at=None):
        yield Entry(
            title=actor.name or actor.code,
            address=reverse("touchpoints:ecosystem_actor", args=[organisation.slug, actor.code]),
            needs=Can.READ_PROGRAMME,
            words=f"{actor.code} {every_text(actor.terms)} {actor.reference}",
            note=actor.does,
        )
