"""The datasets of one query: each opened once, at one version, whatever is written meanwhile."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from engine.store import Dataset, DatasetNotFoundError, Store, VersionNotFoundError
from saql.schema import Schema

_KEPT = 32


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

    def names(self) -> list[str]:
        """Return the names of all datasets, sorted."""
        return self._store.names()

    def open(self, reference: str) -> Dataset:
        """Return a dataset at the version that the reference now means."""
        if reference in self._store:
            with self._lock:
                known = self._open.get((reference, self._store.newest(reference)))
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
            return None

    def dataset(self, reference: str) -> Dataset:
        """Return the dataset that a query names.

        Raises:
            StoreError: There is none, or it can't be read.
        """
        if reference not in self._by_reference:
            self._by_reference[reference] = self._cache.open(reference)
        return self._by_reference[reference]

    def source(self, name: str, version: int) -> Dataset:
        """Return a dataset that a plan reads."""
        for each in self._by_reference.values():
            if (each.name, each.version) == (name, version):
                return each
        return self.dataset(f"{name}@{version}")
