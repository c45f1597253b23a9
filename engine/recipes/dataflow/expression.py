"""SAQL expressions of a dataflow as they stand in a foreach: what only datasets have is written by functions.

Rewritten are the parts of dates (`CloseDate_sec_epoch`), `date(D_Year, D_Month, D_Day)`, which is the date D, `toDate`
of what is a date already, and texts that are measured as dates while the type of a CRM's field is not known. The rest
stays as the admin wrote it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.dates import part_expression, split_part
from engine.recipes.dataflow.stream import Stream
from saql.diagnostics import SaqlError
from saql.functions.registry import find
from saql.parser import parse, parse_expression
from saql.span import Span
from saql.syntax import expressions as syntax
from saql.types import Type

_ENTITY = re.compile(r"&(quot|#39|apos|lt|gt|amp);")
_Edit = tuple[Span, str]
_OF_DATES = {
    "date_diff": (1, 2),
    "daysBetween": (0, 1),
    "date_to_string": (0,),
    "toString": (0,),
    "date_to_epoch": (0,),
}


_QUOTED = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.DOTALL)
_GLUED = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)(then|else|end|when|and|or)\b")
_YEAR_ZERO = re.compile(r"\[\s*0+\s*,(?=\s*\d+\s*,)")


def tidy(text: str) -> str:
    """Return an expression as SAQL here reads it, where CRM Analytics takes more.

    It loses what surrounds it (blanks, a semicolon, entities of HTML) and gains a blank in `1then`, a quote that is
    missing at the end of a field alone, and the year 1 in the place of a year 0.
    """
    if _ENTITY.search(text):
        text = html.unescape(text)
    text = text.strip().removesuffix(";").strip()
    if text[:1] == "'" and text.count("'") == 1 and '"' not in text:
        return f"{text}'"
    parts = _QUOTED.split(text)
    parts[::2] = [_YEAR_ZERO.sub("[1,", _GLUED.sub(r"\1 \2", each)) for each in parts[::2]]
    return "".join(parts)


def names_in(text: str) -> frozenset[str]:
    """Return the fields that an expression names.

    Raises:
        saql.diagnostics.SaqlError: it is no expression.
    """
    return frozenset(each.name for each in _walk(parse_expression(text)) if isinstance(each, syntax.Name))


def names_in_query(text: str) -> frozenset[str]:
    """Return the fields that the statements of a query name; none of a text that is no query."""
    try:
        statements = parse(text).statements
    except SaqlError:
        return frozenset()
    return frozenset(
        each.name for statement in statements for each in _walk(statement) if isinstance(each, syntax.Name)
    )


def rewritten(text: str, stream: Stream) -> str:
    """Return an expression that means over the rows of a stream what the dataflow means by it.

    Raises:
        saql.diagnostics.SaqlError: it is no expression.
    """
    edits = list(_edits(parse_expression(text), stream))
    for span, replacement in sorted(edits, key=lambda each: each[0].start, reverse=True):
        text = text[: span.start] + replacement + text[span.end :]
    return text


def _edits(node: object, stream: Stream) -> Iterator[_Edit]:
    if isinstance(node, syntax.Name):
        part = split_part(node.name, stream)
        if part is not None:
            yield node.span, part_expression(*part, stream)
        return
    if isinstance(node, syntax.Call):
        edit = _of_call(node, stream)
        if edit is not None:
            yield edit
            return
        for place, argument in enumerate(node.arguments):
            name = argument if isinstance(argument, syntax.Name) and _takes_date(node.function.name, place) else None
            if name is not None and _type(name, stream) is Type.TEXT:
                yield name.span, f"toDate({quote.name(name.name)})"
    for each in _children(node):
        yield from _edits(each, stream)


def _takes_date(function: str, place: int) -> bool:
    """Whether a function takes nothing but dates in a place."""
    wanted = [each.parameters[place].types if place < len(each.parameters) else () for each in find(function)]
    return bool(wanted) and all(types and all(kind.is_temporal for kind in types) for types in wanted)


def _of_call(node: syntax.Call, stream: Stream) -> _Edit | None:
    """Return the date that `date(D_Year, D_Month, D_Day)`, or a conversion of a date to a date, is."""
    if node.function.name == "date" and len(node.arguments) == 3:
        parts = [split_part(each.name, stream) for each in node.arguments if isinstance(each, syntax.Name)]
        dates = {each[0] for each in parts if each is not None}
        if len(parts) == 3 and None not in parts and len(dates) == 1:
            date = dates.pop()
            return node.span, quote.name(date) if _is_date(date, stream) else f"toDate({quote.name(date)})"
    if node.function.name in ("toDate", "toDateTime") and node.arguments:
        first = node.arguments[0]
        part = split_part(first.name, stream) if isinstance(first, syntax.Name) and len(node.arguments) == 1 else None
        if part is not None and part[1] == "sec_epoch" and _is_date(part[0], stream):
            return node.span, quote.name(part[0])
        kind = _type(first, stream) if len(node.arguments) == 2 else None
        if isinstance(first, syntax.Name) and kind is not None and kind.is_temporal:
            return node.span, quote.name(first.name)
    return None


def _is_date(name: str, stream: Stream) -> bool:
    column = stream.get(name)
    return column is not None and column.type.is_temporal


def _type(node: object, stream: Stream) -> Type | None:
    column = stream.get(node.name) if isinstance(node, syntax.Name) else None
    return None if column is None else column.type


def _walk(node: object) -> Iterator[object]:
    yield node
    for each in _children(node):
        yield from _walk(each)


def _children(node: object) -> Iterator[object]:
    """Give what a node of the tree of an expression is made of."""
    for name in getattr(type(node), "__dataclass_fields__", ()):
        value = getattr(node, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, tuple):
                yield from (inner for inner in each if hasattr(type(inner), "__dataclass_fields__"))
            elif hasattr(type(each), "__dataclass_fields__") and not isinstance(each, Span):
                yield each
