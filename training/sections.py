"""Cards that other pages show of training."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.requests import MemberRequest
from training.queries import open_check_for, own_record


def my_check(request: MemberRequest) -> SafeString | str:
    """The knowledge check that waits for the reader, if one does."""
    check = open_check_for(request.viewer, day=timezone.localdate())
    if check is None:
        return ""
    context = {"slug": request.organisation.slug, "questions": check.questions.count()}
    return render_to_string("training/_my_check.html", context, request)


def my_training(request: MemberRequest) -> SafeString | str:
    """What the reader is to learn: their courses that are due, late or expired."""
    lines = own_record(viewer=request.viewer, day=timezone.localdate())
    if not lines:
        return ""
    waiting = [line for line in lines if line.state != "done"]
    return render_to_string(
        "training/_my_training.html", {"lines": waiting, "done": len(lines) - len(waiting)}, request
    )
