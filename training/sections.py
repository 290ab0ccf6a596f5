"""Cards that other pages show of training."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.requests import MemberRequest
from training.queries import own_record


def my_training(request: MemberRequest) -> SafeString | str:
    """What the reader is to learn: their courses that are due, late or expired."""
    lines = own_record(viewer=request.viewer, day=timezone.localdate())
    if not lines:
        return ""
    waiting = [line for line in lines if line.state != "done"]
    return render_to_string(
        "training/_my_training.html", {"lines": waiting, "done": len(lines) - len(waiting)}, request
    )
