"""What `[tables.NAME]` of swell.toml says: where the rows of a dataset are, and what its fields are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import SwellError
from saql.record import record

_KEYS = ("published", "table", "label", "order", "main_date")


class TableSettingError(SwellError):
    """`[tables]` says something that can't be."""


@record(kw_only=True)
class TableSetting:
    """A dataset elsewhere: in published files, or a table of the engine.

    `order` is the column that says which row comes first.
    """

    name: str
    published: str = ""
    table: str = ""
    label: str = ""
    order: str = ""
    main_date: str = ""


def table_setting(name: str, values: Mapping[str, Any]) -> TableSetting:
    """Read the settings of a table.

    Raises:
        TableSettingError: they name neither files nor a table, or say what there is not.
    """
    place = f"[tables.{name}]"
    unknown = sorted(set(values) - set(_KEYS))
    if unknown:
        raise TableSettingError(f"{place}: there is no setting '{unknown[0]}'.", hint=f"There are: {', '.join(_KEYS)}.")
    if not all(isinstance(each, str) for each in values.values()):
        raise TableSettingError(f"{place}: its settings are texts.", hint='Write them in quotes: table = "crm.leads"')
    if bool(values.get("published")) == bool(values.get("table")):
        raise TableSettingError(
            f"{place} has to say where the rows are.",
            hint='Write published = "FOLDER OR URL" for what swell publish made, or table = "schema.table".',
        )
    return TableSetting(name=name, **values)
