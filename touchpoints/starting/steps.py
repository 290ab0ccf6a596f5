"""Two ways to start a map: from what staff know, checked with customers; or from what customers said, held against
what staff know. Each has its own first steps; whether one is done is read from what is there, never ticked by hand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from touchpoints.mapping.document import MapDocument
from touchpoints.mapping.words import COMPANYS_LANES, FeelingKind, Lane, StartWay

FEWEST_STAGES = 3
_WORDS_OF_CUSTOMERS = {Lane.THOUGHT.value, Lane.PAIN.value, Lane.GAIN.value}
_COMPANYS = {lane.value for lane in COMPANYS_LANES}


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is of a journey, counted."""

    stages: int = 0
    bare_stages: int = 0  # without a touchpoint
    silent_stages: int = 0  # nobody wrote what the customer does there
    unfelt_stages: int = 0  # nobody supposed what customers feel there
    faceless_stages: int = 0  # nothing of the company's side is written there
    wordless_stages: int = 0  # no thought, pain or gain of customers
    touchpoints: int = 0
    beyond_control: int = 0
    ownerless: int = 0
    moments: int = 0
    supposed: int = 0
    measured: int = 0
    segments: int = 0
    ideas: int = 0
    rounds: int = 0
    wishes: int = 0  # maps of how it shall be


