"""The section `dates`."""

from __future__ import annotations

from dashboards.metadata.dimensions import read_hidden
from engine.json_value import JsonValue
from saql.record import record
from saql.schema import Calendar


@record(kw_only=True)
class Date:
    """How a date is shown; None where the file does not say. `format` is a pattern such as `dd.MM.yyyy`.

    `calendar` is how the file says that fiscal periods and weeks count. A dataset counts as it was imported.
    """

    field: str
    label: str | None = None
    description: str | None = None
    hidden: bool | None = None
    format: str | None = None
    calendar: Calendar = Calendar()


def read_date(value: JsonValue) -> Date:
    """Read an entry.

    Raises:
        MetadataError: a value is not what it should be.
    """
    usual = Calendar()
    return Date(
        field=value["fields"]["fullField"].text() or value["alias"].required_text(),
        label=value["label"].text(),
        description=value["description"].text(),
        hidden=read_hidden(value),
        format=value["format"].text(),
        calendar=Calendar(
            fiscal_month_offset=value["fiscalMonthOffset"].whole(usual.fiscal_month_offset, 0, 11),
            named_by_end=value["isYearEndFiscalYear"].flag(usual.named_by_end),
            first_weekday=value["firstDayOfWeek"].whole(usual.first_weekday, -1, 6),
        ),
    )
