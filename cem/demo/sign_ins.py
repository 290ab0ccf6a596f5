"""The sample people that the sign-in page of a demo offers."""

from accounts.doors import SampleSignIn
from cem.demo.story import chapter


def offered_sign_ins() -> list[SampleSignIn]:
    """Everybody in the demo's story, with the password that stands in it for all to read."""
    story = chapter("people")
    return [
        SampleSignIn(told["name"], told["email"], story["password"], tuple(told["roles"])) for told in story["people"]
    ]


def sign_ins() -> list[str]:
    """For whoever starts the demo: one line for each sample user, then the password they share."""
    offered = offered_sign_ins()
    width = max(len(sample.email) for sample in offered)
    lines = [f"{sample.email:<{width}}  {sample.name} ({', '.join(sample.roles)})" for sample in offered]
    return [*lines, f"Password of all of them: {offered[0].password}"]
