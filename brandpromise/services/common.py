"""What the services of the promise share: their refusals, and the entry in the trail."""

from typing import Any

from accounts.services import trail
from accounts.viewer import Viewer
from brandpromise.models import Carrier, Claim, Promise
from lib.both_texts import take_revision
from operations.services import record_trail


class NotADraft(ValueError):
    """The version waits for approval, is approved or replaced: it no longer changes."""


class CodeTaken(ValueError):
    """Another one of this kind has this code."""


def counted_up(stored: Promise | Carrier | Claim, opened: int | None) -> int:
    """The text's next revision, counted up where it is stored, so that of two who write at once one wins.

    :param opened: the revision that was opened; None where nobody had opened anything
    :raises ChangedMeanwhile: somebody else saved since then
    """
    began = stored.revision if opened is None else opened
    take_revision(type(stored).objects.filter(pk=stored.pk), began)
    return began + 1


def locked_draft(promise: Promise) -> Promise:
    """The version as it is stored now, held until the transaction ends.

    :raises NotADraft: it is no longer a draft
    """
    stored: Promise = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    if not stored.is_draft:
        raise NotADraft
    return stored


def enter(promise: Promise, actor: str, action: str, **details: Any) -> None:
    """Enter what was done to a version."""
    record_trail(organisation=promise.organisation, actor=actor, action=action, target=promise,
                 details={"version": promise.number, **details})  # fmt: skip


def enter_thing(thing: Carrier | Claim, by: Viewer, action: str, **details: Any) -> None:
    """Enter what was done to a carrier or a claim."""
    trail.enter(thing, by, action, code=thing.code, **details)
