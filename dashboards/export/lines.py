"""The lines of a table: rows, with subtotals between them. The page does the same in web/src/table_lines.js."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dashboards.model import Json
from dashboards.steps.result import Column
from saql.record import record


@record
class Line:
    """A row of a table (`depth` 0), or the subtotal by the first `depth` groups."""

    cells: Sequence[Json]
    depth: int = 0


def table_lines(rows: Sequence[Sequence[Json]], subtotals: Sequence[Line], groups: Sequence[int]) -> Iterator[Line]:
    """Yield the lines of a table.

    Args:
        rows: its rows.
        subtotals: the subtotals, in any order.
        groups: the places of the columns by which there are subtotals, the outermost first.
    """
    deepest = max((each.depth for each in subtotals), default=0)
    if deepest == 0 or len(groups) <= deepest:
        yield from map(Line, rows)
        return
    known = {_key(each.cells, groups[: each.depth]): each for each in subtotals}
    yield from _block(rows, 0, deepest, groups, known)


def _block(
    rows: Sequence[Sequence[Json]], level: int, deepest: int, groups: Sequence[int], known: dict[tuple[Json, ...], Line]
) -> Iterator[Line]:
    if level == deepest:
        yield from map(Line, rows)
        return
    parts: dict[Json, list[Sequence[Json]]] = {}
    for row in rows:
        parts.setdefault(row[groups[level]], []).append(row)
    for part in parts.values():
        yield from _block(part, level + 1, deepest, groups, known)
        total = known.get(_key(part[0], groups[: level + 1]))
        if total is not None:
            yield total


def line_texts(
    line: Line, columns: Sequence[Column], groups: Sequence[int], writers: Sequence[Callable[[Json], str]]
) -> list[str]:
    """Return a line as people read it: a subtotal says of what, and is empty where it has no number."""
    last = groups[line.depth - 1] if line.depth else -1
    texts = []
    for place in range(len(columns)):
        cell = line.cells[place]
        if place == last:
            texts.append(f"Total {writers[place](cell)}")
        else:
            texts.append("" if line.depth and (cell is None or place in groups) else writers[place](cell))
    return texts


def _key(cells: Sequence[Json], places: Sequence[int]) -> tuple[Json, ...]:
    return tuple(cells[place] for place in places)
