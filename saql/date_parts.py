"""The fields that every date of a dataset brings with it: `CloseDate_Year`, `CloseDate_sec_epoch`, ..

Parts are texts, as CRM Analytics has them (months and days with two digits); epochs are numbers.
Source: reference, "Date column" of the data model.
"""

from __future__ import annotations

from saql.schema import DatePart, Field
from saql.types import Type

TEXT_PARTS = (
    "Year",
    "Quarter",
    "Month",
    "Week",
    "Day",
    "Hour",
    "Minute",
    "Second",
    "Year_Fiscal",
    "Quarter_Fiscal",
    "Month_Fiscal",
    "Week_Fiscal",
)
NUMBER_PARTS = ("sec_epoch", "day_epoch")


def date_part_fields(date: str) -> tuple[Field, ...]:
    """Return the virtual fields of the date field named `date`."""
    texts = [(part, Type.TEXT) for part in TEXT_PARTS]
    numbers = [(part, Type.NUMBER) for part in NUMBER_PARTS]
    return tuple(Field(f"{date}_{part}", kind, DatePart(date, part)) for part, kind in (*texts, *numbers))
