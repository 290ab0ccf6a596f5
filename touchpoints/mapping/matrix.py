r"""A map as a CSV matrix: lanes down, stages across, a row a language, several entries of a cell on their own lines.

    lane,segment,language,arrival,leaving
    stage,,en,Arrival,Leaving
    need,,,search,use
    touchpoints,,,"counter @branch *",website
    pain,lifecycle:new,en,"the queue
    no sign",
    desired,,,5,4

A touchpoint is its code, then its channel after @, then * where it is a moment of truth, *? where that is only
supposed. Line breaks inside a note are
written as \n. What a touchpoint is called stays with the touchpoint.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from lib.csv_files import lines_of, plain_cell
from touchpoints.mapping.document import Felt, MapDocument, Note, Place, Stretch, used_segments
from touchpoints.mapping.reading import CODE, Fault, Read, line
from touchpoints.mapping.words import FeelingKind, FeelingLevel, Lane, Need, truth_of

HEAD = ("lane", "segment", "language")
_TRUTHS = {"*": "yes", "*?": "hypothesis"}
KINDS = ("stage", "need", "touchpoints", *Lane.values, *FeelingKind.values)


def write_matrix(document: MapDocument) -> str:
    """The map as CSV, safe to open in a spreadsheet."""
    return "".join(lines_of(_rows(document)))


def _rows(document: MapDocument) -> Iterator[Sequence[str]]:
    stages = document.stages
    yield [*HEAD, *(stage.code for stage in stages)]
    for language in _languages(stage.name for stage in stages):
        yield ["stage", "", language, *(stage.name.get(language, "") for stage in stages)]
    yield ["need", "", "", *(stage.need for stage in stages)]
    yield ["touchpoints", "", "", *("\n".join(map(_placed, stage.places)) for stage in stages)]
    whose = ["", *sorted(set(used_segments(stages)))]
    for lane in Lane.values:
        for segment in whose:
            yield from _note_rows(stages, lane, segment)
    for kind in FeelingKind.values:
        for segment in whose:
            levels = [stage.level(kind, segment) for stage in stages]
            if any(levels):
                yield [kind, segment, "", *(str(level or "") for level in levels)]


def _note_rows(stages: Sequence[Stretch], lane: str, segment: str) -> Iterator[Sequence[str]]:
    cells = [[note for note in stage.notes_in(lane) if note.segment == segment] for stage in stages]
    for language in _languages(note.text for cell in cells for note in cell):
        yield [lane, segment, language, *("\n".join(_flat(note.text.get(language, "")) for note in c) for c in cells)]


def _languages(texts: Iterator[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(code for text in texts for code in text))


def _placed(place: Place) -> str:
    marks = [
        mark for mark, truth in _TRUTHS.items() if truth == truth_of(place.is_moment_of_truth, place.is_hypothesis)
    ]
    return " ".join([place.code, *([f"@{place.channel}"] if place.channel else []), *marks])


def _flat(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\n", "\\n")


def _unflat(text: str) -> str:
    return text.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")


def read_matrix(text: str, *, journey: str, name: Mapping[str, str]) -> Read:
    """A map from a matrix; the file does not name the journey."""
    faults: list[Fault] = []
    rows = list(_numbered(text, faults))
    if not rows:
        return Read(faults=faults or [Fault(line(1), _("The file is empty."))])
    (first, head), *body = rows
    if tuple(cell.strip() for cell in head[:3]) != HEAD or len(head) < 4:
        told = _("The first line must be: lane, segment, language, then the codes of the stages.")
        return Read(faults=[Fault(line(first), told)])
    codes = [cell.strip() for cell in head[3:]]
    faults += [Fault(line(first), _("“%(code)s” is no code.") % {"code": code})
               for code in codes if not CODE.fullmatch(code)]  # fmt: skip
    if len(set(codes)) != len(codes):
        faults.append(Fault(line(first), _("Two stages have the same code.")))
    drawing = _Drawing(codes, faults)
    for number, cells in body:
        drawing.take(number, cells)
    return Read(faults=faults) if faults else Read(MapDocument(journey, name, stages=drawing.stages()))


def _numbered(text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    started = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield started, [plain_cell(cell) for cell in cells]
            started = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault(line(started), str(error)))


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


class _Drawing:
    """A map being read, line by line."""

    def __init__(self, codes: Sequence[str], faults: list[Fault]) -> None:
        self.codes, self.faults = codes, faults
        self.names: dict[str, dict[str, str]] = defaultdict(dict)
        self.needs: dict[str, str] = {}
        self.places: dict[str, list[Place]] = defaultdict(list)
        self.texts: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
        self.feelings: dict[str, list[Felt]] = defaultdict(list)

    def take(self, number: int, cells: Sequence[str]) -> None:
        """One line of the matrix."""
        kind, segment, language = (cell.strip() for cell in (*cells, "", "", "")[:3])
        if kind not in KINDS:
            told = _("There is no lane “%(lane)s”; there are: %(lanes)s.")
            self.faults.append(Fault(line(number), told % {"lane": kind, "lanes": ", ".join(KINDS)}))
            return
        if len(cells) > len(self.codes) + 3:
            self.faults.append(Fault(line(number), _("The line has more cells than there are stages.")))
            return
        for code, cell in zip(self.codes, cells[3:], strict=False):
            if not cell.strip():
                continue
            if kind == "stage":
                self.names[code][language or "en"] = cell.strip()
            elif kind == "need":
                self._need(number, code, cell.strip())
            elif kind == "touchpoints":
                self._places(number, code, cell)
            elif kind in FeelingKind.values:
                self._felt(number, code, kind, segment, cell.strip())
            else:
                self._notes(code, kind, segment, language or "en", cell)

    def _need(self, number: int, code: str, cell: str) -> None:
        if cell not in Need.values:
            told = _("It must be one of: %(choices)s.") % {"choices": ", ".join(Need.values)}
            self.faults.append(Fault(line(number), told))
        self.needs[code] = cell

    def _places(self, number: int, code: str, cell: str) -> None:
        for entry in filter(str.strip, cell.splitlines()):
            words = entry.split()
            touchpoint, rest = words[0], words[1:]
            channel = next((word[1:] for word in rest if word.startswith("@")), "")
            if not CODE.fullmatch(touchpoint) or any(not word.startswith("@") and word not in _TRUTHS for word in rest):
                told = _("“%(entry)s” is no touchpoint: write its code, @channel, and * for a moment of truth.")
                self.faults.append(Fault(line(number), told % {"entry": entry.strip()}))
            elif any(place.code == touchpoint for place in self.places[code]):
                self.faults.append(Fault(line(number), _("The touchpoint stands twice on one stage.")))
            else:
                self.places[code].append(
                    Place(
                        touchpoint,
                        {"en": touchpoint},
                        channel=channel,
                        is_moment_of_truth="*" in rest or "*?" in rest,
                        is_hypothesis="*?" in rest,
                    )
                )

    def _felt(self, number: int, code: str, kind: str, segment: str, cell: str) -> None:
        if cell not in {str(level) for level in FeelingLevel.values}:
            self.faults.append(Fault(line(number), _("It must be a whole number from 1 to 5.")))
            return
        self.feelings[code].append(Felt(kind, int(cell), segment))

    def _notes(self, code: str, lane: str, segment: str, language: str, cell: str) -> None:
        """Notes of the same place in two languages are one note."""
        known = self.texts[(code, lane, segment)]
        for place, entry in enumerate(cell.split("\n")):
            while len(known) <= place:
                known.append({})
            if entry.strip():
                known[place][language] = _unflat(entry.strip("\r"))

    def stages(self) -> list[Stretch]:
        """What was read, in the order of the file."""
        return [
            Stretch(
                code=code,
                name=self.names.get(code) or {"en": code},
                need=self.needs.get(code, Need.USE.value),
                places=self.places[code],
                notes=[
                    Note(lane, text, segment)
                    for (stage, lane, segment), texts in self.texts.items()
                    if stage == code
                    for text in texts
                    if text
                ],
                feelings=self.feelings[code],
            )
            for code in self.codes
        ]
