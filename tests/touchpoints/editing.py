"""What a browser sends from the long forms of designs and scripts: every part's counting fields, blank or filled."""

from collections.abc import Sequence
from typing import Any


def part(prefix: str, rows: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """The fields of one part of a form, a row after the other."""
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        sent |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return sent


def design_form(revision: int = 0, *, levels=(), standards=(), sources=(), **fields: Any) -> dict[str, Any]:
    """A design as it is sent."""
    return {
        "revision": revision,
        **fields,
        **part("level", levels),
        **part("standard", standards),
        **part("source", sources),
    }


def script_form(revision: int = 0, *, steps=(), contacts=(), passages=(), **fields: Any) -> dict[str, Any]:
    """A script as it is sent; a step's harder cases stand under "branches"."""
    sent = {"revision": revision, **fields, **part("contact", contacts), **part("passage", passages)}
    plain = [{name: value for name, value in step.items() if name != "branches"} for step in steps]
    sent |= part("step", plain)
    for place, step in enumerate(steps):
        sent |= part(f"step-{place}-branch", step.get("branches", ()))
    return sent
