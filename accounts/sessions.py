"""Who has signed in: asked by every page, so the question is prepared (`lib.prepared`)."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User
from lib.prepared import Given, Prepared

_SESSION = Prepared(lambda: Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now")).order_by())
_USER = Prepared(lambda: User.objects.filter(pk=Given("pk")).order_by())


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.first(key=self.session_key, now=timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found


class SignIn(AuthenticationBackend):
    """Signing in by e-mail address and password, as allauth does it."""

    def get_user(self, user_id: Any) -> User | None:
        """The user of a session, unless they were locked out since."""
        user = _USER.first(pk=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
