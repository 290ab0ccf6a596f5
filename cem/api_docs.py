"""The API's own description: the OpenAPI document and pages to browse it. Both are open: they hold no figures."""

from csp.constants import NONCE, SELF
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from accounts.policy import Audience, Policy

_OPEN = Policy(Audience.PUBLIC, reason="a description of the API; it shows no figures and no names")


class Schema(SpectacularAPIView):
    """`/api/v1/schema/`: the OpenAPI document."""

    policy = _OPEN
    authentication_classes = []
    permission_classes = []


@method_decorator(csp_update({"style-src": ["'unsafe-inline'"], "script-src": [NONCE, SELF]}), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    """`/api/docs/`: the same, to browse and to try. Its viewer draws with inline styles, so this page allows them."""

    policy = _OPEN
    authentication_classes = []
    permission_classes = []
    url_name = "schema"
