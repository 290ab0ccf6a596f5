"""Whoever starts the demo is told how to sign in."""

import pytest

from cem.demo.sign_ins import sign_ins
from cem.demo.story import chapter

pytestmark = pytest.mark.pure


def test_every_sample_user_and_their_password_are_told():
    story = chapter("people")

    lines = sign_ins()

    assert [line.split()[0] for line in lines[:-1]] == [told["email"] for told in story["people"]]
    assert lines[-1].endswith(story["password"])
