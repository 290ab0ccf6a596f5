"""One search over everything the reader may see."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.viewer import Viewer
from operations.queries.search import FEWEST_LETTERS, find
from operations.search import search_kinds
from operations.services.search import refresh_if_stale

LONGEST = 100
MOST = 100


@needs(Can.USE)
@require_safe
def search(request: MemberRequest, slug: str) -> HttpResponse:
    """What was found, by kind; `?q=` holds the words, so that a search can be sent to a colleague."""
    viewer: Viewer = request.viewer
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    refresh_if_stale(organisation=request.organisation)
    held = [str(can) for can in viewer.capabilities]
    found = find(query=words, capabilities=held, touchpoint_ids=viewer.touchpoint_ids, limit=MOST)
    labels = {kind.name: str(kind.label) for kind in search_kinds()}
    ordered = sorted(found, key=lambda entry: (labels.get(entry.kind, entry.kind), entry.kind))
    by_kind = groupby(ordered, key=lambda entry: entry.kind)
    groups = [(labels.get(kind, kind), list(entries)) for kind, entries in by_kind]
    context = {
        "slug": slug,
        "words": words,
        "groups": groups,
        "count": len(found),
        "is_full": len(found) == MOST,
        "too_short": 0 < len(words.replace(" ", "")) < FEWEST_LETTERS,
    }
    return render(request, "cem/search.html", context)
