"""What is planted in the demo data: causes that an analysis of it ought to find, and how strong they are.

All of them begin on the first day of the last whole quarter, so that a comparison of that quarter with those before
shows them; customers leave throughout the history. The generators read these numbers, and so may tests.
"""

from __future__ import annotations

import numpy as np

from saql.record import record


@record
class FallenWinRate:
    """Deals with one industry in one region are lost that used to be won."""

    industry: str = "Manufacturing"
    region: str = "North America"
    lost_share: float = 0.9
    """Of the deals that would have been won, which share is lost in negotiation."""


@record
class LateAgents:
    """The first agents in the order of the dataset `users` respond late: customers like it less, cases escalate."""

    agents: int = 2
    times_longer: float = 6.0


@record
class LateRepresentatives:
    """The representatives of one role call new leads back late, and fewer of these become opportunities."""

    role: str = "Rep North America Small Business"
    times_longer: float = 7.0
    lost_share: float = 0.85
    """Of the leads that would have become an opportunity, which share does not."""


@record
class LeavingCustomers:
    """Customers who leave use the product less in the months before, ask for help more often and are less content."""

    days_ahead: int = 91
    """Those who will have left so soon after the last day of the history show it already."""
    silent_share: float = 0.15
    """Of those who leave, which share shows nothing before."""
    false_alarm_share: float = 0.08
    """Of those who stay, which share has a spell of the same signs, though weaker."""
    lost_usage: float = 0.8
    """How much of its usage an account loses by the day on which it leaves, at most."""
    lost_satisfaction: float = 1.2
    """How many points of five lower its scores are on that day, at most."""
    case_share: float = 0.08
    """Of all cases, which share comes from customers in such a spell, beside those they have anyway."""


FALLEN_WIN_RATE = FallenWinRate()
LATE_AGENTS = LateAgents()
LATE_REPRESENTATIVES = LateRepresentatives()
LEAVING_CUSTOMERS = LeavingCustomers()


def first_planted_day(today: int) -> int:
    """Return the first day of the last whole quarter before `today`; both in days since 1970-01-01."""
    month = int(np.datetime64(today, "D").astype("datetime64[M]").astype(np.int64))
    return int(np.datetime64((month // 3 - 1) * 3, "M").astype("datetime64[D]").astype(np.int64))
