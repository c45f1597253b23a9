"""How what the widgets of two versions of a dashboard show differs."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.expectations.compare import difference, rounded, told
from dashboards.expectations.shown import Nothing, Problem, Rows, Shown, Value, shown
from dashboards.run import WidgetResult

_MOST = 12
"""Rows that are shown of a widget."""


def numbers(before: Mapping[str, WidgetResult], after: Mapping[str, WidgetResult]) -> dict[str, list[str]]:
    """Return for each widget that both have and that shows something else the lines that tell what.

    Args:
        before: what the widgets of one version show.
        after: what those of the other show.
    """
    both = [name for name in before if name in after]
    found = {name: _lines(shown(before[name]), shown(after[name])) for name in both}
    return {name: lines for name, lines in found.items() if lines}


def _lines(first: Shown, second: Shown) -> list[str]:
    match first, second:
        case Nothing(), Nothing():
            return []
        case Rows(), Rows():
            return _rows(first, second)
        case Value(), Value():
            return [] if not difference(first.value, second) else [_change(first, second)]
        case Problem(), Problem():
            return [] if first == second else [f"{told(first)} → {told(second)}"]
        case _:
            return [f"{told(first)} → {told(second)}"]


def _rows(first: Rows, second: Rows) -> list[str]:
    columns = [] if first.columns == second.columns else [f"columns: {_listed(first)} → {_listed(second)}"]
    lines = [each for each in difference([rounded([*row]) for row in first.rows], second) if each[:1] in "+-"]
    more = [f"… {len(lines) - _MOST:,} more lines"] if len(lines) > _MOST else []
    return [*columns, *lines[:_MOST], *more]


def _listed(rows: Rows) -> str:
    return ", ".join(rows.columns)


def _change(first: Value, second: Value) -> str:
    before, after = first.value, second.value
    text = f"{told(first)} → {told(second)}"
    if isinstance(before, int | float) and isinstance(after, int | float) and before:
        return f"{text} ({(after - before) / abs(before):+.1%})"
    return text
