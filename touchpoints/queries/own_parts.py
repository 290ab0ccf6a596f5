"""The parts of a map that an owner may draw, for the page that offers it."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.roles import Can
from accounts.viewer import Viewer
from touchpoints.mapping.document import MapDocument, Note, Stretch
from touchpoints.models import Touchpoint


@dataclass(frozen=True, slots=True)
class OwnParts:
    """The viewer's own touchpoints on a map, by their codes."""

    codes: frozenset[str] = frozenset()

    def stands_on(self, stage: Stretch) -> bool:
        """Whether one of them stands on the stretch: notes about it may be written there."""
        return any(place.code in self.codes for place in stage.places)

    def owns(self, stage: Stretch) -> bool:
        """Whether only they stand on it: notes about the stretch and its emotions are the owner's too."""
        return bool(stage.places) and all(place.code in self.codes for place in stage.places)

    def owns_note(self, note: Note, stage: Stretch) -> bool:
        """Whether the note is the owner's to write anew."""
        if not note.touchpoint:
            return self.owns(stage)
        return note.touchpoint in self.codes and any(place.code == note.touchpoint for place in stage.places)


def own_parts(*, document: MapDocument, viewer: Viewer) -> OwnParts:
    """What of the map is the viewer's own; nothing for who draws all of it, or none."""
    if viewer.can(Can.EDIT_PROGRAMME) or not viewer.can(Can.EDIT_OWN_TOUCHPOINT):
        return OwnParts()
    standing: Sequence[str] = [place.code for place in document.places]
    found = Touchpoint.objects.filter(code__in=standing, archived_at=None)
    if viewer.touchpoint_ids is not None:
        found = found.filter(pk__in=viewer.touchpoint_ids)
    return OwnParts(frozenset(found.order_by().values_list("code", flat=True)))
