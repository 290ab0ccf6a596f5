"""How two versions differ, part by part: words, pillars, value drivers, carriers and claims."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brandpromise.models import Promise
from brandpromise.queries.carriers import carried
from lib.differences import Difference, difference
from lib.local_text import local


@dataclass(frozen=True, slots=True)
class Part(Difference):
    """One part of the promise in two versions; `group` is words, pillars, drivers, carriers or claims."""

    group: str = "words"


def compare(before: Promise, after: Promise, *, labels: Sequence[str]) -> list[Part]:
    """Two versions part by part: text, audience, proof (named by `labels`), then what either of them has."""
    words = [
        _difference(label, local(getattr(before, field)), local(getattr(after, field)))
        for label, field in zip(labels, ("text", "audience", "proof"), strict=True)
    ]
    return [*words, *_parts("pillars", _pillars(before), _pillars(after)),
            *_parts("drivers", _drivers(before), _drivers(after)),
            *_parts("carriers", _carriers(before), _carriers(after)),
            *_parts("claims", _claims(before), _claims(after))]  # fmt: skip


# What a part is called, and everything it says; the name is among the words, since it may change too.
_Parts = Mapping[str, tuple[str, str]]


def _pillars(promise: Promise) -> _Parts:
    return {
        text.pillar.code: _part(local(text.name), local(text.meaning), local(text.proof))
        for text in promise.pillars.all()
    }


def _drivers(promise: Promise) -> _Parts:
    return {
        local(driver.name): _part(local(driver.name), local(driver.goal), local(driver.how))
        for driver in promise.drivers.all()
    }


def _carriers(promise: Promise) -> _Parts:
    return {one["code"]: _frozen(one, "name", "promises", "where") for one in carried(promise)["carriers"]}


def _claims(promise: Promise) -> _Parts:
    return {one["code"]: _frozen(one, "slogan", "checkable") for one in carried(promise)["claims"]}


def _frozen(one: Mapping[str, Any], *fields: str) -> tuple[str, str]:
    return _part(*(local(one[field]) for field in fields))


def _part(name: str, *more: str) -> tuple[str, str]:
    return name, " — ".join(filter(None, (name, *more)))


def _parts(group: str, old: _Parts, new: _Parts) -> Iterator[Part]:
    for key in [*new, *(key for key in old if key not in new)]:
        name = new.get(key, old.get(key, ("", "")))[0] or key
        yield _difference(name, old.get(key, ("", ""))[1], new.get(key, ("", ""))[1], group)


def _difference(label: str, before: str, after: str, group: str = "words") -> Part:
    told = difference(label, before, after)
    return Part(told.label, told.before, told.after, group)
