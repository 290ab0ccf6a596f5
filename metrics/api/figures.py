"""GET /api/v1/metrics, /nps, /metrics.csv and /indicators."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request

from accounts.openapi import ALWAYS, PAGING, UNCHANGED, page_of, problems
from accounts.rest import (
    ApiView,
    Problem,
    all_at_once,
    bad_parameter,
    entity_tag,
    next_address,
    not_modified,
    page_limit,
)
from accounts.roles import Can
from lib.csv_files import lines_of
from lib.periods import day_of
from metrics.api import documents
from metrics.api.leading import leading_indicators
from metrics.api.paging import page_after
from metrics.indicators import EVERY, PAIRED
from metrics.queries import (
    Dimension,
    Figure,
    FigureError,
    FigureQuery,
    Lookups,
    figure_query,
    figures,
    figures_depend_on,
)
from metrics.queries.pairing import promised_questions
from metrics.queries.rows import COLUMNS

MOST_CSV_ROWS = 100_000
_FILTERS = {
    "scale", "survey", "question", "touchpoint", "segment", "channel", "unit", "source", "period", "from", "to",
    "group_by", "weighted", "confidence", "include", "fill", "indicator", "pillar",
}  # fmt: skip
_PAGING = {"limit", "cursor"}
# A client may always look again, and is told quickly when nothing changed.
_CACHING = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Accept-Language"}


class AnyAccept(BaseContentNegotiation):
    """Spreadsheets and browsers ask for anything; these addresses have one form each."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class FigureView(ApiView):
    """What the addresses of figures share: one query, one entity tag."""

    needs = {"GET": (Can.READ_FIGURES,)}
    content_negotiation_class = AnyAccept
    indicator = ""

    def asked(self, request: Request, allowed: set[str]) -> FigureQuery:
        """The query of the address.

        :raises Problem: parameters are unknown or cannot be read; it points to each
        """
        faults = list(self._faults_of_names(request, allowed))
        query = None
        try:
            query = figure_query(request.GET, today=self.today, indicator=self.indicator)
        except FigureError as error:
            faults += map(_problem, error.every)
        try:
            page_limit(request)
        except Problem as fault:
            faults.append(fault)
        if query is None or faults:
            raise all_at_once(faults + _unknown_codes(request))
        return query

    def _faults_of_names(self, request: Request, allowed: set[str]) -> Iterator[Problem]:
        for name in request.GET:
            if name not in allowed and not name.startswith("_"):
                detail = _("There is no parameter %(name)s.") % {"name": name[:60]}
                yield bad_parameter(name, detail, "unknown_parameter")
        named = request.GET.get("indicator", "")
        if self.indicator and named not in ("", self.indicator):
            yield bad_parameter("indicator", _("This address gives one indicator only."), "indicator_fixed")

    def found(self, request: Request, query: FigureQuery) -> list[Figure]:
        """The rows of the query. :raises Problem: it has no answer as asked"""
        try:
            return figures(query, viewer=self.viewer, today=self.today)
        except FigureError as error:
            first = _problem(error)
            others = [fault for fault in _unknown_codes(request) if fault.problem_detail != first.problem_detail]
            raise all_at_once([first, *others]) from None

    @property
    def today(self) -> Any:
        return day_of(timezone.now(), self.organisation.time_zone)

    def tag(self, request: Request) -> str:
        """Changes whenever the answer could: counts, set-up, the query, the day, the key's sight."""
        sight = (self.viewer.may_open_answers, self.viewer.unit_ids, self.viewer.touchpoint_ids)
        query = sorted((name, tuple(values)) for name, values in request.GET.lists())
        pairs = promised_questions() if request.GET.get("indicator") in PAIRED else None
        return entity_tag(
            figures_depend_on(self.organisation), pairs, sight, self.today, request.path.rstrip("/"), query
        )


def _problem(error: FigureError) -> Problem:
    return bad_parameter(error.parameter, error.detail, error.code)


def _unknown_codes(request: Request) -> list[Problem]:
    """A fault for every code in the filters that stands for nothing."""
    filters = {dimension: request.GET.getlist(dimension) for dimension in Dimension}
    named = {dimension: [code.strip() for code in codes if code.strip()] for dimension, codes in filters.items()}
    return [_problem(error) for error in Lookups().unknown_codes(named)]


