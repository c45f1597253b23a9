"""The sections `measures` and `derivedMeasures`: numbers, and numbers that queries make."""

from __future__ import annotations

import json
import math

from dashboards.metadata.dimensions import read_formatting, read_hidden
from engine.json_value import JsonValue
from saql.record import record


@record(kw_only=True)
class Measure:
    """How a field of numbers is shown; None where the file does not say.

    Numbers are multiplied by `multiplier` and written by the pattern `format`.
    """

    field: str
    label: str | None = None
    description: str | None = None
    hidden: bool | None = None
    format: str | None = None
    multiplier: float = 1.0
    formatting: str | None = None


def read_measure(value: JsonValue) -> Measure:
    """Read an entry.

    Raises:
        MetadataError: a value is not what it should be.
    """
    pattern, multiplier = _format(value["format"])
    return Measure(
        field=value["field"].required_text(),
        label=value["label"].text(),
        description=value["description"].text(),
        hidden=read_hidden(value),
        format=pattern,
        multiplier=multiplier,
        formatting=read_formatting(value["conditionalFormatting"]),
    )


def custom_format(pattern: str, multiplier: float) -> str:
    """Return a format as `customFormat` has it: a text with the JSON of a pattern and a multiplier."""
    number = int(multiplier) if float(multiplier).is_integer() else multiplier
    return json.dumps([pattern, number], ensure_ascii=False, separators=(",", ":"))


def _format(value: JsonValue) -> tuple[str | None, float]:
    custom = value["customFormat"]
    text = custom.text()
    if text is None:
        return None, 1.0
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    match content:
        case [str(pattern)]:
            return pattern or None, 1.0
        case [str(pattern), int(multiplier) | float(multiplier)] if _is_factor(multiplier):
            return pattern or None, float(multiplier)
    raise custom.error("should be a text that holds a pattern and a multiplier", 'Write "[\\"$#,##0.00\\",1]".')


def _is_factor(number: float) -> bool:
    try:
        return not isinstance(number, bool) and number > 0 and math.isfinite(float(number))
    except OverflowError:
        return False
