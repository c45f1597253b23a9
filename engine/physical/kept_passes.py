"""What is asked of passes over the rows of a dataset, kept for when the same plan runs again.

Finding it costs as much as passing over some hundred thousand rows: expressions are computed for each value of a
column, zones are compared. A version of a dataset never changes and a kept plan is the same object, so it is the same
each time. It goes when the dataset is let go of, so that its files can be removed.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar, cast
from weakref import WeakKeyDictionary

from engine.kernels.arrays import Array
from engine.kernels.keys import SlotOrder, slot_order
from engine.limits import Limits
from engine.physical.accumulate import Accumulator, Kept
from engine.physical.conditions import Conditions
from engine.physical.scan import Source
from engine.physical.workers import Rows
from engine.plan import nodes
from saql.record import record
from saql.typed.expressions import Expression

if TYPE_CHECKING:
    from engine.physical.setting import RunSetting

_KEPT = 256
"""Aggregates and tops of a dataset: those of some dashboards."""

_LARGE = 1 << 18
"""Bytes of an array that is not kept, unless it is a column as the dataset has it."""


@record(eq=False)
class Asked:
    """What an aggregation by direct address asks of a pass: which rows count, and what is kept of them.

    `order` is that of the groups, where they are few and it is worth keeping. `again` says that it was asked before.
    """

    conditions: Conditions
    ranges: tuple[Rows, ...]
    accumulator: Accumulator
    kept: dict[Expression, Kept | None]
    order: SlotOrder | None = None
    again: bool = False

    @property
    def columns(self) -> list[Array]:
        """What a pass reads."""
        return [*self.conditions.columns, *self.accumulator.columns]

    def repeated(self) -> Asked:
        """Return what is asked the next time: what costs something once is worth it then."""
        if self.again:
            return self
        order = slot_order(self.accumulator.keys.factors)
        return replace(self, accumulator=self.accumulator.guessing(), order=order, again=True)


class Asking(Protocol):
    """What is asked of a pass."""

    @property
    def columns(self) -> list[Array]:
        """What it reads."""

    def repeated(self) -> Asking:
        """Return what is asked when it is asked again."""


_Asking = TypeVar("_Asking", bound=Asking | None)


class KeptPasses:
    """What was asked last of each dataset. Threads may share it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._by_source: WeakKeyDictionary[Source, OrderedDict[tuple[int, ...], tuple[tuple[object, ...], Asking]]]
        self._by_source = WeakKeyDictionary()
        self._lock = threading.Lock()

    def get(
        self,
        node: nodes.Node,
        source: Source,
        zone: dt.tzinfo,
        limits: Limits,
        find: Callable[[], _Asking],
    ) -> _Asking:
        """Return what a node asks, as `find` gives it; None, where a pass is not the way, is not kept.

        Args:
            node: The node; its input is a scan of the whole source.
            source: The version of the dataset.
            zone: The zone in which instants have their days and hours.
            limits: What the run may take.
            find: Finds what is asked.
        """
        of = (node, zone, limits)
        key = tuple(map(id, of))
        with self._lock:
            known = self._by_source.setdefault(source, OrderedDict())
            if key in known:
                known.move_to_end(key)
                again = known[key][1].repeated()
                known[key] = of, again
                return cast(_Asking, again)
        found = find()
        if found is not None and not any(map(_is_large, found.columns)):
            with self._lock:
                known[key] = of, found
                while len(known) > _KEPT:
                    known.popitem(last=False)
        return found


def asked_of(node: nodes.Aggregate | nodes.Top, setting: RunSetting, find: Callable[[], _Asking]) -> _Asking:
    """Return what a node asks of a pass over all rows of its input; it is kept where these are a dataset's."""
    scan = node.input
    if not isinstance(scan, nodes.Scan) or scan.sample is not None:
        return find()
    source = setting.source(scan.dataset, scan.version)
    return setting.passes.get(node, source, setting.zone, setting.limits, find)


def _is_large(array: Array) -> bool:
    """Return whether an array holds memory that goes with it; mapped columns are views."""
    return bool(array.flags.owndata) and array.nbytes > _LARGE
