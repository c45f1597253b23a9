"""Quotas: what each representative is to sell in each quarter."""

from __future__ import annotations

import numpy as np

from swell.demo import table
from swell.demo.identifiers import identifiers
from swell.demo.settings import Demo
from swell.demo.table import DemoTable
from swell.demo.users import Users

# The parts of a year's quota that fall to its quarters, and how much more is asked for each year.
_SHARES = np.array([0.22, 0.25, 0.23, 0.30])
_GROWTH = 1.22
_ROUNDED_TO = 500.0


def quota_table(settings: Demo, users: Users) -> DemoTable:
    """Return the dataset of quotas, from the quarter in which the history starts to the one after today's.

    The quarters of the present year come to the annual quota of the user.
    """
    days = np.array([settings.first_day, settings.today_number])
    first, last = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // 3
    quarters = np.arange(first, last + 2)
    sellers = np.flatnonzero(users.quotas)
    who = np.repeat(sellers, len(quarters))
    quarter = np.tile(quarters, len(sellers))
    amount = users.quotas[who] * _SHARES[quarter % 4] * _GROWTH ** (quarter // 4 - last // 4)
    starts = (quarter * 3).astype("datetime64[M]").astype("datetime64[D]")
    columns = (
        table.text("Id", "Quota ID", identifiers("0J9", len(who))),
        table.choice("QuotaOwnerId", "Quota Owner ID", who, users.ids),
        table.choice("QuotaOwner.Name", "Quota Owner", who, users.names),
        table.day("StartDate", "Start Date", starts.astype(np.int64)),
        table.number("QuotaAmount", "Quota", np.maximum(np.round(amount / _ROUNDED_TO), 1) * _ROUNDED_TO, table.MONEY),
    )
    return table.assemble("quotas", "Quotas", columns)
