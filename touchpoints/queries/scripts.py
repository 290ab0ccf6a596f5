"""Scripts: what the frontline reads on a phone, versions and how two differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.differences import Difference, differences
from lib.local_text import every_text, local
from lib.texts import matches
from touchpoints.models import MisfitState, Script, ScriptBranch, ScriptPassage, ScriptStep, Touchpoint, VersionState
from touchpoints.queries.touchpoints import may_read, own_touchpoint_ids, touchpoints_of
from touchpoints.wording import BranchText, ContactText, PassageText, ScriptText, StepText

ENDS_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OwnTouchpoint:
    """One of a member's touchpoints with the script that holds there."""

    touchpoint: Touchpoint
    script: Script | None
    step_count: int


def own_touchpoints(*, viewer: Viewer, words: str = "") -> list[OwnTouchpoint]:
    """The touchpoints at which the viewer works, in order, each with its approved script.

    :param words: only those in whose name or script they all stand
    """
    if viewer.membership_id is None:
        return []
    approved = Script.objects.filter(state=VersionState.APPROVED).annotate(step_count=Count("steps"))
    own = Touchpoint.objects.filter(pk__in=own_touchpoint_ids(viewer.membership_id)).prefetch_related(
        Prefetch("scripts", with_parts(approved) if words else approved, to_attr="approved_scripts")
    )
    found = [_own(touchpoint) for touchpoint in own]
    return [one for one in found if matches(_words_of(one), words)] if words else found


def _own(touchpoint: Touchpoint) -> OwnTouchpoint:
    script: Script | None = next(iter(touchpoint.approved_scripts), None)  # type: ignore[attr-defined]
    return OwnTouchpoint(touchpoint, script, script.step_count if script else 0)  # type: ignore[attr-defined]


def _words_of(one: OwnTouchpoint) -> str:
    return f"{every_text(one.touchpoint.name)} {script_text(one.script) if one.script else ''}"


def script_text(script: Script) -> str:
    """All words of a script in all languages, for search."""
    texts = [script.title, script.escalation]
    for step in script.steps.all():
        texts += [step.act, step.say]
        for branch in step.branches.all():
            texts += [branch.when, branch.then]
    texts += [passage.text for passage in script.passages.all()]
    texts += [contact.name for contact in script.contacts.all()]
    return " ".join(every_text(text) for text in texts)


def with_parts(scripts: QuerySet[Script]) -> QuerySet[Script]:
    """Scripts with their steps, harder cases, contacts and passages, in five questions however many they are."""
    branches = Prefetch("steps__branches", ScriptBranch.objects.select_related("contact"))
    return scripts.prefetch_related("steps", branches, "contacts", "passages")


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a script holds: its own last day and that of its vetted passages, whichever comes first."""

    last_day: date | None
    today: date
    unvetted: Sequence[ScriptPassage] = ()

    @property
    def is_over(self) -> bool:
        return self.last_day is not None and self.last_day < self.today

    @property
    def ends_soon(self) -> bool:
        return self.last_day is not None and self.today <= self.last_day <= self.today + ENDS_SOON


def validity_of(script: Script, *, today: date) -> Validity:
    """Until when a script with its parts may be used."""
    passages = list(script.passages.all())
    days = [day for day in (script.expires_on, *(passage.valid_until for passage in passages)) if day]
    unvetted = [one for one in passages if not (one.vetted_at and one.valid_until and one.valid_until >= today)]
    return Validity(min(days, default=None), today, unvetted)


class ScriptFilter(models.TextChoices):
    """What a list of scripts is looked through for."""

    HOLDING = "holding", pgettext_lazy("scripts", "holding")
    WAITING = "waiting", pgettext_lazy("scripts", "waiting for approval")
    ENDING = "ending", pgettext_lazy("scripts", "ended or ending within thirty days")
    MISSING = "missing", pgettext_lazy("scripts", "none yet")


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """A touchpoint with the script that holds there, the one in the making, and open remarks."""

    touchpoint: Touchpoint
    held: Script | None
    waiting: Script | None
    validity: Validity | None
    remarks: int


def script_lines(*, viewer: Viewer, today: date, words: str = "", kind: str = "") -> list[ScriptLine]:
    """Every touchpoint the viewer may read with its scripts; `words` and `kind` choose."""
    seen = with_parts(Script.objects.filter(state__in=[VersionState.APPROVED, VersionState.PROPOSED]))
    remarks = Count("misfits", filter=Q(misfits__state=MisfitState.OPEN))
    found = touchpoints_of(viewer=viewer).annotate(remark_count=remarks)
    found = found.prefetch_related(Prefetch("scripts", seen, to_attr="seen_scripts"))
    takes_part = viewer.can(Can.READ_PROGRAMME)
    lines = [_line(touchpoint, today, takes_part) for touchpoint in found]
    return [line for line in lines if _is_of(line, kind) and matches(_line_words(line), words)]


def _line(touchpoint: Touchpoint, today: date, takes_part: bool) -> ScriptLine:
    scripts: list[Script] = touchpoint.seen_scripts  # type: ignore[attr-defined]
    held = next((one for one in scripts if one.state == VersionState.APPROVED), None)
    waiting = next((one for one in scripts if one.state == VersionState.PROPOSED), None) if takes_part else None
    count: int = touchpoint.remark_count  # type: ignore[attr-defined]
    return ScriptLine(touchpoint, held, waiting, validity_of(held, today=today) if held else None, count)


def _is_of(line: ScriptLine, kind: str) -> bool:
    ends = bool(line.validity and (line.validity.is_over or line.validity.ends_soon))
    chosen = {
        ScriptFilter.HOLDING: line.held is not None,
        ScriptFilter.WAITING: line.waiting is not None,
        ScriptFilter.ENDING: ends,
        ScriptFilter.MISSING: line.held is None,
    }
    return chosen.get(kind, True)  # type: ignore[call-overload,no-any-return]


def _line_words(line: ScriptLine) -> str:
    said = [script_text(one) for one in (line.held, line.waiting) if one]
    return " ".join([every_text(line.touchpoint.name), *said])


def published_scripts(*, viewer: Viewer) -> list[Script]:
    """The scripts that hold at the viewer's own touchpoints, with all their parts."""
    own = own_touchpoint_ids(viewer.membership_id) if viewer.membership_id else frozenset()
    held = Script.objects.filter(state=VersionState.APPROVED, touchpoint__in=own).select_related("touchpoint")
    return list(with_parts(held).order_by("touchpoint__position", "touchpoint__code"))


