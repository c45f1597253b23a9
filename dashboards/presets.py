"""The ranges of dates that people choose by name: "Current quarter to date", "Last 30 days"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dashboards.model import Json, JsonObject
from dashboards.ranges import date_range_text

_PERIOD = re.compile(r"(Current|Previous|Next)(Fiscal)?(Day|Week|Month|Quarter|Year)(ToDate)?", re.IGNORECASE)
_DAYS = re.compile(r"(Last|Next)(\d{1,4})Days", re.IGNORECASE)
_OFFSETS = {"current": 0, "previous": -1, "next": 1}
_UNITS = ("Week", "Month", "Quarter", "Year")
_FISCAL_UNITS = ("Week", "Month", "FiscalQuarter", "FiscalYear")


def presets(names: Iterable[str], *, fiscal: bool) -> list[Json]:
    """Return presets by name, each with its label and its ends; names that are not known are left out.

    Args:
        names: as in `customFilterPresets`; for none, all common ones.
        fiscal: whether the common ones are of fiscal quarters and years.
    """
    wanted = list(names) or default_names(fiscal=fiscal)
    found = [preset(each) for each in wanted]
    return [each for each in found if each is not None]


def preset(name: str) -> JsonObject | None:
    """Return a preset, or None where there is none of that name."""
    if name.lower() == "alltime":
        return _made(name, None, None)
    if matched := _PERIOD.fullmatch(name):
        when, fiscal, unit, to_date = matched.groups()
        first: Json = [f"fiscal_{unit.lower()}" if fiscal else unit.lower(), _OFFSETS[when.lower()]]
        return _made(name, first, ["day", 0] if to_date else first)
    if matched := _DAYS.fullmatch(name):
        count = int(matched[2])
        last = matched[1].lower() == "last"
        return _made(name, ["day", -count if last else 0], ["day", 0 if last else count])
    return None


def default_names(*, fiscal: bool) -> list[str]:
    """Return the names of the presets of a selector that names none itself."""
    units = _FISCAL_UNITS if fiscal else _UNITS
    current = [name for unit in units for name in (f"Current{unit}", f"Current{unit}ToDate")]
    past = [f"Previous{unit}" for unit in units]
    ahead = [f"Next{unit}" for unit in units]
    return ["AllTime", *current, *past, *ahead, *(f"Last{count}Days" for count in (7, 30, 90, 180))]


def _made(name: str, lower: Json, upper: Json) -> JsonObject:
    return {"name": name, "label": date_range_text(lower, upper), "min": lower, "max": upper}
