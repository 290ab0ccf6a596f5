"""Every address of the product, app by app."""

from django.urls import include, path

from accounts.rest import both
from cem import views
from cem.chain.api import WholeChain
from cem.desk.api import Trail
from cem.look import views as look
from cem.reference.views import Schema, reference

urlpatterns = [  # tried in this order, so what is asked most comes first
    path("", include("cem.home.urls")),
    path("", include("metrics.urls")),
    path("", include("feedback.urls")),
    path("accent/<slug:colour>.css", look.accent, name="accent"),
    path("account/", include("accounts.urls.signing")),
    path("", include("accounts.urls")),
    path("styleguide/", look.styleguide, name="styleguide"),
    path("o/<slug:slug>/settings/", include("cem.desk.urls")),
    *both("api/v1/chain", WholeChain.as_view(), "api-chain"),
    *both("api/v1/trail", Trail.as_view(), "api-trail"),
    path("", include("programs.urls")),
    path("", include("brandpromise.urls")),
    path("", include("touchpoints.urls")),
    path("", include("training.urls")),
    path("", include("audits.urls")),
    path("health/", views.health, name="health"),
    *both("api/v1/schema", Schema.as_view(), name="schema"),
    path("api/docs/", reference, name="api-docs"),
]

handler404 = "cem.views.not_found"
handler500 = "cem.views.server_error"
