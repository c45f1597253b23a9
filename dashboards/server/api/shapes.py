"""What `shapes.txt` says, read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cache
from importlib import resources

from dashboards.model.json import Json, JsonObject, as_object
from saql.record import record

METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE"))
FILE = "file"
"""In the place of members: the answer is a file."""

_WORDS: Mapping[str, JsonObject] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "moment": {"type": "string", "format": "date-time"},
    "object": {"type": "object"},
    "null": {"type": "null"},
    "any": {},
    "value": {"type": ["string", "number", "boolean", "null"]},
}
_RANGE = re.compile(r"(?P<word>integer|number) (?P<least>\d+)\.\.(?P<most>\d+)")
_MEMBER = re.compile(r"(?P<name>[\w-]+)(?P<absent>\?)? (?P<type>[^:]+)(?:: (?P<about>.+))?")


@record
class Member:
    """A member of a shape, or a parameter."""

    name: str
    schema: JsonObject
    required: bool
    about: str


@record
class Address:
    """What an address takes and gives. `like` is the shape that the answer has besides its own members."""

    body: tuple[Member, ...] = ()
    query: tuple[Member, ...] = ()
    headers: tuple[Member, ...] = ()
    answer: tuple[Member, ...] = ()
    status: int = 200
    like: str = ""
    file: bool = False


@record
class Shapes:
    """All shapes by name, and all addresses by method and path."""

    named: Mapping[str, tuple[Member, ...]] = field(default_factory=dict)
    addresses: Mapping[tuple[str, str], Address] = field(default_factory=dict)


@cache
def shapes() -> Shapes:
    """Return what the API takes and gives."""
    return read(resources.files(__package__).joinpath("shapes.txt").read_text("utf-8"))


def read(text: str) -> Shapes:
    """Read a text of shapes.

    Raises:
        ValueError: a line is not as the first lines of `shapes.txt` say.
    """
    named: dict[str, tuple[Member, ...]] = {}
    addresses: dict[tuple[str, str], Address] = {}
    for heading, lines in _sections(text):
        method, _, path = heading.partition(" ")
        if method in METHODS:
            addresses[method, path] = _address(lines)
        else:
            named[heading] = tuple(map(_member, lines))
    return Shapes(named, addresses)


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    heading, lines = "", list[str]()
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith(" "):
            lines.append(line.strip())
        else:
            if heading:
                yield heading, lines
            heading, lines = line, []
    yield heading, lines


def _address(lines: list[str]) -> Address:
    parts: dict[str, list[Member]] = {"<": [], "?": [], "^": [], ">": []}
    status, like, file = 200, "", False
    for line in lines:
        mark, _, rest = line.partition(" ")
        if rest.isdigit():
            status = int(rest)
        elif rest.startswith("= "):
            like = rest[2:]
        elif rest == FILE:
            file = True
        else:
            parts[mark].append(_member(rest))
    body, query, headers, answer = (tuple(each) for each in parts.values())
    return Address(body, query, headers, answer, status, like, file)


def _member(line: str) -> Member:
    found = _MEMBER.fullmatch(line)
    if found is None:
        raise ValueError(line)
    return Member(found["name"], schema_of(found["type"]), found["absent"] is None, found["about"] or "")


def schema_of(text: str) -> JsonObject:
    """Return the JSON Schema of a type as `shapes.txt` writes it.

    Raises:
        ValueError: it is none.
    """
    choices = _choices(text)
    if len(choices) > 1:
        if all(each.startswith('"') for each in choices):
            return {"type": "string", "enum": [each.strip('"') for each in choices]}
        return {"anyOf": [schema_of(each) for each in choices]}
    if text[:1] == "[":
        return {"type": "array", "items": schema_of(text[1:-1])}
    if text[:1] == "{":
        return {"type": "object", "additionalProperties": schema_of(text[1:-1])}
    if limits := _RANGE.fullmatch(text):
        return {"type": limits["word"], "minimum": int(limits["least"]), "maximum": int(limits["most"])}
    if text in _WORDS:
        return {**_WORDS[text]}
    if text[:1].isupper():
        return {"$ref": f"#/components/schemas/{text}"}
    raise ValueError(text)


def _choices(text: str) -> list[str]:
    """Return what stands between the `or` that are in no brackets."""
    found, depth = [""], 0
    for word in text.split(" "):
        if word == "or" and depth == 0:
            found.append("")
        else:
            found[-1] = f"{found[-1]} {word}".strip()
        depth += word.count("[") + word.count("{") - word.count("]") - word.count("}")
    return found


def type_words(schema: JsonObject) -> str:
    """Return a type in words for people to read, the other way round than `schema_of`."""
    if isinstance(choices := schema.get("anyOf"), list):
        return " or ".join(type_words(as_object(each)) for each in choices)
    if isinstance(words := schema.get("enum"), list):
        return " or ".join(f"`{each}`" for each in words)
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "items" in schema:
        return f"list of {type_words(as_object(schema['items']))}"
    if "additionalProperties" in schema:
        return f"map of {type_words(as_object(schema['additionalProperties']))}"
    if "minimum" in schema:
        return f"{schema['type']} from {schema['minimum']} to {schema['maximum']}"
    return next(word for word, known in _WORDS.items() if known == schema)


def object_schema(members: tuple[Member, ...]) -> JsonObject:
    """Return the JSON Schema of an object with some members."""
    required: list[Json] = [each.name for each in members if each.required]
    described: JsonObject = {
        each.name: {**each.schema, "description": each.about} if each.about else each.schema for each in members
    }
    return {"type": "object", "properties": described, **({"required": required} if required else {})}
