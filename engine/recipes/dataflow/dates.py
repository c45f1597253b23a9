"""The fields that a date brings along in CRM Analytics, `CloseDate_Year`, computed where a stream has only the date.

In a dataset they are fields of their own; after a foreach SAQL has the date alone.
"""

from __future__ import annotations

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.stream import Stream
from saql.types import Type

_TEXT_PARTS = {"Year": "yyyy", "Month": "MM", "Day": "dd", "Hour": "HH", "Minute": "mm", "Second": "ss"}
_NUMBERED = {
    "Quarter": ("quarter", "0"),
    "Week": ("week", "00"),
    "Year_Fiscal": ("fiscalYear", "0"),
    "Quarter_Fiscal": ("fiscalQuarter", "0"),
    "Month_Fiscal": ("fiscalMonth", "00"),
    "Week_Fiscal": ("fiscalWeek", "00"),
}
_EPOCHS = {"sec_epoch": "date_to_epoch", "day_epoch": "epochDay"}
_PARTS = sorted((*_TEXT_PARTS, *_NUMBERED, *_EPOCHS), key=len, reverse=True)


def split_part(name: str, stream: Stream) -> tuple[str, str] | None:
    """Return the date of a stream and the part of it that a name stands for, or None.

    A text counts as a date here: where a CRM's type is not known yet, its dates are taken for texts.
    """
    if stream.get(name) is not None:
        return None
    for part in _PARTS:
        date = name.removesuffix(f"_{part}")
        column = stream.get(date) if date != name else None
        if column is not None and (column.type.is_temporal or column.type is Type.TEXT):
            return date, part
    return None


def part_type(part: str) -> Type:
    """Return the type of a part of a date."""
    return Type.NUMBER if part in _EPOCHS else Type.TEXT


def part_expression(date: str, part: str, stream: Stream) -> str:
    """Return the expression of a part of a date; texts with leading zeros, epochs as numbers, as a dataset has them."""
    column = stream.get(date)
    value = quote.name(date)
    if column is not None and not column.type.is_temporal:
        value = f"toDate({value})"
    if part in _EPOCHS:
        return f"{_EPOCHS[part]}({value})"
    if part in _TEXT_PARTS:
        return f'date_to_string({value}, "{_TEXT_PARTS[part]}")'
    function, form = _NUMBERED[part]
    return f'number_to_string({function}({value}), "{form}")'
