"""The datasets as a dashboard sees them during one request: their fields, each looked up once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.store import DatasetField, DatasetNotFoundError, Store, VersionNotFoundError
from saql.schema import Schema


class Datasets:
    """A catalog with labels and formats. A dataset keeps its version for as long as the object lives."""

    def __init__(self, store: Store) -> None:
        """Take the store to look datasets up in."""
        self._store = store
        self._schemas: dict[str, Schema | None] = {}
        self._fields: dict[str, dict[str, DatasetField]] = {}

    def names(self) -> Sequence[str]:
        """Return the names of all datasets, sorted."""
        return self._store.names()

    def schema(self, name: str) -> Schema | None:
        """Return the fields of a dataset, date parts included, or None where there is no such dataset."""
        if name not in self._schemas:
            try:
                with self._store.open(name) as dataset:
                    self._schemas[name] = dataset.schema
                    self._fields[name] = {each.name: each for each in dataset.fields}
            except (DatasetNotFoundError, VersionNotFoundError):
                self._schemas[name] = None
        return self._schemas[name]

    def field(self, names: Iterable[str], field: str) -> DatasetField | None:
        """Return the stored field of that name in the first of several datasets that has it, or None."""
        for name in names:
            if self.schema(name) is not None and field in self._fields[name]:
                return self._fields[name][field]
        return None

    def date_of(self, names: Iterable[str], part: str) -> DatasetField | None:
        """Return the date that a field such as `CloseDate_Year` is a part of, or None where it is no such part."""
        for name in names:
            schema = self.schema(name)
            known = None if schema is None else schema.get(part)
            if known is not None and known.date_part is not None:
                return self._fields[name].get(known.date_part.field)
        return None
