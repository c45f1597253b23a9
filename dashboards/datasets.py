"""The datasets as a dashboard sees them during one request: their fields, each looked up once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboards.metadata import Metadata, MetadataError, Shown, ShownField, Xmd, read_xmd, shown
from dashboards.model.json import Json, decoded
from engine.store import DatasetNotFoundError, Store, VersionNotFoundError
from saql.schema import Field, Schema


class Datasets:
    """A catalog with labels and formats. A dataset keeps its version for as long as the object lives."""

    def __init__(self, store: Store, asset: Json = None) -> None:
        """Take the store to look datasets up in, and the XMD of a dashboard, which may rename fields."""
        self._store = store
        self._metadata = Metadata.beside(store)
        self._asset = _asset(asset)
        self._schemas: dict[str, Schema | None] = {}
        self._shown: dict[str, Shown] = {}

    def names(self) -> Sequence[str]:
        """Return the names of all datasets, sorted."""
        return self._store.names()

    def schema(self, name: str) -> Schema | None:
        """Return the fields of a dataset, date parts included, or None where there is no such dataset."""
        if name not in self._schemas:
            try:
                with self._store.open(name) as dataset:
                    known = shown(dataset, self._metadata.usable(dataset.name), self._asset)
                    self._shown[name] = known
                    self._schemas[name] = Schema(tuple(_told(each, known) for each in dataset.schema))
            except (DatasetNotFoundError, VersionNotFoundError):
                self._schemas[name] = None
        return self._schemas[name]

    def shown(self, name: str) -> Shown:
        """Return how a dataset is shown; of one that is not there nothing is said."""
        return Shown() if self.schema(name) is None else self._shown[name]

    def field(self, names: Iterable[str], field: str) -> ShownField | None:
        """Return the field of that name in the first of several datasets that has it, or None."""
        return next((known for name in names if (known := self.shown(name).fields.get(field)) is not None), None)

    def derived(self, names: Iterable[str], column: str) -> ShownField | None:
        """Return what the first of several datasets that says something of it says of a column that a query makes."""
        return next((known for name in names if (known := self.shown(name).derived.get(column)) is not None), None)

    def date_of(self, names: Iterable[str], part: str) -> ShownField | None:
        """Return the date that a field such as `CloseDate_Year` is a part of, or None where it is no such part."""
        for name in names:
            schema = self.schema(name)
            known = None if schema is None else schema.get(part)
            if known is not None and known.date_part is not None:
                return self.shown(name).fields.get(known.date_part.field)
        return None


def _told(field: Field, known: Shown) -> Field:
    """Return a field with what people say of it, for who writes a query."""
    found = known.fields.get(field.name)
    if found is None or (found.label == field.name and not found.description):
        return field
    label = "" if found.label == field.name else f"\u201c{found.label}\u201d."
    return replace(field, about=f"{label} {found.description or ''}".strip())


def _asset(value: Json) -> Xmd | None:
    """Return the XMD of a dashboard; one that is not valid says nothing."""
    if value is None:
        return None
    try:
        return read_xmd(decoded(value))
    except MetadataError:
        return None
