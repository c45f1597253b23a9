"""Aggregates of the same rows, in as few passes over them as pays.

Those with the same conditions share a pass. One that has some more joins them where zones leave out no more blocks for
it: it tests the rest of its conditions itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from functools import partial

from engine.columns import Frame
from engine.errors import SwellError
from engine.limits import Watch
from engine.physical.accumulate import InexactError
from engine.physical.aggregate import Grouping, run_aggregate
from engine.physical.coding import Coder
from engine.physical.conditions import Conditions, conditions, conjuncts
from engine.physical.kept_passes import Asked
from engine.physical.passes import Pass
from engine.physical.setting import RunSetting
from engine.plan import nodes
from engine.plan.identity import identity
from engine.query_errors import EvaluationError, Failure
from saql.record import record
from saql.span import NOWHERE
from saql.typed.expressions import Call, Expression
from saql.types import Type


def attempt(compute: Callable[[], Frame], watch: Watch) -> Frame | Failure:
    """Return what is computed, or the error that ended it."""
    try:
        watch.check()
        return compute()
    except (EvaluationError, SwellError) as error:
        return error


def run_aggregates(
    several: Sequence[nodes.Aggregate], frame: Frame, setting: RunSetting, watch: Watch
) -> list[Frame | Failure]:
    """Return the groups of each aggregate of a frame, or its error."""

    def alone(node: nodes.Aggregate) -> Frame:
        with _asking_for(setting, [node]):
            found = run_aggregate(node, [frame], setting, watch)
        watch.check(found.rows)
        return found

    done: dict[int, Frame] = {}
    if len(several) > 1:
        coder = Coder(frame, setting.zone)
        waiting = [each for node in several if (each := _asking(node, frame, coder, setting, watch)) is not None]
        for party in _parties(waiting):
            if len(party) > 1:
                done.update(_shared(party, frame, coder, setting, watch))
    return [done.get(id(node)) or attempt(partial(alone, node), watch) for node in several]


@record(eq=False)
class _Asking:
    """An aggregate that asks a pass over the rows, and its conditions by their identities."""

    node: nodes.Aggregate
    grouping: Grouping
    asked: Asked
    where: dict[Hashable, Expression]

    @property
    def is_computed(self) -> bool:
        """Whether it needs smaller chunks, of which expressions are computed."""
        return bool(self.asked.conditions.computed) or any(each.is_computed for each in self.asked.accumulator.kept)


def _asking(node: nodes.Aggregate, frame: Frame, coder: Coder, setting: RunSetting, watch: Watch) -> _Asking | None:
    grouping = Grouping(node, frame, coder, setting, watch)
    try:
        asked = grouping.asked()
    except (EvaluationError, SwellError):  # it may fail alone, or succeed: perhaps no row that counts is at fault
        return None
    return (
        None
        if asked is None
        else _Asking(node, grouping, asked, {identity(each): each for each in conjuncts(node.where)})
    )


def _parties(waiting: Sequence[_Asking]) -> list[list[_Asking]]:
    """Return who passes over the rows together."""
    by_conditions: dict[Hashable, list[_Asking]] = {}
    for each in waiting:
        by_conditions.setdefault((frozenset(each.where), each.is_computed), []).append(each)
    parties = sorted(by_conditions.values(), key=lambda party: (-len(party), len(party[0].where)))
    found: list[list[_Asking]] = []
    for party in parties:
        hosts = (each for each in found if len(party) == 1 and _may_join(party[0], each[0]))
        host = next(hosts, None)
        if host is None:
            found.append(party)
        else:
            host.extend(party)
    return found


def _may_join(guest: _Asking, host: _Asking) -> bool:
    return (
        guest.is_computed == host.is_computed
        and host.where.keys() <= guest.where.keys()
        and guest.asked.ranges == host.asked.ranges
    )


def _shared(
    party: Sequence[_Asking], frame: Frame, coder: Coder, setting: RunSetting, watch: Watch
) -> dict[int, Frame]:
    """Return the groups of each by the node's identity; of those that fail nothing, for they may do so alone."""
    common = party[0].where  # the fewest: others have these and perhaps more

    def own(each: _Asking) -> Conditions:
        rest = tuple(part for key, part in each.where.items() if key not in common)
        return conditions(Call("and", rest, Type.BOOLEAN, NOWHERE), frame, coder)

    together = Pass(frame, party[0].asked.conditions, setting, watch)
    found: dict[int, Frame] = {}
    try:
        with _asking_for(setting, [each.node for each in party]):
            totals = together.accumulate([each.asked.accumulator for each in party], list(map(own, party)))
    except (EvaluationError, InexactError, SwellError):
        return found
    for each, kept in zip(party, totals, strict=True):
        with contextlib.suppress(EvaluationError, InexactError, SwellError):
            groups = each.grouping.answer(each.asked, kept)
            watch.check(groups.rows)
            found[id(each.node)] = groups
    return found


def _asking_for(setting: RunSetting, several: Sequence[nodes.Aggregate]) -> AbstractContextManager[None]:
    """Return what notes meanwhile who passes over rows, if anybody wants to know."""
    return contextlib.nullcontext() if setting.trace is None else setting.trace.asking(several)
