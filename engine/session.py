"""Queries against a store: parsed, checked, planned, optimized and run, several of them together."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from engine.back_end import BackEnd
from engine.columns import Frame
from engine.errors import SwellError
from engine.explain import STAGES, show_tree
from engine.kept_plans import KeptPlan, KeptPlans, plan_key
from engine.kernels.backend import kernels as default_kernels
from engine.kernels.rows import slice_frame
from engine.kernels.scan import ScanKernels
from engine.limits import Limits
from engine.physical.decode import decode
from engine.physical.memo import Memo
from engine.physical.run import RunSetting, run_together
from engine.physical.trace import Counting, Trace, traced_steps
from engine.physical.workers import Workers
from engine.plan import nodes
from engine.plan.display import display
from engine.plan.identity import is_repeatable, plan_identity
from engine.preparation import CheckedQueries, Planner, PlanSetting, check, is_limited, loaded, reads_clock
from engine.prepared import Prepared, prepared_of, result_of
from engine.profile import QueryProfile, Stopwatch
from engine.queries import Filters, QueryRequest, QueryResult
from engine.query_errors import DatasetsChangingError, EvaluationError, Failure
from engine.result_cache import KeptResult, ResultCache
from engine.rules import RULES_OF_ONE
from engine.rules.driver import optimize, optimize_together
from engine.security.seen import SeenDatasets, SeenRows, Sight, seen_store
from engine.snapshot import DatasetCache, Snapshot
from engine.store import Store, StoreError
from engine.tally import Tally
from saql.diagnostics import Diagnostic, SaqlError
from saql.messages import diagnostic
from saql.parser import parse

__all__ = ["QueryRequest", "QueryResult", "Session"]

ROW_LIMIT = 10_000
"""The most rows of a result whose query has no limit of its own, as in CRM Analytics."""

_PLANS_TOGETHER = 256
"""Kept plans are optimized together for so many lists of them: steps of dashboards."""

RESULT_CACHE = 64 << 20
"""Bytes of results that a session keeps."""


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
        result_cache: int = RESULT_CACHE,
        back_end: BackEnd | None = None,
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
            result_cache: How many bytes of results are kept for when the same is asked again; 0 keeps none.
            back_end: The engine that runs plans; without it, the embedded one.
        """
        self.store = store
        self.tally = Tally()
        self._shared = RunSetting(kernels=kernels or default_kernels(), workers=Workers(threads))
        self._together = Memo(_PLANS_TOGETHER)
        self._datasets = DatasetCache(store)
        self._checked = CheckedQueries()
        self._plans = KeptPlans()
        self._results = ResultCache(result_cache)
        self._seen_rows = SeenRows()
        self._null_keys = null_keys
        self._timezone = timezone
        self._row_limit = row_limit
        self._limits = limits or Limits()
        self._back_end = back_end

    def seen_by(self, sight: Sight) -> Session:
        """Return the session of somebody who sees some of the rows; they ask as if the others did not exist.

        It shares the store, the threads and what is kept with this one, but no result of other rows.

        Args:
            sight: Says which rows they see of a dataset.
        """
        seen = copy.copy(self)
        datasets = SeenDatasets(self._datasets, sight, self._seen_rows)
        seen._datasets, seen.store = datasets, seen_store(self.store, datasets)
        return seen

    def embedded(self) -> Session:
        """Return a session that runs plans itself and keeps no results: rows come in the order of the store."""
        made = copy.copy(self)
        made._back_end, made._results = None, ResultCache(0)
        return made

    def query(
        self,
        text: str,
        *,
        now: dt.datetime,
        timezone: dt.tzinfo | None = None,
        null_keys: bool | None = None,
        filters: Filters | None = None,
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
                dataset, as if its other rows did not exist: facets.
            row_limit: As in the session, for this query.
            limits: As in the session, for this query.
            name: What errors call the query.

        Raises:
            SaqlError: The query is not valid, or a function in it refuses a value; every mistake is in the error.
            SwellError: The query can't be run: a limit is reached, or a dataset can't be read.
        """
        request = QueryRequest(text, filters or {}, row_limit, name)
        answer = self.query_many([request], now=now, timezone=timezone, null_keys=null_keys, limits=limits)[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def query_many(
        self,
        requests: Sequence[QueryRequest],
        *,
        now: dt.datetime,
        timezone: dt.tzinfo | None = None,
        null_keys: bool | None = None,
        limits: Limits | None = None,
    ) -> list[QueryResult | SwellError | SaqlError]:
        """Run several queries together, all at the same versions of the datasets.

        What they have in common is computed once, and aggregates of the same rows pass over them together. A query that
        can't be run has its error in the place of its result; the others are answered all the same.

        Args:
            requests: The queries.
            now: The instant from which relative dates are reckoned; it needs a zone.
            timezone: As in the session, for these queries.
            null_keys: As in the session, for these queries.
            limits: What they may take together.

        Returns:
            A result or an error for each request, in their order: a `SaqlError` where the query is not valid or a
            function in it refuses a value, another where a limit is reached or a dataset can't be read.
        """
        if now.tzinfo is None:
            raise ValueError("now needs a time zone")
        setting = self.plan_setting(now, timezone, null_keys)
        try:
            snapshot, prepared = self._datasets.consistently(lambda each: (each, self._all(requests, each, setting)))
        except DatasetsChangingError as error:
            return [error for _ in requests]
        allowed = limits or self._limits
        stopped = allowed.cancellation.is_cancelled  # then even what is kept is not handed out
        answers: list[QueryResult | SwellError | SaqlError | None] = [
            each if isinstance(each, Exception) else None if stopped else self._kept_answer(each) for each in prepared
        ]
        run_setting = self.run_setting(snapshot, setting.zone, limits=allowed)
        waiting = [each for each, answer in zip(prepared, answers, strict=True) if answer is None]
        ran = iter(self._run([each for each in waiting if isinstance(each, Prepared)], run_setting))
        all_answers = [next(ran) if each is None else each for each in answers]
        self.tally.answered(all_answers)
        return all_answers

    def _all(
        self, requests: Sequence[QueryRequest], snapshot: Snapshot, setting: PlanSetting
    ) -> list[Prepared | SwellError | SaqlError]:
        planner = Planner(snapshot, setting)
        return [self._prepared(each, snapshot, planner, setting) for each in requests]

    def _prepared(
        self, request: QueryRequest, snapshot: Snapshot, planner: Planner, setting: PlanSetting
    ) -> Prepared | SwellError | SaqlError:
        try:
            query = self._checked.checked(request.text, snapshot, request.name)
            read = loaded(query, snapshot)
            key = plan_key(request, read, setting, self._most(request))
            made = self._plans.get(key)
            if made is None:
                made = self._optimized(request, planner.plan(query, request.filters), setting.zone)
                self._plans.put(key, made)
            return prepared_of(request, query, made, read, snapshot, steady=key is not None and made.repeatable)
        except (SwellError, SaqlError) as error:
            return error

    def _optimized(self, request: QueryRequest, plan: nodes.Node, zone: dt.tzinfo) -> KeptPlan:
        capped = None if is_limited(plan) else self._most(request)
        plan = optimize(plan if capped is None else nodes.Limit(plan, capped + 1), RULES_OF_ONE)
        repeatable = is_repeatable(plan)
        key = (plan_identity(plan), zone) if self._results.capacity and repeatable else None
        return KeptPlan(plan, capped, key, repeatable and not reads_clock(request), repeatable)

    def _most(self, request: QueryRequest) -> int:
        return self._row_limit if request.row_limit is None else request.row_limit

    def _kept_answer(self, prepared: Prepared) -> QueryResult | None:
        kept = None if prepared.key is None else self._results.get(prepared.key)
        return None if kept is None else result_of(prepared, kept, cached=True)

    def _run(self, several: Sequence[Prepared], setting: RunSetting) -> Iterator[QueryResult | SwellError | SaqlError]:
        """Yield the answers of queries that run together."""
        plans = self._optimized_together([each.plan for each in several], all(each.steady for each in several))
        for prepared, outcome in zip(several, self._outcomes(plans, setting), strict=True):
            if isinstance(outcome, EvaluationError) and len(several) > 1:
                # it may tell the place in the text of another query that has the same part
                alone = self._outcomes(optimize_together([prepared.plan]), setting)
                outcome = alone[0]
            yield self._answer(prepared, outcome)

    @property
    def _engine(self) -> str:
        return self._shared.kernels.name if self._back_end is None else self._back_end.name

    def _outcomes(self, plans: Sequence[nodes.Node], setting: RunSetting) -> list[Frame | Failure]:
        """Run plans on the engine of the session."""
        return run_together(plans, setting) if self._back_end is None else self._back_end.run(plans, setting)

    def _optimized_together(self, plans: Sequence[nodes.Node], steady: bool) -> list[nodes.Node]:
        """Return plans that run together; those of the same kept plans are the same."""
        if not steady:
            return optimize_together(plans)
        return self._together.get("together", tuple(plans), lambda: optimize_together(plans))

    def _answer(self, prepared: Prepared, outcome: Frame | Failure) -> QueryResult | SwellError | SaqlError:
        if isinstance(outcome, EvaluationError):
            found = diagnostic("SAQL601", outcome.span, hints=outcome.hints, problem=outcome.message)
            return SaqlError((found,), prepared.request.text, prepared.request.name)
        if isinstance(outcome, SwellError):
            return outcome
        truncated = prepared.capped is not None and outcome.rows > prepared.capped
        shown = outcome if prepared.capped is None else slice_frame(outcome, 0, prepared.capped)
        kept = KeptResult(decode(shown), truncated)
        if prepared.key is not None:
            self._results.put(prepared.key, kept)
        return result_of(prepared, kept)

    def snapshot(self, names: Sequence[str]) -> Snapshot:
        """Return datasets as they were at one moment, those that there are and that can be read; it holds them.

        Raises:
            DatasetsChangingError: They change all the time.
        """

        def opened(snapshot: Snapshot) -> Snapshot:
            for each in names:
                with contextlib.suppress(StoreError):  # whoever reads it is told
                    snapshot.find(each)
            return snapshot

        return self._datasets.consistently(opened)

    def plan_setting(
        self, now: dt.datetime, timezone: dt.tzinfo | None = None, null_keys: bool | None = None
    ) -> PlanSetting:
        """Return what plans depend on beside their queries; the arguments are those of `query`."""
        return PlanSetting(now, timezone or self._timezone, self._null_keys if null_keys is None else null_keys)

    def run_setting(
        self, snapshot: Snapshot, zone: dt.tzinfo, trace: Trace | None = None, limits: Limits | None = None
    ) -> RunSetting:
        """Return what runs of plans depend on; without a trace only what is read is counted."""
        trace = trace or Counting(self.tally.read)
        return replace(self._shared, source=snapshot.source, zone=zone, limits=limits or self._limits, trace=trace)

    def profile(
        self,
        text: str,
        *,
        now: dt.datetime,
        clock: Callable[[], float],
        timezone: dt.tzinfo | None = None,
        null_keys: bool | None = None,
        filters: Filters | None = None,
        name: str = "query",
    ) -> QueryProfile:
        """Run a query, whether its result is kept or not, and return how it went.

        Args:
            text: The query.
            clock: Gives seconds that only grow.
            now: As of `query`.
            timezone: As of `query`.
            null_keys: As of `query`.
            filters: As of `query`.
            name: As of `query`.

        Raises:
            SaqlError, SwellError: As by `query`.
        """
        watch, trace = Stopwatch(clock), Trace(clock)
        snapshot = self._datasets.snapshot()
        asked = self.plan_setting(now, timezone, null_keys)
        with watch.stage("parse"):
            parsed = parse(text, name)
        with watch.stage("check"):
            checked = check(parsed, snapshot, name)
        with watch.stage("plan"):
            made = Planner(snapshot, asked).plan(checked, filters or {})
        with watch.stage("optimize"):
            request = QueryRequest(text, filters or {}, None, name)
            kept_plan = self._optimized(request, made, asked.zone)
            prepared = prepared_of(request, checked, kept_plan, loaded(checked, snapshot), snapshot)
            plan = optimize_together([prepared.plan])[0]
        setting = self.run_setting(snapshot, asked.zone, trace)
        kept = self._kept_answer(prepared) is not None
        with watch.stage("run"):
            outcome = self._outcomes([plan], setting)[0]
        with watch.stage("decode"):
            answer = self._answer(prepared, outcome)
        if isinstance(answer, Exception):
            raise answer
        steps = traced_steps(plan, trace) if self._back_end is None else ()  # another engine does not tell
        stages = tuple(watch.stages)
        return QueryProfile(stages, steps, kept, answer.table.num_rows, self._engine, self._shared.workers.count)

    def day(self, now: dt.datetime) -> dt.date:
        """Return the day that relative dates are reckoned from at an instant."""
        return now.astimezone(self._timezone).date()

    def check(self, text: str, name: str = "query") -> tuple[Diagnostic, ...]:
        """Find the mistakes of a query without running it.

        Returns:
            The warnings of a query that can run.

        Raises:
            SaqlError: The query is not valid; every mistake is in the error.
        """
        return self._checked.checked(text, self._datasets.snapshot(), name).warnings

    def explain(
        self,
        text: str,
        stage: str,
        *,
        now: dt.datetime,
        timezone: dt.tzinfo | None = None,
        null_keys: bool | None = None,
        filters: Filters | None = None,
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
        checked = self._checked.checked(text, snapshot, name)
        if stage == "checked":
            return show_tree(checked.statements)
        setting = self.plan_setting(now, timezone, null_keys)
        plan = Planner(snapshot, setting).plan(checked, filters or {})
        if stage == "plan":
            return display(plan)
        plan = optimize(plan)
        if stage == "optimized" or self._back_end is None:
            return display(plan)
        return self._back_end.explain(plan, RunSetting(snapshot.source, setting.zone, self._limits))
