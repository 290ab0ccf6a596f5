"""The editor of a process map: lanes, steps and branches are added and moved by buttons, with or without scripts."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
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
from touchpoints.forms.processes import ProcessEditor
from touchpoints.models import Process, ProcessMap, VersionState
from touchpoints.processes.text import (
    LaneText,
    ProcessText,
    StepText,
    UnknownArrangement,
    arranged,
    without_blanks,
)
from touchpoints.processes.words import LaneKind
from touchpoints.queries.processes import process_parts, text_of_map, versions_of, with_parts
from touchpoints.services import processes as writing
from touchpoints.views.common import languages_of, saved_by, sent_revision, viewer_of
from touchpoints.views.processes import process_to_edit


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
def process_edit(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Draw the next version, begun from the draft or from the one that holds."""
    found = process_to_edit(request, code)
    versions = versions_of(process=found, viewer=viewer_of(request))
    draft = next((one for one in versions if one.state == VersionState.DRAFT), None)
    if request.method != "POST":
        editor = ProcessEditor(languages=languages_of(request), text=_begun(draft or next(iter(versions), None)))
        return _shown(request, found, editor, draft)
    editor = ProcessEditor(languages=languages_of(request), typed=request.POST)
    if "do" in request.POST:
        return _rearranged(request, found, editor, draft)
    if not editor.is_valid():
        return _shown(request, found, editor, draft)
    return _saved(request, found, editor, draft)


def _begun(base: ProcessMap | None) -> ProcessText:
    if base is None:
        return ProcessText(lanes=[LaneText(kind=LaneKind.CUSTOMER), LaneText()], steps=[StepText()])
    text = text_of_map(base)
    return ProcessText(**{**_parts(text), "why": ""}) if base.is_frozen else text


def _parts(text: ProcessText) -> dict[str, Any]:
    return {name: getattr(text, name) for name in ProcessText.__slots__}


def _rearranged(
    request: MemberRequest, process: Process, editor: ProcessEditor, draft: ProcessMap | None
) -> HttpResponse:
    wish = request.POST["do"]
    try:
        text = arranged(editor.text(), wish)
    except UnknownArrangement as unknown:
        raise SuspiciousOperation("unknown arrangement") from unknown
    fresh = ProcessEditor(languages=languages_of(request), text=text)
    return _shown(request, process, fresh, draft, focus=_focus(wish, text))


def _focus(wish: str, text: ProcessText) -> str:
    """Where the keyboard goes on: to the button that moved a part, now at its new place, or to what was added."""
    verb, part, *places = wish.split("-")
    if verb in ("up", "down"):
        last = len(text.steps if part == "step" else text.lanes) - 1
        there = max(0, min(int(places[0]) + (-1 if verb == "up" else 1), last))
        at_the_edge = {"up": there == 0, "down": there == last}[verb]
        return f"{'down' if verb == 'up' else 'up'}-{part}-{there}" if at_the_edge else f"{verb}-{part}-{there}"
    return wish if verb == "add" else ""


def _saved(request: MemberRequest, process: Process, editor: ProcessEditor, draft: ProcessMap | None) -> HttpResponse:
    text = without_blanks(editor.text())
    try:
        drawn = writing.draft_process(
            process=process, text=text, by=viewer_of(request), revision=sent_revision(request)
        )
    except writing.ProcessRefused as refused:
        editor.form.add_error(None, _refusal(refused))
        return _shown(request, process, editor, draft)
    except services.WrittenMeanwhile as meanwhile:
        stored = with_parts(ProcessMap.objects.filter(pk=meanwhile.stored.pk)).first()
        return _shown(request, process, editor, stored, both=_both(stored, text), is_reopened=True)
    return redirect(
        reverse("touchpoints:process_version", args=[request.organisation.slug, process.code, drawn.number])
    )


def _refusal(refused: writing.ProcessRefused) -> str:
    told = {
        "no_lane": _("A process needs at least one lane with a name."),
        "no_step": _("A process needs at least one step that says what is done."),
        "shares": _("The branches of step %(step)s take more than 100 of 100 cases."),
        "loop": _("Some cases would go round for ever: let a part of them leave the loop."),
    }
    return told[refused.reason] % {"step": refused.step}


def _both(stored: ProcessMap | None, typed: ProcessText) -> BothTexts | None:
    """The stored draft beside what was typed; nothing where it was approved meanwhile."""
    if stored is None:
        return None
    return both_texts(
        stored=dict(process_parts(text_of_map(stored))),
        yours=dict(process_parts(typed)),
        revision=stored.revision,
        whose=saved_by(stored.written_by),
    )


def _shown(
    request: MemberRequest, process: Process, editor: ProcessEditor, draft: ProcessMap | None, **more: Any
) -> HttpResponse:
    slug = request.organisation.slug
    goes_on = request.method == "POST" and not more.get("is_reopened")
    context = {
        "slug": slug,
        "process": process,
        "editor": editor,
        "draft": draft,
        "revision": sent_revision(request) if goes_on else (draft.revision if draft else 0),
        "here": reverse("touchpoints:process_edit", args=[slug, process.code]),
        "back": reverse("touchpoints:process", args=[slug, process.code]),
        **more,
    }
    return render(request, "touchpoints/processes/edit.html", context)
