"""The benchmarks by name, and how one is run."""

import sys
from collections.abc import Collection, Iterator, Sequence

from cem.benchmarks.doors import bulk, late, post, respondent
from cem.benchmarks.exactness import exact
from cem.benchmarks.ground import Benchmark, Ground
from cem.benchmarks.importing import imports
from cem.benchmarks.machine import database_words, machine_words
from cem.benchmarks.memory import memory
from cem.benchmarks.pages import figures, page
from cem.benchmarks.slices import rebuild, slices

# In the order in which they are run on one store.
ON_ONE_STORE: dict[str, Benchmark] = {
    "slice": slices,
    "rebuild": rebuild,
    "page": page,
    "figures": figures,
    "post": post,
    "bulk": bulk,
    "respondent": respondent,
    "late": late,
    "exact": exact,
    "memory": memory,
}
# On an empty store of its own, so that the raw load meets the same tables.
ALONE: dict[str, Benchmark] = {"import": imports}
NAMES = (*ON_ONE_STORE, *ALONE)


def groups(names: Collection[str] = ()) -> list[list[str]]:
    """The wanted names (all, if none is given) that share one installation each."""
    found = [list(ON_ONE_STORE), *([other] for other in ALONE)]
    wanted = [[name for name in group if name in names or not names] for group in found]
    return [group for group in wanted if group]


def run(names: Sequence[str], *, rows: int) -> Iterator[bytes]:
    """Lines of figures of the benchmarks, in this installation."""
    ground = Ground(rows=rows, say=_say)
    if ground.is_small:
        ground.rounds = 1
    for name in names:
        _say(f"{name} …")
        for measured in {**ON_ONE_STORE, **ALONE}[name](ground):
            yield measured.line(rows=rows, database=database_words(), machine=machine_words())


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