def facts_of(document: MapDocument, measured: set[str], **counted: int) -> Facts:
    """What a map tells, and what else was counted."""
    places = {place.code: place for place in document.places}
    moments = {place.code for place in document.places if place.is_moment_of_truth}
    shown = {place.code for place in document.places if place.is_moment_of_truth and not place.is_hypothesis}
    lanes = [{note.lane for note in stage.notes} for stage in document.stages]
    return Facts(
        stages=len(document.stages),
        bare_stages=sum(1 for stage in document.stages if not stage.places),
        silent_stages=sum(1 for written in lanes if Lane.DOING.value not in written),
        unfelt_stages=sum(1 for one in document.stages if one.level(FeelingKind.HYPOTHESIS.value) is None),
        faceless_stages=sum(1 for written in lanes if not written & _COMPANYS),
        wordless_stages=sum(1 for written in lanes if not written & _WORDS_OF_CUSTOMERS),
        touchpoints=len(places),
        beyond_control=sum(1 for place in places.values() if place.control != "owned"),
        ownerless=sum(1 for place in places.values() if not place.owner),
        moments=len(moments),
        supposed=len(moments - shown),
        measured=len(measured & set(places)),
        **counted,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its words, the page where it is done, and when it is done."""

    key: str
    page: str
    text: str | Promise
    why: str | Promise
    is_done: Callable[[Facts], bool]
    left: Callable[[Facts], int] = lambda facts: 0
    left_text: str | Promise = ""


def _every_stage(left: Callable[[Facts], int]) -> Callable[[Facts], bool]:
    return lambda facts: facts.stages > 0 and left(facts) == 0


def _stage_step(key: str, text: str | Promise, why: str | Promise, left: Callable[[Facts], int]) -> Step:
    """A step that is done once it is done at every stage."""
    told = ngettext_lazy("missing at %(n)s stage", "missing at %(n)s stages", "n")
    return Step(key, "edit", text, why, _every_stage(left), left, told)


_PATH = Step(
    "stages", "edit", _("Name the stages of the path"),
    _("From before the customer knows you to after the service; from the customer's side, not by departments."),
    lambda facts: facts.stages >= FEWEST_STAGES,
)  # fmt: skip
_TOUCHPOINTS = _stage_step(
    "touchpoints", _("Put the touchpoints on every stage"),
    _("Also those that are not in your hands: the customer meets them all the same."), lambda facts: facts.bare_stages,
)  # fmt: skip
_OWNERS = Step(
    "owners", "owners", _("Give every touchpoint an owner"), _("What belongs to everybody is done by nobody."),
    lambda facts: facts.touchpoints > 0 and facts.ownerless == 0, lambda facts: facts.ownerless,
    ngettext_lazy("%(n)s touchpoint has nobody", "%(n)s touchpoints have nobody", "n"),
)  # fmt: skip
_ASK = Step(
    "ask", "surveys", _("Ask customers at the touchpoints"),
    _("A survey with questions about single touchpoints; done once the first answers are measured on this map."),
    lambda facts: facts.measured > 0,
)  # fmt: skip

INSIDE_OUT: Sequence[Step] = (
    _PATH,
    _TOUCHPOINTS,
    _stage_step("doing", _("Write down what the customer does"),
                _("Ask those who see it every day, then stand there yourself for an hour."),
                lambda facts: facts.silent_stages),
    _stage_step("feelings", _("Suppose what customers feel"),
                _("A hypothesis on every stage, dashed on the map until customers were asked."),
                lambda facts: facts.unfelt_stages),
    Step("moments", "edit", _("Mark the supposed moments of truth"),
         _("Few touchpoints decide loyalty. Say which ones you suppose; the answers will show."),
         lambda facts: facts.moments > 0),
    Step("rounds", "rounds", _("Let staff draw the path from memory"),
         _("Each alone, before they see the map: what nobody names is missing in the house, not only on paper."),
         lambda facts: facts.rounds > 0),
    Step("ideas", "ideas", _("Collect obstacles and ideas from the front line"),
         _("What keeps them from serving well is known there first."), lambda facts: facts.ideas > 0),
    _OWNERS,
    _ASK,
    Step("check", "map", _("Replace what you supposed by what customers said"),
         _("Compare the dashed curve with the measured one; no moment of truth stays a mere hypothesis."),
         lambda facts: facts.measured > 0 and facts.moments > 0 and facts.supposed == 0,
         lambda facts: facts.supposed,
         ngettext_lazy("%(n)s moment of truth is only supposed", "%(n)s moments of truth are only supposed", "n")),
)  # fmt: skip

OUTSIDE_IN: Sequence[Step] = (
    Step("segments", "segments", _("Say whose journey it is"),
         _("Segments of customers by what they expect, not by what is easy to count."),
         lambda facts: facts.segments > 0),
    _ASK,
    _PATH,
    _TOUCHPOINTS,
    Step("beyond", "edit", _("Add what customers meet outside your walls"),
         _("Customers tell of partners, offices and other customers' words; put them where they told of them."),
         lambda facts: facts.beyond_control > 0),
    _stage_step("words", _("Write down thoughts, pains and gains in customers' words"),
                _("From answers, interviews and complaints; as they said it, not as the house calls it."),
                lambda facts: facts.wordless_stages),
    Step("shown", "drivers", _("Mark the moments of truth that the answers show"),
         _("Importance times performance tells them; a mark without proof stays a hypothesis."),
         lambda facts: facts.moments > facts.supposed),
    _stage_step("backstage", _("Add the company's side behind every stage"),
                _("Only now: processes, systems, partners and law that make what customers told of."),
                lambda facts: facts.faceless_stages),
    Step("rounds", "rounds", _("Hold staff's view beside it"),
         _("Let staff draw the path from memory and show them where customers see it otherwise."),
         lambda facts: facts.rounds > 0),
    _OWNERS,
    Step("wish", "copy", _("Draw how it shall be"),
         _("A copy of the map with what shall change; both stay to be compared."), lambda facts: facts.wishes > 0),
)  # fmt: skip

STEPS = {StartWay.INSIDE_OUT: INSIDE_OUT, StartWay.OUTSIDE_IN: OUTSIDE_IN}


@dataclass(frozen=True, slots=True)
class Seen:
    """A step with its state."""

    step: Step
    is_done: bool
    left: str


def seen(way: str, facts: Facts) -> list[Seen]:
    """The first steps of a way, each with its state; none as long as no way is chosen."""
    return [
        Seen(step, done := step.is_done(facts), "" if done or not step.left(facts) else _left(step, facts))
        for step in (STEPS[StartWay(way)] if way else ())
    ]


def _left(step: Step, facts: Facts) -> str:
    return str(step.left_text % {"n": step.left(facts)})
