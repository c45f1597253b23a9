"""Parts: the rows of a dataset as files of columns.

What a file has of a field: `codes` (text) or `offsets` and `codes` (multivalue); `values`, `units` or `hundredths`, and
`validity` where something is null (numbers, dates); the texts that it brings; the zone map. It has nothing of a field
that its rows do not have. Under the empty name it has the rows of older parts that it takes the place of.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa

from engine.columns import Codes, Column, MultivalueColumn, TextColumn
from engine.kernels.arrays import Mask
from engine.store import narrow
from engine.store.array_file import ArrayFile, Key
from engine.store.fields import DatasetField
from engine.store.narrow import FORMS, Form, Stored
from engine.store.texts import Dictionary, Texts
from engine.store.zones import ZoneMap, read_zones


class Dictionaries:
    """The texts of all fields of a version. Threads may share it."""

    def __init__(self, files: Sequence[ArrayFile]) -> None:
        """Take the files of the version's parts, in their order."""
        self._files = files
        self._arrays: dict[str, pa.StringArray] = {}
        self._lock = threading.Lock()

    def of(self, field: str) -> Dictionary:
        """Return the dictionary of a field, to look things up in without mapping all of it."""
        return Dictionary(tuple(Texts(each, field) for each in self._files))

    def array(self, field: str) -> pa.StringArray:
        """Return the texts of a field; the same object at every call."""
        with self._lock:
            if field not in self._arrays:
                self._arrays[field] = self.of(field).array()
            return self._arrays[field]


class Part:
    """The rows of a version that came with one write, and which of them still count. Threads may share it.

    Columns are mapped, and have all rows of the part, also those that a later part took the place of.
    """

    def __init__(
        self,
        file: ArrayFile,
        rows: int,
        live: Mask | None,
        fields: Mapping[str, DatasetField],
        dictionaries: Dictionaries,
        number: int,
    ) -> None:
        """Take the file with the rows, which of them count, and what the version knows of its fields."""
        self._file = file
        self._rows = rows
        self._live = live
        self._fields = fields
        self._dictionaries = dictionaries
        self._number = number

    @property
    def file(self) -> ArrayFile:
        """The file that the rows are in."""
        return self._file

    @property
    def rows(self) -> int:
        """The rows, also those that count no more."""
        return self._rows

    @property
    def live(self) -> Mask | None:
        """Which rows count; None where all do."""
        return self._live

    def form(self, name: str) -> Form | None:
        """Return the form of a number or date; None where the part has no values of it, so that all are null."""
        key = number_key(self._file, name)
        return None if key is None else (self._file.place(key).kind, FORMS[key[1]])

    def column(self, name: str) -> Column:
        """Return all rows of a field. Numbers and dates that are stored narrow are widened, which copies them."""
        field = self._fields[name]
        if field.role == "dimension":
            return TextColumn(self.codes(name), self.dictionary(name))
        if field.role == "multivalue":
            offsets = self._offsets(name)
            return MultivalueColumn(offsets, self._codes(name, int(offsets[-1])), self.dictionary(name))
        return narrow.widen(self.stored(name), field.type)

    def codes(self, name: str) -> Codes:
        """Return all rows of a text field as codes."""
        return self._codes(name, self._rows)

    def dictionary(self, name: str) -> pa.StringArray:
        """Return the texts of a text or multivalue field, the same object in all parts of the dataset."""
        return self._dictionaries.array(name)

    def first_code(self, name: str) -> int:
        """Return the code of the first text of a field that the part brings."""
        return self._dictionaries.of(name).starts[self._number] + 1

    def stored(self, name: str) -> Stored:
        """Return all rows of a number or date as they are stored."""
        key = number_key(self._file, name)
        if key is None:
            return narrow.nothing(self._rows)
        validity = (name, "validity")
        bitmap = self._file.array(validity) if validity in self._file else None
        return Stored(self._file.array(key), FORMS[key[1]], bitmap)

    def zones(self, name: str) -> ZoneMap:
        """Return the zone map of a field, of all rows."""
        return read_zones(self._file, name, self._rows)

    def _offsets(self, name: str) -> Any:
        key = (name, "offsets")
        return self._file.array(key) if key in self._file else np.zeros(self._rows + 1, np.int64)

    def _codes(self, name: str, count: int) -> Codes:
        if (name, "codes") in self._file:
            return cast(Codes, self._file.array((name, "codes")))
        if has_texts_of_its_own(self._file, name):
            first = self.first_code(name)
            return np.arange(first, first + count, dtype=np.int32)
        return np.zeros(count, np.uint8)


def gone_key(part: int) -> Key:
    """Return the name of the rows of an older part, by its place in the manifest, that a part takes the place of."""
    return "", f"gone {part}"


def number_key(file: ArrayFile, field: str) -> Key | None:
    """Return the name of the array with the numbers of a field, None where the part does not have the field."""
    return next((key for form in FORMS if (key := (field, form)) in file), None)


def has_texts_of_its_own(file: ArrayFile, field: str) -> bool:
    """Return whether each row of a part has a text of its own, in the order of the rows."""
    return (field, "codes") not in file and len(Texts(file, field)) > 0
