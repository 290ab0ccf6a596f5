"""What employees say of a draft: the ranking through the minimum-n gate, remarks, and what was taken up from whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.models import Employee, Membership
from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.models import Consultation, Opinion, PillarPlace, PillarText, Promise, Remark, RemarkVerdict
from lib import privacy
from lib.local_text import local
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class RankedPillar:
    """A pillar with the mean of the places it was given, 1 being the best, and how often it came first."""

    pillar: PillarText
    mean: float
    first: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The pillars in the order of their mean place. Hidden below the smallest group: neither order nor n is known."""

    rows: Sequence[RankedPillar] = ()
    n: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A remark as it may be read: without a name where its author asked for that."""

    remark: Remark
    author: str
    unit: str
    pillar: str

    @property
    def is_taken_up(self) -> bool:
        return self.remark.verdict == RemarkVerdict.TAKEN_UP

    @property
    def waits(self) -> bool:
        return self.remark.verdict == RemarkVerdict.WAITING


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """A round as a viewer meets it.

    :param remarks: all of them for who takes part in the programme; for others what was taken up, and their own
    """

    consultation: Consultation
    pillars: Sequence[PillarText]
    own: Opinion | None
    takes_opinions: bool
    ranking: Ranking
    remarks: Sequence[RemarkView]
    waiting: int

    @property
    def own_places(self) -> dict[int, int]:
        return {place.pillar_id: place.place for place in self.own.places.all()} if self.own else {}

    @property
    def own_remarks(self) -> dict[int | None, str]:
        return {remark.pillar_id: remark.text for remark in self.own.remarks.all()} if self.own else {}


def consultation_of(promise: Promise) -> Consultation | None:
    """The last round about a version."""
    return _rounds().filter(promise=promise).first()


def open_consultation_on(day: date) -> Consultation | None:
    """The round that takes opinions on a day."""
    return _rounds().filter(closed_at=None, closes_on__gte=day).first()


def _rounds() -> QuerySet[Consultation]:
    rows: QuerySet[Consultation] = Consultation.objects.select_related("promise", "organisation")
    return rows


def has_said(consultation: Consultation, *, viewer: Viewer) -> bool:
    """Whether the viewer has given an opinion in a round."""
    return Opinion.objects.filter(consultation=consultation, member=viewer.membership_id).exists()


def consultation_view(
    consultation: Consultation, *, viewer: Viewer, organisation: Organisation, today: date
) -> ConsultationView:
    """A round with its results, as far as the viewer may read them."""
    pillars = list(consultation.promise.pillars.select_related("pillar"))
    opinions = list(consultation.opinions.prefetch_related("places", "remarks"))
    own = next((one for one in opinions if one.member_id == viewer.membership_id), None)
    takes = consultation.takes_opinions(today)
    may_read = viewer.can(Can.READ_PROGRAMME)
    remarks = _remarks(Remark.objects.filter(opinion__consultation=consultation), pillars)
    return ConsultationView(
        consultation=consultation,
        pillars=pillars,
        own=own,
        takes_opinions=takes and viewer.membership_id is not None,
        ranking=_ranking(opinions, pillars, organisation) if may_read or not takes else Ranking(),
        remarks=[one for one in remarks if may_read or one.is_taken_up or (own and one.remark.opinion_id == own.pk)],
        waiting=sum(one.waits for one in remarks),
    )


def taken_up(promise: Promise, *, pillars: Iterable[PillarText]) -> list[RemarkView]:
    """What of the employees' words went into a version, and from whom: for everybody who reads it."""
    rows = Remark.objects.filter(opinion__consultation__promise=promise, verdict=RemarkVerdict.TAKEN_UP)
    return _remarks(rows, pillars)


def _remarks(rows: QuerySet[Remark], pillars: Iterable[PillarText]) -> list[RemarkView]:
    """By pillar, the whole last; inside by their words, so that no order tells who wrote when."""
    order = {text.pillar_id: (place, local(text.name)) for place, text in enumerate(pillars)}
    last = (len(order), "")
    found = rows.select_related("opinion__member__user", "opinion__unit", "answered_by__user", "pillar")
    views = [_remark_view(one, order) for one in found]
    return sorted(views, key=lambda view: (order.get(view.remark.pillar_id or 0, last)[0], view.remark.text))


def _remark_view(remark: Remark, order: Mapping[int, tuple[int, str]]) -> RemarkView:
    opinion = remark.opinion
    called = order.get(remark.pillar_id or 0, (0, ""))[1]
    return RemarkView(
        remark=remark,
        author=str(opinion.member.user) if opinion.is_named else "",
        unit=local(opinion.unit.name) if opinion.is_named and opinion.unit else "",
        pillar=called or (remark.pillar.name if remark.pillar else ""),
    )


def _ranking(opinions: Sequence[Opinion], pillars: Sequence[PillarText], organisation: Organisation) -> Ranking:
    """Mean places over those who ranked; who left a pillar out put it behind all they named, at the middle place."""
    ranked = [places for one in opinions if (places := list(one.places.all()))]
    if not ranked:
        return Ranking(n=0)
    rows = sorted((_ranked(text, ranked, len(pillars)) for text in pillars), key=lambda row: row.mean)
    rule = privacy.Rule(privacy.Subject.EMPLOYEES, organisation.minimum_employees)
    shown = privacy.gate_total(privacy.Cell("ranking", len(ranked), rows), rule=rule)
    return Ranking(shown.payload or (), shown.n, shown.hidden)


def _ranked(text: PillarText, ranked: Sequence[Sequence[PillarPlace]], of: int) -> RankedPillar:
    places = [_place_of(text.pillar_id, given, of) for given in ranked]
    return RankedPillar(text, sum(places) / len(places), sum(place == 1 for place in places))


def _place_of(pillar_id: int, given: Sequence[PillarPlace], of: int) -> float:
    named = next((one.place for one in given if one.pillar_id == pillar_id), None)
    return named if named is not None else (len(given) + 1 + of) / 2


def consultation_evidence(consultation: Consultation) -> dict[str, Any]:
    """What was heard, as frozen evidence; below the smallest group without the number of people."""
    opinions = consultation.opinions.count()
    remarks = Remark.objects.filter(opinion__consultation=consultation)
    enough = opinions >= consultation.organisation.minimum_employees
    told = {"version": consultation.promise.number,
            "taken_up": remarks.filter(verdict=RemarkVerdict.TAKEN_UP).count()}  # fmt: skip
    return told | ({"opinions": opinions, "remarks": remarks.count()} if enough else {})


def own_unit_id(viewer: Viewer) -> int | None:
    """Where a member works: as the roster says, else as the membership does."""
    if viewer.user_id is None or viewer.membership_id is None:
        return None
    employee = Employee.objects.filter(user_id=viewer.user_id).values_list("unit_id", flat=True).first()
    if employee is not None:
        return int(employee)
    unit: int | None = Membership.objects.values_list("unit_id", flat=True).get(pk=viewer.membership_id)
    return unit
