"""Questions about the tree of units."""

from collections import defaultdict

from organisations.models import Unit


def subtree_ids(unit_id: int) -> frozenset[int]:
    """The unit and everything below it today, by primary key."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent_id in Unit.objects.values_list("pk", "parent_id"):
        children[parent_id].append(pk)
    found: set[int] = set()
    waiting = [unit_id]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting.extend(children[pk])
    return frozenset(found)
