"""Ideas and obstacles: the list, proposing with similar ones beside it, votes, discussion, answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.sending import once
from touchpoints.forms.ideas import CommentForm, IdeaAnswerForm, IdeaForm
from touchpoints.models import OPEN_STATES, Idea, IdeaComment, IdeaKind, IdeaState, Touchpoint
from touchpoints.queries import ideas as asking
from touchpoints.services import ideas as writing
from touchpoints.services.adoption import Adoption, NotAdoptable, possible_adoptions
from touchpoints.services.backlog import AnswerMissing
from touchpoints.services.rights import NotYours
from touchpoints.views.common import saved_by, viewer_of

ON_A_PAGE = 20
FILTERS = ("words", "kind", "state", "touchpoint", "whose", "sort")


def idea_or_404(request: MemberRequest, idea: Any) -> Idea:
    """The idea of this public id.

    :raises Http404: there is none
    """
    rows = asking.ideas_of(viewer=viewer_of(request)).select_related(
        "organisation", "design", "misfit", "initiative__engagement"
    )
    found: Idea = get_object_or_404(rows.select_related("touchpoint__owner__user", "author__user"), public_id=idea)
    return found


def _touchpoints() -> Any:
    return Touchpoint.objects.filter(archived_at=None)


@needs(Can.PROPOSE_IDEA)
@require_safe
def idea_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Everybody's ideas, most wanted first; persons are not counted."""
    asked = {name: request.GET.get(name, "").strip()[:200] for name in FILTERS}
    found = asking.find_ideas(viewer=viewer_of(request), **asked)
    context = {
        "slug": slug,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "chosen": asked,
        "is_filtered": any(asked[name] for name in FILTERS if name != "sort"),
        "kinds": IdeaKind.choices,
        "states": IdeaState.choices,
        "touchpoints": _touchpoints(),
        "open_states": OPEN_STATES,
        "may_import": viewer_of(request).can(Can.IMPORT),
    }
    return render(request, "touchpoints/ideas/list.html", context)


