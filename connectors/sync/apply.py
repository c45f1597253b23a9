"""From pages on the disk to the new version of an object's dataset."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import pyarrow as pa
import pyarrow.compute as pc

from connectors.protocol import Gone
from connectors.sync.brake import check_deletions
from connectors.sync.columns import field_specs, store_batch, store_schema
from connectors.sync.fetch import Fetched
from connectors.sync.state import ObjectState, fields_after
from connectors.sync.versions import NewestRows
from engine.store import FieldSpec, Store
from engine.store.transaction import Transaction

_ROWS_AT_ONCE = 200_000
"""Changed rows that are brought to a dataset together; more take several steps, in bounded memory."""

_STATE_AGE = dt.timedelta(hours=1)
"""How old the state of an object may be, in which nothing changes: its window is read from there."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """What is to change in one dataset, decided before anything is written.

    Args:
        fetched: what was read.
        rows: the rows that count.
        gone: the records that leave the dataset.
        state: how far the object is synced afterwards.
    """

    fetched: Fetched
    rows: NewestRows
    gone: tuple[Gone, ...]
    state: ObjectState

    @property
    def dataset(self) -> str:
        """The dataset that changes."""
        return self.fetched.plan.dataset


def prepare(fetched: Fetched, store: Store, run: str, most_deletions: float) -> Prepared:
    """Decide what changes in the dataset of an object.

    Args:
        fetched: what was read.
        store: where the dataset is.
        run: the name of the run.
        most_deletions: the part of the rows that may go.

    Raises:
        TooManyDeletionsError: more rows would go.
    """
    plan = fetched.plan
    rows = NewestRows(plan.schema, tuple(fetched.reads()))
    told = chain(*(read.gone() for read in fetched.reads()), fetched.deleted)
    gone = {each.key: each for each in rows.live_since(told)}
    if plan.mode != "full" or fetched.compared:
        gone |= {each.key: each for each in _missing(fetched, store, rows)}
    if plan.before is not None:
        with store.open(plan.dataset) as current:
            leaving = current.rows_with(plan.schema.key, list(gone), [plan.schema.key])
            check_deletions(plan.schema.name, leaving.num_rows, current.rows, most_deletions)
        known = {*leaving.column(0).to_pylist(), *rows.among(list(gone))}
        gone = {key: each for key, each in gone.items() if key in known}
    return Prepared(fetched=fetched, rows=rows, gone=tuple(gone.values()), state=_state(fetched, run))


def apply(prepared: Prepared, change: Transaction) -> int:
    """Write the new version of a dataset into a transaction; return how many rows were brought."""
    plan = prepared.fetched.plan
    key = plan.schema.key
    specs = field_specs(plan.schema)
    gone = pa.array([each.key for each in prepared.gone], pa.string())
    batches = (store_batch(_without(each, key, gone)) for each in prepared.rows.batches())
    notes = prepared.state.notes()
    if plan.mode == "full":
        change.write(
            plan.dataset,
            chain([pa.RecordBatch.from_pylist([], store_schema(plan.schema))], batches),
            fields=specs,
            label=plan.schema.label,
            notes=notes,
        )
        _update_columns(prepared, change)
        return len(prepared.rows.keys)
    deletes = pa.table({key: gone})
    for each in _together(batches, store_schema(plan.schema)):
        change.upsert(plan.dataset, each, key=(key,), deletes=deletes, fields=specs, missing="keep")
        deletes = deletes.slice(0, 0)
    _update_columns(prepared, change)
    if _is_worth_a_version(prepared, change):
        change.note(plan.dataset, notes)
    return len(prepared.rows.keys)


def _update_columns(prepared: Prepared, change: Transaction) -> None:
    """Put in the columns that were read of all rows: after the rows, so what they say is newer."""
    plan = prepared.fetched.plan
    if plan.columns:
        columns = map(store_batch, prepared.fetched.staged.read("columns").batches())
        specs = _specs_of(field_specs(plan.schema), (plan.schema.key, *plan.columns))
        change.update(plan.dataset, columns, key=(plan.schema.key,), fields=specs)


def _is_worth_a_version(prepared: Prepared, change: Transaction) -> bool:
    """Return whether the state has to be kept: a version for each look at what stays as it is would push out others."""
    before, state = prepared.fetched.plan.before, prepared.state
    if before is None or change.changes(prepared.dataset):
        return True
    if state.watermark - before.watermark >= _STATE_AGE:
        return True
    return (state.reconciled, state.refreshed, state.fields) != (before.reconciled, before.refreshed, before.fields)


def _without(batch: pa.RecordBatch, key: str, gone: pa.Array) -> pa.RecordBatch:
    """Return rows without those of records that went after they were read."""
    return batch.filter(pc.invert(pc.is_in(batch.column(key), gone))) if len(gone) else batch


def _specs_of(specs: Iterable[FieldSpec], names: Iterable[str]) -> list[FieldSpec]:
    wanted = set(names)
    return [each for each in specs if each.name in wanted]


def _together(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """Yield the rows in tables of bounded size, one at least."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= _ROWS_AT_ONCE:
            yield pa.Table.from_batches(waiting, schema)
            waiting, rows = [], 0
    yield pa.Table.from_batches(waiting, schema)


def _missing(fetched: Fetched, store: Store, rows: NewestRows) -> Iterator[Gone]:
    """Yield the records of the dataset that are not among all keys of the CRM."""
    plan = fetched.plan
    if plan.mode == "snapshot":
        there = rows.keys
    elif fetched.compared:
        keys = [each.column(0) for each in fetched.staged.read("keys").batches()]
        there = pa.chunked_array(keys, pa.string())
    else:
        return
    if plan.mode == "full":
        here = [rows.keys.combine_chunks()]
    else:
        with store.open(plan.dataset) as current:
            here = [each.column(0).cast(pa.string()) for each in current.batches([plan.schema.key])]
    values = pc.unique(there)
    for keys in here:
        for key in keys.filter(pc.invert(pc.is_in(keys, values))).to_pylist():
            yield Gone(key=key, reason="deleted")


def _state(fetched: Fetched, run: str) -> ObjectState:
    plan = fetched.plan
    until, before = plan.until, plan.before
    state = ObjectState(
        connection=plan.connection,
        object=plan.schema.name,
        key=plan.schema.key,
        run=run,
        watermark=until,
        deletions_until=until,
        refreshed=until,
        reconciled=until,
        fields=fields_after(before, plan.schema, until),
    )
    if before is None or plan.mode == "full":
        return state
    return dataclasses.replace(
        state,
        refreshed=until if plan.refreshes else before.refreshed,
        reconciled=until if fetched.compared else before.reconciled,
    )
