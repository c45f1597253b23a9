"""Extended metadata (XMD): what people say of a dataset's fields, as CRM Analytics keeps it in JSON.

What Swell does not know of it stays in the JSON, so that a file that is read and written says what it said.

Source: Analytics Extended Metadata (XMD) Reference.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from dashboards.metadata.dates import Date, read_date
from dashboards.metadata.dimensions import Dimension, read_dimension
from dashboards.metadata.errors import MetadataError
from dashboards.metadata.measures import Measure, read_measure
from dashboards.metadata.organizations import Organization, read_organization
from dashboards.model.json import Json, JsonObject
from engine.json_value import JsonValue, read_json
from engine.store import FieldSpec
from saql.record import record
from saql.schema import Calendar, Schema

SECTIONS = ("dates", "dimensions", "derivedDimensions", "measures", "derivedMeasures", "organizations")
"""The lists of entries."""

DETAILS = "showDetailsDefaultFields"

COUNT = "count"
"""A measure of this name is the number of rows."""


@record(kw_only=True)
class Xmd:
    """What people say of a dataset's fields. `json` is all of it, known or not.

    `details` are the fields that a table of rows begins with.
    """

    json: JsonObject
    dates: tuple[Date, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    derived_dimensions: tuple[Dimension, ...] = ()
    measures: tuple[Measure, ...] = ()
    derived_measures: tuple[Measure, ...] = ()
    organizations: tuple[Organization, ...] = ()
    details: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The fields that something is said of."""
        lists = (self.dimensions, self.measures, self.dates)
        return tuple(each.field for entries in lists for each in entries)

    def unknown(self, schema: Schema) -> list[str]:
        """Return the fields that something is said of and that a dataset does not have."""
        return [each for each in dict.fromkeys((*self.about, *self.details)) if each not in schema and each != COUNT]

    def counted(self, specs: Iterable[FieldSpec]) -> tuple[FieldSpec, ...]:
        """Return specifications whose dates count fiscal periods and weeks as this says, where they do not say it.

        CRM Analytics takes that, too, only when a dataset is loaded.
        """
        calendars = {each.field: each.calendar for each in self.dates}
        return tuple(
            replace(each, calendar=calendars[each.name])
            if each.name in calendars and each.calendar == Calendar()
            else each
            for each in specs
        )

    def to_text(self) -> str:
        """Return the file."""
        return json.dumps(self.json, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def read_xmd(value: Json, file: Path | None = None) -> Xmd:
    """Read extended metadata of any kind: system, user, main or asset.

    Args:
        value: the JSON.
        file: where it stands, for messages.

    Raises:
        MetadataError: a value is not what it should be; the message has the JSON pointer.
    """
    return _xmd(JsonValue(value, MetadataError, file))


def read_xmd_file(file: Path) -> Xmd:
    """Read a file of extended metadata; raises as `read_xmd`."""
    return _xmd(read_json(file, MetadataError))


def _xmd(top: JsonValue) -> Xmd:
    if not isinstance(top.value, dict):
        raise top.error("should be an object", 'Write {"dimensions": [], "measures": []}.')
    return Xmd(
        json=top.value,
        dates=tuple(map(read_date, top["dates"])),
        dimensions=tuple(map(read_dimension, top["dimensions"])),
        derived_dimensions=tuple(map(read_dimension, top["derivedDimensions"])),
        measures=tuple(map(read_measure, top["measures"])),
        derived_measures=tuple(map(read_measure, top["derivedMeasures"])),
        organizations=tuple(map(read_organization, top["organizations"])),
        details=tuple(each.required_text() for each in top[DETAILS]),
    )
