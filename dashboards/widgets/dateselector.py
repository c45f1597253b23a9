"""`dateselector`: a range of dates, by name, relative to today, or from day to day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from dashboards.domains import Extent, ends, extent
from dashboards.model import Json, JsonObject
from dashboards.model.json import as_flag, as_list, as_text
from dashboards.presets import presets
from dashboards.ranges import date_range_text, range_days
from dashboards.widgets.base import WidgetContext
from dashboards.widgets.selector import SelectedField, field_label, field_of_step, selected_range, selector_part
from saql.schema import Calendar


class DateSelectorWidget:
    """A range of dates to choose."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return what is selected, in words and as days, and the ways to select."""
        field = field_of_step(context, measure=False)
        lower, upper = selected_range(context)
        whole = Extent(None, None)
        if field.dataset is not None and field.name is not None:
            whole = extent(context.resolver, field.dataset, field.name)
        first, last = range_days(lower, upper, context.resolver.today, _calendar(context, field))
        return {
            **selector_part(context, field_label(context, field), instant=False),
            "min": lower,
            "max": upper,
            "text": date_range_text(lower, upper, context.resolver.locale),
            "days": {"first": _iso(first), "last": _iso(last)},
            "domain": ends(whole),
            "forms": date_forms(context.parameters),
        }


def date_forms(parameters: JsonObject) -> JsonObject:
    """Return the ways in which people may select dates, and the ranges that they select by name."""
    names = [as_text(each) for each in as_list(parameters.get("customFilterPresets"))]
    return {
        "presets": as_flag(parameters.get("presetsEnabled"), True),
        "relative": as_flag(parameters.get("relativeModeEnabled"), True),
        "absolute": as_flag(parameters.get("absoluteModeEnabled"), True),
        "fiscal": as_flag(parameters.get("defaultFiscalMode"), False),
        "switching": as_flag(parameters.get("calendarTypeSwitchingAllowed"), False),
        "calendarPresets": presets(names, fiscal=False),
        "fiscalPresets": presets(names, fiscal=True),
    }


def _calendar(context: WidgetContext, field: SelectedField) -> Calendar:
    schema = None if field.dataset is None else context.resolver.datasets.schema(field.dataset)
    known = None if schema is None or field.name is None else schema.get(field.name)
    return Calendar() if known is None else known.calendar


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
