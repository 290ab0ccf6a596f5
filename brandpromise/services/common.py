"""What the services of the promise share: their refusals, and the entry in the trail."""

from typing import Any

from django.db import models

from accounts.viewer import Viewer
from brandpromise.models import Promise
from operations.services import record_trail


class NotADraft(ValueError):
    """The version waits for approval, is approved or replaced: it no longer changes."""


class CodeTaken(ValueError):
    """Another one of this kind has this code."""


class EditedMeanwhile(ValueError):
    """Somebody else saved since the text was opened: both texts have to be seen before one of them stays."""

    def __init__(self, stored: models.Model) -> None:
        super().__init__("edited meanwhile")
        self.stored = stored


def check_revision(stored: models.Model, opened: int | None) -> None:
    """Refuse to write over what somebody saved after the text was opened.

    :param opened: the revision that was opened; None where nobody had opened anything
    :raises EditedMeanwhile: there is a later one
    """
    if opened is not None and stored.revision != opened:  # type: ignore[attr-defined]
        raise EditedMeanwhile(stored)


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


def enter_thing(thing: Any, by: Viewer, action: str, **details: Any) -> None:
    """Enter what was done to a carrier or a claim."""
    record_trail(organisation=thing.organisation, actor=by.actor, actor_name=by.name, action=action, target=thing,
                 target_name=str(thing), details={"code": thing.code, **details})  # fmt: skip
