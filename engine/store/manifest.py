"""The manifest of a version: all that is known of it but the rows, as JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from engine.store.array_file import Sealed
from engine.store.errors import CorruptDatasetError
from engine.store.fields import DatasetField, Member
from saql.record import record
from saql.schema import Calendar
from saql.types import Type

FORMAT = 2
"""The number of this form of the store; a reader refuses all others."""


@record
class PartEntry:
    """A part of a version.

    `sealed` is its file, `rows` how many it has, `gone` how many of these do not count: later parts took their place.
    """

    sealed: Sealed
    rows: int
    gone: int = 0


@record(kw_only=True)
class Manifest:
    """One version of a dataset.

    `created` has a zone. The rows of each part are in ascending order of the date `main_date`, nulls first, where there
    is one. The first part came with a write or a compaction, the others brought changes. `notes` are the writer's own,
    values that JSON has; later versions have them until they are given anew.
    """

    name: str
    version: int
    label: str
    created: dt.datetime
    fields: tuple[DatasetField, ...]
    parts: tuple[PartEntry, ...]
    main_date: str | None = None
    notes: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def rows(self) -> int:
        """The rows that count."""
        return sum(each.rows - each.gone for each in self.parts)

    @property
    def files(self) -> frozenset[str]:
        """The names of all files that the version needs."""
        return frozenset(each.sealed.file for each in self.parts)

    def to_json(self) -> str:
        """Return the manifest as JSON text."""
        content = {"format": FORMAT, **dataclasses.asdict(self), "created": self.created.isoformat()}
        content["notes"] = dict(self.notes)
        content["fields"] = list(map(field_to_json, self.fields))
        return json.dumps(content, ensure_ascii=False, allow_nan=False)


def read_manifest(file: Path) -> Manifest:
    """Read a manifest.

    Raises:
        CorruptDatasetError: it is not one, or of another format.
        FileNotFoundError: there is no such file.
    """
    return parse_manifest(read_store_json(file), file)


def read_store_json(file: Path, parse: Callable[[bytes], Any] = json.loads) -> Any:
    """Read one of the store's JSON files; anything but a readable file is corrupt."""
    try:
        with file.open("rb", buffering=0) as source:
            return parse(source.readall())
    except FileNotFoundError:
        raise
    except OSError as error:
        raise CorruptDatasetError(file, error.strerror or str(error)) from error
    except ValueError as error:
        raise CorruptDatasetError(file, f"it is not JSON ({error})") from error


def parse_manifest(content: Any, file: Path) -> Manifest:
    """Return the manifest that JSON read from `file` holds.

    Raises:
        CorruptDatasetError: it is not a manifest, or of another format.
    """
    found = content.get("format") if isinstance(content, dict) else None
    if isinstance(found, int) and found != FORMAT:
        reason = f"it has format {found}, and this version of Swell reads format {FORMAT}"
        raise CorruptDatasetError(file, reason, hint="Update Swell." if found > FORMAT else "Import the dataset again.")
    try:
        return _manifest(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CorruptDatasetError(file, f"it is not a manifest ({error!r})") from error


def _manifest(content: Mapping[str, Any]) -> Manifest:
    return Manifest(
        name=content["name"],
        version=content["version"],
        label=content["label"],
        created=dt.datetime.fromisoformat(content["created"]),
        fields=tuple(field_from_json(each) for each in content["fields"]),
        parts=tuple(PartEntry(Sealed(**each["sealed"]), each["rows"], each["gone"]) for each in content["parts"]),
        main_date=content["main_date"],
        notes=dict(content.get("notes", {})),
    )


def field_to_json(field: DatasetField) -> dict[str, Any]:
    """Return what a manifest says of a field."""
    return {**dataclasses.asdict(field), "type": field.type.value}


def field_from_json(content: Mapping[str, Any]) -> DatasetField:
    """Return the field that a manifest tells of; what else it holds raises what Python raises."""
    rest = {
        "type": Type(content["type"]),
        "calendar": Calendar(**content["calendar"]),
        "members": tuple(Member(**each) for each in content["members"]),
    }
    return DatasetField(**{**content, **rest})
