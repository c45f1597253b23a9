"""Shapes of JSON values, and how members.txt writes them."""

from __future__ import annotations

from typing import Literal, TypeAlias, cast, get_args

from saql.record import record

Kind: TypeAlias = Literal["text", "number", "flag", "color", "anything"]


@record
class Plain:
    """A value without parts."""

    kind: Kind


@record
class Choice:
    """One of some words, in any case."""

    words: tuple[str, ...]


@record
class ListOf:
    """A list."""

    items: Shape


@record
class MapOf:
    """An object with any names."""

    values: Shape


@record
class ObjectOf:
    """An object as a block of members.txt has it."""

    name: str


@record
class Either:
    """One of several shapes."""

    options: tuple[Shape, ...]


@record
class Encoded:
    """A value, or a text that is such a value as JSON."""

    inner: Shape


Shape: TypeAlias = Plain | Choice | ListOf | MapOf | ObjectOf | Either | Encoded


def read_shape(text: str) -> Shape:
    """Read a shape: `text`, `a|b`, `[x]`, `{x}`, `<x>`, `x or y`, `x*`.

    Raises:
        ValueError: the text is none.
    """
    if not text:
        raise ValueError("a shape is missing")
    if text.endswith("*"):
        return Encoded(read_shape(text[:-1]))
    if " or " in text:
        return Either(tuple(map(read_shape, text.split(" or "))))
    if "|" in text and text[0] not in "[{<":
        return Choice(tuple(text.split("|")))
    if text in get_args(Kind):
        return Plain(cast(Kind, text))
    inner = text[1:-1]
    match text[0] + text[-1]:
        case "[]":
            return ListOf(read_shape(inner))
        case "<>":
            return MapOf(read_shape(inner))
        case "{}":
            return ObjectOf(inner)
        case _:
            raise ValueError(f"{text} is no shape")
