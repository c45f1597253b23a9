"""Purchases for tests: customer, day, and what it brought and cost."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engine.analyses.customers.purchases import Purchases, day_number


def purchases(*rows: tuple[str, str, float | None] | tuple[str, str, float | None, float]) -> Purchases:
    """Return purchases; customers are in the order of their ids."""
    ids = sorted({row[0] for row in rows})
    listed = sorted((ids.index(row[0]), day(row[1]), *row[2:]) for row in rows)
    return Purchases(
        pa.array(ids),
        pa.array([each.upper() for each in ids]),
        np.array([each[0] for each in listed]),
        np.array([each[1] for each in listed]),
        np.array([np.nan if each[2] is None else each[2] for each in listed]),
        np.array([each[3] if len(each) > 3 else np.nan for each in listed], np.float64),
    )


def day(text: str) -> int:
    return day_number(dt.date.fromisoformat(text))


def names(found: Purchases, rows: Sequence[int]) -> list[str]:
    """Return the ids of customers at some places."""
    return [found.ids[int(each)].as_py() for each in rows]
