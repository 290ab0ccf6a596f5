"""The engagement in the address: every page below /o/<slug>/p/<engagement>/ asks for it here."""

from django.http import Http404, HttpRequest

from programs.models import Engagement
from programs.queries import engagement_of


def engagement_or_404(request: HttpRequest, slug: str) -> Engagement:
    """The engagement at this address, kept on the request for the frame.

    :raises Http404: there is none, or the viewer is a consultant listed on others only
    """
    engagement = engagement_of(slug=slug, viewer=request.viewer)  # type: ignore[attr-defined]
    if engagement is None:
        raise Http404("no such engagement")
    request.engagement = engagement  # type: ignore[attr-defined]
    return engagement
