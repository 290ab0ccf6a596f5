"""The sample people that the sign-in page of a demo offers."""

from accounts.doors import SampleSignIn
from cem.demo.story import chapter


def offered_sign_ins() -> list[SampleSignIn]:
    """Everybody in the demo's story, with the password that stands in it for all to read."""
    story = chapter("people")
    return [
        SampleSignIn(told["name"], told["email"], story["password"], tuple(told["roles"])) for told in story["people"]
    ]
