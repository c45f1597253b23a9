"""Fields that look as if they were known only after the outcome: what is learnt from them is of no use before it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.analyses.scorecards.bins import Bins, Classes, NumberBins
from engine.analyses.scorecards.measures import area
from engine.analyses.scorecards.records import NO_DAY, Booleans, Floats, Records, Values
from engine.columns import TextColumn

FEWEST_OPEN = 30
"""With fewer records that are open nothing can be said of how they differ from the others."""

_TELLS = 0.97
_RARELY, _SOMETIMES = 0.02, 0.05
_IN_COMMON = 0.1
_MOSTLY = 0.9


def why_refused(
    name: str, bins: Bins, records: Records, learning: Booleans, testing: Booleans, labels: Mapping[str, str]
) -> str | None:
    """Return why a field must not be learnt from, None where it may.

    Args:
        name: the field's name.
        bins: its classes.
        records: the records, those that are open among them.
        learning: which of them are learnt from.
        testing: which of them tell how good that is.
        labels: what people call the dates.
    """
    values = records.fields[name]
    is_open = records.open & ~records.known
    if is_open.sum() >= FEWEST_OPEN:
        found = _filled(values, records.known, is_open) or _other_values(values, bins, records.known, is_open)
        if found:
            return found
    return _tells(bins, values, records.outcome, learning, testing) or _counts_days(values, records, labels)


def _filled(values: Values, known: Booleans, is_open: Booleans) -> str | None:
    """Return whether it is filled in only with the outcome, or emptied by it."""
    there = values.codes > 0 if isinstance(values, TextColumn) else ~np.isnan(values)
    with_outcome, before = float(there[known].mean()), float(there[is_open].mean())
    if before < _RARELY and with_outcome > _SOMETIMES:
        return f"it is filled in only with the outcome ({with_outcome:.0%} of those with one, {before:.0%} of the open)"
    if with_outcome < _RARELY and before > _SOMETIMES:
        return f"the outcome empties it ({with_outcome:.0%} of those with one have it, {before:.0%} of the open)"
    return None


def _other_values(values: Values, bins: Bins, known: Booleans, is_open: Booleans) -> str | None:
    """Return whether hardly a record that is open has a value of it that one with an outcome has."""
    if isinstance(values, TextColumn):
        seen = np.bincount(values.codes[known], minlength=len(values.dictionary) + 1) > 0
        common = float(np.mean(seen[values.codes[is_open]]))
    elif isinstance(bins, NumberBins) and bins.single:
        common = float(np.mean(np.isin(values[is_open], values[known]) | np.isnan(values[is_open])))
    else:
        return None
    if common < _IN_COMMON:
        return f"it has other values before the outcome than after: of the open records, {common:.0%} have one of these"
    return None


def _tells(bins: Bins, values: Values, outcome: Booleans, learning: Booleans, testing: Booleans) -> str | None:
    """Return whether it alone tells the outcome of records that were not learnt from."""
    classes = bins.classes(values)
    rates = class_rates(classes[learning], outcome[learning], len(bins))
    found = area(rates[classes[testing]], outcome[testing])
    if found >= _TELLS:
        return f"it alone tells the outcome, right in {found:.1%} of all pairs, as what is known before hardly can"
    return None


def class_rates(classes: Classes, outcome: Booleans, size: int) -> Floats:
    """Return the share of records with the outcome for each class, drawn to that of all where they are few."""
    overall = float(np.mean(outcome)) if len(outcome) else 0.0
    records = np.bincount(classes, minlength=size)
    rates: Floats = (np.bincount(classes, weights=outcome, minlength=size) + 20 * overall) / (records + 20)
    return rates


def _counts_days(values: Values, records: Records, labels: Mapping[str, str]) -> str | None:
    """Return whether it counts the days from a date to the outcome, and to today where there is none yet."""
    if isinstance(values, TextColumn):
        return None
    for name, dates in records.dates.items():
        there = records.known & ~np.isnan(values) & (dates != NO_DAY) & (records.when != NO_DAY)
        if there.sum() < FEWEST_OPEN:
            continue
        days = (records.when - dates)[there]
        if np.ptp(days) > 0 and float(np.mean(np.abs(values[there] - days) <= 1)) > _MOSTLY:
            return (
                f"it counts the days from {labels.get(name, name)} to the outcome, and to today where there is none yet"
            )
    return None
