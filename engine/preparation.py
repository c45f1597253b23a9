"""From the text of a query to its plan, optimized but for its columns."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence

from engine.plan import nodes
from engine.plan.build import Setting, build
from engine.plan.identity import identity
from engine.queries import Filters, QueryRequest
from engine.snapshot import Snapshot
from saql.check import check as check_query
from saql.diagnostics import SaqlError
from saql.parser import parse
from saql.record import record
from saql.schema import Catalog
from saql.span import NOWHERE
from saql.syntax import expressions as written
from saql.syntax import statements as syntax
from saql.typed import statements as typed
from saql.typed.expressions import Expression

_KEPT = 512
"""Queries that are kept checked: those of some dashboards."""

_CLOCK = re.compile(r"\bnow\b", re.IGNORECASE)

_LONGEST = 1 << 16
"""Longer texts are not kept."""


class CheckedQueries:
    """Queries that were checked lately. Threads may share it.

    A checked query is good as long as the datasets that it loads have the same versions. One with mistakes is checked
    anew each time: what its hints suggest depends on more than that.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: OrderedDict[str, tuple[typed.Query, tuple[tuple[str, int], ...]]] = OrderedDict()
        self._lock = threading.Lock()

    def checked(self, text: str, snapshot: Snapshot, name: str) -> typed.Query:
        """Return the checked query of a text.

        Raises:
            SaqlError: It is not valid; `name` is what the error calls it.
        """
        with self._lock:
            kept = self._kept.get(text)
        if kept is None or kept[1] != _versions(kept[0], snapshot):
            checked = check(parse(text, name), snapshot, name)
            kept = checked, _versions(checked, snapshot)
        if len(text) <= _LONGEST:
            with self._lock:
                self._kept[text] = kept
                self._kept.move_to_end(text)
                if len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return kept[0]


def loaded(query: typed.Query, snapshot: Snapshot) -> tuple[tuple[str, int], ...]:
    """Return the names and versions of the datasets that a query loads, sorted."""
    return tuple(sorted(set(_versions(query, snapshot))))


def views(query: typed.Query, snapshot: Snapshot) -> Hashable:
    """Return what tells apart those who see different rows of the datasets that a query loads."""
    loads = (each.dataset for each in query.statements if isinstance(each, typed.Load))
    return tuple(snapshot.dataset(each).view for each in loads)


def _versions(query: typed.Query, snapshot: Snapshot) -> tuple[tuple[str, int], ...]:
    loads = (each.dataset for each in query.statements if isinstance(each, typed.Load))
    found = map(snapshot.find, loads)
    return tuple(("", 0) if each is None else (each.name, each.version) for each in found)


def check(query: syntax.Query, catalog: Catalog, name: str = "query", *, makes_dataset: bool = False) -> typed.Query:
    """Return the checked query; see `saql.check.check`.

    Raises:
        SaqlError: It is not valid; `name` is what the error calls it.
    """
    try:
        return check_query(query, catalog, makes_dataset=makes_dataset)
    except SaqlError as error:
        raise SaqlError(error.diagnostics, query.text, name) from None


@record
class PlanSetting:
    """What plans depend on beside their queries: see `engine.plan.build.Setting`."""

    now: dt.datetime
    zone: dt.tzinfo
    null_keys: bool


class Planner:
    """Makes the plans of queries that are asked at one instant of one snapshot."""

    def __init__(self, snapshot: Snapshot, setting: PlanSetting) -> None:
        """Take what the plans depend on."""
        self._snapshot = snapshot
        self._setting = setting
        self._predicates: dict[Hashable, tuple[Expression, ...]] = {}

    def plan(self, checked: typed.Query, filters: Filters) -> nodes.Node:
        """Return the plan of a checked query.

        Raises:
            SaqlError: A predicate on a dataset is not valid.
            SwellError: A dataset can't be read.
        """
        predicates = {name: self._checked(name, each) for name, each in filters.items() if each}
        return build(checked, self._build_setting(predicates))

    def _build_setting(self, predicates: Mapping[str, tuple[Expression, ...]]) -> Setting:
        asked = self._setting
        return Setting(self._snapshot.dataset, asked.now, asked.zone, asked.null_keys, predicates)

    def _checked(self, name: str, predicates: Sequence[written.Expression]) -> tuple[Expression, ...]:
        """Return predicates on a dataset, checked once for all queries."""
        key = name, identity(tuple(predicates))
        if key not in self._predicates:
            self._predicates[key] = checked_predicates(name, predicates, self._snapshot)
        return self._predicates[key]


def checked_predicates(name: str, predicates: Sequence[written.Expression], catalog: Catalog) -> tuple[Expression, ...]:
    """Return predicates on the fields of a dataset, checked as those of a filter right after its load.

    Raises:
        SaqlError: One of them is not valid.
    """
    stream = written.Identifier("rows", NOWHERE)
    one = syntax.Projection(written.Number(1, NOWHERE), written.Identifier("one", NOWHERE), NOWHERE)
    statements: tuple[syntax.Statement, ...] = (
        syntax.Load(stream, written.Text(name, NOWHERE), None, None, NOWHERE),
        *(syntax.Filter(stream, stream, each, NOWHERE) for each in predicates),
        syntax.Foreach(stream, stream, (one,), NOWHERE),
    )
    checked = check_query(syntax.Query("", statements, ()), catalog)
    return tuple(each.predicate for each in checked.statements if isinstance(each, typed.Filter))


def reads_clock(request: QueryRequest) -> bool:
    """Return whether the rows may depend on the instant, not only on the day: on the function `now`, if need be."""
    return bool(_CLOCK.search(request.text) or any(_CLOCK.search(repr(each)) for each in request.filters.values()))


def is_limited(plan: nodes.Node) -> bool:
    """Return whether the query itself limits the rows of its result."""
    while True:
        match plan:
            case nodes.Limit(count=int()):
                return True
            case nodes.Limit() | nodes.Project() | nodes.Sort() | nodes.Filter() | nodes.Window():
                plan = plan.input
            case _:
                return False
