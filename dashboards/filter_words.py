"""What a global filter is set to, in words.

The page does the same in web/src/ranges.js; what differs between the two is a mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboards.compact.dates import looks_absolute
from dashboards.field_kinds import FieldKind
from dashboards.filter_choices import LISTS, listed_values, range_ends
from dashboards.locale import EN_US, Locale
from dashboards.model import GlobalFilter, Json
from dashboards.ranges import ALL, date_range_text, number_range_text

_NONE: Mapping[str, str] = {}
_SHOWN = 2
"""Values that are told; of the others, how many there are."""


def filter_text(
    known: GlobalFilter,
    kind: FieldKind = "unknown",
    pattern: str | None = None,
    locale: Locale = EN_US,
    labels: Mapping[str, str] = _NONE,
) -> str:
    """Return what a filter is set to, in words.

    Args:
        known: the filter.
        kind: what its field holds; where that is not known, the values tell.
        pattern: how numbers of its field are written.
        locale: the language of numbers and dates.
        labels: what people read in the place of values.
    """
    if known.operator in LISTS:
        return listed_text(known.operator, listed_values(known), labels)
    lower, upper = range_ends(known)
    if lower is None and upper is None:
        return ALL
    dates = kind == "date" or isinstance(lower, list) or isinstance(upper, list)
    if dates or (kind == "unknown" and looks_absolute([lower, upper])):
        return date_range_text(lower, upper, locale)
    return number_range_text(lower, upper, pattern, locale)


def listed_text(operator: str, values: Sequence[Json], labels: Mapping[str, str] = _NONE) -> str:
    """Return the values of a filter that lists some, in words; `labels` are read in the place of values."""
    if not values:
        return ALL
    names = ["(none)" if each is None else labels.get(str(each), str(each)) for each in values]
    more = f" +{len(names) - _SHOWN}" if len(names) > _SHOWN else ""
    text = ", ".join(names[:_SHOWN]) + more
    return {"in": text, "not in": f"Not {text}"}.get(operator, f"Contains {text}")
