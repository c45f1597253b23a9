"""A dataset whose rows are elsewhere: it says its fields, and has no rows to give."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from typing import NoReturn

from engine.columns import Column
from engine.errors import SwellError
from engine.mapped.table import TableSetting
from engine.store.array_file import Sealed
from engine.store.dataset import Dataset
from engine.store.fields import DatasetField, schema_of
from engine.store.manifest import Manifest, PartEntry
from engine.store.narrow import Stored
from engine.store.zones import ZoneMap
from saql.record import record

_UNKNOWN = dt.datetime.fromtimestamp(0, dt.UTC)


class ElsewhereError(SwellError):
    """Rows were asked for that another engine has."""

    def __init__(self, name: str) -> None:
        """Take the dataset's name."""
        super().__init__(
            f'The rows of the dataset "{name}" are not in this workspace, and this engine can\'t read them.',
            hint="Ask with the engine that has them: --engine NAME, or engine under [query] in swell.toml.",
        )


@record(kw_only=True)
class Contents:
    """What is known of the rows of a table elsewhere.

    `files` are the addresses of the files where it is made of files. `row` is the column that says which row comes
    first, "" where none does.
    """

    version: int
    label: str
    fields: tuple[DatasetField, ...]
    main_date: str | None
    rows: int
    created: dt.datetime = _UNKNOWN
    files: tuple[str, ...] = ()
    row: str = ""


class MappedDataset(Dataset):
    """A version of a dataset elsewhere."""

    def __init__(self, setting: TableSetting, contents: Contents) -> None:
        """Take what the settings say of it, and what is known of its rows."""
        self.setting = setting
        self.contents = contents
        self._manifest = Manifest(
            name=setting.name,
            version=contents.version,
            label=setting.label or contents.label,
            created=contents.created,
            fields=contents.fields,
            parts=(PartEntry(Sealed("", 0, ""), contents.rows),),
            main_date=contents.main_date,
        )
        self._fields = {each.name: each for each in contents.fields}
        self._schema = schema_of(contents.fields)
        self._columns: dict[str, Column] = {}
        self._stored: dict[str, Stored] = {}
        self._lock = threading.Lock()

    def zones(self, name: str) -> tuple[ZoneMap, ...]:
        """Return none: nothing is known of blocks of rows."""
        self.field(name)
        return ()

    def close(self) -> None:
        """Do nothing: no file is open."""

    def _mapped(self) -> NoReturn:
        raise ElsewhereError(self.name)

    def _read(self, _field: DatasetField) -> NoReturn:
        raise ElsewhereError(self.name)

    def _narrow(self, _name: str) -> NoReturn:
        raise ElsewhereError(self.name)


def mapped_fields(fields: tuple[DatasetField, ...], setting: TableSetting) -> tuple[DatasetField, ...]:
    """Return the fields of a dataset elsewhere: not the column of the order, and without what is said of values."""
    return tuple(replace(each, members=()) for each in fields if each.name != setting.order)
