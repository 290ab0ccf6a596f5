"""The editor of a script: steps are added, moved and taken away by buttons, with or without scripts in the page."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.both_texts import BothTexts, both_texts
from touchpoints import services
from touchpoints.forms import ScriptEditor
from touchpoints.models import Script, Touchpoint
from touchpoints.queries import readable_script, touchpoint_page
from touchpoints.queries.scripts import script_parts, text_of_script, text_parts, with_parts
from touchpoints.queries.skeletons import script_skeleton
from touchpoints.services import ScriptText, StepText
from touchpoints.services.rights import may_propose_script
from touchpoints.views.common import languages_of, saved_by, sent_revision, touchpoint_or_404, viewer_of
from touchpoints.wording import UnknownArrangement, arranged, without_blanks


@needs(Can.PROPOSE_SCRIPT)
@require_http_methods(["GET", "HEAD", "POST"])
def script_edit(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Write the next version, begun from the one in the making, the one that holds, or `?begin=skeleton`."""
    found = touchpoint_or_404(request, code)
    viewer = viewer_of(request)
    if not may_propose_script(touchpoint=found, viewer=viewer):
        raise PermissionDenied
    draft = _draft(request, found)
    if request.method != "POST":
        return _shown(
            request, found, ScriptEditor(languages=languages_of(request), text=_begun(request, found, draft)), draft
        )
    editor = ScriptEditor(languages=languages_of(request), typed=request.POST)
    if "do" in request.POST:
        return _rearranged(request, found, editor, draft)
    if not editor.is_valid():
        return _shown(request, found, editor, draft)
    return _saved(request, found, editor, draft)


def _draft(request: MemberRequest, touchpoint: Touchpoint) -> Script | None:
    page = touchpoint_page(touchpoint=touchpoint, viewer=viewer_of(request))
    if page.script_draft is None:
        return None
    return readable_script(touchpoint=touchpoint, viewer=viewer_of(request), number=page.script_draft.number)


def _begun(request: MemberRequest, touchpoint: Touchpoint, draft: Script | None) -> ScriptText:
    if request.GET.get("begin") == "skeleton":
        return script_skeleton(touchpoint=touchpoint, languages=languages_of(request))
    base = draft or readable_script(touchpoint=touchpoint, viewer=viewer_of(request))
    if base is None:
        return ScriptText(steps=[StepText({})])
    text = text_of_script(base)
    return replace(text, expires_on=None) if base.is_frozen else text  # the end of one version is not that of the next


def _rearranged(
    request: MemberRequest, touchpoint: Touchpoint, editor: ScriptEditor, draft: Script | None
) -> HttpResponse:
    wish = request.POST["do"]
    try:
        text = arranged(editor.text(), wish)
    except UnknownArrangement as unknown:
        raise SuspiciousOperation("unknown arrangement") from unknown
    fresh = ScriptEditor(languages=languages_of(request), text=text)
    return _shown(request, touchpoint, fresh, draft, focus=_focus(wish, text))


def _focus(wish: str, text: ScriptText) -> str:
    """Where the keyboard goes on: to the button that moved a step, now at its new place, or to what was added."""
    verb, part, *places = wish.split("-")
    if verb in ("up", "down"):
        there = int(places[0]) + (-1 if verb == "up" else 1)
        return f"{verb}-step-{max(0, min(there, len(text.steps) - 1))}"
    return "-".join(("add", part, *places)) if verb == "add" else ""


def _saved(request: MemberRequest, touchpoint: Touchpoint, editor: ScriptEditor, draft: Script | None) -> HttpResponse:
    text = without_blanks(editor.text())
    viewer = viewer_of(request)
    try:
        written = services.draft_script(
            touchpoint=touchpoint, title=text.title, steps=text.steps, escalation=text.escalation, why=text.why,
            contacts=text.contacts, passages=text.passages, expires_on=text.expires_on,
            revision=sent_revision(request), by=viewer,
        )  # fmt: skip
    except services.EmptyScript:
        editor.form.add_error(None, _("A script needs at least one step that says what to do."))
        return _shown(request, touchpoint, editor, draft)
    except services.WrittenMeanwhile as meanwhile:
        # Whoever is about to write over it sees it, even where drafts of others are not shown.
        stored = with_parts(Script.objects.filter(pk=meanwhile.stored.pk)).first()
        return _shown(request, touchpoint, editor, stored, both=_both(stored, text), is_reopened=True)
    if "propose" in request.POST:
        services.propose_script(script=written, by=viewer)
        messages.success(request, _("The script now waits for the committee's approval."))
    return redirect(
        reverse("touchpoints:script_version", args=[request.organisation.slug, touchpoint.code, written.number])
    )


def _both(stored: Script | None, typed: ScriptText) -> BothTexts | None:
    """The stored draft beside what was typed; nothing where the draft was approved or taken away meanwhile."""
    if stored is None:
        return None
    return both_texts(
        stored=dict(script_parts(stored)),
        yours=dict(text_parts(typed)),
        revision=stored.revision,
        whose=saved_by(stored.written_by),
    )


def _shown(
    request: MemberRequest,
    touchpoint: Touchpoint,
    editor: ScriptEditor,
    draft: Script | None,
    **more: Any,
) -> HttpResponse:
    slug = request.organisation.slug
    goes_on = request.method == "POST" and not more.get("is_reopened")
    context = {
        "slug": slug,
        "touchpoint": touchpoint,
        "editor": editor,
        "draft": draft,
        "revision": sent_revision(request) if goes_on else (draft.revision if draft else 0),
        "holding": readable_script(touchpoint=touchpoint, viewer=viewer_of(request)),
        "is_skeleton": request.method != "POST" and request.GET.get("begin") == "skeleton",
        "here": reverse("touchpoints:script_edit", args=[slug, touchpoint.code]),
        "back": reverse("touchpoints:script", args=[slug, touchpoint.code]),
        **more,
    }
    return render(request, "touchpoints/script_edit.html", context)
