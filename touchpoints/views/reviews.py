"""Reviews of mapping sessions: the list with what sessions brought so far, a new one, and one with its actions."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest, viewer_of
from accounts.roles import Can
from accounts.sending import once
from programs.engagements import engagement_or_404
from touchpoints.forms.mental import ActionForm, ReviewForm
from touchpoints.models import MapReview, MapReviewAction
from touchpoints.queries import journeys_of
from touchpoints.queries.reviews import reviews_in, tallies
from touchpoints.services import reviews as writing
from touchpoints.services.adoption import open_changes
from touchpoints.views.mental.common import tabs

ON_A_PAGE = 20


@needs(Can.READ_PROGRAMME)
@require_safe
def map_reviews(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """Sessions looked back on, the newest first; `?journey=` narrows them."""
    shown, viewer = engagement_or_404(request, engagement), viewer_of(request)
    found = reviews_in(engagements=[shown], viewer=viewer)
    journey = request.GET.get("journey", "")
    if journey:
        found = found.filter(journey__code=journey)
    context = {
        "slug": slug,
        "engagement": shown,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "tallies": tallies(found),
        "journeys": journeys_of(engagement=shown),
        "chosen": journey,
        "may_edit": viewer.can(Can.EDIT_PROGRAMME),
        "tabs": tabs(slug, shown, "reviews"),
    }
    return render(request, "touchpoints/reviews/list.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def map_review_new(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """Look back on a session: five answers and what is done next."""
    shown, today = engagement_or_404(request, engagement), timezone.localdate()
    form = ReviewForm(
        request.POST or None, journeys=journeys_of(engagement=shown), today=today, initial={"held_on": today}
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        made = writing.record_review(
            journey=typed["journey"], title=typed["title"], held_on=typed["held_on"], people=typed["people"],
            answers=form.answers, actions=form.actions, by=viewer_of(request), at=timezone.now(),
        )  # fmt: skip
        return redirect("touchpoints:map_review", slug=slug, engagement=shown.slug, key=made.public_id)
    return render(request, "touchpoints/reviews/new.html", {"slug": slug, "engagement": shown, "form": form})


def _review_or_404(request: MemberRequest, engagement: str, key: UUID) -> MapReview:
    """The review of this key.

    :raises Http404: there is none
    """
    shown = engagement_or_404(request, engagement)
    found: MapReview = get_object_or_404(reviews_in(engagements=[shown], viewer=viewer_of(request)), public_id=key)
    return found


@needs(Can.READ_PROGRAMME)
@require_safe
def map_review(request: MemberRequest, slug: str, engagement: str, key: UUID) -> HttpResponse:
    """One session with its answers, its actions and what became of them."""
    review = _review_or_404(request, engagement, key)
    changes = open_changes().filter(engagement=review.journey.engagement)
    context = {
        "slug": slug,
        "engagement": review.journey.engagement,
        "review": review,
        "reached": sum(one.verdict == "yes" for one in review.answers.all()),
        "may_edit": viewer_of(request).can(Can.EDIT_PROGRAMME),
        "form": ActionForm(initiatives=changes),
        "changes": changes,
    }
    return render(request, "touchpoints/reviews/review.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def map_review_action(request: MemberRequest, slug: str, engagement: str, key: UUID, action: UUID) -> HttpResponse:
    """Make an idea of what was agreed, or give it to a change."""
    review, by = _review_or_404(request, engagement, key), viewer_of(request)
    actions = MapReviewAction.objects.select_related("organisation")
    found = get_object_or_404(actions, review=review, public_id=action)
    form = ActionForm(request.POST, initiatives=open_changes().filter(engagement=review.journey.engagement))
    try:
        if request.POST.get("make") == "idea":
            writing.propose_action(action=found, by=by, at=timezone.now())
        elif form.is_valid():
            writing.give_to_change(action=found, initiative=form.cleaned_data["initiative"], by=by)
        else:
            messages.error(request, _("Say which change."))
    except writing.ActionTaken:
        messages.error(request, _("Something was made of it already."))
    return redirect("touchpoints:map_review", slug=slug, engagement=engagement, key=key)
