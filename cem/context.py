"""What every template may use besides the frame."""

from django.http import HttpRequest


def csp_nonce(request: HttpRequest) -> dict[str, object]:
    """The nonce under the name that htmx and our chart pages read; taken from the policy only when used."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}
