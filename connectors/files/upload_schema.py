"""Upload schemas: the JSON that describes a CSV file's columns to CRM Analytics ("metadata JSON").

Any key may be null, which is the same as missing. Unknown keys are left alone, as CRM Analytics adds to them.

Source: Analytics External Data Format Reference.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pyarrow as pa

from connectors.files.dates import date_pattern, parse_dates
from connectors.files.dialect import Dialect
from connectors.files.json_file import JsonValue, read_json
from connectors.files.numbers import NumberStyle, parse_numbers
from engine.store import Calendar

FieldType: TypeAlias = Literal["Text", "Numeric", "Date"]

_TYPES: dict[str, FieldType] = {"Text": "Text", "Numeric": "Numeric", "Date": "Date"}
_UTC = ("UTC", "GMT", "Z", "Etc/UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadField:
    """A column as the schema describes it. `pattern` is a date's format, or that of a number for show.

    `default` stands for empty values. `separator` is set on fields of several values. `precision` is the most
    characters of a text or digits of a number, `scale` the most digits after the point, both None where the schema does
    not say; `truncates` says whether longer texts are cut and finer numbers taken, else their row is refused.
    """

    name: str
    label: str
    type: FieldType
    pattern: str | None = None
    default: str | None = None
    separator: str | None = None
    style: NumberStyle
    calendar: Calendar
    skipped: bool = False
    unique_id: bool = False
    precision: int | None = None
    scale: int | None = None
    truncates: bool = True


@dataclass(frozen=True, slots=True)
class UploadSchema:
    """How a CSV file is written, and its columns in order; `predicate` says who sees which rows, None that all do.

    `json` is all of the description, known or not: a file that is read and written says what it said.
    """

    name: str
    label: str
    dialect: Dialect
    fields: tuple[UploadField, ...]
    predicate: str | None = None
    json: Mapping[str, Any] = field(default_factory=dict)

    def to_text(self) -> str:
        """Return the file."""
        return json.dumps(self.json, ensure_ascii=False, indent=2) + "\n"


def read_upload_schema(file: Path) -> UploadSchema:
    """Read an upload schema.

    Raises:
        DescriptionError: it is not JSON, or a value is not what it should be; the message has the JSON pointer.
    """
    top = read_json(file)
    objects = list(top["objects"])
    if len(objects) != 1:
        raise top["objects"].error(f"has {len(objects)} items", "A schema describes one object.")
    fields = tuple(_field(each) for each in objects[0]["fields"])
    if all(each.skipped for each in fields):
        raise objects[0]["fields"].error("has no field that is imported", "Describe each column of the file.")
    _check_names(objects[0]["fields"], fields)
    name = objects[0]["name"].text() or file.stem
    label, predicate = objects[0]["label"].text() or name, objects[0]["rowLevelSecurityFilter"].text() or None
    return UploadSchema(name, label, _dialect(top["fileFormat"]), fields, predicate, top.value)


def _dialect(form: JsonValue) -> Dialect:
    delimiter = _sign(form["fieldsDelimitedBy"]) or ","
    quote = _sign(form["fieldsEnclosedBy"]) or '"'
    escape = _sign(form["fieldsEscapedBy"])
    encoding = form["charsetName"].text() or "utf-8"
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise form["charsetName"].error(
            f'is "{encoding}", which is no encoding that is known', 'Try "UTF-8".'
        ) from None
    if delimiter == quote:
        raise form["fieldsDelimitedBy"].error("is the same sign as fieldsEnclosedBy")
    return Dialect(
        delimiter=delimiter,
        quote=quote,
        escape=None if escape == quote else escape,
        encoding=encoding,
        ignored_lines=form["numberOfLinesToIgnore"].whole(default=1, low=0, high=1_000),
    )


def _sign(value: JsonValue) -> str | None:
    text = value.text()
    if text is not None and (len(text) != 1 or text in "\r\n" or not text.isascii()):
        raise value.error("should be a single ASCII character")
    return text


def _field(value: JsonValue) -> UploadField:
    name = value["name"].required_text()
    kind = _TYPES.get(value["type"].required_text())
    if kind is None:
        raise value["type"].error(f'is "{value["type"].value}"', 'Types are "Text", "Numeric" and "Date".')
    pattern = _pattern(value["format"], kind)
    style = NumberStyle(
        decimal=value["decimalSeparator"].text() or ".",
        groups=value["groupsSeparator"].text() or value["groupSeparator"].text(),
        currency=value["currencySymbol"].text(),
    )
    return UploadField(
        name=name,
        label=value["label"].text() or name,
        type=kind,
        pattern=pattern,
        default=_default(value["defaultValue"], kind, pattern, style),
        separator=_separator(value, kind),
        style=style,
        calendar=_calendar(value),
        skipped=value["isSkipped"].flag(),
        unique_id=value["isUniqueId"].flag(),
        precision=_digits(value["precision"]) or None,
        scale=_digits(value["scale"]),
        truncates=value["canTruncateValue"].flag(default=True),
    )


def _digits(value: JsonValue) -> int | None:
    """Return a number of digits or characters; None where there is none that can be meant."""
    found = value.value
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None


def _pattern(value: JsonValue, kind: FieldType) -> str | None:
    text = value.text()
    if kind != "Date":
        return text
    hint = 'Write a pattern such as "yyyy-MM-dd" or "M/d/yy".'
    if text is None:
        raise value.error("is missing: a date needs its format", hint)
    try:
        date_pattern(text)
    except ValueError as error:
        raise value.error(f'is "{text}", which {error}', hint) from None
    return text


def _default(value: JsonValue, kind: FieldType, pattern: str | None, style: NumberStyle) -> str | None:
    text = value.text()
    one = pa.array([text], pa.string())
    if kind == "Numeric" and parse_numbers(one, style).bad.any():
        raise value.error(f'is "{text}", which is no number')
    if kind == "Date" and pattern and parse_dates(one, date_pattern(pattern)).bad.any():
        raise value.error(f'is "{text}", which is no date in the format "{pattern}"')
    return text


def _separator(value: JsonValue, kind: FieldType) -> str | None:
    if not value["isMultiValue"].flag():
        return None
    if kind != "Text":
        raise value["isMultiValue"].error("is true on a field that is not Text")
    return value["multiValueSeparator"].text() or ";"


def _calendar(value: JsonValue) -> Calendar:
    zone = value["timezoneInfo"].text()
    if zone is not None and zone not in _UTC:
        raise value["timezoneInfo"].error(f'is "{zone}": other zones than UTC are not supported', "Leave it out.")
    return Calendar(
        fiscal_month_offset=value["fiscalMonthOffset"].whole(default=0, low=0, high=11),
        named_by_end=value["isYearEndFiscalYear"].flag(default=True),
        first_weekday=value["firstDayOfWeek"].whole(default=-1, low=-1, high=6),
    )


def _check_names(values: JsonValue, fields: tuple[UploadField, ...]) -> None:
    names: set[str] = set()
    for value, each in zip(values, fields, strict=True):
        if each.name in names:
            raise value["name"].error(f'is "{each.name}", as is that of a field before')
        names.add(each.name)
