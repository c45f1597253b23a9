"""Runs plans on a back end through Ibis, and finishes them with the embedded engine where it has to."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from engine.columns import Frame
from engine.errors import SwellError
from engine.ibis.connection import Connection
from engine.ibis.context import Context
from engine.ibis.errors import BackEndError
from engine.ibis.frames import ResultSource, frame_of
from engine.ibis.functions.text import REFUSED
from engine.ibis.lowering import lower_plan
from engine.ibis.split import Part, Split, split
from engine.mapped.dataset import Contents
from engine.mapped.table import TableSetting
from engine.physical.run import RunSetting, run
from engine.plan import nodes
from engine.plan.display import display
from engine.plan.expressions import walk as parts_of
from engine.plan.walk import walk
from engine.query_errors import EvaluationError, Failure
from saql.schema import Schema
from saql.span import NOWHERE, Span
from saql.typed.expressions import Call


class IbisBackEnd:
    """A back end. Threads may share it; it runs one query at a time."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection."""
        self._connection = connection
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """What people call it."""
        return self._connection.dialect.name

    def run(self, plans: Sequence[nodes.Node], setting: RunSetting) -> list[Frame | Failure]:
        """Return the results of plans; one that fails has its error in the place of its result."""
        return [self._attempt(each, setting) for each in plans]

    def look_at(self, setting: TableSetting) -> Contents:
        """Return what there is of one of its own tables."""
        with self._lock:
            return self._connection.tables.look_at(setting)

    def explain(self, plan: nodes.Node, setting: RunSetting) -> str:
        """Return what the back end runs of a plan, as SQL, and what the embedded engine finishes.

        Raises:
            RefusedError: The plan can't be run on the back end.
        """
        cut = self._split(plan, setting)
        told = []
        for part in cut.parts:
            told.append(f"{self.name} runs {part.name}:\n\n{display(part.node)}\n{self._sql(part)}\n")
        if not isinstance(cut.rest, nodes.Scan):
            told.append(f"arrow finishes:\n\n{display(cut.rest)}")
        return "\n".join(told)

    def _attempt(self, plan: nodes.Node, setting: RunSetting) -> Frame | Failure:
        watch = setting.limits.start()
        try:
            cut = self._split(plan, setting)
            results: dict[str, ResultSource] = {}
            for part in cut.parts:
                watch.check()
                frame = self._result(part, plan)
                watch.check(frame.rows)
                results[part.name] = ResultSource(frame, Schema.of((each.name, each.type) for each in part.node.schema))
            return self._finished(cut, results, setting)
        except (SwellError, EvaluationError) as error:
            return error

    def _split(self, plan: nodes.Node, setting: RunSetting) -> Split:
        tables, dialect = self._connection.tables, self._connection.dialect
        source: Any = setting.source
        with self._lock:
            lowered = lower_plan(plan, Context(dialect, tables, source, setting.zone, self._connection.check))
        return split(plan, lowered, self.name, lambda name, version: source(name, version).rows)

    def _finished(self, cut: Split, results: Mapping[str, ResultSource], setting: RunSetting) -> Frame:
        if isinstance(cut.rest, nodes.Scan):
            return results[cut.rest.dataset].frame
        return run(cut.rest, replace(setting, source=lambda name, _: results[name], trace=None))

    def _result(self, part: Part, plan: nodes.Node) -> Frame:
        try:
            with self._lock:
                table: pa.Table = self._connection.run(ordered(part))
        except Exception as error:  # whatever a back end raises; its classes are not known here
            raise _failure(error, plan, self.name) from error
        return frame_of(table, part)

    def _sql(self, part: Part) -> str:
        return self._connection.sql(ordered(part))


def ordered(part: Part) -> ibis.Table:
    """Return the rows of a part in their order."""
    stream = part.stream
    names = dict.fromkeys([*stream.columns.values(), *(each.column for each in stream.order)])
    table = stream.table.select(*names) if names else stream.table
    return table.order_by(replace(stream, table=table).order_keys()) if stream.order else table


def _failure(error: Exception, plan: nodes.Node, name: str) -> EvaluationError | SwellError:
    """Return what a back end raised as an error of ours: a text that is no number ends the query on purpose."""
    said = str(error)
    if REFUSED not in said:
        return BackEndError(name, error)
    start = said.index('the text "')
    return EvaluationError(said[start : said.index(REFUSED, start) + len(REFUSED)], _span(plan))


def _span(plan: nodes.Node) -> Span:
    """Return where a query has the function that reads numbers in texts."""
    for node in walk(plan):
        for each in _expressions(node):
            for part in parts_of(each):
                if isinstance(part, Call) and part.function == "string_to_number":
                    return part.span
    return NOWHERE


def _expressions(node: nodes.Node) -> list[Any]:
    match node:
        case nodes.Filter(_, predicate):
            return [predicate]
        case nodes.Project(_, items):
            return [item for _, item in items]
        case nodes.Aggregate():
            measures = [argument for _, call in node.measures for argument in call.arguments]
            return [*(key for _, key in node.keys), *measures, *([] if node.where is None else [node.where])]
        case nodes.Sort(_, keys) | nodes.Top(_, _, keys):
            return [each.expression for each in keys]
        case _:
            return []


def connected(name: str, options: Mapping[str, Any], folder: Path) -> IbisBackEnd:
    """Return the back end of a name, connected: see `engine.back_end.open_back_end`."""
    connect: Callable[[Mapping[str, Any], Path], Connection]
    connect = importlib.import_module(f"engine.ibis.dialects.{name}").connect
    return IbisBackEnd(connect(options, folder))
