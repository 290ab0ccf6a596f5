"""The desired experience at a touchpoint: its versions, their writing, comparison and approval."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.both_texts import both_texts
from operations.models import StoredFile
from operations.services import FileRefused, save_upload
from touchpoints import services
from touchpoints.forms import DesignEditor, source_text
from touchpoints.models import Design, DesignSource, Touchpoint, VersionState
from touchpoints.queries.designs import compare_designs, design_parts, designs_of
from touchpoints.services import SourceText
from touchpoints.services.designs import EVIDENCE
from touchpoints.views.common import comparison_page, languages_of, own_to_edit, saved_by, touchpoint_or_404, viewer_of


@needs(Can.READ_SCRIPTS)
@require_safe
def design(request: MemberRequest, slug: str, code: str, number: int) -> HttpResponse:
    """One version with all its parts; old ones stay readable."""
    found = touchpoint_or_404(request, code)
    versions = list(designs_of(touchpoint=found, viewer=viewer_of(request)))
    shown = next((one for one in versions if one.number == number), None) or _missing()
    context = {
        "slug": slug,
        "touchpoint": found,
        "design": shown,
        "versions": versions,
        "before": next((one for one in versions if one.number < number), None),
        "may_edit": services.may_edit(touchpoint=found, viewer=viewer_of(request)),
        "may_approve": viewer_of(request).can(Can.APPROVE_SCRIPT),
    }
    return render(request, "touchpoints/design.html", context)


def _missing() -> Design:
    raise Http404("no such version")


@needs(Can.READ_SCRIPTS)
@require_safe
def design_comparison(request: MemberRequest, slug: str, code: str, before: int, after: int) -> HttpResponse:
    """Two versions of the design, part by part."""
    found = touchpoint_or_404(request, code)
    versions = designs_of(touchpoint=found, viewer=viewer_of(request))
    earlier, later = get_object_or_404(versions, number=before), get_object_or_404(versions, number=after)
    back = reverse("touchpoints:design", args=[slug, code, after])
    return comparison_page(request, found, (earlier, later), compare_designs, title=_("Desired experience"), back=back)


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
def design_edit(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Write the draft of the desired experience, begun from what holds."""
    found = own_to_edit(request, code)
    versions = list(designs_of(touchpoint=found, viewer=viewer_of(request)))
    draft = next((one for one in versions if one.state == VersionState.DRAFT), None)
    holds = next((one for one in versions if one.state == VersionState.APPROVED), None)
    typed = request.POST if request.method == "POST" else None
    editor = DesignEditor(
        base=draft or holds, languages=languages_of(request), typed=_with_more(typed), files=request.FILES or None
    )
    both = None
    if typed is not None and "more" not in typed and editor.is_valid():
        try:
            written = _save(request, found, editor)
            return redirect(reverse("touchpoints:design", args=[slug, code, written.number]))
        except services.StandardRefused as refused:
            editor.form.add_error(None, _standard_refused(refused))
        except FileRefused as refused:
            editor.form.add_error(None, str(refused))
        except services.WrittenMeanwhile as meanwhile:
            draft = designs_of(touchpoint=found, viewer=viewer_of(request)).get(pk=meanwhile.stored.pk)
            both = _both(draft, editor)
    context = {
        "slug": slug,
        "touchpoint": found,
        "editor": editor,
        "draft": draft,
        "both": both,
        "revision": _revision(typed, draft, reopened=both is not None),
        "back": reverse("touchpoints:touchpoint", args=[slug, code]),
    }
    return render(request, "touchpoints/design_edit.html", context)


def _revision(typed: Any, draft: Design | None, *, reopened: bool) -> int:
    """The revision that the form carries: the one it was opened with, until both texts were seen."""
    if typed is not None and not reopened:
        sent = typed.get("revision", "0")
        return int(sent) if sent.isascii() and sent.isdigit() else 0
    return draft.revision if draft else 0


def _with_more(typed: Any) -> Any:
    """What was typed, with one blank row more in the part that asked for it."""
    if typed is None or "more" not in typed:
        return typed
    typed = typed.copy()
    name = f"{typed['more']}-TOTAL_FORMS"
    if typed.get(name, "").isdigit():
        typed[name] = str(min(int(typed[name]) + 1, 30))
    return typed


def _save(request: MemberRequest, touchpoint: Touchpoint, editor: DesignEditor) -> Design:
    typed = editor.form.cleaned_data
    return services.draft_design(
        touchpoint=touchpoint,
        today=typed["today"] or {},
        desired=typed["desired"],
        pillar=typed["pillar"],
        emotions=typed["emotions"],
        why=typed["why"],
        levels=editor.level_texts(),
        standards=editor.standard_texts(),
        sources=[_source(request, touchpoint, row) for row in editor.source_rows()],
        revision=_revision(request.POST, None, reopened=False),
        by=viewer_of(request),
    )


def _source(request: MemberRequest, touchpoint: Touchpoint, row: dict[str, Any]) -> SourceText:
    if row.get("upload"):
        kept = save_upload(
            organisation=touchpoint.organisation, upload=row["upload"], kind=EVIDENCE, actor=viewer_of(request).actor
        )
        return source_text(row, kept)
    own = DesignSource.objects.filter(design__touchpoint=touchpoint).values("file")
    known = StoredFile.objects.filter(kind=EVIDENCE, pk__in=own)
    return source_text(row, known.filter(public_id=row["file"]).first() if row.get("file") else None)


def _standard_refused(refused: services.StandardRefused) -> str:
    if refused.is_elsewhere:
        return _("The code “%(code)s” belongs to a standard of another touchpoint.") % {"code": refused.code}
    return _("The standard “%(code)s” is measured in another way already; give the new one a new code.") % {
        "code": refused.code
    }


def _both(stored: Design, editor: DesignEditor) -> Any:
    """The stored draft beside what was typed, as far as it is words."""
    typed = editor.form.cleaned_data
    yours = Design(
        today=typed["today"] or {}, desired=typed["desired"], emotions=typed["emotions"], pillar=typed["pillar"],
    )  # fmt: skip
    return both_texts(
        stored=dict(design_parts(stored)[:4]),
        yours=dict(design_parts(yours)[:4]),
        revision=stored.revision,
        whose=saved_by(stored.written_by),
    )


@needs(Can.APPROVE_SCRIPT)
@require_POST
def design_approve(request: MemberRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Approve a draft of the desired experience."""
    found = touchpoint_or_404(request, code)
    shown = get_object_or_404(
        Design.objects.select_related("touchpoint", "organisation"), touchpoint=found, number=number
    )
    try:
        services.approve_design(design=shown, by=viewer_of(request), at=timezone.now())
    except services.NothingToApprove as refused:
        raise PermissionDenied from refused
    messages.success(request, _("Version %(number)s holds from now on.") % {"number": number})
    return redirect(reverse("touchpoints:touchpoint", args=[slug, code]))
