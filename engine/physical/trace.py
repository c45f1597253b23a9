"""What a run notes of itself where it is asked to: the time of each step, and the passes over rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from engine.columns import Columns, Frame
from engine.kernels.arrays import Array
from engine.physical.conditions import Conditions
from engine.physical.workers import Rows
from engine.plan.display import describe, show
from engine.plan.nodes import Node
from engine.plan.walk import inputs, walk
from engine.profile import Pass, Step, Tested
from engine.query_errors import Failure
from saql.record import record

ZONE_ROWS = 65_536
"""Rows in a block that zones can leave out."""


@record(eq=False)
class TracedStep:
    """The rows that nodes gave, and the time that they took together."""

    rows: dict[int, int]
    seconds: float


class Trace:
    """The notes of one run. Nodes go by their identities."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Take what gives seconds that only grow."""
        self._clock = clock
        self._asking: tuple[int, ...] = ()
        self.steps: list[TracedStep] = []
        self.passes: list[tuple[tuple[int, ...], Pass]] = []

    @contextmanager
    def step(self) -> Iterator[dict[int, Frame | Failure]]:
        """Measure a step; the nodes that it has run are put into the dictionary."""
        done: dict[int, Frame | Failure] = {}
        start, first = self._clock(), len(self.passes)
        yield done
        rows = {node: each.rows for node, each in done.items() if isinstance(each, Frame)}
        self.steps.append(TracedStep(rows, self._clock() - start))
        own = tuple(done)
        self.passes[first:] = [(asking or own, each) for asking, each in self.passes[first:]]

    @contextmanager
    def asking(self, nodes: Sequence[Node]) -> Iterator[None]:
        """Note the passes that are made meanwhile as those of some nodes, not of all in the step."""
        before, self._asking = self._asking, tuple(map(id, nodes))
        try:
            yield
        finally:
            self._asking = before

    def passed(
        self, frame: Frame, where: Sequence[Conditions], ranges: Sequence[Rows], columns: Sequence[Array]
    ) -> None:
        """Note a pass.

        Args:
            frame: Whose rows they are.
            where: The conditions that are tested.
            ranges: The rows that zones have left.
            columns: What is read beside the columns of the conditions.
        """
        stored = isinstance(frame.columns, Columns) and frame.columns.filled
        rows, size = _read(frame, where, ranges, columns)
        found = Pass(
            rows=rows,
            bytes=size,
            blocks=-(-frame.rows // ZONE_ROWS) if stored else None,
            blocks_read=sum(-(-len(each) // ZONE_ROWS) for each in ranges) if stored else None,
            conditions=tuple(dict.fromkeys(each for some in where for each in _tested(some))),
        )
        self.passes.append((self._asking, found))


class Counting(Trace):
    """Notes nothing but how much is read: for all that runs, so that it costs next to nothing."""

    def __init__(self, count: Callable[[int, int], None]) -> None:
        """Take what is told of the rows and the bytes of each pass."""
        super().__init__(lambda: 0.0)
        self._count = count

    @contextmanager
    def step(self) -> Iterator[dict[int, Frame | Failure]]:
        """Note nothing."""
        yield {}

    def passed(
        self, frame: Frame, where: Sequence[Conditions], ranges: Sequence[Rows], columns: Sequence[Array]
    ) -> None:
        """Count a pass."""
        self._count(*_read(frame, where, ranges, columns))


def _read(
    frame: Frame, where: Sequence[Conditions], ranges: Sequence[Rows], columns: Sequence[Array]
) -> tuple[int, int]:
    """Return the rows of a pass, and the bytes that it reads: each column once."""
    rows = sum(map(len, ranges))
    read = [*columns, *(each.of.values for found in where for each in found.selectors)]
    widths = {each.__array_interface__["data"][0]: each.itemsize for each in read if len(each) == frame.rows}
    return rows, rows * sum(widths.values())


def _tested(found: Conditions) -> Iterator[Tested]:
    for predicate, selector in zip(found.predicates, found.selectors, strict=True):
        yield Tested(show(predicate), "range" if selector.flags is None else "code")
    for predicate in found.computed:
        yield Tested(show(predicate), "row")


def traced_steps(plan: Node, trace: Trace) -> tuple[Step, ...]:
    """Return the steps of a plan that has run, the result last."""
    numbers = {id(node): number for number, node in enumerate(walk(plan), 1)}
    traced = {node: each for each in trace.steps for node in each.rows}
    found = []
    for node in walk(plan):
        read = tuple(numbers[id(each)] for each in inputs(node))
        ran = traced[id(node)]
        found.append(
            Step(
                number=numbers[id(node)],
                text=describe(node),
                inputs=read,
                rows_in=sum(traced[id(each)].rows[id(each)] for each in inputs(node)),
                rows_out=ran.rows[id(node)],
                seconds=ran.seconds,
                together=len(ran.rows),
                passes=tuple(each for asking, each in trace.passes if id(node) in asking),
            )
        )
    return tuple(found)
