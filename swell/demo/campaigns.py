"""Campaigns: two a quarter for each lead source that marketing pays for, with their cost and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from saql.record import record
from swell.demo import table, world
from swell.demo.identifiers import identifiers
from swell.demo.settings import Demo
from swell.demo.table import Column, DemoTable, Floats, Integers

if TYPE_CHECKING:
    from swell.demo.leads import Leads
    from swell.demo.opportunities import Opportunities

NO_CAMPAIGN = -1
_PER_QUARTER = 2
_QUARTER_MONTHS = 3

# Lead source, what its campaigns are called, cost of one lead.
_KINDS = (
    ("Partner", "Partner Event", 900.0),
    ("Paid Search", "Search Ads", 650.0),
    ("Trade Show", "Trade Show", 2_100.0),
    ("Webinar", "Webinar", 420.0),
    ("Content", "Content Offer", 310.0),
)
_KIND_NAMES = tuple(name for _, name, _ in _KINDS)
_THEMES = (
    "Automation",
    "Customer Stories",
    "Forecasting",
    "Growth",
    "Onboarding",
    "Operations",
    "Reporting",
    "Security",
)
_STATUSES = ("Completed", "In Progress", "Planned")
_COMPLETED, _IN_PROGRESS, _PLANNED = range(3)


@record(eq=False)
class Campaigns:
    """Campaigns by position: all of the first quarter, source by source, then all of the next quarter.

    `first_quarter` counts quarters since 1970. Days are since 1970-01-01.
    """

    ids: pa.Array
    names: tuple[str, ...]
    kind: Integers
    first_quarter: int
    start: Integers
    end: Integers

    def at(self, random: np.random.Generator, source: Integers, days: Integers) -> Integers:
        """Return the campaign that each record of a source and a day came from, or -1."""
        kind_of_source = np.full(len(world.LEAD_SOURCES), -1, dtype=np.int64)
        for position, (name, _, _) in enumerate(_KINDS):
            kind_of_source[world.LEAD_SOURCES.index(name)] = position
        kind = kind_of_source[source]
        quarter = _quarters(days) - self.first_quarter
        turn = random.integers(0, _PER_QUARTER, len(source))
        found = (quarter * len(_KINDS) + kind) * _PER_QUARTER + turn
        return np.where((kind >= 0) & (quarter >= 0), found, NO_CAMPAIGN)

    def column(self, rows: Integers) -> Column:
        """Return the names of campaigns by position, null for -1."""
        return table.choice("Campaign.Name", "Campaign", np.maximum(rows, 0), self.names, rows == NO_CAMPAIGN)

    def __len__(self) -> int:
        return len(self.names)


def draw_campaigns(settings: Demo) -> Campaigns:
    """Return the campaigns from the first quarter of the history to the quarter after today's."""
    random = settings.generator("campaigns")
    first = int(_quarters(np.array([settings.first_day]))[0])
    last = int(_quarters(np.array([settings.today_number]))[0]) + 1
    names: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for quarter in range(first, last + 1):
        opening = int(_first_days(np.array([quarter]))[0])
        for kind in _KIND_NAMES:
            themes = random.choice(len(_THEMES), _PER_QUARTER, replace=False)
            names += [f"{_THEMES[theme]} {kind} Q{quarter % 4 + 1} {1970 + quarter // 4}" for theme in themes]
            for turn in range(_PER_QUARTER):
                starts.append(opening + turn * 45 + int(random.integers(0, 12)))
                ends.append(starts[-1] + int(random.integers(7, 45)))
    kinds = np.tile(np.repeat(np.arange(len(_KINDS)), _PER_QUARTER), last + 1 - first)
    return Campaigns(
        ids=identifiers("701", len(names)),
        names=tuple(names),
        kind=kinds,
        first_quarter=first,
        start=np.array(starts, dtype=np.int64),
        end=np.array(ends, dtype=np.int64),
    )


def campaign_table(
    settings: Demo, campaigns: Campaigns, leads: Leads, opportunities: Opportunities, amounts: Floats
) -> DemoTable:
    """Return the dataset of campaigns, counted from leads and opportunities; `amounts` are of the opportunities."""
    random = settings.generator("campaign_table")
    count = len(campaigns)
    today = settings.today_number
    status = np.where(campaigns.start > today, _PLANNED, np.where(campaigns.end >= today, _IN_PROGRESS, _COMPLETED))
    planned = status == _PLANNED
    found = _counted(leads.campaign, count)
    converted = _counted(leads.campaign[leads.is_converted], count)
    won = opportunities.is_won
    cost = (found + 4.0) * np.array([each for _, _, each in _KINDS])[campaigns.kind] * random.uniform(0.75, 1.3, count)
    typical = np.array([cost[(campaigns.kind == kind) & ~planned].mean() for kind in range(len(_KINDS))])
    budget = np.where(planned, typical[campaigns.kind], cost * random.uniform(0.9, 1.25, count))
    responses = np.round(found * random.uniform(2.5, 6.0, count)).astype(np.int64)
    columns = (
        table.text("Id", "Campaign ID", campaigns.ids),
        table.text("Name", "Campaign", pa.array(campaigns.names)),
        table.choice("Type", "Type", campaigns.kind, _KIND_NAMES),
        table.choice("LeadSource", "Lead Source", campaigns.kind, [source for source, _, _ in _KINDS]),
        table.choice("Status", "Status", status, _STATUSES),
        table.day("StartDate", "Start Date", campaigns.start),
        table.day("EndDate", "End Date", campaigns.end),
        table.number("BudgetedCost", "Budgeted Cost", np.ceil(budget / 500) * 500, table.MONEY),
        table.number("ActualCost", "Actual Cost", np.round(cost), table.MONEY, planned),
        table.number("NumberOfResponses", "Responses", responses),
        table.number("NumberOfLeads", "Leads", found),
        table.number("NumberOfConvertedLeads", "Converted Leads", converted),
        table.number("NumberOfOpportunities", "Opportunities", _counted(opportunities.campaign, count)),
        table.number("NumberOfWonOpportunities", "Won Opportunities", _counted(opportunities.campaign[won], count)),
        table.number(
            "AmountWonOpportunities",
            "Won Amount",
            _summed(opportunities.campaign[won], amounts[won], count),
            table.MONEY,
        ),
    )
    return table.assemble("campaigns", "Campaigns", columns)


def _counted(positions: Integers, count: int) -> Integers:
    return np.bincount(positions[positions >= 0], minlength=count).astype(np.int64)


def _summed(positions: Integers, values: Floats, count: int) -> Floats:
    has = positions >= 0
    sums: Floats = np.bincount(positions[has], weights=values[has], minlength=count).astype(np.float64)
    return sums


def _quarters(days: Integers) -> Integers:
    months: Integers = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // _QUARTER_MONTHS


def _first_days(quarters: Integers) -> Integers:
    months = (quarters * _QUARTER_MONTHS).astype("datetime64[M]")
    days: Integers = months.astype("datetime64[D]").astype(np.int64)
    return days
