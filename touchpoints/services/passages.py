"""Words that are said exactly so: vetted by a lawyer, signed off for a time, and vetted anew once they change."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from lib.local_text import LocalText
from touchpoints.models import Script, ScriptPassage, VersionState
from touchpoints.services.rights import NotYours
from touchpoints.wording import PassageText


class PassageNotVetted(ValueError):
    """A passage carries no sign-off, or one that no longer holds."""


class SignOffRefused(ValueError):
    """A sign-off names who vetted the words and a day in the future, and stands at a version not yet replaced."""


def write_passages(script: Script, passages: Sequence[PassageText]) -> None:
    """Write a draft's passages; one whose words stayed keeps its sign-off, a changed one needs another."""
    vetted = _sign_offs(script)
    script.passages.all().delete()
    for position, passage in enumerate(passages, start=1):
        kept = vetted.get(_words(passage.text))
        ScriptPassage.objects.create(
            organisation=script.organisation,
            script=script,
            position=position,
            text=dict(passage.text),
            basis=passage.basis.strip(),
            vetted_by=kept.vetted_by if kept else "",
            vetted_at=kept.vetted_at if kept else None,
            valid_until=kept.valid_until if kept else None,
            recorded_by=kept.recorded_by if kept else "",
        )


def _sign_offs(script: Script) -> dict[tuple[tuple[str, str], ...], ScriptPassage]:
    """Words that were vetted for this draft or the version that holds; the later sign-off counts."""
    written = ScriptPassage.objects.filter(script__touchpoint=script.touchpoint_id, vetted_at__isnull=False)
    here = written.filter(script__state=VersionState.APPROVED) | written.filter(script=script)
    return {_words(passage.text): passage for passage in here.order_by("vetted_at", "pk")}


def _words(text: LocalText) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((code, " ".join(words.split())) for code, words in text.items() if words.strip()))


@transaction.atomic
def sign_off_passage(*, passage: ScriptPassage, vetted_by: str, valid_until: date, by: Viewer, at: datetime) -> None:
    """Keep who vetted the words and until when they hold.

    :raises NotYours: only the committee and the sponsor keep sign-offs
    :raises SignOffRefused: nobody is named, the day has passed, or the version is replaced
    """
    if not by.can(Can.APPROVE_SCRIPT):
        raise NotYours
    if not vetted_by.strip() or valid_until < at.date() or passage.script.state == VersionState.RETIRED:
        raise SignOffRefused
    passage.vetted_by, passage.vetted_at = vetted_by.strip(), at
    passage.valid_until, passage.recorded_by = valid_until, by.actor
    passage.save(update_fields=["vetted_by", "vetted_at", "valid_until", "recorded_by"])
    enter(
        passage.script.touchpoint, by, "script.passage_signed_off", version=passage.script.number,
        passage=passage.position, vetted_by=passage.vetted_by, valid_until=valid_until.isoformat(),
    )  # fmt: skip


def refuse_unvetted(script: Script, *, on: date) -> None:
    """Nothing, where every passage of the script carries a sign-off that holds on the day.

    :raises PassageNotVetted: one does not
    """
    if any(not holds_on(passage, on) for passage in script.passages.all()):
        raise PassageNotVetted


def holds_on(passage: ScriptPassage, day: date) -> bool:
    """Whether the passage carries a sign-off that holds on the day."""
    return passage.vetted_at is not None and passage.valid_until is not None and passage.valid_until >= day
