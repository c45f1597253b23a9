"""Datasets as somebody sees them who may see some of their rows: as if the others did not exist.

The rows are chosen once for each version and condition; columns are taken of them when they are first read. Everything
that reads a dataset through such a view counts, lists and fails over these rows alone. Views are kept for the next
query, up to a number of bytes, and shared by all to whom the same condition applies.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.columns import Column, MultivalueColumn, TextColumn
from engine.kernels.rows import take
from engine.mapped.dataset import MappedDataset
from engine.physical.expressions import Evaluator
from engine.physical.scan import run_scan
from engine.plan import nodes
from engine.plan.build import with_calendars
from engine.plan.identity import identity
from engine.preparation import checked_predicates
from engine.security.errors import DatasetClosedError
from engine.snapshot import DatasetCache
from engine.store import Dataset, DatasetField, Member, Store, StoreError, ZoneMap, narrow
from engine.store.array_file import Sealed
from engine.store.manifest import PartEntry
from saql.diagnostics import SaqlError
from saql.record import record
from saql.schema import Schema
from saql.syntax.expressions import Boolean, Expression
from saql.typed import expressions as typed

if TYPE_CHECKING:
    from engine.store.transaction import Transaction

Sight: TypeAlias = Callable[[str, Schema], Expression | None]
"""Says which rows somebody sees of a dataset, by its name and columns: those that satisfy a condition; None is all.

It raises `DatasetClosedError` where they see none.
"""

CAPACITY = 256 << 20
"""Bytes of rows that are kept for the next query."""


class SeenDataset(Dataset):
    """A version of a dataset with some of its rows. It is let go when nobody refers to it."""

    def __init__(
        self, whole: Dataset, rows: npt.NDArray[np.int64] | None, view: Hashable, condition: Expression
    ) -> None:
        """Take the dataset, the places of the rows in ascending order, what tells the view, and the rows' condition.

        `rows` is None where the rows are elsewhere; how many are seen is not known then.
        """
        manifest = whole.manifest
        self._whole = whole
        self._condition = condition
        self._chosen = np.zeros(0, np.int64) if rows is None else rows
        self._view = view
        count = whole.rows if rows is None else len(rows)
        # What base methods use; the parts, which have all rows, are out of reach.
        self._manifest = replace(manifest, parts=(PartEntry(Sealed("", 0, ""), count),))
        self._fields = {each.name: each for each in manifest.fields}  # whole, until values are known
        self._schema = whole.schema
        self._columns: dict[str, Column] = {}
        self._stored: dict[str, narrow.Stored] = {}
        self._lock = threading.Lock()
        self.size = self._chosen.nbytes
        # Labels and colours of values tell which values there are.
        self._values: dict[str, frozenset[str]] = {}
        fields = tuple(
            replace(each, members=self.members_seen(each.name, each.members)) if each.members else each
            for each in manifest.fields
        )
        self._fields = {each.name: each for each in fields}
        self._manifest = replace(self._manifest, fields=fields)

    @property
    def view(self) -> Hashable:
        """What tells it from the dataset with other rows."""
        return self._view

    @property
    def whole(self) -> Dataset:
        """The dataset with all rows, for who chooses the rows elsewhere by the conditions."""
        return self._whole.whole if isinstance(self._whole, SeenDataset) else self._whole

    @property
    def conditions(self) -> tuple[Expression, ...]:
        """What is true of the rows that are seen, and of no others of the whole."""
        before = self._whole.conditions if isinstance(self._whole, SeenDataset) else ()
        return *before, self._condition

    def zones(self, name: str) -> tuple[ZoneMap, ...]:
        """Return none: zone maps are about all rows."""
        self.field(name)
        return ()

    def close(self) -> None:
        """Do nothing: others may share the view."""

    def members_seen(self, name: str, members: tuple[Member, ...]) -> tuple[Member, ...]:
        """Return those of some members of a field that rows have which are seen."""
        if name not in self._values:
            self._values[name] = self._values_of(name)
        return tuple(each for each in members if each.value in self._values[name])

    def _values_of(self, name: str) -> frozenset[str]:
        column = self.column(name) if name in self._fields else None
        if not isinstance(column, TextColumn | MultivalueColumn):
            return frozenset()
        codes = np.unique(column.codes)
        return frozenset(column.dictionary[int(code) - 1].as_py() for code in codes if code)

    def _mapped(self) -> NoReturn:
        raise StoreError(
            f'Not all rows of the dataset "{self.name}" are seen, and its files have all of them.',
            hint="Ask for the rows by a query.",
        )

    def _read(self, field: DatasetField) -> Column:
        column = self._whole.column(field.name)
        if len(self._chosen) < self._whole.rows:
            column = take(column, self._chosen)
            self.size += _size(column)
        return column

    def _narrow(self, name: str) -> narrow.Stored:
        if name not in self._stored:
            stored = self._whole.stored(name)
            if len(self._chosen) < self._whole.rows:
                stored = narrow.select(stored, self._chosen)
                self.size += stored.values.nbytes
            self._stored[name] = stored
        return self._stored[name]


def _size(column: Column) -> int:
    if isinstance(column, TextColumn):
        return column.codes.nbytes
    if isinstance(column, MultivalueColumn):
        return column.offsets.nbytes + column.codes.nbytes
    return int(column.nbytes)


class SeenRows:
    """Views that were asked for lately, bounded in bytes. Threads may share it."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Take the bytes that all views together may have."""
        self._capacity = capacity
        self._kept: OrderedDict[Hashable, SeenDataset] = OrderedDict()
        self._lock = threading.Lock()

    def seen(self, whole: Dataset, condition: Expression) -> Dataset:
        """Return a dataset with the rows that satisfy a condition.

        Raises:
            DatasetClosedError: The condition does not fit the dataset.
        """
        if condition == Boolean(True, condition.span):
            return whole
        view = whole.view, identity(condition)
        key = whole.name, whole.version, view
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        if found is None:
            predicates = _predicates(whole, condition)
            rows = None if isinstance(whole, MappedDataset) else _rows(whole, predicates)
            made = SeenDataset(whole, rows, view, condition)
            with self._lock:
                self._forget_older(whole)
                found = self._kept.setdefault(key, made)
        self._shrink()
        return found

    def _forget_older(self, whole: Dataset) -> None:
        """Let go of views of older versions, so that their files can be removed."""
        older = [each for each, kept in self._kept.items() if kept.name == whole.name and kept.version < whole.version]
        for each in older:
            del self._kept[each]

    def _shrink(self) -> None:
        """Let go of views that were not asked for the longest; columns are read after a view was made."""
        with self._lock:
            size = sum(each.size for each in self._kept.values())
            while size > self._capacity and len(self._kept) > 1:
                size -= self._kept.popitem(last=False)[1].size


