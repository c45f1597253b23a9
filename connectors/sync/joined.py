"""Datasets made of synced objects: made anew, or only the rows that changed or refer to something that did."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pyarrow as pa

from connectors.sync.apply import Prepared
from connectors.sync.lookup_table import LookupTable
from connectors.sync.ready_made import DatasetPlan, Lookup
from connectors.sync.settings import ConnectionSettings
from connectors.sync.state import ObjectState
from engine.store import Dataset, DatasetField, DatasetNotFoundError, FieldSpec, Store
from engine.store.transaction import Transaction

_NOTES = "made"
_OBJECT = "Object"
_MOST_CHANGED = 0.3
"""Where more rows change, to make all anew costs less."""


def make_dataset(
    plan: DatasetPlan, settings: ConnectionSettings, store: Store, change: Transaction, prepared: Sequence[Prepared]
) -> bool:
    """Bring a dataset up to its objects, within the transaction that changes these.

    Args:
        plan: what it is made of.
        settings: the connection's settings.
        store: where all of it is.
        change: the transaction.
        prepared: what it changes in the objects.

    Returns:
        Whether there was anything to do.

    Raises:
        DatasetNotFoundError: an object of its base was never synced.
    """
    making = _Making(plan, _sources(plan, settings, change))
    changed = {
        each.fetched.plan.schema.name: each
        for each in prepared
        if each.fetched.plan.schema.name in plan.needs and not _has_same_rows(each, store, change)
    }
    rows = making.rows_to_renew(changed, store, change)
    if rows is None:
        making.write(change)
    else:
        making.renew(change, rows)
    return rows is None or not rows.is_empty


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Renewal:
    """Rows to renew: those of the base with these keys, or that refer to these; and keys of rows that went."""

    keys: Mapping[str, pa.Array]
    referring: Mapping[str, pa.Array]
    gone: pa.Array

    @property
    def is_empty(self) -> bool:
        return not len(self.gone) and not any(len(each) for each in (*self.keys.values(), *self.referring.values()))


class _Making:
    """A dataset in the making: its sources are open, what it looks up is read when it is first needed."""

    def __init__(self, plan: DatasetPlan, sources: Mapping[str, tuple[Dataset, str]]) -> None:
        self._plan = plan
        self._sources = sources
        for name in plan.base:
            if name not in sources:
                raise DatasetNotFoundError(name, list(sources))
        self._types = {name: dataset.rows_with(key, []).schema for name, (dataset, key) in sources.items()}
        self._lookups = [each for each in map(self._possible, plan.lookups) if each is not None]
        self._tables: dict[int, LookupTable] = {}
        self._fields = self._all_fields()

    def rows_to_renew(self, changed: Mapping[str, Prepared], store: Store, change: Transaction) -> _Renewal | None:
        """Return which rows have to be renewed, None for all."""
        notes = _notes(change, self._plan.name)
        if notes is None or notes.get("signature") != self._signature():
            return None
        if any(each.fetched.plan.before is None or each.fetched.plan.mode == "full" for each in changed.values()):
            return None
        for name, (dataset, _) in self._sources.items():
            if notes["rows"].get(name) != (
                _rows_of_before(changed[name], store) if name in changed else _rows(dataset)
            ):
                return None
        return self._changed_rows(changed)

    def _changed_rows(self, changed: Mapping[str, Prepared]) -> _Renewal | None:
        base = {name: changed[name] for name in self._plan.base if name in changed}
        if any(each.fetched.plan.columns for each in base.values()):
            return None
        referring: dict[str, pa.Array] = {}
        own = {each.name for name in self._plan.base for each in self._sources[name][0].fields}
        for lookup in self._lookups:
            keys = [_keys_changed(changed[name]) for name in lookup.objects if name in changed]
            used = set(lookup.fields.values())
            if any(used & set(changed[name].fetched.plan.columns) for name in lookup.objects if name in changed):
                return None
            if any(len(each) for each in keys):
                if lookup.by not in own or lookup.key:
                    return None
                before = [referring[lookup.by]] if lookup.by in referring else []
                referring[lookup.by] = pa.concat_arrays([*before, *keys])
        gone = [pa.array([gone.key for gone in each.gone], pa.string()) for each in base.values()]
        return _Renewal(
            keys={name: _plain(each.rows.keys) for name, each in base.items()},
            referring=referring,
            gone=pa.concat_arrays([*gone, pa.array([], pa.string())]),
        )

    def write(self, change: Transaction) -> None:
        """Make all rows anew."""
        batches = (self._joined(name, batch) for name in self._plan.base for batch in self._sources[name][0].batches())
        main_date = self._plan.main_date if self._plan.main_date in self._fields else None
        change.write(
            self._plan.name,
            chain([pa.RecordBatch.from_pylist([], self._schema())], batches),
            fields=[each[0] for each in self._fields.values()],
            label=self._plan.label,
            main_date=main_date,
            notes=self._own_notes(),
        )

    def renew(self, change: Transaction, rows: _Renewal) -> None:
        """Renew some rows; all, where they are many."""
        if rows.is_empty:
            return
        found = {name: self._tables_to_renew(name, rows) for name in self._plan.base}
        total = sum(self._sources[name][0].rows for name in self._plan.base)
        if sum(each.num_rows for each in found.values()) > _MOST_CHANGED * total:
            self.write(change)
            return
        schema = self._schema()
        key = self._key()
        deletes = pa.table({key: rows.gone})
        joined = [self._joined(name, batch).cast(schema) for name, each in found.items() for batch in each.to_batches()]
        change.upsert(self._plan.name, pa.Table.from_batches(joined, schema), key=(key,), deletes=deletes)
        change.note(self._plan.name, self._own_notes())

    def _tables_to_renew(self, name: str, rows: _Renewal) -> pa.Table:
        dataset, key = self._sources[name]
        tables = []
        if name in rows.keys:
            tables.append(dataset.rows_with(key, rows.keys[name]))
        known = self._types[name].names
        tables += [dataset.rows_with(by, keys) for by, keys in rows.referring.items() if by in known]
        table = pa.concat_tables(tables) if tables else self._types[name].empty_table()
        keys = table.column(key).combine_chunks()
        last = pa.table({"key": keys, "row": pa.array(range(len(keys)))}).group_by("key").aggregate([("row", "max")])
        return table.take(last.column("row_max"))

    def _schema(self) -> pa.Schema:
        return pa.schema([(name, each[1]) for name, each in self._fields.items()])

    def _key(self) -> str:
        return self._sources[self._plan.base[0]][1]

    def _possible(self, lookup: Lookup) -> Lookup | None:
        """Return a lookup without what this CRM does not have, None where nothing is left of it."""
        there = tuple(name for name in lookup.objects if name in self._sources)
        known = {field for name in there for field in self._types[name].names}
        fields = {name: source for name, source in lookup.fields.items() if source in known}
        return dataclasses.replace(lookup, objects=there, fields=fields) if fields else None

    def _all_fields(self) -> dict[str, tuple[FieldSpec, pa.DataType]]:
        """Return the fields of the dataset, each with its Arrow type: those of the base, then what is looked up."""
        fields: dict[str, tuple[FieldSpec, pa.DataType]] = {}
        for name in self._plan.base:
            for each in self._sources[name][0].fields:
                fields.setdefault(
                    each.name, (_spec(each, each.name, each.label), self._types[name].field(each.name).type)
                )
        if len(self._plan.base) > 1:
            fields[_OBJECT] = (FieldSpec(name=_OBJECT, label="Object"), pa.string())
        for lookup in self._lookups:
            if lookup.by not in fields:
                continue
            for new, source in lookup.fields.items():
                there = next(name for name in lookup.objects if source in self._types[name].names)
                found = self._sources[there][0].field(source)
                fields[new] = (_spec(found, new, new.replace(".", " ")), self._types[there].field(source).type)
        return fields

    def _joined(self, name: str, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return rows of the base with all fields of the dataset."""
        columns: dict[str, pa.Array] = dict(zip(batch.schema.names, batch.columns, strict=True))
        if len(self._plan.base) > 1:
            columns[_OBJECT] = pa.array([name] * batch.num_rows, pa.string())
        for number, lookup in enumerate(self._lookups):
            if lookup.by in columns:
                found = self._table(number).columns(columns[lookup.by])
                columns |= {
                    new: _as(_plain(each), self._fields[new][1]) for new, each in zip(lookup.fields, found, strict=True)
                }
        arrays = [
            _as(columns[name], kind) if name in columns else pa.nulls(batch.num_rows, kind)
            for name, (_, kind) in self._fields.items()
        ]
        return pa.RecordBatch.from_arrays(arrays, names=list(self._fields))

    def _table(self, number: int) -> LookupTable:
        if number not in self._tables:
            lookup = self._lookups[number]
            sources = [(dataset, lookup.key or key) for dataset, key in map(self._sources.__getitem__, lookup.objects)]
            self._tables[number] = LookupTable(sources, lookup.fields, lookup.where)
        return self._tables[number]

    def _signature(self) -> str:
        """Return what changes when the dataset has to be made anew: its plan, and the fields that there are."""
        content = repr((self._plan, self._lookups, [(name, str(kind)) for name, (_, kind) in self._fields.items()]))
        return hashlib.sha256(content.encode()).hexdigest()

    def _own_notes(self) -> dict[str, object]:
        rows = {name: _rows(dataset) for name, (dataset, _) in self._sources.items()}
        return {_NOTES: {"signature": self._signature(), "rows": rows, "from": self._origins()}}

    def _origins(self) -> dict[str, object]:
        """Return the fields that each field is taken from, each with its dataset, and what it is looked up by."""
        found: dict[str, object] = {}
        for field in self._fields:
            bases = [dataset for dataset, _ in map(self._sources.__getitem__, self._plan.base)]
            places = [each.name for each in bases if field in (known.name for known in each.fields)]
            found[field] = {"of": [[place, field] for place in places], "by": None}
        for lookup in self._lookups:
            for new, source in lookup.fields.items():
                places = [self._sources[name][0].name for name in lookup.objects if source in self._types[name].names]
                if new in found:
                    found[new] = {"of": [[place, source] for place in places], "by": lookup.by}
        return found


