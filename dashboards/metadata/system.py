"""The system XMD of a dataset: what its fields are, and how they were imported to be shown."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.metadata.measures import custom_format
from dashboards.metadata.xmd import DETAILS
from dashboards.model.json import Json, JsonObject
from engine.store import DatasetField
from saql.types import Type

_PARTS = {
    "day": "Day",
    "epochDay": "day_epoch",
    "epochSecond": "sec_epoch",
    "hour": "Hour",
    "minute": "Minute",
    "month": "Month",
    "quarter": "Quarter",
    "second": "Second",
    "week": "Week",
    "year": "Year",
}
_FISCAL = {
    "fiscalMonth": "Month_Fiscal",
    "fiscalQuarter": "Quarter_Fiscal",
    "fiscalWeek": "Week_Fiscal",
    "fiscalYear": "Year_Fiscal",
}


def system_xmd(fields: Sequence[DatasetField]) -> JsonObject:
    """Return the XMD that the fields of a dataset make."""
    return {
        "dates": [_date(each) for each in fields if each.role == "date"],
        "derivedDimensions": [],
        "derivedMeasures": [],
        "dimensions": [_dimension(each) for each in fields if each.role in ("dimension", "multivalue")],
        "measures": [_measure(each) for each in fields if each.role == "measure"],
        "organizations": [],
        DETAILS: [],
    }


def _date(field: DatasetField) -> Json:
    calendar = field.calendar
    parts = {**_PARTS, **_FISCAL} if calendar.fiscal_month_offset else _PARTS
    return {
        "alias": field.name,
        "fields": {"fullField": field.name, **{part: f"{field.name}_{suffix}" for part, suffix in parts.items()}},
        "firstDayOfWeek": calendar.first_weekday,
        "fiscalMonthOffset": calendar.fiscal_month_offset,
        "fullyQualifiedName": field.name,
        "isConvertedDateTime": False,
        "isYearEndFiscalYear": calendar.named_by_end,
        "label": field.label,
        "showInExplorer": True,
        "type": "DateOnly" if field.type is Type.DAY else "DateTime",
    }


def _dimension(field: DatasetField) -> Json:
    members: list[Json] = []
    for each in field.members:
        known = {"member": each.value, "label": each.label, "color": each.color}
        members.append({key: value for key, value in known.items() if value is not None})
    return {
        "customActions": [],
        "field": field.name,
        "fullyQualifiedName": field.name,
        "isMultiValue": field.role == "multivalue",
        "label": field.label,
        "linkTemplateEnabled": False,
        "members": members,
        "salesforceActions": [],
        "showInExplorer": True,
    }


def _measure(field: DatasetField) -> Json:
    known: JsonObject = {
        "field": field.name,
        "fullyQualifiedName": field.name,
        "label": field.label,
        "showInExplorer": True,
    }
    if field.format:
        known["format"] = {"customFormat": custom_format(field.format, field.multiplier)}
    return known