def _predicates(dataset: Dataset, condition: Expression) -> Sequence[typed.Expression]:
    try:
        return checked_predicates(dataset.name, [condition], OneDataset(dataset.name, dataset.schema))
    except SaqlError as error:
        reason = f"its predicate does not fit its columns ({error.diagnostics[0].message})"
        raise DatasetClosedError(dataset.name, reason) from None


def _rows(dataset: Dataset, predicates: Sequence[typed.Expression]) -> npt.NDArray[Any]:
    """Return the places of the rows for which predicates are true. Days and hours are those of UTC, whoever asks."""
    scan = nodes.Scan(dataset.name, dataset.version, with_calendars(dataset.schema), None, None)
    evaluator = Evaluator(run_scan(scan, dataset, dt.UTC), dt.UTC)
    passed = np.ones(dataset.rows, np.bool_)
    for each in predicates:
        passed &= evaluator.true(each)
    return np.flatnonzero(passed)


@record
class OneDataset:
    """The catalog of one dataset."""

    name: str
    of: Schema

    def names(self) -> Sequence[str]:
        """Return its name."""
        return [self.name]

    def schema(self, name: str) -> Schema | None:
        """Return its fields."""
        return self.of if name == self.name else None


class SeenDatasets(DatasetCache):
    """Datasets as somebody sees them, over those of a session."""

    def __init__(self, whole: DatasetCache, sight: Sight, kept: SeenRows) -> None:
        """Take the datasets with all rows, what is seen of them, and what keeps views."""
        self._whole = whole
        self._sight = sight
        self._rows = kept

    def names(self) -> list[str]:
        """Return the names of all datasets, sorted."""
        return self._whole.names()

    def newest(self, name: str) -> int | None:
        """Return the newest version of a dataset, None where there is no such dataset."""
        return self._whole.newest(name)

    def open(self, reference: str) -> Dataset:
        """Return a dataset at the version that the reference now means, with the rows that are seen."""
        return self.admitted(self._whole.open(reference))

    def admitted(self, dataset: Dataset) -> Dataset:
        """Return a dataset with the rows that are seen.

        Raises:
            DatasetClosedError: None are.
        """
        condition = self._sight(dataset.name, dataset.schema)
        return dataset if condition is None else self._rows.seen(dataset, condition)


@record(eq=False)
class SeenStore(Store):
    """A store of which somebody sees some rows. Who may write is asked elsewhere; what they write is there for all."""

    whole: Store = field(kw_only=True)
    admitted: Callable[[Dataset], Dataset] = field(kw_only=True)

    def open(self, name: str, version: int | None = None) -> Dataset:
        """Open a dataset with the rows that are seen; as `Store.open` else.

        Raises:
            DatasetClosedError: None are.
        """
        return self.admitted(self.whole.open(name, version))

    def transaction(self, *, created: dt.datetime) -> Transaction:
        """Return a transaction over all rows: what it opens is not to be shown."""
        return self.whole.transaction(created=created)


def seen_store(whole: Store, datasets: SeenDatasets) -> SeenStore:
    """Return a store whose datasets open with the rows that are seen."""
    return SeenStore(whole.folder, whole.old_versions, whole.threads, whole=whole, admitted=datasets.admitted)
