"""Customers as they were on some days: what they had then, and what they bought in the time after."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from engine.analyses.offers.purchases import Days, Purchases
from engine.analyses.offers.settings import Settings
from engine.analyses.scorecards.records import Records, Values, of_rows
from engine.columns import TextColumn
from engine.kernels import arrays
from engine.kernels.rows import take
from saql.record import record

PAST = 5
"""How many days are looked back to: the older are learnt from, the next sets the level, the newest tests."""

_MONTH = 30.4
_NO_YES = ("no", "yes")


@record(eq=False)
class Moment:
    """All customers as they were at the end of a day.

    Args:
        day: the day.
        has: whether each customer had each product.
        newest: the place of the newest purchase of each that there was by then, -1 where there was none.
    """

    day: int
    has: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    newest: Days


def moments(purchases: Purchases, today: int, days: int) -> tuple[Moment, ...]:
    """Return customers as they are today, and as they were so many days before, and so on: the newest first."""
    found = []
    for turn in range(PAST + 1):
        day = today - turn * days
        newest = np.full(len(purchases.customers), -1, dtype=np.int64)
        before = np.flatnonzero(purchases.day <= day)
        np.maximum.at(newest, purchases.customer[before], before)
        found.append(Moment(day, purchases.first <= day, newest))
    return tuple(found)


def records(settings: Settings, purchases: Purchases, found: tuple[Moment, ...], product: int) -> Records:
    """Return the customers who did not have a product at each moment, and whether they bought it in the time after.

    Args:
        settings: names of fields.
        purchases: the purchases.
        found: the moments, today first; of today it is not known.
        product: the place of the product.
    """
    rows = [np.flatnonzero(each.has.any(axis=1) & ~each.has[:, product]) for each in found]
    at = np.concatenate(rows)
    when = np.repeat([each.day for each in found], [len(each) for each in rows])
    newest = np.concatenate([each.newest[some] for each, some in zip(found, rows, strict=True)])
    first = purchases.first[at, product]
    is_open = when == found[0].day
    ids = TextColumn(
        np.arange(1, len(purchases.customers) + 1, dtype=np.int32),
        arrays.from_list(list(purchases.customers), pa.string()),
    )
    return Records(
        fields=_fields(settings, purchases, found, rows, product, newest),
        dates={},
        known=~is_open,
        open=is_open,
        outcome=(first > when) & (first <= when + settings.days) & ~is_open,
        when=when,
        telling=frozenset(),
        ids=TextColumn(ids.codes.take(at), ids.dictionary),
        carried={name: take(purchases.known[name], newest) for name in settings.carried},
    )


def _fields(
    settings: Settings, purchases: Purchases, found: tuple[Moment, ...], rows: list[Days], product: int, newest: Days
) -> dict[str, Values]:
    """Return what was known of the customers: of a purchase that came later nothing is learnt."""
    fields: dict[str, Values] = {name: of_rows(purchases.known[name], newest) for name in settings.fields}
    answers = arrays.from_list(list(_NO_YES), pa.string())
    for place, name in enumerate(purchases.products):
        if place != product:
            has = np.concatenate([each.has[some, place] for each, some in zip(found, rows, strict=True)])
            fields[f"Has {name}"] = TextColumn(has.astype(np.uint8) + 1, answers)
    counts = np.concatenate([each.has[some].sum(axis=1) for each, some in zip(found, rows, strict=True)])
    when = np.repeat([each.day for each in found], [len(each) for each in rows])
    quiet = when - purchases.day[newest]
    fields["Products"] = counts.astype(np.float64)
    fields["Months since the Last Purchase"] = np.asarray(np.round(quiet / _MONTH, 1), dtype=np.float64)
    return fields
