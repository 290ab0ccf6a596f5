"""What allauth leaves to us: nobody signs up by themselves, mail goes through the outbox, the person's own language."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_str

from accounts.doors import memberships_of
from accounts.models import User
from accounts.preferences import remember
from operations.services import send_mail
from organisations.tenancy import organisation_scope


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and out."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only an invitation or the first run makes a user."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the mail, on the site's own name and never on one that a request claimed."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.ADDRESS + path.replace("UID-KEY", force_str(key))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox of the user's first open organisation; without one it leaves at once."""
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        with translation.override(user.language if user else settings.LANGUAGE_CODE):
            message = self.render_mail(template_prefix, email, context)
        memberships = memberships_of(user=user, today=timezone.localdate()) if user else []
        if user is None or not memberships:
            message.send()
            return
        organisation = memberships[0].organisation
        with organisation_scope(organisation):
            send_mail(
                organisation=organisation, to=email, subject=message.subject, text=str(message.body),
                kind=template_prefix.rpartition("/")[2], language=user.language,
            )  # fmt: skip

    def format_email_subject(self, subject: str) -> str:
        return force_str(subject)

    def post_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse:
        """Signed in: pages before the next sign-in keep the person's language and colours, too."""
        response: HttpResponse = super().post_login(request, user, **hooks)
        remember(response, language=user.language, theme=user.theme)
        return response
