"""Members that are not known, and values that are not what they should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboards.check.finding import Document, Finding, meant, near
from dashboards.check.visits import Visit
from dashboards.model import Json
from dashboards.schema import Choice, Either, ListOf, MapOf, ObjectOf, Plain, Shape, variants

_WORDS = {"text": "a text", "color": "a color", "number": "a number", "flag": "true or false"}


def check_shape(document: Document, every: Iterable[Visit]) -> Iterator[Finding]:
    """Yield what is not as members.txt says."""
    for each in every:
        if each.shape is None:
            yield _unknown(document, each)
        elif isinstance(each.shape, ObjectOf) and each.shape.name in ("step", "widget"):
            yield from _type(document, each, each.shape.name)
        elif not _fits(each.node.value, each.shape):
            yield _unfit(document, each, each.shape)


def owner(visit: Visit) -> str:
    """Return in words whose member a value is."""
    match visit.path:
        case ("steps", str(name), *_):
            return f"step '{name}'"
        case ("widgets", str(name), *_):
            return f"widget '{name}'"
        case ("gridLayouts", *_):
            return "a layout"
        case _:
            return "the dashboard"


def _unknown(document: Document, visit: Visit) -> Finding:
    offset = visit.key.offsets[0] if visit.key else visit.node.start
    message = f"'{visit.name}' is no known member of {owner(visit)}."
    close = near(visit.name, visit.known)
    if close is not None:
        return document.mistake(offset, message, f"Did you mean '{close}'?")
    return document.warning(offset, message, "Swell leaves it alone.")


def _type(document: Document, visit: Visit, what: str) -> Iterator[Finding]:
    """Yield a mistake where the type of a step or a widget is likely misspelt; what has no type, the loader tells."""
    kind = visit.node.get("type")
    name = kind.value if kind else None
    close = near(name, variants(what)) if isinstance(name, str) and name.lower() not in variants(what) else None
    if kind and close:
        yield document.mistake(kind.start, f"There is no {what} of type '{name}'.", f"Did you mean '{close}'?")


def _unfit(document: Document, visit: Visit, shape: Shape) -> Finding:
    value = visit.node.value
    if isinstance(shape, Choice) and isinstance(value, str):
        message = f"'{visit.name}' of {owner(visit)} can't be '{value}'."
        return document.mistake(visit.node.start, message, meant(value, shape.words, "It is one of"))
    message = f"'{visit.name}' of {owner(visit)} is {_words(value)}; it should be {_wanted(shape)}."
    return document.mistake(visit.node.start, message)


def _fits(value: Json, shape: Shape) -> bool:
    if value is None or value == "" or shape == Plain("anything"):
        return True
    if isinstance(value, str) and ("{{" in value or "${" in value):
        return True
    match shape:
        case Plain(kind):
            return _is(value, kind)
        case Choice(words):
            return isinstance(value, str) and value.casefold() in (each.casefold() for each in words)
        case ListOf():
            return isinstance(value, list)
        case MapOf() | ObjectOf():
            return isinstance(value, dict)
        case Either(options):
            return any(_fits(value, each) for each in options)
        case _:
            return True


def _is(value: Json, kind: str) -> bool:
    if kind == "number":
        return _is_number(value)
    if kind == "flag":
        return isinstance(value, bool) or value in ("true", "false")
    return isinstance(value, str)


def _is_number(value: Json) -> bool:
    if not isinstance(value, str):
        return isinstance(value, int | float) and not isinstance(value, bool)
    try:
        float(value)
    except ValueError:
        return False
    return True


def _words(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return "a text" if isinstance(value, str) else "a number"


def _wanted(shape: Shape) -> str:
    match shape:
        case Plain(kind):
            return _WORDS[kind]
        case Choice(words):
            return f"one of {', '.join(words)}"
        case ListOf():
            return "a list"
        case Either(options):
            return " or ".join(map(_wanted, options))
        case _:
            return "an object"
