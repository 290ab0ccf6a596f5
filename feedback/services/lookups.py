"""From the codes in a filling to what they name. An unknown code is a fault; only customers are made."""

from collections.abc import Callable, Mapping, Sequence

from feedback.answers.faults import Fault, raise_if_any, step
from feedback.queries.catalogue import Catalogue
from feedback.services.outcomes import Entry
from feedback.services.profiles import ProfileKey, profile_key
from feedback.services.storing import References


def look_up(entry: Entry, catalogue: Catalogue, employees: Mapping[str, int]) -> tuple[References, ProfileKey]:
    """What a filling points to, with the collection point's own for what it leaves out, and its segments.

    :param employees: the numbers known in the roster (`employees_of`)
    :raises Rejected: a code names nothing
    """
    filling, point = entry.filling, entry.point
    faults: list[Fault] = []

    def found(name: str, among: Callable[[], Mapping[str, int]]) -> int | None:
        code = getattr(filling, name)
        if not code:
            return None
        if code not in among():
            faults.append(Fault(f"/{name}", f"{name}_unknown", {"value": code}))
        return among().get(code)

    references = References(
        channel_id=found("channel", lambda: catalogue.channels) or (point.channel_id if point else None),
        unit_id=found("unit", lambda: catalogue.units) or (point.unit_id if point else None),
        touchpoint_id=found("touchpoint", lambda: catalogue.touchpoints) or (point.touchpoint_id if point else None),
        employee_id=found("employee", lambda: employees),
        point_id=point.pk if point else None,
        import_run_id=entry.import_run_id,
    )
    segments = _segments(filling.segments, catalogue, faults) if filling.segments else ()
    raise_if_any(faults)
    return references, segments


def _segments(segments: Mapping[str, str], catalogue: Catalogue, faults: list[Fault]) -> ProfileKey:
    found = []
    for axis, code in segments.items():
        if not code:
            continue
        pointer = f"/segments{step(axis)}"
        if (axis, code) in catalogue.segments:
            found.append(catalogue.segments[axis, code])
        elif axis in catalogue.axes:
            faults.append(Fault(pointer, "segment_unknown", {"value": code}))
        else:
            faults.append(Fault(pointer, "axis_unknown", {"value": axis[:100]}))
    return profile_key(found)


def employees_of(entries: Sequence[Entry], catalogue: Catalogue) -> dict[str, int]:
    """The employees that any of the fillings names."""
    numbers = {entry.filling.employee for entry in entries if isinstance(entry.filling.employee, str)}
    wanted = {number for number in numbers if number and "\x00" not in number}
    return catalogue.employees(wanted) if wanted else {}
