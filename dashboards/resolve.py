"""One look at a dashboard: results and selections of its steps, each computed when it is first asked for.

Steps need each other through bindings and facets, so they are computed on demand and remembered; a step that needs
itself is an error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import pyarrow as pa

from dashboards.batch import Awaited, Batch, Filters
from dashboards.bindings import Rows
from dashboards.bindings.insert import in_json
from dashboards.bindings.nodes import Kind
from dashboards.cells import table_rows
from dashboards.columns import result_columns, told
from dashboards.compact import ColumnOrigin, origins, regrouped, windowed
from dashboards.compact.columns import measured_field
from dashboards.compact.groups import SEPARATOR
from dashboards.datasets import Datasets
from dashboards.errors import StepError
from dashboards.facets import Facet, facet_filter, is_range, receives
from dashboards.global_filters import global_conditions
from dashboards.loads import loaded_datasets
from dashboards.locale import EN_US, Locale
from dashboards.model import Dashboard, Json, Step
from dashboards.model.json import decoded
from dashboards.selection import Selection, completed, start_selection
from dashboards.steps.aggregateflex import compact_query
from dashboards.steps.base import Setting, StepQuery
from dashboards.steps.input import bounds, entered
from dashboards.steps.registry import step_type
from dashboards.steps.result import StepResult
from engine.errors import SwellError
from engine.session import QueryResult, Session
from saql import SaqlError
from saql.syntax.expressions import Expression

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Question:
    """What a step asks: its query, bindings replaced, and the conditions that hold for each dataset's rows."""

    text: str
    filters: Filters