def readable_script(*, touchpoint: Touchpoint, viewer: Viewer, number: int | None = None) -> Script | None:
    """The approved script, or the version of a number, with its parts; nothing where the viewer may not read.

    Versions in the making are for those who take part in the programme and for their author.
    """
    if not may_read(touchpoint=touchpoint, viewer=viewer):
        return None
    scripts = with_parts(Script.objects.filter(touchpoint=touchpoint))
    if number is None:
        return scripts.filter(state=VersionState.APPROVED).first()
    found = scripts.filter(number=number).first()
    return found if found and _may_see(found, viewer) else None


def _may_see(script: Script, viewer: Viewer) -> bool:
    return script.is_frozen or viewer.can(Can.READ_PROGRAMME) or script.written_by == viewer.actor


def compare_scripts(before: Script, after: Script) -> list[Difference]:
    """Two versions part by part in the reader's language."""
    return differences(script_parts(before), script_parts(after))


def script_parts(script: Script) -> list[tuple[str, str]]:
    """The words of a stored script, with its parts read before, by the names of their places."""
    return text_parts(text_of_script(script))


def text_parts(text: ScriptText) -> list[tuple[str, str]]:
    """The words of a script by the names of their places; what is empty is left out."""
    called = [" ".join(filter(None, (local(one.name), one.phone, local(one.hours)))) for one in text.contacts]
    parts = [(_("Title"), local(text.title))]
    for number, step in enumerate(text.steps, start=1):
        parts += _step_parts(_("Step %(number)s") % {"number": number}, step, text)
    parts += [
        (_("Passage %(number)s") % {"number": number}, local(passage.text))
        for number, passage in enumerate(text.passages, start=1)
    ]
    parts.append((_("Whom to call on"), " ".join(filter(None, (local(text.escalation), "; ".join(called))))))
    parts.append((_("Holds until"), text.expires_on.isoformat() if text.expires_on else ""))
    return [(label, words) for label, words in parts if words]


def _step_parts(here: str, step: StepText, text: ScriptText) -> list[tuple[str, str]]:
    parts = [
        (here, local(step.act)),
        (_("%(step)s: say") % {"step": here}, local(step.say)),
        (_("%(step)s: avoid") % {"step": here}, local(step.avoid)),
    ]
    for number, branch in enumerate(step.branches, start=1):
        label = _("%(step)s, harder case %(number)s") % {"step": here, "number": number}
        named = branch.contact is not None and branch.contact < len(text.contacts)
        called = f" → {local(text.contacts[branch.contact or 0].name)}" if named else ""
        parts.append((label, f"{local(branch.when)} → {local(branch.then)}{called}"))
    return parts


def text_of_script(script: Script) -> ScriptText:
    """A stored script, with its parts read before, as it is written."""
    contacts = list(script.contacts.all())
    places = {contact.pk: place for place, contact in enumerate(contacts)}
    return ScriptText(
        title=script.title,
        escalation=script.escalation,
        why=script.why if not script.is_frozen else "",
        expires_on=script.expires_on,
        steps=[_step_text(step, places) for step in script.steps.all()],
        contacts=[ContactText(contact.name, contact.phone, contact.hours) for contact in contacts],
        passages=[PassageText(passage.text, passage.basis) for passage in script.passages.all()],
    )


def _step_text(step: ScriptStep, places: dict[int, int]) -> StepText:
    branches = [BranchText(one.when, one.then, places.get(one.contact_id or 0)) for one in step.branches.all()]
    return StepText(step.act, step.say, step.avoid, branches)
