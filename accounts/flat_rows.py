"""Lists of flat rows for programs: a page at a time by `limit` and `cursor`, with an entity tag, and described.

class Courses(ApiView):
    @listed("courses_list", "Courses", "training", {"code": TEXT, "name": LOCAL})
    def get(self, request):
        return answer_page(request, courses_of(viewer=self.viewer), write_course)
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from accounts.openapi import ALWAYS, PAGING, UNCHANGED, object_of, page_of, problems
from accounts.rest import bad_parameter, entity_tag, next_address, not_modified, page_limit


def listed(
    operation_id: str,
    summary: str,
    tag: str,
    columns: Mapping[str, Any],
    *,
    parameters: Sequence[OpenApiParameter] = PAGING,
    names_a_row: bool = False,
) -> Any:
    """The decorator of `get` that describes a list of rows with these columns.

    :param names_a_row: the address names something, which may not be there
    """
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        tags=[tag],
        parameters=list(parameters),
        responses={
            (200, "application/json"): OpenApiResponse(page_of(object_of(columns))),
            **UNCHANGED,
            **problems(*ALWAYS, *([404] if names_a_row else [])),
        },
    )


def answer_page(
    request: Request,
    rows: QuerySet[Any],
    written: Callable[[Any], Mapping[str, Any]],
    *,
    place: str = "pk",
) -> HttpResponse:
    """The page that the request asks for, each row as `written` writes it, with exactly the columns described.

    :param rows: everything the key may read
    :param place: the number that orders the rows and stands in the cursor; no two rows share one
    """
    limit = page_limit(request)
    found = list(rows.order_by(place).filter(**{f"{place}__gt": _cursor_of(request)})[: limit + 1])
    page: list[Model] = found[:limit]
    following = next_address(request, str(getattr(page[-1], place))) if len(found) > limit else None
    return answer_rows(request, [written(row) for row in page], following)


def _cursor_of(request: Request) -> int:
    """After which row the page begins; 0 for the first page."""
    raw = request.GET.get("cursor", "")
    if not raw:
        return 0
    if not (raw.isascii() and raw.isdigit() and len(raw) < 19):
        raise bad_parameter("cursor", _("This cursor was not given by this address."))
    return int(raw)


def answer_rows(request: Request, rows: Sequence[Mapping[str, Any]], following: str | None = None) -> HttpResponse:
    """These rows, or 304 when the client has them already."""
    body = orjson.dumps({"results": rows, "next": following})
    tag = entity_tag(body)
    return not_modified(request, tag) or HttpResponse(body, content_type="application/json", headers={"ETag": tag})