def _sources(plan: DatasetPlan, settings: ConnectionSettings, change: Transaction) -> dict[str, tuple[Dataset, str]]:
    """Return the datasets of the objects that there are, each with the name of its key."""
    found = {}
    for name in plan.needs:
        try:
            dataset = change.open(settings.dataset(name))
        except DatasetNotFoundError:
            continue
        state = ObjectState.of(dataset.manifest.notes)
        if state is not None:
            found[name] = dataset, state.key
    return found


def _notes(change: Transaction, name: str) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] | None = change.open(name).manifest.notes.get(_NOTES)
    except DatasetNotFoundError:
        return None
    return found


def _has_same_rows(prepared: Prepared, store: Store, change: Transaction) -> bool:
    """Return whether nothing but the state of an object changes: it was read, and was as before."""
    if prepared.fetched.plan.before is None:
        return False
    return _rows_of_before(prepared, store) == _rows(change.open(prepared.dataset))


def _rows_of_before(prepared: Prepared, store: Store) -> str:
    with store.open(prepared.dataset) as published:
        return _rows(published)


def _rows(dataset: Dataset) -> str:
    """Return what stands for the rows of a version: another one with the same has the same rows."""
    return ",".join(f"{each.sealed.file}-{each.gone}" for each in dataset.manifest.parts)


def _keys_changed(prepared: Prepared) -> pa.Array:
    gone = pa.array([each.key for each in prepared.gone], pa.string())
    return pa.concat_arrays([_plain(prepared.rows.keys), gone])


def _plain(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _as(column: pa.Array, kind: pa.DataType) -> pa.Array:
    return column if column.type == kind else column.cast(kind)


def _spec(field: DatasetField, name: str, label: str) -> FieldSpec:
    return FieldSpec(
        name=name,
        role=field.role,
        label=label,
        format=field.format,
        multiplier=field.multiplier,
        calendar=field.calendar,
        members=field.members,
        formatting=field.formatting,
    )
