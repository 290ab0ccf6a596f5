"""All addresses of the product, and one that does nothing. Only the servers of a benchmark know this file."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from accounts.policy import public

NOTHING = "/benchmark/nothing/"


@csrf_exempt
@public("does nothing, reads nothing")
def nothing(request: HttpRequest) -> HttpResponse:
    """The least that a request costs, all middleware included."""
    return HttpResponse(b"{}", content_type="application/json")


urlpatterns = [path(NOTHING.removeprefix("/"), nothing), path("", include("cem.urls"))]

handler500 = "cem.views.server_error"
