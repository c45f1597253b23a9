"""One column an item: computed row by row, or a column as it is, which is made only when somebody reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from engine.columns import Column, Columns, Frame, Narrow
from engine.physical.expressions import Evaluator
from engine.plan import nodes
from saql.typed import expressions as typed


class _Projected(Columns):
    """Columns of another frame under other names, and computed ones."""

    def __init__(self, names: Mapping[str, str], before: Columns, computed: Mapping[str, Column]) -> None:
        super().__init__(tuple(names), self._read, {}, lambda _: None, narrow=self._as_stored)
        self._sources = names
        self._before = before
        self._computed = computed

    def once(self, name: str) -> Column:
        return self[name] if name in self._computed else self._before.once(self._sources[name])

    def _read(self, name: str) -> Column:
        return self._computed[name] if name in self._computed else self._before[self._sources[name]]

    def _as_stored(self, name: str) -> Narrow | None:
        return None if name in self._computed else self._before.narrow(self._sources[name])


def run_project(node: nodes.Project, inputs: list[Frame], zone: dt.tzinfo) -> Frame:
    """Return the items as columns."""
    frame = inputs[0]
    evaluator = Evaluator(frame, zone)
    if not isinstance(frame.columns, Columns):
        return Frame({name: evaluator.column(item) for name, item in node.items}, frame.rows)
    computed = {name: evaluator.column(item) for name, item in node.items if not isinstance(item, typed.Column)}
    names = {name: item.name if isinstance(item, typed.Column) else name for name, item in node.items}
    return Frame(_Projected(names, frame.columns, computed), frame.rows)
