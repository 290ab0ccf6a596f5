"""The columns of the table, and invented lines that show how it looks."""

from collections.abc import Iterator, Mapping, Sequence

# Column, and whether it is asked for in every language of the organisation.
_ALL = (
    ("code", False), ("name", True), ("description", True), ("control", False), ("depends_on", True),
    ("owner", False), ("order", False), ("programme", False), ("journey", False), ("journey_name", True),
    ("stage", False), ("stage_name", True), ("stage_order", False), ("need", False), ("channel", False),
    ("place_order", False), ("moment_of_truth", False),
)  # fmt: skip
NEEDED = ("code",)
# What belongs to the place and not to the touchpoint.
OF_THE_PLACE = ("channel", "place_order", "moment_of_truth")
TRUTHS = ("yes", "hypothesis", "no")


def columns(languages: Sequence[str]) -> list[str]:
    """Every heading; texts have one for each language: name_en, name_pl."""
    return [
        heading
        for name, is_text in _ALL
        for heading in ([f"{name}_{language}" for language in languages] if is_text else [name])
    ]


def row(cells: Mapping[str, object], texts: Mapping[str, Mapping[str, str]], languages: Sequence[str]) -> list[object]:
    """A line of the table; what is not told is an empty cell."""
    spread = {f"{name}_{language}": text.get(language, "") for name, text in texts.items() for language in languages}
    return [{**cells, **spread}.get(heading, "") for heading in columns(languages)]


def sample(languages: Sequence[str], *, programme: str) -> Iterator[list[object]]:
    """The headings and three invented lines: a touchpoint at two places, and one without a place."""
    booking = {"en": "Booking on the website", "pl": "Rezerwacja na stronie"}
    journey = {"en": "Sample journey", "pl": "Przykładowa podróż"}
    yield list(columns(languages))
    stages = {"before": ({"en": "Before", "pl": "Przed"}, 1), "after": ({"en": "After", "pl": "Po"}, 2)}
    for code, (name, order) in stages.items():
        yield row(
            {"code": "booking", "control": "owned", "order": 1, "programme": programme, "journey": "sample-journey",
             "stage": code, "stage_order": order, "need": "purchase" if order == 1 else "service",
             "moment_of_truth": "hypothesis"},
            {"name": booking, "journey_name": journey, "stage_name": name}, languages,
        )  # fmt: skip
    reviews = {"en": "Customers' reviews", "pl": "Opinie klientów"}
    yield row({"code": "reviews", "control": "external", "order": 2}, {"name": reviews}, languages)
