"""The datasets of one query: each opened once, at one version, whatever is written meanwhile.

Several datasets may be published together. The names that a query loads are found while it is checked, so that a
publication can fall between two of them. Versions only grow: where each dataset still has the newest version after
all were opened, all of them were the newest at the moment when the last one was opened.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TypeVar

from engine.query_errors import DatasetsChangingError
from engine.store import Dataset, DatasetNotFoundError, Store, VersionNotFoundError
from saql.schema import Schema

_KEPT = 32

_ATTEMPTS = 20
"""After so many publications that fell between the opening of two datasets a query is given up."""

Result = TypeVar("Result")


class DatasetCache:
    """Datasets that were read lately, kept open so that their columns stay mapped. Threads may share it."""

    def __init__(self, store: Store) -> None:
        """Take the store to open datasets from."""
        self._store = store
        self._open: OrderedDict[tuple[str, int], Dataset] = OrderedDict()
        self._lock = threading.Lock()

    def snapshot(self) -> Snapshot:
        """Return the datasets for one query, none of them opened yet."""
        return Snapshot(self)

    def consistently(self, work: Callable[[Snapshot], Result]) -> Result:
        """Return what is made from a snapshot of which all datasets were the newest at one moment.

        Args:
            work: finds which datasets it needs by opening them; it is done anew where one has changed meanwhile.

        Raises:
            DatasetsChangingError: they change all the time.
        """
        names: Sequence[str] = ()
        for _ in range(_ATTEMPTS):
            snapshot = self.snapshot()
            for name in names:  # those of the attempt before, at once
                snapshot.find(name)
            result = work(snapshot)
            if snapshot.is_of_one_moment():
                return result
            names = snapshot.opened
        raise DatasetsChangingError(names)

    def names(self) -> list[str]:
        """Return the names of all datasets, sorted."""
        return self._store.names()

    def newest(self, name: str) -> int | None:
        """Return the newest version of a dataset, None where there is no such dataset."""
        return self._store.find_newest(name)

    def open(self, reference: str) -> Dataset:
        """Return a dataset at the version that the reference now means."""
        newest = self.newest(reference)
        if newest is not None:
            with self._lock:
                known = self._open.get((reference, newest))
            if known is not None:
                return known
        opened = self._store.open(reference)
        key = opened.name, opened.version
        with self._lock:
            dataset = self._open.setdefault(key, opened)
            self._open.move_to_end(key)
            while len(self._open) > _KEPT:
                self._open.popitem(last=False)
            if reference == opened.name:
                self._forget_older(key)
        return dataset

    def _forget_older(self, key: tuple[str, int]) -> None:
        """Let go of what a newer version has replaced, so that its files can be removed."""
        name, version = key
        for each in [each for each in self._open if each[0] == name and each[1] < version]:
            del self._open[each]


class Snapshot:
    """A catalog for the checker, and the data for the run. A name means the same version throughout a query."""

    def __init__(self, cache: DatasetCache) -> None:
        """Take the cache to open datasets from."""
        self._cache = cache
        self._by_reference: dict[str, Dataset] = {}
        self._missing: set[str] = set()

    def names(self) -> Sequence[str]:
        """Return the names of all datasets, sorted."""
        return self._cache.names()

    def schema(self, name: str) -> Schema | None:
        """Return the fields of the dataset that a query names, or None where there is none."""
        found = self.find(name)
        return None if found is None else found.schema

    def find(self, reference: str) -> Dataset | None:
        """Return the dataset that a query names, or None where there is none.

        Raises:
            StoreError: It can't be read.
        """
        try:
            return self.dataset(reference)
        except (DatasetNotFoundError, VersionNotFoundError):
            self._missing.add(reference)
            return None

    def dataset(self, reference: str) -> Dataset:
        """Return the dataset that a query names.

        Raises:
            StoreError: There is none, or it can't be read.
        """
        if reference not in self._by_reference:
            self._by_reference[reference] = self._cache.open(reference)
        return self._by_reference[reference]

    def put(self, dataset: Dataset) -> None:
        """Take a dataset that is not published yet for what its name means from now on."""
        self._by_reference[dataset.name] = dataset
        self._missing.discard(dataset.name)

    @property
    def opened(self) -> Sequence[str]:
        """What was opened, as the query names it, or looked for in vain."""
        return [*self._by_reference, *self._missing]

    def is_of_one_moment(self) -> bool:
        """Return whether all datasets were the newest at one moment, and none was there that was not found."""
        if len(self._by_reference) + len(self._missing) < 2:
            return True
        found = {name: each.version for name, each in self._by_reference.items() if each.name == name}
        return all(self._cache.newest(name) == found.get(name) for name in [*found, *self._missing])

    def source(self, name: str, version: int) -> Dataset:
        """Return a dataset that a plan reads."""
        for each in self._by_reference.values():
            if (each.name, each.version) == (name, version):
                return each
        return self.dataset(f"{name}@{version}")
