"""Scripts that send people to somebody by name: handed over, the next version is drafted with the successor's name.

A version that holds does not change: until the draft is approved, the former name stands and the thing stays open.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.viewer import Viewer
from lib.local_text import LocalText, every_text
from lib.texts import fold
from organisations.models import Organisation
from touchpoints.answering.holdings import Held, Person
from touchpoints.models import Script, Touchpoint, VersionState
from touchpoints.queries.scripts import text_of_script, with_parts
from touchpoints.services.scripts import UNAPPROVED, draft_script


def find_contacts(organisation: Organisation, people: Sequence[Person]) -> Iterator[Held]:
    """Approved scripts whose contacts or words of escalation name them."""
    in_making = Script.objects.filter(state__in=UNAPPROVED).prefetch_related("contacts")
    touchpoints = Touchpoint.objects.filter(archived_at=None, scripts__state=VersionState.APPROVED).distinct()
    versions = Script.objects.filter(state=VersionState.APPROVED).prefetch_related("contacts")
    found = touchpoints.prefetch_related(
        Prefetch("scripts", versions, to_attr="holding"), Prefetch("scripts", in_making, to_attr="in_making")
    )
    for touchpoint in found:
        for person in people:
            if any(_names(script, person) for script in touchpoint.holding):
                waits = any(not _names(script, person) for script in touchpoint.in_making)
                address = reverse("touchpoints:script", args=[organisation.slug, touchpoint.code])
                key = f"{touchpoint.code}.{person.key}"
                yield Held("contact", key, person, touchpoint.name, address, waits=waits)


def _names(script: Script, person: Person) -> bool:
    texts = [every_text(script.escalation), *(every_text(one.name) for one in script.contacts.all())]
    return f" {fold(person.name)} " in f" {fold(_bare(' '.join(texts)))} "


def _bare(text: str) -> str:
    return re.sub(r"[,.;:()/]", " ", text)


def hand_contact(held: Held, to: Membership, by: Viewer, at: datetime) -> None:
    """Draft the next version, from the draft where one is in the making, with the other name."""
    touchpoint = Touchpoint.objects.select_related("organisation").get(code=held.key.partition(".")[0])
    versions = with_parts(Script.objects.filter(touchpoint=touchpoint, state__in=[*UNAPPROVED, VersionState.APPROVED]))
    base = max(versions, key=lambda script: script.number)
    text = text_of_script(base)
    old, new = held.person.name, to.user.name
    draft_script(
        touchpoint=touchpoint,
        title=text.title,
        steps=text.steps,
        escalation=_renamed(text.escalation, old, new),
        contacts=[replace(one, name=_renamed(one.name, old, new)) for one in text.contacts],
        passages=text.passages,
        expires_on=text.expires_on,
        why=_("%(new)s is called on instead of %(old)s.") % {"new": new, "old": old},
        by=by,
    )


def _renamed(text: LocalText, old: str, new: str) -> dict[str, str]:
    """The text with one name for the other in every language."""
    return {code: re.sub(re.escape(old), lambda _found: new, words, flags=re.I) for code, words in text.items()}
