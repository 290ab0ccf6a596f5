"""The cards of "My work": apps above offer theirs when they start, each says in which place it stands.

    register_my_work("training", 40, my_training)

A function takes the request and returns the card's HTML, or nothing where there is nothing to say. Places in use:
5 what the promise asks, 6 the journey from memory, 10 the promise of the day, 20 my touchpoints, 25 my place,
30 customers' words, 40 what is to be learnt, 45 my ideas, 50 what else is to do.
"""

from collections.abc import Callable

from django.utils.safestring import SafeString

from accounts.requests import MemberRequest

MyWork = Callable[[MemberRequest], SafeString | str]

_cards: dict[str, tuple[int, MyWork]] = {}


def register_my_work(name: str, place: int, build: MyWork) -> None:
    """Offer a card; offered again under the same name it replaces the former."""
    _cards[name] = (place, build)


def my_work_cards(request: MemberRequest) -> list[SafeString | str]:
    """Every card that has something to say to this reader, in order."""
    ordered = sorted(_cards.items(), key=lambda entry: (entry[1][0], entry[0]))
    return [card for _name, (_place, build) in ordered if (card := build(request))]
