"""Download of stored files."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from operations.file_kinds import may_open
from operations.models import StoredFile


@needs(Can.USE)
@require_safe
def file(request: MemberRequest, slug: str, public_id: UUID) -> HttpResponseBase:
    """The file as an attachment, to who stored it and to whom its kind admits; to others it is not there."""
    found = get_object_or_404(StoredFile, public_id=public_id)
    expired = found.expires_at is not None and found.expires_at <= timezone.now()
    if expired or not may_open(request.viewer, found):
        raise Http404("no such file")
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        raise Http404("the file is gone") from None
    return FileResponse(content, as_attachment=True, filename=found.name, content_type=found.content_type)
