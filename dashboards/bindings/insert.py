"""Puts the values of bindings into the places where they stand: texts, queries, and JSON of any depth.

In a query a value that stands inside quotes is escaped for them, so that no value can end them. Where a binding is all
of a JSON text, its value takes the text's place and keeps its type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashboards.bindings.evaluate import evaluate
from dashboards.bindings.nodes import Call, Kind
from dashboards.bindings.parse import parse
from dashboards.bindings.scalar import scalar_text
from dashboards.bindings.sources import Rows, Sources
from dashboards.compact import quote
from dashboards.errors import BindingError
from dashboards.model.json import Json

_OPENING = re.compile(r"\\?[\"']")
"""A quote, or one that is escaped still."""

_IN = re.compile(r"\bin\s*$", re.IGNORECASE)
"""The end of SAQL after which a list of values comes."""

_SAQL_PARTS = ("pigql", "formula")
"""Members of a compact query that are SAQL."""


def has_binding(value: Json) -> bool:
    """Whether there is a binding in a JSON value, at any depth."""
    if isinstance(value, str):
        return "{{" in value
    if isinstance(value, list):
        return any(has_binding(each) for each in value)
    return isinstance(value, dict) and any(has_binding(each) for each in value.values())


def in_json(value: Json, sources: Sources) -> Json:
    """Return a JSON value with its bindings replaced by their values."""
    if isinstance(value, str):
        return in_text(value, sources) if "{{" in value else value
    if isinstance(value, list):
        return [in_json(each, sources) for each in value]
    if isinstance(value, dict):
        return {
            key: in_saql(each, sources) if key in _SAQL_PARTS and isinstance(each, str) else in_json(each, sources)
            for key, each in value.items()
        }
    return value


def in_text(text: str, sources: Sources) -> Json:
    """Return a text with its bindings replaced; the value itself where the text is one binding and nothing else."""
    pieces = list(split(text.strip()))
    if len(pieces) == 1 and pieces[0][0]:
        return evaluate(parse(pieces[0][1]), sources)
    return "".join(scalar_text(evaluate(parse(piece), sources)) if bound else piece for bound, piece in split(text))


def in_saql(text: str, sources: Sources) -> str:
    """Return SAQL with its bindings replaced."""
    made: list[str] = []
    quote_mark = ""
    for bound, piece in split(text):
        if bound:
            before = made[-1] if made else ""
            made.append(_quoted(piece, sources, quote_mark) if quote_mark else _bare(piece, sources, before))
        else:
            quote_mark = _quote_after(piece, quote_mark)
            made.append(piece)
    return "".join(made)


def _quoted(binding: str, sources: Sources, quote_mark: str) -> str:
    """Return the value of a binding that stands in quotes."""
    return scalar_text(evaluate(parse(binding), _Escaping(sources, quote_mark)))


def _bare(binding: str, sources: Sources, before: str) -> str:
    """Return the value of a binding that stands by itself: a text as it is.

    A list is the right side of an `in`, its brackets may be there already; elsewhere a list of one value is that value.
    Null after an `in` restricts nothing.
    """
    tree = parse(binding)
    value = evaluate(tree, sources)
    if value is None and _IN.search(before):
        return "all"
    if not isinstance(value, list) or (isinstance(tree.expression, Call) and tree.expression.function == "no_quote"):
        return scalar_text(value)
    flat = [inner for each in value for inner in (each if isinstance(each, list) else [each])]
    listed = ", ".join(quote.literal(each) for each in flat)
    bare = before.rstrip().endswith("[") or (len(flat) == 1 and not _IN.search(before))
    return listed if bare else f"[{listed}]"


def split(text: str) -> Iterator[tuple[bool, str]]:
    """Cut a text into its bindings (True) and what stands between them (False).

    Braces inside the quotes of a binding do not end it.
    """
    place = 0
    while (start := text.find("{{", place)) >= 0:
        if start > place:
            yield False, text[place:start]
        end = _end(text, start + 2)
        yield True, text[start:end]
        place = end
    if place < len(text):
        yield False, text[place:]


def _end(text: str, place: int) -> int:
    closing = ""
    while place < len(text):
        if closing:
            if text.startswith(closing, place):
                place += len(closing) - 1
                closing = ""
            elif text[place] == "\\":
                place += 1
        elif text.startswith("}}", place):
            return place + 2
        elif opening := _OPENING.match(text, place):
            closing = opening.group()
            place += len(closing) - 1
        place += 1
    raise BindingError("A binding has no closing }}.", position=place)


class _Escaping:
    """Sources whose texts are escaped for the quotes they will stand in; what the binding itself says is not data."""

    def __init__(self, sources: Sources, quote_mark: str) -> None:
        self._sources = sources
        self._quote_mark = quote_mark

    def rows(self, step: str, kind: Kind) -> Rows:
        """Return the result or the selection of a step."""
        found = self._sources.rows(step, kind)
        return Rows(found.columns, [{key: self._escaped(each) for key, each in row.items()} for row in found.rows])

    def _escaped(self, value: Json) -> Json:
        if isinstance(value, list):
            return [self._escaped(each) for each in value]
        if not isinstance(value, str):
            return value
        mark = self._quote_mark
        return value.replace("\\", "\\\\").replace(mark, "\\" + mark).replace("\n", "\\n").replace("\r", "\\r")


def _quote_after(piece: str, quote_mark: str) -> str:
    """Return the quote that is open after a piece of SAQL, or nothing; quotes in a comment are none."""
    place = 0
    while place < len(piece):
        sign = piece[place]
        if quote_mark:
            if sign == "\\":
                place += 1
            elif sign == quote_mark:
                quote_mark = ""
        elif piece.startswith("--", place) or piece.startswith("//", place):
            end = piece.find("\n", place)
            place = len(piece) if end < 0 else end
        elif sign in "\"'":
            quote_mark = sign
        place += 1
    return quote_mark
