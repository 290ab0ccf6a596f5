"""How to sign in as the sample users, for whoever starts the demo."""

from cem.demo.story import chapter


def sign_ins() -> list[str]:
    """One line for each sample user, then the password they share."""
    story = chapter("people")
    people = [(told["email"], told["name"], ", ".join(told["roles"])) for told in story["people"]]
    width = max(len(email) for email, _name, _roles in people)
    lines = [f"{email:<{width}}  {name} ({roles})" for email, name, roles in people]
    return [*lines, f"Password of all of them: {story['password']}"]
