"""Commands about people and keys, as an operator types them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.doors import api_key_of, key_hash
from accounts.models import ApiKey, FirstRunCode


def printed(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().strip().splitlines()[-1]


def test_first_run_code_is_kept_as_a_hash_and_voids_the_last_one(db):
    first, second = printed("first_run_code"), printed("first_run_code")
    assert first != second
    assert list(FirstRunCode.objects.values_list("code_hash", flat=True)) == [key_hash(second)]


def test_first_run_code_is_refused_once_somebody_can_sign_in(ada):
    with pytest.raises(CommandError):
        printed("first_run_code")


def test_api_key_prints_a_key_that_works(acme):
    secret = printed("api_key", "--organisation", "acme", "--scopes", "nps:read,responses:write", "--days", "30")
    key = api_key_of(secret=secret, now=timezone.now())
    assert key is not None
    assert (key.organisation, key.scopes) == (acme, ["nps:read", "responses:write"])
    assert key.expires_at is not None


def test_api_key_refuses_what_does_not_exist(acme):
    with pytest.raises(CommandError):
        printed("api_key", "--organisation", "acme", "--scopes", "everything")
    with pytest.raises(CommandError):
        printed("api_key", "--organisation", "nobody", "--scopes", "nps:read")
    assert not ApiKey.objects.exists()
