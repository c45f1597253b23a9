"""Plans kept for when the same is asked again: of a dashboard, the same texts come with every look.

A plan depends on its query, the versions of what it loads, the predicates on these, and the day: relative dates are
made constant in it. Only `now()` makes it depend on the instant, so a query that has it is planned anew at another one.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Hashable

from engine.plan import nodes
from engine.plan.identity import identity
from engine.preparation import PlanSetting
from engine.queries import Filters, QueryRequest
from saql.record import record

_KEPT = 512
"""Plans that are kept: those of some dashboards, with some selections each."""

_LARGEST = 2_000
"""Parts that a request may have for its plan to be kept: texts of a hundred characters, and values in predicates."""


@record(eq=False)
class KeptPlan:
    """An optimized plan. `capped` is the most rows where the query has no limit; `key` is that of its result.

    `lasting` is that of a `QueryResult`; `repeatable` says that the plan gives the same rows each time.
    """

    plan: nodes.Node
    capped: int | None
    key: Hashable
    lasting: bool
    repeatable: bool


class KeptPlans:
    """The plans that were asked for last. Threads may share it."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: OrderedDict[Hashable, KeptPlan] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> KeptPlan | None:
        """Return what is kept under a key; None is the key of what is never kept."""
        if key is None:
            return None
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, plan: KeptPlan) -> None:
        """Keep a plan that can be repeated, and let go of the one that was not asked for the longest."""
        if key is None or not plan.repeatable:
            return
        with self._lock:
            self._kept[key] = plan
            self._kept.move_to_end(key)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


def plan_key(
    request: QueryRequest, loaded: tuple[tuple[str, int], ...], setting: PlanSetting, most: int
) -> Hashable | None:
    """Return what is equal for requests that have the same plan; None where it is too large to be kept.

    Args:
        request: what is asked.
        loaded: the names and versions of the datasets that its query loads.
        setting: what plans depend on beside their queries.
        most: rows of a result whose query has no limit.
    """
    predicates = _predicates(request.filters, frozenset(name for name, _ in loaded))
    size, has_now = len(request.text) // 100, "now" in request.text
    waiting: list[Hashable] = [predicates]
    while waiting:
        part = waiting.pop()
        size += 1
        if size > _LARGEST:
            return None
        if isinstance(part, tuple):
            waiting.extend(part)
        has_now = has_now or part == "now"
    instant = setting.now if has_now else None
    return request.text, loaded, predicates, _day(setting), setting.zone, setting.null_keys, most, instant


def _predicates(filters: Filters, names: frozenset[str]) -> Hashable:
    return tuple((name, identity(tuple(filters[name]))) for name in sorted(names & filters.keys()))


def _day(setting: PlanSetting) -> dt.date:
    return setting.now.astimezone(setting.zone).date()
