"""The airport's sample programme: real survey answers, everything else invented and marked as such."""


def sign_ins() -> list[str]:
    """One line for each sample user: address, password, what they are."""
    from accounts.roles import Role
    from cem.demo.story import chapter

    story = chapter("people")
    lines = []
    for person in story["people"]:
        roles = ", ".join(str(Role(role).label) for role in person["roles"])
        lines.append(f"{person['email']:<24} {story['password']}   {person['name']}, {roles}")
    return lines
