"""Leads whoever asks for the address of a form's answer back to the page that holds the form."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

GetResponse = Callable[[HttpRequest], HttpResponse]


class FormAddressMiddleware:
    """A refused form stays at the address it was sent to. Asked for again – by the language switch, by hand – that
    address leads to the nearest page above it, for people; programs learn as before that it takes forms only.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and _is_for_people(request):
            above = page_above(request.path_info)
            if above:
                query = request.META.get("QUERY_STRING", "")
                return HttpResponseRedirect(f"{above}?{query}" if query else above)
        return response


def _is_for_people(request: HttpRequest) -> bool:
    wants_page = "text/html" in request.headers.get("Accept", "")
    return wants_page and request.path_info.startswith("/o/") and "HX-Request" not in request.headers


def page_above(path: str) -> str:
    """The nearest address above that is one of ours; nothing where there is none.

    If that takes forms only too, asking for it leads on from there.
    """
    parts = path.strip("/").split("/")
    while len(parts) > 2:
        parts.pop()
        above = f"/{'/'.join(parts)}/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return ""
