"""How the details of the trail's entries read to people: what they are called, and what codes of ours stand for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms.settings import OPTION_WORDS
from accounts.models import Membership
from accounts.roles import Role
from audits.models import AuditKind, FindingState
from brandpromise.models import CanDeliver
from feedback.models import Survey
from metrics.forms import EXTRAS, FILES, SHAPES
from organisations.models import Organisation
from programs.models import StageKind
from touchpoints.answering.words import Part
from touchpoints.changing.launching import Level, PointKind, Quality
from touchpoints.changing.states import ChangeState
from touchpoints.mapping.words import MapKind, StartWay
from touchpoints.models import IdeaState, MisfitState
from touchpoints.models.standards import ValueSource

Words = Mapping[str, str | Promise]

DETAILS: Words = {
    "about": pgettext_lazy("detail in the trail", "about"),
    "added": _("added"),
    "after": pgettext_lazy("detail in the trail", "after"),
    "alone": _("decided alone"),
    "answer": pgettext_lazy("detail in the trail", "answer"),
    "answers": pgettext_lazy("detail in the trail", "answers"),
    "approves": _("approves"),
    "at_least": pgettext_lazy("detail in the trail", "counts from"),
    "axis": pgettext_lazy("detail in the trail", "segment axis"),
    "bad": _("not read"),
    "before": pgettext_lazy("detail in the trail", "before"),
    "board": pgettext_lazy("detail in the trail", "board of ideas"),
    "change": pgettext_lazy("detail in the trail", "number of the change"),
    "changed": _("changed"),
    "channels": pgettext_lazy("detail in the trail", "new channels"),
    "code": _("code"),
    "cost": pgettext_lazy("detail in the trail", "cost"),
    "cycle": _("cycle"),
    "deleted": pgettext_lazy("detail in the trail", "deleted"),
    "different": _("different"),
    "expires_at": pgettext_lazy("detail in the trail", "valid until"),
    "extras": pgettext_lazy("detail in the trail", "also"),
    "fields": pgettext_lazy("detail in the trail", "changed"),
    "findings": _("findings"),
    "form": pgettext_lazy("detail in the trail", "file"),
    "from": pgettext_lazy("from a day or number", "from"),
    "ideas": pgettext_lazy("detail in the trail", "ideas"),
    "job_role": pgettext_lazy("detail in the trail", "function"),
    "kind": _("kind"),
    "leaving": _("leaving"),
    "level": pgettext_lazy("detail in the trail", "must or should"),
    "map": pgettext_lazy("detail in the trail", "map"),
    "minutes": pgettext_lazy("detail in the trail", "minutes"),
    "new": pgettext_lazy("detail in the trail", "new"),
    "note": _("note"),
    "number": pgettext_lazy("detail in the trail", "number"),
    "of": pgettext_lazy("so many of so many", "of"),
    "out_of_order": pgettext_lazy("detail in the trail", "out of order"),
    "parent": pgettext_lazy("detail in the trail", "above it"),
    "part": pgettext_lazy("detail in the trail", "part"),
    "passage": _("passage"),
    "points": pgettext_lazy("detail in the trail", "things open"),
    "present": _("present"),
    "question": pgettext_lazy("detail in the trail", "question"),
    "questions": pgettext_lazy("detail in the trail", "questions"),
    "reason": _("reason"),
    "rejected": _("rejected"),
    "reused": pgettext_lazy("detail in the trail", "touchpoints used again"),
    "roles": _("roles"),
    "rows": _("lines"),
    "scopes": _("scopes"),
    "shape": pgettext_lazy("detail in the trail", "lines"),
    "source": pgettext_lazy("detail in the trail", "comes from"),
    "stage": _("stage"),
    "standard": _("standard"),
    "starts_at": _("begins"),
    "state": pgettext_lazy("detail in the trail", "state"),
    "step": pgettext_lazy("detail in the trail", "step of a process"),
    "stored": _("stored"),
    "survey": _("survey"),
    "surveys": _("surveys"),
    "taken_up": pgettext_lazy("remark", "taken up"),
    "target_share": pgettext_lazy("detail in the trail", "share that is wanted (%)"),
    "template": pgettext_lazy("detail in the trail", "template"),
    "things": pgettext_lazy("detail in the trail", "handed over"),
    "to": pgettext_lazy("detail in the trail", "to"),
    "touchpoints": pgettext_lazy("detail in the trail", "new touchpoints"),
    "unchanged": _("unchanged"),
    "unit": _("unit"),
    "units": _("units"),
    "until": _("until"),
    "updated": _("updated"),
    "valid_until": _("valid until"),
    "verdict": _("verdict"),
    "version": _("version"),
    "vetted_by": _("vetted by"),
    "way": pgettext_lazy("detail in the trail", "way to start"),
    "who": pgettext_lazy("detail in the trail", "who"),
    "with_scores": pgettext_lazy("detail in the trail", "ratings too"),
}

# Fields of forms, where the models have no words for them.
FIELDS: Words = {
    "comment": _("Question that is the comment"),
    "cycle": _("Cycle"),
    "main_ces": _("Main question of effort"),
    "main_csat": _("Main question of satisfaction"),
    "main_nps": _("Main question of recommendation"),
    "version": _("Questionnaire"),
    **OPTION_WORDS,
}

# Whose fields an action names among its details.
FIELDS_OF: Mapping[str, type[Model]] = {
    "member.changed": Membership,
    "settings.changed": Organisation,
    "survey.changed": Survey,
}

# Values that are codes of ours, by the detail they stand under …
CODES: Mapping[str, Words] = {
    "extras": dict(EXTRAS),
    "form": dict(FILES),
    "kind": dict(AuditKind.choices),
    "languages": dict(settings.LANGUAGES),
    "level": dict(Level.choices),
    "roles": dict(Role.choices),
    "shape": dict(SHAPES),
    "source": dict(ValueSource.choices),
    "stage": dict(StageKind.choices),
    "verdict": dict(CanDeliver.choices),
    "way": dict(StartWay.choices),
}
# … and where the same detail stands for something else, by the action too.
CODES_OF: Mapping[tuple[str, str], Words] = {
    ("finding.outcome", "state"): dict(FindingState.choices),
    ("idea.answered", "state"): dict(IdeaState.choices),
    ("initiative.moved", "after"): dict(ChangeState.choices),
    ("initiative.moved", "before"): dict(ChangeState.choices),
    ("launch.point_removed", "kind"): dict(PointKind.choices),
    ("launch.point_saved", "kind"): dict(PointKind.choices),
    ("launch.quality_answered", "answer"): dict(Quality.choices),
    ("responsibility.given", "part"): dict(Part.choices),
    ("responsibility.taken", "part"): dict(Part.choices),
    ("script.remark_answered", "state"): dict(MisfitState.choices),
}
AMOUNTS = {"cost", "minutes"}  # numbers kept as text, with the point of programs
MAPS = {("map.copied", "from")}  # details that name a map, as `map` does: "as_is 1"


def detail_words(
    details: Mapping[str, Any], action: str = "", codes: Mapping[str, Words] | None = None
) -> Iterator[tuple[str, str]]:
    """Names and values that say something to a reader; empty ones and identifiers stay in the file.

    :param action: what happened; the same name may mean one thing here and another there
    :param codes: what rows are called, by detail and code
    """
    reader = _Reader(action, codes or {})
    for name, value in details.items():
        said = reader.value(name, value)
        if said and name != "address":
            yield reader.name(name), said


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the details of one action."""

    action: str
    codes: Mapping[str, Words] = field(default_factory=dict)

    def name(self, name: str) -> str:
        return str(DETAILS[name]) if name in DETAILS else self.field(name)

    def field(self, name: str) -> str:
        """What a field is called where it is filled in."""
        if name in FIELDS:
            return str(FIELDS[name])
        try:
            return str(FIELDS_OF[self.action]._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        except (KeyError, FieldDoesNotExist):
            return name.replace("_", " ")

    def value(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        if isinstance(value, list | tuple):
            return ", ".join(filter(None, (self.value(name, inner) for inner in value)))
        if isinstance(value, Mapping):
            told = ((self.name(inner), self.value(inner, one)) for inner, one in value.items())
            return ", ".join(f"{inner}: {one}" for inner, one in told if one)
        return "" if value is None else self._text(name, str(value))

    def _text(self, name: str, text: str) -> str:
        if name == "fields":
            return self.field(text)
        if name == "map" or (self.action, name) in MAPS:
            return _map(text)
        if name in AMOUNTS:
            return number_format(Decimal(text))
        if (moment := _moment(text)) is not None:
            return date_format(moment, "DATETIME_FORMAT" if isinstance(moment, datetime) else "DATE_FORMAT")
        words = CODES_OF.get((self.action, name)) or self.codes.get(name) or CODES.get(name, {})
        return "" if _is_identifier(text) else str(words.get(text, text))


def _map(text: str) -> str:
    kind, _space, number = text.rpartition(" ")
    return f"{dict(MapKind.choices).get(kind, kind)} {number}"


def _moment(text: str) -> date | datetime | None:
    """The day, or the moment in the reader's zone, that the text stands for; nothing for other words."""
    if text[4:5] != "-":
        return None
    try:
        moment = parse_datetime(text) if len(text) > len("2026-05-31") else None
        return localtime(moment) if moment and moment.tzinfo else parse_date(text)
    except ValueError:
        return None


def _is_identifier(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