class Resolver:
    """The steps of a dashboard at one instant, with some selections. It serves one request and one thread.

    Results are asked for by tasks that `together` does.
    """

    def __init__(
        self,
        dashboard: Dashboard,
        session: Session,
        now: dt.datetime,
        selections: Mapping[str, Selection],
        others: Collection[str] = (),
        locale: Locale = EN_US,
    ) -> None:
        """Take what results depend on.

        Args:
            dashboard: the dashboard.
            session: runs the queries.
            now: what relative dates are reckoned from.
            selections: what is selected, by step; a step that is not in it has its start selection.
            others: the names of the dashboards that this one may embed.
            locale: how numbers and dates are written.
        """
        self.locale = locale
        self.dashboard = dashboard
        self.others = others
        self.datasets = Datasets(session.store, dashboard.xmd)
        self.today = now.date()
        self._session = session
        self._now = now
        self._given = selections
        self._known: dict[Hashable, object] = {}
        self._batch = Batch(session, now, dashboard.name)
        self._running: list[Hashable] = []
        self.questions: dict[str, Question] = {}
        """What was asked for each step whose result was needed."""

    @property
    def lasting(self) -> bool:
        """Whether what was found so far holds all day, as long as no dataset changes."""
        return self._batch.lasting

    def together(self, tasks: Sequence[Callable[[], _T]]) -> list[_T]:
        """Do several tasks that ask for results, and return what each returns.

        A task that needs the result of a query begins anew when the queries that all tasks wait for have run together.
        """
        return self._batch.together(tasks)

    def step(self, name: str) -> Step:
        """Return a step.

        Raises:
            StepError: there is none of that name, or it could not be read.
        """
        if name not in self.dashboard.steps:
            raise StepError(f"There is no step '{name}' in this dashboard.")
        step = self.dashboard.steps[name]
        if step.problem:
            raise StepError(f"Step '{name}': {step.problem}.")
        return step

    def rows(self, step: str, kind: Kind) -> Rows:
        """Return the result or the selection of a step, for bindings."""
        if kind == "result":
            return self.result(step).as_rows()
        selection = self.selection(step)
        columns = dict.fromkeys(name for row in selection for name in row)
        return Rows(tuple(columns), selection)

    def result(self, name: str) -> StepResult:
        """Return the result of a step, filtered by facets and global filters.

        Raises:
            SwellError: it can't be computed.
            SaqlError: its query is not valid.
        """
        return self._once(("result", name), lambda: self._run(name, facets=True))

    def selection(self, name: str) -> Selection:
        """Return what is selected in a step, rows whole as far as its result is at hand.

        Raises:
            SwellError: it depends on a step that can't be computed.
            SaqlError: the query of such a step is not valid.
        """
        return self._once(("selection", name), lambda: self._selection(self.step(name)))

    def prepared(self, name: str) -> StepQuery | StepResult:
        """Return a step's query, or its rows where it has them itself."""
        step = self.step(name)
        return self._once(("prepared", name), lambda: step_type(step.type).prepare(step, Setting(self, self.datasets)))

    def regrouped(self, name: str, kept: Sequence[str]) -> StepResult | None:
        """Return what a step gives when it groups by fewer columns: its totals by those that are kept.

        Columns that have no total are not in it. None where the step's query can't be asked so.

        Raises:
            SwellError: it can't be computed.
            SaqlError: its query is not valid.
        """
        return self._once(("regrouped", name, tuple(kept)), lambda: self._regrouped(name, kept))

    def unfiltered(self, text: str, name: str) -> list[list[Json]]:
        """Return the rows of a query of a widget's own, over all rows of its datasets.

        Args:
            text: the query.
            name: what the log calls it.
        """
        return table_rows(self._batch.answer(text, {}, name).table)

    def narrowed(self, step: str, result: StepResult) -> Resolver:
        """Return the same look for a part of a widget, for which a step has another result: one of its rows."""
        return _Narrowed(self, step, result)

    def _once(self, key: Hashable, compute: Callable[[], _T]) -> _T:
        """Compute something the first time, and return or raise the same ever after."""
        if key not in self._known:
            with self._guarded(key):
                try:
                    self._known[key] = compute()
                except (SwellError, SaqlError) as error:
                    self._known[key] = error
        return cast(_T, self._recalled(key))  # what compute returned

    def _recalled(self, key: Hashable) -> Any:
        """Return or raise what was found under a key."""
        known = self._known[key]
        if isinstance(known, SwellError | SaqlError):
            raise known
        return known

    @contextmanager
    def _guarded(self, key: Hashable) -> Iterator[None]:
        if key in self._running:
            names = dict.fromkeys(str(each[1]) for each in self._running if isinstance(each, tuple))
            raise StepError(f"These steps need each other's results in a circle: {', '.join(names)}.")
        self._running.append(key)
        try:
            yield
        finally:
            self._running.pop()

    def _run(self, name: str, *, facets: bool) -> StepResult:
        prepared = self.prepared(name)
        if isinstance(prepared, StepResult):
            return prepared
        step = self.step(name)
        filters = self._filters(step, prepared, facets=facets)
        if facets:
            self.questions[name] = Question(prepared.text, filters)
        return self._asked(step, prepared, filters)

    def _asked(self, step: Step, query: StepQuery, filters: Filters) -> StepResult:
        found = self._batch.answer(query.text, filters, f"step {step.id}")
        return self._shaped(found, query, loaded_datasets(query.text))

    def _regrouped(self, name: str, kept: Sequence[str]) -> StepResult | None:
        step, prepared = self.step(name), self.prepared(name)
        whole = prepared.compact if isinstance(prepared, StepQuery) else None
        fewer = None if whole is None else regrouped(whole, kept)
        if whole is None or fewer is None:
            return None
        query = compact_query(fewer, step, Setting(self, self.datasets))
        return self._asked(step, query, self._filters(step, query, facets=True)).without(windowed(whole))

    def _filters(self, step: Step, query: StepQuery, *, facets: bool) -> Filters:
        """Return the conditions on each dataset that a step reads."""
        filters: dict[str, list[Expression]] = {}
        for dataset in loaded_datasets(query.text):
            schema = self.datasets.schema(dataset)
            if schema is None:
                continue
            found: list[Expression] = []
            for facet in self._facets(step) if facets else ():
                condition = facet_filter(facet, dataset, schema, self.dashboard.links)
                found += [] if condition is None else [condition]
            if step.use_global and query.takes_global:
                found += global_conditions(self.dashboard.filters, dataset, schema, self.dashboard.links)
            if found:
                filters[dataset] = found
        return filters

    def _facets(self, target: Step) -> list[Facet]:
        """Return the facets that reach a step. One whose step can't be computed reaches none."""
        found: list[Facet | None] = []
        awaited = False
        for source in self.dashboard.steps.values():
            if source.problem is None and receives(target, source):
                try:
                    found.append(self.facet(source))
                except Awaited:  # the others may wait for queries, too, which run together then
                    awaited = True
        if awaited:
            raise Awaited
        return [each for each in found if each is not None]

    def facet(self, source: Step) -> Facet | None:
        """Return what a step broadcasts now; None where nothing is selected, or its selection can't be computed."""
        try:
            selection = self.selection(source.id)
        except (SwellError, SaqlError):
            return None
        if not selection:
            return None
        try:
            prepared = self.prepared(source.id)
        except (SwellError, SaqlError):
            return _written_facet(source, selection)
        if isinstance(prepared, StepResult):  # a static step reaches datasets only by links
            return Facet(source, selection, {each: (each,) for each in prepared.names}, ())
        return Facet(source, selection, _fields(prepared, selection), loaded_datasets(prepared.text))

    def _selection(self, step: Step) -> Selection:
        # A step's query is looked at only where there is no other way: lists that filter each other by bindings on
        # their selections are common, and would need each other in a circle.
        static = step_type(step.type).has_rows
        if step.id not in self._given:
            selection = self._started(step)
        else:
            selection = self._given[step.id] if step.select_mode != "none" else []
        if step.type == "input":
            return entered(step, selection, bounds(self.result(step.id)))
        if static and selection:
            selection = completed(selection, self.result(step.id).as_rows(), drop=True)
        if not selection and step.select_mode.endswith("required"):
            # Not filtered by facets: the steps that filter it might need its own selection.
            rows = self.result(step.id) if static else self._unfaceted(step.id)
            selection = [dict(each) for each in rows.as_rows().rows[:1]]
        return selection

    def _started(self, step: Step) -> Selection:
        """Return the selection that a step starts with."""
        start = decoded(in_json(step.start, self))
        if not start:
            return []
        groups = step_type(step.type).groups(step) or self.prepared(step.id).groups
        return start_selection(step, start, groups)

    def _unfaceted(self, name: str) -> StepResult:
        return self._once(("unfaceted", name), lambda: self._run(name, facets=False))

    def _shaped(self, found: QueryResult, query: StepQuery, read: tuple[str, ...]) -> StepResult:
        table: pa.Table = found.table
        rows = table_rows(table)
        return StepResult(
            columns=told(result_columns(found.schema, self.datasets, read, query.origins), rows),
            rows=rows,
            groups=query.groups,
            limit=table.num_rows if found.truncated else None,
            plain_rows=query.plain_rows,
        )


