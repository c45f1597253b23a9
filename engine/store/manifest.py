"""The manifest of a version: all that is known of it but the rows, as JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.store.errors import CorruptDatasetError
from engine.store.fields import DatasetField, Member
from engine.store.zones import ZoneMap
from saql.record import record
from saql.schema import Calendar
from saql.types import Type

FORMAT = 1
"""The number of this form of the store. A reader refuses what is newer and reads all that is older."""


@record
class Part:
    """A file of rows: its name relative to the dataset's folder, rows, size in bytes, zone maps by field."""

    file: str
    rows: int
    size: int
    zones: Mapping[str, ZoneMap]


@record
class Dictionary:
    """A file with the texts of a field: its name relative to the dataset's folder, texts, size in bytes."""

    file: str
    texts: int
    size: int


@record(kw_only=True)
class Manifest:
    """One version of a dataset. `created` has a zone; dictionaries go by field."""

    name: str
    version: int
    label: str
    created: dt.datetime
    fields: tuple[DatasetField, ...]
    parts: tuple[Part, ...]
    dictionaries: Mapping[str, Dictionary]

    @property
    def rows(self) -> int:
        """The rows of all parts."""
        return sum(each.rows for each in self.parts)

    @property
    def files(self) -> frozenset[str]:
        """The names of all files that the version needs."""
        return frozenset([*(each.file for each in self.parts), *(each.file for each in self.dictionaries.values())])

    def to_json(self) -> str:
        """Return the manifest as JSON text."""
        content = {"format": FORMAT, **dataclasses.asdict(self), "created": self.created.isoformat()}
        for each in content["fields"]:
            each["type"] = each["type"].value
        return json.dumps(content, ensure_ascii=False, allow_nan=False)


def read_manifest(file: Path) -> Manifest:
    """Read a manifest.

    Raises:
        CorruptDatasetError: it is not one, or of a newer format.
        FileNotFoundError: there is no such file.
    """
    return parse_manifest(read_store_json(file), file)


def read_store_json(file: Path) -> Any:
    """Read one of the store's JSON files; anything but a readable file is corrupt."""
    try:
        return json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise CorruptDatasetError(file, error.strerror or str(error)) from error
    except ValueError as error:
        raise CorruptDatasetError(file, f"it is not JSON ({error})") from error


def parse_manifest(content: Any, file: Path) -> Manifest:
    """Return the manifest that JSON read from `file` holds.

    Raises:
        CorruptDatasetError: it is not a manifest, or of a newer format.
    """
    found = content.get("format") if isinstance(content, dict) else None
    if isinstance(found, int) and found > FORMAT:
        reason = f"it has format {found}, and this version of Swell reads up to {FORMAT}"
        raise CorruptDatasetError(file, reason, hint="Update Swell.")
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
        fields=tuple(_field(each) for each in content["fields"]),
        parts=tuple(
            Part(
                each["file"], each["rows"], each["size"], {name: _zones(zones) for name, zones in each["zones"].items()}
            )
            for each in content["parts"]
        ),
        dictionaries={name: Dictionary(**each) for name, each in content["dictionaries"].items()},
    )


def _field(content: Mapping[str, Any]) -> DatasetField:
    rest = {
        "type": Type(content["type"]),
        "calendar": Calendar(**content["calendar"]),
        "members": tuple(Member(**each) for each in content["members"]),
    }
    return DatasetField(**{**content, **rest})


def _zones(content: Mapping[str, Any]) -> ZoneMap:
    return ZoneMap(tuple(content["minimum"]), tuple(content["maximum"]), tuple(content["nulls"]))
