"""What is still open about a version that shall be decided, and where its languages no longer say the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from brandpromise.models import Opinion, PillarText, Promise, Remark, RemarkVerdict
from brandpromise.queries.consultation import consultation_of
from brandpromise.queries.feasibility import feasibility_of
from lib.local_text import LocalText, local


@dataclass(frozen=True, slots=True)
class Readiness:
    """What has not been done for a version: proposing it all the same needs a reason.

    :param round_until: the last day of a round that proposing would end
    """

    heard: bool
    remarks_waiting: int
    units_asked: bool
    units_against: int
    round_until: date | None

    @property
    def is_heard(self) -> bool:
        """Whether our own people had their say and an answer to it."""
        return self.heard and not self.remarks_waiting

    @property
    def is_deliverable(self) -> bool:
        """Whether units were asked, and all that were asked say that they can."""
        return self.units_asked and not self.units_against

    @property
    def is_complete(self) -> bool:
        return self.is_heard and self.is_deliverable


def readiness_of(promise: Promise) -> Readiness:
    """How far a version is, before it is proposed or decided."""
    asked, last = feasibility_of(promise), consultation_of(promise)
    waiting = Remark.objects.filter(opinion__consultation__promise=promise, verdict=RemarkVerdict.WAITING)
    return Readiness(
        heard=Opinion.objects.filter(consultation__promise=promise).exists(),
        remarks_waiting=waiting.count(),
        units_asked=bool(asked.rows),
        units_against=len(asked.stands_against),
        round_until=last.closes_on if last and last.closed_at is None else None,
    )


def left_behind(promise: Promise, before: Promise | None, languages: Sequence[str]) -> dict[str, list[str]]:
    """By language the parts that were rewritten in another language only, or that it does not have at all.

    :param before: the version whose words it began from
    """
    found: dict[str, list[str]] = defaultdict(list)
    for label, now, earlier in _parts(promise, before):
        for language in behind(now, earlier, languages):
            if label not in found[language]:
                found[language].append(label)
    return {language: found[language] for language in languages if language in found}


def behind(now: LocalText, before: LocalText, languages: Iterable[str]) -> list[str]:
    """The languages in which a text is missing, or still the earlier one while another language has a new one."""
    written = {language for language in languages if now.get(language)}
    changed = {language for language in written if now[language] != before.get(language)}
    return [one for one in languages if (written and one not in written) or (changed and one in written - changed)]


def _parts(promise: Promise, before: Promise | None) -> Iterator[tuple[str, LocalText, LocalText]]:
    """Every text with what it is called and what it was."""
    labels = {"text": _("Promise"), "audience": _("For whom"), "proof": _("Why it can be believed")}
    for field, label in labels.items():
        yield label, getattr(promise, field), getattr(before, field, {})
    yield _("What changed and why"), promise.what_changed, {}
    earlier: Mapping[int, PillarText] = {one.pillar_id: one for one in before.pillars.all()} if before else {}
    for pillar in promise.pillars.all():
        label = _("Pillar “%(pillar)s”") % {"pillar": local(pillar.name)}
        for field in ("name", "meaning", "proof"):
            yield label, getattr(pillar, field), getattr(earlier.get(pillar.pillar_id), field, {})
    for driver in promise.drivers.all():
        for text in (driver.name, driver.goal, driver.how):
            yield _("What it brings the company"), text, {}
