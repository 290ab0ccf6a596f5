"""Filters of the pages: the same parameters as in the API, as selects."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from feedback.models import Source
from lib.local_text import local
from lib.periods import day_of
from metrics.queries import Dimension, FigureError, FigureQuery, GroupBy, figure_query
from organisations.models import Channel, Unit
from programs.models import SegmentAxis


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: its parameter, words, options and what is chosen."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


def today_of(request: MemberRequest) -> date:
    """Today where the organisation is."""
    return day_of(timezone.now(), request.organisation.time_zone)


def asked(request: MemberRequest) -> tuple[FigureQuery, str]:
    """The query of the address and, where it cannot be read, an empty one with the reason in words."""
    try:
        return figure_query(request.GET, today=today_of(request)), ""
    except FigureError as error:
        return FigureQuery(), error.detail


def filters_of(request: MemberRequest) -> list[Choice]:
    """The filters that there is something to choose for."""
    segments = [
        (f"{axis.code}:{segment.code}", segment.in_words)
        for axis in SegmentAxis.objects.filter(archived_at=None).prefetch_related("segments")
        for segment in axis.segments.all()
    ]
    known = [
        ("unit", _("Unit"), _named(Unit)),
        ("channel", _("Channel"), _named(Channel)),
        ("segment", _("Segment"), segments),
        ("source", _("Came in by"), [(value, str(label)) for value, label in Source.choices]),
    ]
    return [Choice(name, label, options, request.GET.get(name, "")) for name, label, options in known if options]


def _named(model: type[Unit] | type[Channel]) -> list[tuple[str, str]]:
    return [(row.code, local(row.name) or row.code) for row in model.objects.all()]


def divisions() -> list[tuple[str, str]]:
    """What a question can be divided by, as `group_by` writes it."""
    axes = SegmentAxis.objects.filter(archived_at=None)
    return [
        *((f"{Dimension.SEGMENT}:{axis.code}", local(axis.name) or axis.code) for axis in axes),
        (str(Dimension.UNIT), _("Unit")),
        (str(Dimension.CHANNEL), _("Channel")),
        (str(Dimension.SOURCE), _("Came in by")),
        ("month", _("Month")),
        ("year", _("Year")),
    ]


def division(text: str) -> GroupBy:
    """The chosen division; by unit where none is chosen. :raises FigureError: bad_group_by"""
    return GroupBy.parse(text or str(Dimension.UNIT))
