"""The small language of the filter transformation: `StageName:EQ:Won|Lost,Amount:R:100:200`.

A condition is a field, an operator and values; a comma joins conditions, all of which hold. Operators: EQ (one of the
values), N (none of them), R (from a value to a value, either may be missing). A backslash takes away what a sign means.
"""

from __future__ import annotations

import re

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.dates import part_expression, split_part
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.stream import Stream
from saql.types import Type

_OPERATORS = ("EQ", "N", "NE", "R", "GT", "GTE", "LT", "LTE")
_NEXT = re.compile(r",(?=\s*[^,:|]+:(?:EQ|NE|N|R|GTE|GT|LTE|LT):)", re.IGNORECASE)
_SIGNS = {"GT": ">", "GTE": ">=", "LT": "<", "LTE": "<="}


def condition_of(text: str, stream: Stream, draft: Draft, at: str) -> str | None:
    """Return what a filter says in SAQL, or None after saying what is wrong with it."""
    found = [_one(each, stream, draft, at) for each in _NEXT.split(text)]
    if None in found:
        return None
    return " && ".join(each for each in found if each)


def _one(text: str, stream: Stream, draft: Draft, at: str) -> str | None:
    name, *rest = _split(text.strip(), ":")
    operator = rest[0].strip().upper() if rest else ""
    if len(rest) < 2 or operator not in _OPERATORS:
        hint = 'A condition is like "StageName:EQ:Won|Lost", "Amount:R:100:200" or "Type:N:Other".'
        draft.error(at, f"The filter can't be read: '{text.strip()}'.", hint)
        return None
    field, kind = _field(name.strip(), stream, draft, at)
    if operator == "R":
        return _range(field, kind, rest[1:], draft, at)
    values = _split(":".join(rest[1:]), "|")
    if operator in _SIGNS:
        return f"{field} {_SIGNS[operator]} {_literal(values[0], kind)}"
    listed = ", ".join(_literal(each, kind) for each in values)
    if kind.is_temporal or (len(values) == 1 and kind is not Type.MULTIVALUE):
        sign, joint = ("==", " || ") if operator == "EQ" else ("!=", " && ")
        return joint.join(f"{field} {sign} {_literal(each, kind)}" for each in values)
    return f"{field} {'in' if operator == 'EQ' else 'not in'} [{listed}]"


def _field(name: str, stream: Stream, draft: Draft, at: str) -> tuple[str, Type]:
    part = split_part(name, stream)
    if part is not None:
        return part_expression(*part, stream), Type.NUMBER if part[1].endswith("epoch") else Type.TEXT
    column = draft.column(stream, name, at)
    return quote.name(name), Type.TEXT if column is None else column.type


def _range(field: str, kind: Type, ends: list[str], draft: Draft, at: str) -> str | None:
    lower, upper = ends[0].strip(), (ends[1].strip() if len(ends) > 1 else "")
    conditions = [f"{field} {sign} {_literal(end, kind)}" for sign, end in ((">=", lower), ("<=", upper)) if end]
    if not conditions:
        draft.error(at, "A range needs a value at one end at least.", 'Write "Amount:R:100:200", "Amount:R:100:".')
        return None
    return " && ".join(conditions)


def _literal(value: str, kind: Type) -> str:
    value = re.sub(r"\\(.)", r"\1", value)
    if kind is Type.NUMBER:
        return quote.number(value) or quote.text(value)
    return quote.text(value)


def _split(text: str, sign: str) -> list[str]:
    """Return the parts between signs that no backslash stands before."""
    return re.split(rf"(?<!\\){re.escape(sign)}", text)
