"""The mailbox page: every mail of the organisation, also those that stay here for want of a mail server."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from operations.models import MailState, OutboxMail

TONES = {MailState.WAITING: "due", MailState.SENT: "done", MailState.HELD: "", MailState.FAILED: "late"}
PAGE = 25


@needs(Can.MANAGE_SETTINGS)
@require_safe
def mailbox(request: MemberRequest, slug: str) -> HttpResponse:
    """The outbox, newest first."""
    mails = OutboxMail.objects.all()
    state = request.GET.get("state", "")
    if state in MailState.values:
        mails = mails.filter(state=state)
    page = Paginator(mails, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "mails": [(mail, TONES[MailState(mail.state)]) for mail in page],
        "states": MailState.choices,
        "state": state,
        "leaves": settings.MAIL_LEAVES,
    }
    return render(request, "operations/mailbox.html", context)
