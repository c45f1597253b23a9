"""The sections `dimensions` and `derivedDimensions`: texts, and texts that queries make."""

from __future__ import annotations

import json

from dashboards.metadata.colors import read_color
from dashboards.metadata.links import RecordLink, read_link
from engine.json_value import JsonValue
from engine.store import Member
from saql.record import record


@record(kw_only=True)
class Dimension:
    """How a field of texts is shown; None where the file does not say.

    `members` are how its values are shown, `formatting` colours by value, as JSON.
    """

    field: str
    label: str | None = None
    description: str | None = None
    hidden: bool | None = None
    members: tuple[Member, ...] = ()
    link: RecordLink | None = None
    formatting: str | None = None


def read_dimension(value: JsonValue) -> Dimension:
    """Read an entry.

    Raises:
        MetadataError: a value is not what it should be.
    """
    return Dimension(
        field=value["field"].required_text(),
        label=value["label"].text(),
        description=value["description"].text(),
        hidden=read_hidden(value),
        members=tuple(_member(each) for each in value["members"]),
        link=read_link(value),
        formatting=read_formatting(value["conditionalFormatting"]),
    )


def _member(value: JsonValue) -> Member:
    member = value["member"]
    if not isinstance(member.value, str):  # an empty text is a value too
        raise member.error("should be a text")
    return Member(member.value, value["label"].text(), read_color(value["color"]))


def read_hidden(value: JsonValue) -> bool | None:
    """Return whether a field is left out where people choose one, None where the entry does not say."""
    shown = value["showInExplorer"]
    return None if shown.value is None else not shown.flag()


def read_formatting(value: JsonValue) -> str | None:
    """Return rules of conditional formatting as JSON; `dashboards.formatting` says what they mean."""
    for property_name in value.value or () if isinstance(value.value, dict) else ():
        value[property_name]["type"].text()
    value[""]  # says so where it is no object
    return json.dumps(value.value, ensure_ascii=False) if value.value else None
