"""The manifest of a published dataset: which files its rows are in, as JSON beside them.

It is written last, so that whoever reads it finds all files that it names.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from engine.published.errors import NotPublishedError
from engine.store import DatasetField
from engine.store.manifest import field_from_json, field_to_json
from saql.record import record

FORMAT = 1
FILE_NAME = "manifest.json"

ROW = "swell_row"
"""The column that says which row comes first; it tells rows apart, and a row keeps its number until compaction."""

MONTH = "swell_month"
"""The part of the name of a folder that says the month of the main date."""


@record
class PublishedFile:
    """A Parquet file, by its path below the dataset's folder, with the rows of one month ("" for rows without one)."""

    path: str
    month: str
    rows: int
    bytes: int


@record(kw_only=True)
class PublishedManifest:
    """What is published of a dataset for the `serial`th time. `created` is when the rows of the version were read.

    `seals` tell the parts of the version from those of others. `replaced` are files of the version before, which
    somebody may be reading: they go with the next one.
    """

    name: str
    serial: int
    version: int
    label: str
    created: dt.datetime
    fields: tuple[DatasetField, ...]
    main_date: str | None
    files: tuple[PublishedFile, ...]
    seals: tuple[str, ...]
    replaced: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """The rows of all files."""
        return sum(each.rows for each in self.files)

    def to_json(self) -> str:
        """Return the manifest as JSON text."""
        content: dict[str, Any] = {"format": FORMAT, **_plain(self)}
        content["created"] = self.created.isoformat()
        content["fields"] = [field_to_json(each) for each in self.fields]
        content["files"] = [_plain(each) for each in self.files]
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def parse_published(text: str, place: str) -> PublishedManifest:
    """Read a manifest.

    Args:
        text: what its file holds.
        place: where that is, for the message.

    Raises:
        NotPublishedError: it is no manifest, or one of another format.
    """
    try:
        content: Mapping[str, Any] = json.loads(text)
        if content["format"] != FORMAT:
            raise NotPublishedError(place, f"has format {content['format']}, not {FORMAT}")
        return PublishedManifest(
            name=content["name"],
            serial=content["serial"],
            version=content["version"],
            label=content["label"],
            created=dt.datetime.fromisoformat(content["created"]),
            fields=tuple(map(field_from_json, content["fields"])),
            main_date=content["main_date"],
            files=tuple(PublishedFile(**each) for each in content["files"]),
            seals=tuple(content["seals"]),
            replaced=tuple(content["replaced"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotPublishedError(place, f"is damaged ({type(error).__name__})") from error


def _plain(of: PublishedManifest | PublishedFile) -> dict[str, Any]:
    return {each.name: getattr(of, each.name) for each in dataclasses.fields(of)}