class Metrics(FigureView):
    """Flat rows of any indicator."""

    @extend_schema(
        operation_id="metrics_list",
        summary=_("Figures"),
        description=documents.RULE,
        tags=["figures"],
        parameters=[documents.INDICATOR_PARAMETER, *documents.FILTERS, *PAGING],
        responses={
            (200, "application/json"): OpenApiResponse(documents.PAGE),
            **UNCHANGED,
            **problems(*ALWAYS),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        query = self.asked(request, _FILTERS | _PAGING)
        limit = page_limit(request)
        tag = self.tag(request)
        if unchanged := not_modified(request, tag):
            return unchanged
        rows = self.found(request, query)
        page, cursor = page_after(rows, query, cursor=request.GET.get("cursor", ""), limit=limit)
        body: dict[str, Any] = {
            "results": [row.as_row() for row in page],
            "next": next_address(request, cursor) if cursor else None,
        }
        if notes := _notes(rows, query):
            body["notes"] = notes
        return HttpResponse(orjson.dumps(body), content_type="application/json", headers={"ETag": tag, **_CACHING})


class Nps(Metrics):
    """The same rows of the recommendation indicator."""

    indicator = "nps"

    @extend_schema(
        operation_id="nps_list",
        summary=_("Recommendation index (NPS)"),
        description=documents.RULE,
        tags=["figures"],
        parameters=[*documents.FILTERS, *PAGING],
        responses={
            (200, "application/json"): OpenApiResponse(documents.PAGE),
            **UNCHANGED,
            **problems(*ALWAYS),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        return super().get(request)


class MetricsFile(FigureView):
    """The same rows as a CSV file, not paged."""

    @extend_schema(
        operation_id="metrics_csv",
        summary=_("Figures as CSV"),
        description=documents.RULE,
        tags=["figures"],
        parameters=[documents.INDICATOR_PARAMETER, *documents.FILTERS],
        responses={
            (200, "text/csv"): OpenApiResponse({"type": "string"}),
            **UNCHANGED,
            **problems(*ALWAYS),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        query = self.asked(request, _FILTERS)
        tag = self.tag(request)
        if unchanged := not_modified(request, tag):
            return unchanged
        rows = self.found(request, query)
        if len(rows) > MOST_CSV_ROWS:
            raise Problem("too_many_rows", detail=_("More than 100,000 rows: group by less, or ask for a period."))
        headers = {"ETag": tag, "Content-Disposition": 'attachment; filename="metrics.csv"', **_CACHING}
        return HttpResponse(figures_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)


def _notes(rows: Sequence[Figure], query: FigureQuery) -> list[str]:
    """What a reader of the rows should know: why there is one row where several were asked for."""
    if not query.group_by.has(Dimension.TOUCHPOINT) or not rows:
        return []
    if any(row.touchpoint is not None or row.suppressed for row in rows):
        return []
    return [
        _(
            "These answers belong to no touchpoint: the question asks about the whole. Ratings are by touchpoint: "
            "indicator=rating_mean with group_by=touchpoint."
        )
    ]


def figures_csv(rows: list[Figure]) -> str:
    """The rows as a CSV file; what does not apply is empty, a zero is 0."""
    return "".join(lines_of([COLUMNS, *(_cells(row) for row in rows)]))


def _cells(row: Figure) -> list[Any]:
    return [_cell(value) for value in row.as_row().values()]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


class Indicators(ApiView):
    """What can be computed of answers, and what is measured before customers feel it: the service standards."""

    needs = {"GET": (Can.READ_FIGURES,)}
    content_negotiation_class = AnyAccept

    @extend_schema(
        operation_id="indicators_list",
        summary=_("Indicators"),
        tags=["figures"],
        parameters=[],
        responses={
            (200, "application/json"): OpenApiResponse(page_of(documents.INDICATOR)),
            **UNCHANGED,
            **problems(*ALWAYS),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        found = [*(_written(key) for key in EVERY), *leading_indicators(viewer=self.viewer)]
        body = orjson.dumps({"results": found, "next": None})
        tag = entity_tag(body, get_language())
        return not_modified(request, tag) or HttpResponse(
            body, content_type="application/json", headers={"ETag": tag, **_CACHING}
        )


def _written(key: str) -> dict[str, Any]:
    indicator = EVERY[key]
    return {
        "key": indicator.key,
        "label": str(indicator.label),
        "unit": str(indicator.unit),
        "direction": str(indicator.direction),
        "scale": [str(scale) for scale in indicator.scales],
        "smallest_n": indicator.smallest_n,
        "definition_version": indicator.definition_version,
        "definition": f"{indicator.summary} {indicator.formula}",
        "leading": False,
        "touchpoint": None,
        "wanted": None,
        "values": None,
    }
