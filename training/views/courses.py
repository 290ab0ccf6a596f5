"""People and training: coverage, courses, sessions with their lists, and one's own record."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
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
from lib.local_text import local
from training import services
from training.forms import CourseForm, SessionForm
from training.models import Course, CourseSession
from training.queries import attendance_rows, course_coverage, coverage, own_record


@needs(Can.READ_COVERAGE)
@require_safe
def people(request: MemberRequest, slug: str) -> HttpResponse:
    """Coverage: units down, courses across; small groups are absent."""
    viewer = request.viewer
    table = coverage(viewer=viewer, organisation=request.organisation, day=timezone.localdate())
    behind = [
        course
        for course, total in zip(table.courses, table.totals, strict=True)
        if total and not total.hidden and total.tone != "done"
    ]
    context = {
        "slug": slug,
        "coverage": table,
        "columns": list(zip(table.courses, table.totals, strict=True)),
        "behind": behind,
        "may_plan": viewer.can(Can.PLAN_TRAINING),
        "minimum": request.organisation.minimum_employees,
    }
    return render(request, "training/people.html", context)


@needs(Can.READ_COVERAGE)
@require_safe
def course(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """A course: what it is for, its sessions, and how far each unit is."""
    shown = _course_or_404(code)
    viewer = request.viewer
    context = {
        "slug": slug,
        "course": shown,
        "sessions": list(shown.sessions.all()),
        "rows": course_coverage(
            course=shown, viewer=viewer, organisation=request.organisation, day=timezone.localdate()
        ),
        "may_plan": viewer.can(Can.PLAN_TRAINING),
        "may_record": viewer.can(Can.RECORD_TRAINING),
        "minimum": request.organisation.minimum_employees,
    }
    return render(request, "training/course.html", context)


def _course_or_404(code: str) -> Course:
    courses = Course.objects.select_related("touchpoint", "pillar", "unit", "job_role", "organisation")
    return get_object_or_404(courses, code=code)


@needs(Can.PLAN_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def course_new(request: MemberRequest, slug: str) -> HttpResponse:
    """A new course; a manager's is for their own unit."""
    form = _course_form(request, None)
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        code = words.pop("code")
        try:
            services.create_course(
                organisation=request.organisation, code=code, text=services.CourseText(**words), by=request.viewer
            )
        except services.CourseCodeTaken:
            form.add_error("code", _("There is another course of this code."))
        else:
            return redirect(reverse("training:course", args=[slug, code]))
    back = reverse("training:people", args=[slug])
    return render(request, "training/form.html", {"slug": slug, "form": form, "back": back, "heading": _("New course")})


@needs(Can.PLAN_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def course_edit(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Rewrite a course."""
    shown = _course_or_404(code)
    form = _course_form(request, shown)
    back = reverse("training:course", args=[slug, code])
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        words.pop("code")
        try:
            services.edit_course(course=shown, text=services.CourseText(**words), by=request.viewer)
        except services.NotYourTeam as refused:
            raise PermissionDenied from refused
        return redirect(back)
    heading = _("Edit %(name)s") % {"name": local(shown.name)}
    return render(request, "training/form.html", {"slug": slug, "form": form, "back": back, "heading": heading})


@needs(Can.PLAN_TRAINING)
@require_POST
def course_archive(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Put a course away."""
    shown = _course_or_404(code)
    try:
        services.archive_course(course=shown, by=request.viewer, at=timezone.now())
    except services.NotYourTeam as refused:
        raise PermissionDenied from refused
    messages.success(request, _("The course is put away. Who attended it stays on record."))
    return redirect(reverse("training:people", args=[slug]))


def _course_form(request: MemberRequest, course: Course | None) -> CourseForm:
    initial: dict[str, Any] = {}
    if course:
        names = ("code", "name", "aim", "kind", "target_share", "valid_months", "due_on")
        initial = {name: getattr(course, name) for name in names}
        initial |= {name: getattr(course, f"{name}_id") for name in ("pillar", "touchpoint", "unit", "job_role")}
    form = CourseForm(
        request.POST or None,
        initial=initial,
        languages=request.organisation.language_codes,
        unit_ids=request.viewer.unit_ids,
    )
    form.fields["code"].disabled = course is not None
    return form


@needs(Can.PLAN_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def session_new(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Plan a meeting of a course."""
    shown = _course_or_404(code)
    form = SessionForm(request.POST or None)
    back = reverse("training:course", args=[slug, code])
    if request.method == "POST" and form.is_valid():
        made = services.plan_session(course=shown, by=request.viewer, **form.cleaned_data)
        return redirect(reverse("training:session", args=[slug, made.public_id]))
    heading = _("Plan a session of %(name)s") % {"name": local(shown.name)}
    return render(request, "training/form.html", {"slug": slug, "form": form, "back": back, "heading": heading})


@needs(Can.RECORD_TRAINING)
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: MemberRequest, slug: str, session: str) -> HttpResponse:
    """A session's list: who was there; a manager sees and marks their own unit."""
    sessions = CourseSession.objects.select_related("course__organisation", "organisation")
    shown = get_object_or_404(sessions, public_id=session)
    viewer = request.viewer
    rows = attendance_rows(session=shown, day=services.session_day(shown), viewer=viewer)
    if request.method == "POST":
        present = {int(value) for value in request.POST.getlist("present") if value.isdigit() and len(value) < 19}
        marks = {row.employee.pk: row.employee.pk in present for row in rows}
        services.record_attendance(session=shown, marks=marks, by=viewer, at=timezone.now())
        return redirect(request.path)
    context = {
        "slug": slug,
        "session": shown,
        "rows": rows,
        "there": sum(1 for row in rows if row.present),
        "recorded": any(row.present is not None for row in rows),
    }
    return render(request, "training/session.html", context)


@needs(Can.USE)
@require_safe
def my_record(request: MemberRequest, slug: str) -> HttpResponse:
    """One's own courses: done, due, late."""
    lines = own_record(viewer=request.viewer, day=timezone.localdate())
    context = {"slug": slug, "lines": lines, "waiting": [line for line in lines if line.state != "done"],
               "learn": request.path}  # fmt: skip
    return render(request, "training/my_record.html", context)
