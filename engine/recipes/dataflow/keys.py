"""Fields by which rows are looked up, parted or sorted, as expressions; parts of dates are keys too."""

from __future__ import annotations

from collections.abc import Sequence

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.dates import part_expression, part_type, split_part
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.stream import Stream
from saql.types import Type


def key(stream: Stream, name: str, draft: Draft, at: str) -> tuple[str, Type]:
    """Return the expression of a key and its type; says so where the stream has no such field."""
    part = split_part(name, stream)
    if part is not None:
        return part_expression(*part, stream), part_type(part[1])
    column = draft.column(stream, name, at)
    return quote.name(name), Type.TEXT if column is None else column.type


def key_pairs(
    left: Stream, left_keys: Sequence[str], right: Stream, right_keys: Sequence[str], draft: Draft, at: str
) -> tuple[str, str]:
    """Return the keys of both sides of a look-up, as SAQL writes them; where types differ, both are texts."""
    found = []
    for one, other in zip(left_keys, right_keys, strict=False):
        first, second = key(left, one, draft, at), key(right, other, draft, at)
        if Type.MULTIVALUE in (first[1], second[1]):
            message = f"'{one}' or '{other}' has several values in a row: the first of them is the key."
            draft.remark(at, message)
            found.append((_as_text(*first), _as_text(*second)))
        elif first[1] is not second[1] and not (first[1].is_temporal and second[1].is_temporal):
            found.append((_as_text(*first), _as_text(*second)))
        else:
            found.append((first[0], second[0]))
    return quote.names(each for each, _ in found), quote.names(each for _, each in found)


def _as_text(expression: str, kind: Type) -> str:
    if kind is Type.NUMBER:
        return f'number_to_string({expression}, "0.######")'
    return f'{expression} + ""' if kind.is_temporal or kind is Type.MULTIVALUE else expression