class _Narrowed(Resolver):
    """A look in which one step has another result. What other steps make of that step, they make of the whole."""

    def __init__(self, whole: Resolver, step: str, result: StepResult) -> None:
        super().__init__(whole.dashboard, whole._session, whole._now, whole._given, whole.others, whole.locale)
        self._whole, self._step, self._result = whole, step, result
        self._batch = whole._batch  # whoever does the tasks of the whole runs what its parts ask

    def result(self, name: str) -> StepResult:
        return self._result if name == self._step else self._whole.result(name)

    def selection(self, name: str) -> Selection:
        return self._whole.selection(name)

    def prepared(self, name: str) -> StepQuery | StepResult:
        return self._whole.prepared(name)


def _fields(query: StepQuery, selection: Selection) -> Mapping[str, tuple[str, ...]]:
    """Return the fields that a selection filters: those of the groups; for a range without groups, the measure's."""
    return query.fields or _ranged(query.origins, selection)


def _ranged(known: Mapping[str, ColumnOrigin], selection: Selection) -> dict[str, tuple[str, ...]]:
    measure = measured_field(known) if is_range(selection) else None
    return {} if measure is None else {measure: (measure,)}


def _written_facet(source: Step, selection: Selection) -> Facet:
    """Return the facet of a step whose query can't be made: its groups, or its measure, as they are written."""
    fields = {each: tuple(each.split(SEPARATOR)) for each in step_type(source.type).groups(source)}
    written = origins(source.query) if isinstance(source.query, dict) else {}
    return Facet(source, selection, fields or _ranged(written, selection), source.datasets)
