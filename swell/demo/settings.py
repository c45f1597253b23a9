"""What decides the demo data: a seed, a size and the day on which it is seen."""

from __future__ import annotations

from datetime import date

import numpy as np

from saql.record import record

DEFAULT_ROWS = 290_000
HISTORY_DAYS = 3 * 365

# Rows of each object at the default size. Line items, stage history and account health follow from these.
_SHARES = {
    "accounts": 3_600,
    "contacts": 5_400,
    "leads": 8_000,
    "opportunities": 34_000,
    "cases": 7_000,
    "activities": 39_000,
}


@record
class Demo:
    """Settings of the demo data; equal settings give equal data.

    `today` is the last day of the history; open opportunities close after it. `rows` is the size of all datasets
    together, kept to within a few per cent, beside some hundred that are always there: users, quotas, campaigns.
    """

    today: date
    seed: int = 1
    rows: int = DEFAULT_ROWS

    def __post_init__(self) -> None:
        if self.rows < 1_000:
            raise ValueError(f"rows is {self.rows}; the demo data needs at least 1000 rows to hold together")
        if not date(1980, 1, 1) <= self.today <= date(2200, 1, 1):
            raise ValueError(f"today is {self.today.isoformat()}; it has to lie between 1980 and 2200")

    @property
    def today_number(self) -> int:
        """The number of `today` in days since 1970-01-01."""
        return (self.today - date(1970, 1, 1)).days

    @property
    def first_day(self) -> int:
        """The first day of the history, in days since 1970-01-01."""
        return self.today_number - HISTORY_DAYS

    def count(self, name: str) -> int:
        """Return how many rows the object `name` is to have."""
        return max(10, round(_SHARES[name] * self.rows / DEFAULT_ROWS))

    def generator(self, name: str) -> np.random.Generator:
        """Return the random numbers of one object, so that a change of one object leaves the others as they are."""
        return np.random.default_rng([self.seed, *name.encode()])
