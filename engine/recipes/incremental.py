"""Recipes run for changed rows only, where each row of the result comes from one row of a dataset.

The rows to compute are those that changed, and those that look up a row of another dataset that changed. Of these the
result is computed anew; where a row is no more, or is filtered out now, its key is to be taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from engine.columns import Frame
from engine.kernels import arrays, arrow
from engine.kernels.arrays import Array
from engine.physical.decode import decode_column
from engine.physical.run import RunSetting, run
from engine.plan.build import Setting, build
from engine.preparation import PlanSetting
from engine.recipes.clock import reads_instant
from engine.recipes.row_wise import Full, RowWise, key_in_dataset, loaded_name, row_wise
from engine.recipes.some_rows import NUMBER, NumberedRows, SomeRows, places_of
from engine.recipes.statements import loads
from engine.recipes.touched import CHANGED, NUMBERED, Lookup, find_lookup, numbers_touched, over_some
from engine.rules.driver import optimize
from engine.snapshot import Snapshot
from engine.store import Dataset
from engine.store.finding import find_same_keys
from engine.store.gather import Places
from engine.store.reading import read_places
from engine.store.since import ChangedRows, Unknown, changed_rows
from saql.record import record
from saql.typed import statements as typed

MOST_ROWS = 0.25
"""When more than this share of the rows is to be computed, all of them are: reading rows one by one takes longer."""

_ALWAYS = 10_000
"""So many rows are always few."""

_Source: TypeAlias = SomeRows | NumberedRows


@record(eq=False)
class Increment:
    """What changes in the dataset of a recipe.

    `rows` are the new rows of its result, to be put in the place of those with their keys. `gone` are the keys of rows
    that are no more, as the result names them.
    """

    rows: Frame
    gone: pa.Table


@record(eq=False)
class _Run:
    """What the plans of a run need."""

    snapshot: Snapshot
    planning: PlanSetting
    running: RunSetting

    def frame(self, query: typed.Query, sources: Mapping[str, _Source]) -> Frame:
        """Return the rows of a query that loads some of its datasets from sources of its own."""

        def dataset(reference: str) -> _Source | Dataset:
            return sources.get(reference) or self.snapshot.dataset(reference)

        def source(name: str, version: int) -> _Source | Dataset:
            return sources.get(name) or self.snapshot.source(name, version)

        asked = self.planning
        plan = optimize(build(query, Setting(dataset, asked.now, asked.zone, asked.null_keys)))
        return run(plan, replace(self.running, source=source))


def increment(
    query: typed.Query,
    key: Sequence[str],
    before: Mapping[str, int],
    snapshot: Snapshot,
    planning: PlanSetting,
    running: RunSetting,
) -> Increment | Full | None:
    """Return what changes in the result of a query since it was computed, None where nothing does.

    The query, the day of its relative dates, the zone and the fields of its datasets must be as they were then.

    Args:
        query: the checked query.
        key: the fields of its result that tell rows apart, checked when it was computed.
        before: the versions of its datasets then, by the names that it loads them by.
        snapshot: its datasets now.
        planning: what its plan depends on.
        running: what its run depends on.

    Returns:
        What changes, or why that takes a run for all rows.

    Raises:
        EvaluationError: a function refuses a value of a changed row.
        SwellError: a limit is reached, or a dataset can't be read.
    """
    if reads_instant(query):
        return Full("it asks for the instant at which it runs (now)")
    last = len(query.statements) - 1
    changes = dict(_changes(loads(query, last).values(), before, snapshot))
    if not any(isinstance(each, Unknown) or len(each) for each in changes.values()):
        return None
    way = row_wise(query, last)
    if isinstance(way, Full):
        return way
    fields = key_in_dataset(query, way, key)
    if isinstance(fields, Full):
        return fields
    known: dict[str, ChangedRows] = {}
    for name, each in changes.items():
        if isinstance(each, Unknown):
            return Full(f"{name} {each.reason}")
        known[name] = each
    lookups = _lookups(query, way, known)
    if isinstance(lookups, Full):
        return lookups
    work = _Run(snapshot, planning, running)
    return _computed(work, query, way, dict(zip(key, fields, strict=True)), lookups, known)


def _changes(
    names: Iterable[str], before: Mapping[str, int], snapshot: Snapshot
) -> Iterator[tuple[str, ChangedRows | Unknown]]:
    for name in dict.fromkeys(names):
        version = before.get(name)
        if version is None:
            yield name, Unknown("was not loaded before")
        else:
            yield name, changed_rows(snapshot.dataset(name), version)


def _lookups(query: typed.Query, way: RowWise, changes: Mapping[str, ChangedRows]) -> list[Lookup] | Full:
    """Return the lookups of a way that may find something else than before."""
    found: list[Lookup] = []
    for position in way.lookups:
        step = query.statements[position]
        assert isinstance(step, typed.Augment | typed.Join)
        changed = {place: name for place, name in loads(query, step.other).items() if len(changes[name])}
        if not changed:
            continue
        name = next(iter(changed.values()))
        lookup = find_lookup(query, position)
        if isinstance(lookup, Full):
            return Full(f"{name} changed, and where it looks that up {lookup.reason}")
        deeper = next((each for place, each in changed.items() if place != lookup.way.load), None)
        if deeper is not None:
            there = loaded_name(query, lookup.way)
            return Full(f"{deeper} changed, which is looked up for {there} before {there} is looked up")
        found.append(lookup)
    return found


def _computed(
    work: _Run,
    query: typed.Query,
    way: RowWise,
    key: Mapping[str, str],
    lookups: Sequence[Lookup],
    changes: Mapping[str, ChangedRows],
) -> Increment | Full:
    """Compute the rows that change; `key` are the fields of the dataset by their names in the result."""
    base = work.snapshot.dataset(loaded_name(query, way))
    own = changes[loaded_name(query, way)]
    touched = [_touched(work, query, way, each, changes) for each in lookups]
    now = _together([own.came, *touched])
    fields = list(dict.fromkeys(key.values()))
    changed = _together([now, own.gone])
    rows = _together([now, find_same_keys(base, fields, changed)])
    if len(rows) > max(_ALWAYS, MOST_ROWS * base.rows):
        return Full(f"{len(rows):,} of {base.rows:,} rows are to be computed anew")
    frame = work.frame(over_some(query, way), {CHANGED: SomeRows(base, rows, CHANGED)})
    keys = read_places(base, changed, fields)
    return Increment(frame, _gone({name: keys.column(field).combine_chunks() for name, field in key.items()}, frame))


def _touched(
    work: _Run, query: typed.Query, way: RowWise, lookup: Lookup, changes: Mapping[str, ChangedRows]
) -> Places:
    """Return the rows that look up a row that changed."""
    base = work.snapshot.dataset(loaded_name(query, way))
    name = loaded_name(query, lookup.way)
    changed = SomeRows(work.snapshot.dataset(name), _together([changes[name].came, changes[name].gone]), CHANGED)
    sources: dict[str, _Source] = {NUMBERED: NumberedRows(base, NUMBERED), CHANGED: changed}
    numbers = work.frame(numbers_touched(query, way, lookup), sources).columns[NUMBER]
    assert isinstance(numbers, pa.Array)
    return places_of(base, arrays.values(numbers).astype(np.int64))


def _together(several: Sequence[Places]) -> Places:
    """Return all places, each once, in the order of the rows."""
    everywhere: Array = np.unique(np.concatenate([(each.parts << 32) + each.rows for each in several]))
    return Places(everywhere >> 32, everywhere & 0xFFFF_FFFF)


def _gone(keys: Mapping[str, pa.Array], rows: Frame) -> pa.Table:
    """Return the keys, of those that lack nothing, that no row has; of several fields also such as a row has."""
    gone = np.ones(len(next(iter(keys.values()))), np.bool_)
    for each in keys.values():
        valid = arrays.validity(each)
        if valid is not None:
            gone &= valid
    if len(keys) == 1:
        name, values = next(iter(keys.items()))
        there = decode_column(rows.columns[name])
        gone &= ~arrays.is_true(arrow.is_in(values, arrow.cast(there, values.type)))
    places = arrays.array(np.flatnonzero(gone))
    return pa.table({name: arrow.take(each, places) for name, each in keys.items()})
