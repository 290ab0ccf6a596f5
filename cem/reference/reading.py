"""Reads an OpenAPI document into what a page shows of it. Pure: a document in, chapters out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
DEEPEST = 2  # how many levels of fields inside fields are told
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter, one field sent, or one column received."""

    name: str
    kind: str
    text: str = ""
    required: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()
    bounds: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address may answer with."""

    status: int
    text: str
    media: str = ""
    is_problem: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    key: str
    method: str
    path: str
    title: str
    text: str
    scopes: tuple[str, ...] = ()
    query: tuple[Line, ...] = ()
    headers: tuple[Line, ...] = ()
    sent: tuple[Line, ...] = ()
    sent_example: Any = None
    sent_most: int = 0
    received: tuple[Line, ...] = ()
    is_page: bool = False
    media: str = ""
    example: Any = None
    answers: tuple[Answer, ...] = ()

    @property
    def opens(self) -> bool:
        """Whether there is room beside the example for what is received."""
        return len(self.query) + len(self.sent) < 6 and len(self.received) < 16

    @property
    def words(self) -> str:
        """Everything somebody may look for it by."""
        lines = (*self.query, *self.headers, *self.sent, *self.received)
        named = " ".join(f"{line.name} {line.text}" for line in lines)
        return f"{self.method} {self.path} {self.title} {self.text} {' '.join(self.scopes)} {named}".casefold()


@dataclass(frozen=True, slots=True)
class Chapter:
    """The addresses about one thing."""

    key: str
    operations: tuple[Operation, ...]


def chapters(document: Mapping[str, Any], order: Iterable[str] = ()) -> list[Chapter]:
    """Every operation of the document, by its tag; the tags named in `order` come first."""
    found: dict[str, list[Operation]] = {tag: [] for tag in order}
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                described = methods[method]
                tag = (described.get("tags") or [""])[0]
                found.setdefault(tag, []).append(_operation(method, path, described))
    return [Chapter(tag, tuple(operations)) for tag, operations in found.items() if operations]


def matching(found: Iterable[Chapter], asked: str) -> list[Chapter]:
    """The chapters with only those operations that hold every word asked for."""
    wanted = asked.casefold().split()
    kept = [
        Chapter(chapter.key, tuple(one for one in chapter.operations if all(word in one.words for word in wanted)))
        for chapter in found
    ]
    return [chapter for chapter in kept if chapter.operations]


def _operation(method: str, path: str, described: Mapping[str, Any]) -> Operation:
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {})
    one, most = _one_of_many(body.get("schema", {}))
    media, good, example = _good_answer(described["responses"])
    row = good.get("properties", {}).get("results", {}).get("items")
    parameters = described.get("parameters", [])
    return Operation(
        key=described["operationId"],
        method=method.upper(),
        path=path,
        title=described.get("summary", ""),
        text=described.get("description", ""),
        scopes=tuple(described.get("x-scopes", ())),
        query=tuple(_parameter(one) for one in parameters if one["in"] in ("query", "path")),
        headers=tuple(_parameter(one) for one in parameters if one["in"] == "header"),
        sent=tuple(fields(one)),
        sent_example=_first_example(body),
        sent_most=most,
        received=tuple(fields(row or good)),
        is_page=row is not None,
        media=media,
        example=example,
        answers=tuple(sorted(_answers(described["responses"]), key=lambda answer: answer.status)),
    )


def _parameter(described: Mapping[str, Any]) -> Line:
    schema = described.get("schema", {})
    text, required = described.get("description", ""), described.get("required", False)
    return _line(described["name"], {**schema, "description": text}, required=required)


def fields(schema: Schema, *, before: str = "", depth: int = 1) -> Iterable[Line]:
    """The fields of an object, those inside them behind a dot; of alternatives the first is told."""
    schema = _plain(schema)
    for name, inner in schema.get("properties", {}).items():
        yield _line(f"{before}{name}", inner, required=name in schema.get("required", ()))
        nested = _plain(inner.get("items", inner))
        if depth < DEEPEST and nested.get("properties"):
            dots = f"{before}{name}[]." if "items" in inner else f"{before}{name}."
            yield from fields(nested, before=dots, depth=depth + 1)


def _plain(schema: Schema) -> Schema:
    alternatives = schema.get("oneOf") or schema.get("anyOf")
    return alternatives[0] if alternatives and "properties" not in schema else schema


def _line(name: str, schema: Schema, *, required: bool) -> Line:
    inner = schema.get("items", schema)
    return Line(
        name=name,
        kind=kind_of(schema),
        text=schema.get("description", ""),
        required=required,
        default=str(schema["default"]) if schema.get("default") is not None else "",
        choices=tuple(str(value) for value in inner.get("enum", ()) if value not in (None, "")),
        bounds=_bounds(inner),
    )


def kind_of(schema: Schema) -> str:
    """The type in JSON's own words: `string date`, `array of string`, `number | null`."""
    kinds = [kind_of(one) for one in schema.get("oneOf", ())]
    if kinds:
        shown = " | ".join(dict.fromkeys(kinds))
    elif schema.get("type") == "array":
        shown = f"array of {kind_of(schema.get('items', {}))}"
    else:
        shown = " ".join(filter(None, (str(schema.get("type", "any")), schema.get("format", ""))))
    return f"{shown} | null" if schema.get("nullable") else shown


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None or high is not None:
        return f"{'' if low is None else low}…{'' if high is None else high}"
    return f"≤ {schema['maxLength']}" if "maxLength" in schema else ""


def _one_of_many(schema: Schema) -> tuple[Schema, int]:
    """What is sent, and how many of it at most in one call where a list may be sent."""
    for one in schema.get("oneOf", ()):
        if one.get("type") == "array":
            return one["items"], one.get("maxItems", 0)
    return schema, 0


def _first_example(body: Mapping[str, Any]) -> Any:
    return next((one["value"] for one in body.get("examples", {}).values()), body.get("example"))


def _good_answer(responses: Mapping[str, Any]) -> tuple[str, Schema, Any]:
    """Media type, schema and example of the answer to a call that went well."""
    for status in ("201", "200"):
        for media, content in responses.get(status, {}).get("content", {}).items():
            return media, _plain(content.get("schema", {})), _first_example(content)
    return "", {}, None


def _answers(responses: Mapping[str, Any]) -> Iterable[Answer]:
    for status, described in responses.items():
        media = next(iter(described.get("content", {})), "")
        yield Answer(int(status), described.get("description", ""), media, is_problem=media == PROBLEM)
