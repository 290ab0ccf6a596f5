"""Notices to members by their memberships: not to who caused them, nor to who has left."""

from collections.abc import Callable, Iterable

from accounts.models import Membership
from accounts.viewer import Viewer
from operations.services import in_every_language, notify
from organisations.models import Organisation


def tell_others(
    memberships: Iterable[int], *, organisation: Organisation, by: Viewer, kind: str, words: Callable[[], str],
    address: str,
) -> None:  # fmt: skip
    """Tell these members what somebody did, each in their own language.

    :param by: who did it, and so knows already
    :param words: says it in the language that is switched on
    """
    others = {membership for membership in memberships if membership != by.membership_id}
    users = Membership.objects.filter(pk__in=others, ended_at=None).values_list("user__public_id", flat=True)
    notify(organisation=organisation, user_ids=list(users), kind=kind, text=in_every_language(words), address=address)
