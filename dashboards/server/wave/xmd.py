"""The extended metadata (XMD) of a version: its fields as people see them.

Source: Analytics Extended Metadata (XMD) Reference.
"""

from __future__ import annotations

import json

from dashboards.model.json import Json, JsonObject
from dashboards.server.wave.common import SERVER, instant
from engine.store import Dataset, DatasetField
from saql.types import Type

KINDS = ("main", "system", "user")

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


def xmd(dataset: Dataset, kind: str, url: str) -> JsonObject:
    """Return an XMD.

    Args:
        dataset: the version.
        kind: `main`; `system`, which has no labels and formats of people; or `user`, which has these alone.
        url: its address.
    """
    plain, ours = kind == "system", kind == "user"
    fields = [each for each in dataset.fields if not ours or _is_described(each)]
    return {
        "createdBy": SERVER,
        "createdDate": instant(dataset.created),
        "dates": [] if ours else [_date(each, plain) for each in fields if each.role == "date"],
        "derivedDimensions": [],
        "derivedMeasures": [],
        "dimensions": [_dimension(each, plain) for each in fields if each.role in ("dimension", "multivalue")],
        "lastModifiedBy": SERVER,
        "lastModifiedDate": instant(dataset.created),
        "measures": [_measure(each, plain) for each in fields if each.role == "measure"],
        "organizations": [],
        "showDetailsDefaultFields": [],
        "type": kind,
        "url": url,
    }


def _is_described(field: DatasetField) -> bool:
    return field.label != field.name or bool(field.format) or bool(field.members)


def _date(field: DatasetField, plain: bool) -> Json:
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
        "label": field.name if plain else field.label,
        "showInExplorer": True,
        "type": "DateOnly" if field.type is Type.DAY else "DateTime",
    }


def _dimension(field: DatasetField, plain: bool) -> Json:
    members: list[Json] = []
    for each in () if plain else field.members:
        known = {"member": each.value, "label": each.label, "color": each.color}
        members.append({key: value for key, value in known.items() if value is not None})
    return {
        "customActions": [],
        "field": field.name,
        "fullyQualifiedName": field.name,
        "isMultiValue": field.role == "multivalue",
        "label": field.name if plain else field.label,
        "linkTemplateEnabled": False,
        "members": members,
        "salesforceActions": [],
        "showInExplorer": True,
    }


def _measure(field: DatasetField, plain: bool) -> Json:
    known: JsonObject = {
        "field": field.name,
        "fullyQualifiedName": field.name,
        "label": field.name if plain else field.label,
        "showInExplorer": True,
    }
    if field.format and not plain:
        multiplier = int(field.multiplier) if field.multiplier.is_integer() else field.multiplier
        known["format"] = {"customFormat": json.dumps([field.format, multiplier], ensure_ascii=False)}
    return known