@needs(Can.PROPOSE_IDEA)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def idea_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Propose in half a minute; `?touchpoint=` of a QR code, or one's only touchpoint, stands there already."""
    form = IdeaForm(request.POST or None, touchpoints=_touchpoints(), initial={"touchpoint": _here(request)})
    if request.method == "POST" and form.is_valid():
        made = writing.propose_idea(
            organisation=request.organisation, by=viewer_of(request), at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Thank you. You hear what becomes of it."))
        return redirect(writing.address_of(made))
    context = {"slug": slug, "form": form, "back": reverse("touchpoints:idea_list", args=[slug])}
    return render(request, "touchpoints/ideas/new.html", context)


def _here(request: MemberRequest) -> Touchpoint | None:
    found: Touchpoint | None = _touchpoints().filter(code=request.GET.get("touchpoint", "")).first()
    own = viewer_of(request).touchpoint_ids or frozenset()
    return found or (_touchpoints().filter(pk__in=own).first() if len(own) == 1 else None)


@needs(Can.PROPOSE_IDEA)
@require_safe
def idea_similar(request: MemberRequest, slug: str) -> HttpResponse:
    """Ideas like the one that is being written."""
    found = asking.similar_ideas(text=request.GET.get("title", "")[:200], viewer=viewer_of(request))
    return render(request, "touchpoints/ideas/_similar.html", {"slug": slug, "similar": found})


@needs(Can.PROPOSE_IDEA)
@require_safe
def idea(request: MemberRequest, slug: str, idea: Any) -> HttpResponse:
    """An idea with its votes, its answer and what is said about it."""
    return _shown(request, idea_or_404(request, idea))


def _shown(request: MemberRequest, shown: Idea, form: IdeaAnswerForm | None = None) -> HttpResponse:
    viewer = viewer_of(request)
    may_answer = writing.may_answer(idea=shown, viewer=viewer)
    context = {
        "slug": request.organisation.slug,
        "idea": shown,
        "author": asking.author_name(shown),
        "is_mine": shown.author_id is not None and shown.author_id == viewer.membership_id,
        "answered_by": _answered_by(shown),
        "discussion": asking.discussion_of(idea=shown, viewer=viewer),
        "is_open": shown.state in OPEN_STATES,
        "may_answer": may_answer,
        "may_follow": viewer.can(Can.READ_PROGRAMME),
        "form": form or (_answer_form(shown) if may_answer else None),
        "comment_form": CommentForm(),
    }
    return render(request, "touchpoints/ideas/idea.html", context)


def _answered_by(shown: Idea) -> str:
    """Who answered: one of us, or whom the program names from which the idea was brought."""
    return saved_by(shown.answered_by) or (shown.answered_by if shown.external_id else "")


def _answer_form(shown: Idea, typed: Any = None) -> IdeaAnswerForm:
    initial = {"state": shown.state, "answer": shown.answer}
    return IdeaAnswerForm(typed, possible=possible_adoptions(shown), initial=initial)


@needs(Can.PROPOSE_IDEA)
@require_POST
def idea_vote(request: MemberRequest, slug: str, idea: Any) -> HttpResponse:
    """One's vote, given or taken back; back to where it was given."""
    shown = idea_or_404(request, idea)
    try:
        writing.vote(idea=shown, by=viewer_of(request), wants=request.POST.get("wants") == "1")
    except writing.IdeaClosed:
        messages.error(request, _("This idea is closed: it is done or declined."))
    if request.headers.get("HX-Request"):
        again = idea_or_404(request, idea)
        context = {"slug": slug, "one": again, "is_open": again.state in OPEN_STATES}
        return render(request, "touchpoints/ideas/_vote.html", context)
    return redirect(writing.address_of(shown))


@needs(Can.PROPOSE_IDEA)
@require_POST
@once
def idea_comment(request: MemberRequest, slug: str, idea: Any) -> HttpResponse:
    """A word in the discussion."""
    shown = idea_or_404(request, idea)
    form = CommentForm(request.POST)
    try:
        if form.is_valid():
            writing.comment(idea=shown, text=form.cleaned_data["text"], by=viewer_of(request), at=timezone.now())
    except writing.IdeaClosed:
        messages.error(request, _("This idea is closed: it is done or declined."))
    return redirect(f"{writing.address_of(shown)}#discussion")


@needs(Can.ANSWER_IDEA)
@require_POST
def idea_comment_hide(request: MemberRequest, slug: str, idea: Any, comment: Any) -> HttpResponse:
    """Take a word out of the discussion."""
    shown = idea_or_404(request, idea)
    said = get_object_or_404(IdeaComment.objects.select_related("idea__organisation"), idea=shown, public_id=comment)
    try:
        writing.hide_comment(said=said, by=viewer_of(request), at=timezone.now())
    except NotYours as refused:
        raise PermissionDenied from refused
    return redirect(f"{writing.address_of(shown)}#discussion")


@needs(Can.ANSWER_IDEA)
@require_POST
def idea_answer(request: MemberRequest, slug: str, idea: Any) -> HttpResponse:
    """Decide about an idea; its author hears of it."""
    shown, viewer = idea_or_404(request, idea), viewer_of(request)
    if not writing.may_answer(idea=shown, viewer=viewer):
        raise PermissionDenied
    form = _answer_form(shown, request.POST)
    if not form.is_valid():
        return _shown(request, shown, form)
    told = {**form.cleaned_data, "adoption": Adoption(form.cleaned_data.get("adoption", ""))}
    try:
        writing.answer_idea(idea=shown, by=viewer, at=timezone.now(), **told)
    except AnswerMissing:
        form.add_error("answer", _("What is declined is answered in words."))
        return _shown(request, shown, form)
    except NotAdoptable:
        messages.error(request, _("It was taken over meanwhile."))
    else:
        messages.success(request, _("The author hears of it."))
    return redirect(writing.address_of(shown))
