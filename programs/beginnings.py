"""What a new engagement may begin with, offered by apps above: a form in the wizard's last step, and the work after it.

They register when they start; programs shows what the viewer may use and calls it once the engagement is open.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.roles import Can
from accounts.viewer import Viewer

if TYPE_CHECKING:
    from programs.models import Engagement

# Called with the open engagement, what was chosen, and who chose; the address where to go on, or nothing.
Begin = Callable[["Engagement", Mapping[str, Any], Viewer], str]


@dataclass(frozen=True, slots=True)
class Beginning:
    """A form class whose fields have names of their own, who may use it, and what to do with what was chosen."""

    form: Any
    needs: Can
    begin: Begin


_beginnings: dict[str, Beginning] = {}


def register_beginning(name: str, beginning: Beginning) -> None:
    """Offer a beginning under a name, `<app>.<what>`; registering again replaces it."""
    _beginnings[name] = beginning


def beginnings_for(viewer: Viewer) -> list[Beginning]:
    """Those that the viewer may use, in the order of their names."""
    return [one for _name, one in sorted(_beginnings.items()) if viewer.can(one.needs)]
