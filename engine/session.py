"""Queries against a store: parsed, checked, planned, optimized and run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pyarrow as pa

from engine.explain import STAGES, show_tree
from engine.kernels.backend import kernels as default_kernels
from engine.kernels.rows import slice_frame
from engine.kernels.scan import ScanKernels
from engine.limits import Limits
from engine.physical.decode import decode
from engine.physical.memo import Memo
from engine.physical.run import RunSetting, run
from engine.physical.workers import Workers
from engine.plan import nodes
from engine.plan.build import Setting, build
from engine.plan.display import display
from engine.query_errors import EvaluationError
from engine.rules.driver import optimize
from engine.snapshot import DatasetCache, Snapshot
from engine.store import Store
from saql.check import check
from saql.diagnostics import Diagnostic, SaqlError
from saql.messages import diagnostic
from saql.parser import parse
from saql.record import record
from saql.schema import Schema
from saql.span import NOWHERE
from saql.syntax import expressions as written
from saql.syntax import statements as syntax
from saql.typed import statements as typed
from saql.typed.expressions import Expression

ROW_LIMIT = 10_000
"""The most rows of a result whose query has no limit of its own, as in CRM Analytics."""


@record(eq=False)
class QueryResult:
    """The rows that a query gave.

    `truncated` says that there were more than the limit of rows lets through. `datasets` are the names and versions
    that were read: the same query, instant and versions give the same rows. `warnings` are what a reader of the query
    should know.
    """

    table: pa.Table
    schema: Schema
    truncated: bool
    datasets: tuple[tuple[str, int], ...]
    warnings: tuple[Diagnostic, ...] = ()


class Session:
    """Runs queries. Threads may share it; it holds datasets open that were read lately."""

    def __init__(
        self,
        store: Store,
        *,
        null_keys: bool = True,
        timezone: dt.tzinfo = dt.UTC,
        row_limit: int = ROW_LIMIT,
        limits: Limits | None = None,
        kernels: ScanKernels | None = None,
        threads: int = 1,
    ) -> None:
        """Set what holds for queries that do not say otherwise.

        Args:
            store: Where the datasets are.
            null_keys: Whether rows with a null in a group key make groups; otherwise they are left out.
            timezone: The zone in which instants have their days and hours.
            row_limit: The most rows of a result whose query has no limit of its own.
            limits: What a query may take.
            kernels: Who passes over rows (default: the C kernels where they were built).
            threads: How many threads work for a query.
        """
        self.store = store
        self._kernels = kernels or default_kernels()
        self._workers = Workers(threads)
        self._memo = Memo()
        self._datasets = DatasetCache(store)
        self._null_keys = null_keys
        self._timezone = timezone
        self._row_limit = row_limit
        self._limits = limits or Limits()

    def query(
        self,
        text: str,
        *,
        now: dt.datetime,
        timezone: dt.tzinfo | None = None,
        null_keys: bool | None = None,
        filters: Mapping[str, Sequence[written.Expression]] | None = None,
        row_limit: int | None = None,
        limits: Limits | None = None,
        name: str = "query",
    ) -> QueryResult:
        """Run a query.

        Args:
            text: The query.
            now: The instant from which relative dates are reckoned; it needs a zone.
            timezone: As in the session, for this query.
            null_keys: As in the session, for this query.
            filters: Predicates on the fields of datasets, by the datasets' names. They hold for every load of the
                dataset, as if its other rows did not exist: facets and row-level security.
            row_limit: As in the session, for this query.
            limits: As in the session, for this query.
            name: What errors call the query.

        Raises:
            SaqlError: The query is not valid, or a function in it refuses a value; every mistake is in the error.
            SwellError: The query can't be run: a limit is reached, or a dataset can't be read.
        """
        if now.tzinfo is None:
            raise ValueError("now needs a time zone")
        zone = timezone or self._timezone
        snapshot = self._datasets.snapshot()
        checked = _checked(text, snapshot, name)
        plan = self._plan(checked, snapshot, now, zone, null_keys, filters or {})
        most = self._row_limit if row_limit is None else row_limit
        capped = None if _is_limited(plan) else most
        if capped is not None:
            plan = nodes.Limit(plan, capped + 1)
        plan = optimize(plan)
        setting = RunSetting(snapshot.source, zone, limits or self._limits, self._kernels, self._workers, self._memo)
        try:
            frame = run(plan, setting)
        except EvaluationError as error:
            found = diagnostic("SAQL601", error.span, hints=error.hints, problem=error.message)
            raise SaqlError((found,), text, name) from None
        truncated = capped is not None and frame.rows > capped
        if capped is not None:
            frame = slice_frame(frame, 0, capped)
        return QueryResult(decode(frame), checked.schema, truncated, snapshot.versions(), checked.warnings)

    def check(self, text: str, name: str = "query") -> tuple[Diagnostic, ...]:
        """Find the mistakes of a query without running it.

        Returns:
            The warnings of a query that can run.

        Raises:
            SaqlError: The query is not valid; every mistake is in the error.
        """
        return _checked(text, self._datasets.snapshot(), name).warnings

    def explain(
        self,
        text: str,
        stage: str,
        *,
        now: dt.datetime,
        timezone: dt.tzinfo | None = None,
        null_keys: bool | None = None,
        filters: Mapping[str, Sequence[written.Expression]] | None = None,
        name: str = "query",
    ) -> str:
        """Return a query at one of `engine.explain.STAGES` as text. The arguments are those of `query`.

        Raises:
            SaqlError: The query is not valid.
        """
        if stage not in STAGES:
            raise ValueError(f"there is no stage {stage}; the stages are {', '.join(STAGES)}")
        if stage == "syntax":
            return show_tree(parse(text, name).statements)
        snapshot = self._datasets.snapshot()
        checked = _checked(text, snapshot, name)
        if stage == "checked":
            return show_tree(checked.statements)
        plan = self._plan(checked, snapshot, now, timezone or self._timezone, null_keys, filters or {})
        return display(plan if stage == "plan" else optimize(plan))

    def _plan(
        self,
        checked: typed.Query,
        snapshot: Snapshot,
        now: dt.datetime,
        zone: dt.tzinfo,
        null_keys: bool | None,
        filters: Mapping[str, Sequence[written.Expression]],
    ) -> nodes.Node:
        predicates = {name: _predicates(name, each, snapshot) for name, each in filters.items() if each}
        setting = Setting(
            datasets=snapshot.dataset,
            now=now,
            timezone=zone,
            null_keys=self._null_keys if null_keys is None else null_keys,
            filters=predicates,
        )
        return build(checked, setting)


def _checked(text: str, snapshot: Snapshot, name: str) -> typed.Query:
    query = parse(text, name)
    try:
        return check(query, snapshot)
    except SaqlError as error:
        raise SaqlError(error.diagnostics, text, name) from None


def _predicates(name: str, predicates: Sequence[written.Expression], snapshot: Snapshot) -> tuple[Expression, ...]:
    """Return predicates on the fields of a dataset, checked as those of a filter right after its load."""
    stream = written.Identifier("rows", NOWHERE)
    one = syntax.Projection(written.Number(1, NOWHERE), written.Identifier("one", NOWHERE), NOWHERE)
    statements: tuple[syntax.Statement, ...] = (
        syntax.Load(stream, written.Text(name, NOWHERE), None, None, NOWHERE),
        *(syntax.Filter(stream, stream, each, NOWHERE) for each in predicates),
        syntax.Foreach(stream, stream, (one,), NOWHERE),
    )
    checked = check(syntax.Query("", statements, ()), snapshot)
    return tuple(each.predicate for each in checked.statements if isinstance(each, typed.Filter))


def _is_limited(plan: nodes.Node) -> bool:
    """Return whether the query itself limits the rows of its result."""
    while True:
        match plan:
            case nodes.Limit(count=int()):
                return True
            case nodes.Limit() | nodes.Project() | nodes.Sort() | nodes.Filter() | nodes.Window():
                plan = plan.input
            case _:
                return False
