"""Reading ideas by key: what was proposed, how many want it, what became of it. No persons."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from accounts.flat_rows import answer_page, listed
from accounts.openapi import DAY, ID, TEXT, WHOLE, one_of, or_null, several
from accounts.rest import ApiView
from accounts.roles import Can
from touchpoints.models import Idea, IdeaKind, IdeaState
from touchpoints.queries.ideas import ideas_of
from touchpoints.services.adoption import Adoption, taken_into

_IDEA = {
    "id": ID,
    "kind": one_of(IdeaKind.values),
    "title": TEXT,
    "text": TEXT,
    "touchpoint": or_null(TEXT),
    "state": one_of(IdeaState.values),
    "votes": WHOLE,
    "comments": WHOLE,
    "proposed_on": DAY,
    "answer": TEXT,
    "answered_on": or_null(DAY),
    "taken_into": one_of([str(one) for one in Adoption]),
    "tags": several(TEXT),
}


class Ideas(ApiView):
    """Employees' ideas and obstacles. Who had one, voted or spoke is not told by key."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("ideas_list", "Employees' ideas and obstacles", "programme", _IDEA)
    def get(self, request: Request) -> HttpResponse:
        return answer_page(request, ideas_of(viewer=self.viewer), _idea)


def _idea(row: Idea) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "kind": str(row.kind),
        "title": row.title,
        "text": row.text,
        "touchpoint": row.touchpoint.code if row.touchpoint else None,
        "state": str(row.state),
        "votes": row.vote_count,  # type: ignore[attr-defined]
        "comments": row.comment_count,  # type: ignore[attr-defined]
        "proposed_on": row.created_at.date(),
        "answer": row.answer,
        "answered_on": row.answered_at.date() if row.answered_at else None,
        "taken_into": str(taken_into(row)),
        "tags": row.tags,
    }
