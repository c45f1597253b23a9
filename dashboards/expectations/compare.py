"""How what a widget shows differs from what a test expects."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Sequence

from dashboards.expectations.shown import Nothing, Problem, Rows, Shown, Value
from dashboards.model import Json
from dashboards.model.json import as_list

PRECISION = 1e-9
"""By what share two numbers may differ that count as equal: sums of fractions do, by the order of their rows."""

_FORMS = (
    'A widget shows a number, a text, null, a list of rows, {"count": ..}, {"contains": [..]} or {"problem": ".."}.'
)


def difference(expected: Json, found: Shown) -> list[str]:
    """Return the lines that tell how the two differ; none where they do not."""
    if isinstance(expected, dict):
        return _by_word(expected, found)
    match found:
        case Rows() if isinstance(expected, list):
            return _rows(expected, as_expected(expected, found))
        case Value(value) if not isinstance(expected, list):
            return [] if _equal(expected, value) else _both(written(expected), written(value))
        case _:
            return _both(_told(expected), told(found))


def written(value: Json) -> str:
    """Return a value as JSON in one line; numbers have as many digits as count."""
    return json.dumps(rounded(value), ensure_ascii=False)


def rounded(value: Json) -> Json:
    """Return a value whose numbers have twelve digits at most."""
    if isinstance(value, float):
        return float(f"{value:.12g}") if math.isfinite(value) else None
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return {name: rounded(each) for name, each in value.items()} if isinstance(value, dict) else value


def told(found: Shown) -> str:
    """Return in a line what a widget shows."""
    match found:
        case Rows(_, rows):
            return f"{len(rows):,} rows"
        case Problem(text):
            return f"the problem: {text}"
        case Nothing():
            return "no data"
        case Value(value):
            return "nothing" if value is None else written(value)


def _told(expected: Json) -> str:
    return f"{len(expected):,} rows" if isinstance(expected, list) else written(expected)


def _both(expected: str, found: str) -> list[str]:
    return [f"expected  {expected}", f"shows     {found}"]


def _by_word(expected: dict[str, Json], found: Shown) -> list[str]:
    match expected:
        case {"count": count} if len(expected) == 1:
            number = len(found.rows) if isinstance(found, Rows) else None
            return [] if number == count else _both(f"{count} rows", told(found))
        case {"contains": list(rows)} if len(expected) == 1:
            missing = [each for each in rows if not (isinstance(found, Rows) and _has(found, each))]
            return [*(f"lacks     {written(each)}" for each in missing), f"shows     {told(found)}"] if missing else []
        case {"problem": str(text)} if len(expected) == 1:
            same = isinstance(found, Problem) and text in found.text
            return [] if same else _both(f"the problem: {text}", told(found))
        case _:
            return [f"expected  {written(expected)}, which is nothing that can be shown", _FORMS]


def _has(found: Rows, expected: Json) -> bool:
    return any(_equal(expected, _like(expected, found.columns, row)) for row in found.rows)


def as_expected(expected: Sequence[Json], found: Rows) -> list[Json]:
    """Return the rows that are shown in the form of those that are expected: lists, or objects with some columns."""
    form = expected[0] if expected else []
    return [_like(form, found.columns, row) for row in found.rows]


def _like(form: Json, columns: Sequence[str], row: Sequence[Json]) -> Json:
    if not isinstance(form, dict):
        return list(row)
    named = dict(zip(columns, row, strict=False))
    return {name: named.get(name) for name in form}


def _rows(expected: list[Json], found: list[Json]) -> list[str]:
    if _equal(expected, found):
        return []
    # Rows that are equal but for the last digits are written alike, so that only what counts is marked.
    before = [written(each) for each in expected]
    after = [
        before[place] if place < len(expected) and _equal(expected[place], each) else written(each)
        for place, each in enumerate(found)
    ]
    lines = list(difflib.ndiff(before, after))
    return [each for each in lines if not each.startswith("?")]


def _equal(first: Json, second: Json) -> bool:
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    if isinstance(first, int | float) and isinstance(second, int | float):
        return math.isclose(first, second, rel_tol=PRECISION, abs_tol=1e-12)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(_equal, first, as_list(second)))
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(_equal(each, second[name]) for name, each in first.items())
    return first == second
