"""Which customers leave, and how it shows in the months before."""

from __future__ import annotations

import numpy as np

from saql.record import record
from swell.demo.accounts import Accounts, Dealings
from swell.demo.draws import chance
from swell.demo.plants import LEAVING_CUSTOMERS
from swell.demo.settings import Demo
from swell.demo.table import Booleans, Floats, Integers

_LEAVING_SHARE = 0.45
_RECOVERY_DAYS = 60


@record(eq=False)
class Departures:
    """For each account: when it became a customer, whether and when it leaves, and its spell of trouble.

    Days are since 1970-01-01; `day` counts only where `leaves`, and may lie after today. A spell takes `span` days, is
    worst on the day `peak`, and goes as deep as `depth`, from 0 (there is none) to 1.
    """

    customer: Booleans
    since: Integers
    leaves: Booleans
    day: Integers
    peak: Integers
    span: Integers
    depth: Floats

    def gone(self, day: int) -> Booleans:
        """Return who has left before a day."""
        return self.leaves & (self.day < day)

    def strain(self, rows: Integers, days: Integers) -> Floats:
        """Return how deep in trouble the accounts at positions `rows` are on `days`, from 0 to 1."""
        before = 1.0 - (self.peak[rows] - days) / self.span[rows]
        after = 1.0 - (days - self.peak[rows]) / _RECOVERY_DAYS
        strain: Floats = self.depth[rows] * np.clip(np.minimum(before, after), 0.0, 1.0)
        return strain


def draw_departures(settings: Demo, accounts: Accounts, dealings: Dealings) -> Departures:
    """Return who leaves: customers with whom there were no dealings for some time."""
    random = settings.generator("departures")
    count, today = len(accounts), settings.today_number
    customer = accounts.existing | dealings.won
    early = settings.first_day - random.integers(1, 1_400, count)
    day = np.maximum(dealings.last_day, settings.first_day) + random.integers(30, 240, count)
    quiet = (dealings.last_day < today) & (day < today + LEAVING_CUSTOMERS.days_ahead)
    leaves = customer & quiet & chance(random, _LEAVING_SHARE, count)
    shows = leaves & ~chance(random, LEAVING_CUSTOMERS.silent_share, count)
    alarmed = customer & ~leaves & chance(random, LEAVING_CUSTOMERS.false_alarm_share, count)
    some_day = random.integers(settings.first_day + 200, today, count)
    deep, shallow = random.uniform(0.45, 1.0, count), random.uniform(0.3, 0.7, count)
    return Departures(
        customer=customer,
        since=np.where(accounts.existing, early, dealings.first_won),
        leaves=leaves,
        day=day,
        peak=np.where(leaves, day, some_day),
        span=random.integers(100, 300, count),
        depth=np.where(shows, deep, np.where(alarmed, shallow, 0.0)),
    )
