"""The tabs that the pages of feedback share."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.requests import MemberRequest
from accounts.roles import Can

Tab = tuple[str, str, bool]


def feedback_tabs(request: MemberRequest, current: str) -> list[Tab]:
    """Answers, surveys, questionnaires, scales, points and imports, as far as the reader may open them.

    :param current: route name of the page, without `feedback:`
    """
    pages = [
        ("answers", pgettext("tab", "Answers"), Can.READ_ANSWERS),
        ("surveys", pgettext("tab", "Surveys"), Can.READ_SURVEYS),
        ("instruments", pgettext("tab", "Questionnaires"), Can.READ_SURVEYS),
        ("scales", pgettext("tab", "Scales"), Can.READ_SURVEYS),
        ("points", pgettext("tab", "Collection points"), Can.READ_SURVEYS),
        ("imports", _("Imports"), Can.IMPORT),
    ]
    slug = request.organisation.slug
    return [
        (text, reverse(f"feedback:{name}", args=[slug]), name == current)
        for name, text, capability in pages
        if request.viewer.can(capability)
    ]
