"""Accounts: the companies that buy, might buy, or have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from saql.record import record
from swell.demo import table, world
from swell.demo.draws import chance, lognormal, pick, pick_by_row, working_times
from swell.demo.identifiers import identifiers
from swell.demo.names import companies
from swell.demo.settings import Demo
from swell.demo.table import Booleans, Column, DemoTable, Floats, Integers
from swell.demo.users import Users

if TYPE_CHECKING:
    from swell.demo.departures import Departures

_SEGMENT_WEIGHTS = (0.12, 0.33, 0.55)
_EMPLOYEES = np.array([4_200.0, 420.0, 38.0])
_REVENUE_PER_EMPLOYEE = 165_000.0
_TYPES = ("Customer", "Former Customer", "Prospect")
_CUSTOMER, _FORMER, _PROSPECT = range(3)
_SYSTEMS = ("Billing", "CRM", "Data Warehouse", "ERP", "Help Desk", "Marketing Automation")
_SYSTEM_SHARES = np.array([0.42, 0.66, 0.31, 0.48, 0.37, 0.28])


@record(eq=False)
class Accounts:
    """Accounts as the other objects need them: columns of equal length, positions in place of names.

    `existing` says that the account was a customer before the history starts. `weight` is how much business there is
    with it, next to others.
    """

    ids: pa.Array
    names: pa.Array
    industry: Integers
    no_industry: Booleans
    segment: Integers
    region: Integers
    country: Integers
    owner: Integers
    existing: Booleans
    weight: Floats

    def __len__(self) -> int:
        return len(self.ids)

    def columns(self, rows: Integers) -> tuple[Column, ...]:
        """Return the fields that other datasets carry of the account of each of their rows."""
        return (
            table.choice("AccountId", "Account ID", rows, self.ids),
            table.choice("Account.Name", "Account", rows, self.names),
            table.choice("Account.Industry", "Industry", self.industry[rows], world.INDUSTRIES, self.no_industry[rows]),
            table.choice("Account.Segment", "Segment", self.segment[rows], world.SEGMENTS),
            table.choice("Account.Region", "Region", self.region[rows], world.REGIONS),
            table.choice("Account.Country", "Country", self.country[rows], world.COUNTRY_NAMES),
        )


@record(eq=False)
class Dealings:
    """What the opportunities say of each account; days since 1970-01-01.

    `won` tells whether there was a sale and `first_won` when the first one was; `first_created` is when dealings began,
    `last_day` when they ended: a close, or a close to come.
    """

    won: Booleans
    first_won: Integers
    first_created: Integers
    last_day: Integers


def draw_accounts(settings: Demo, users: Users) -> Accounts:
    """Return the accounts; which of them are customers is known once there are opportunities."""
    random = settings.generator("accounts")
    count = settings.count("accounts")
    segment = pick(random, _SEGMENT_WEIGHTS, count)
    region = pick(random, world.REGION_WEIGHTS, count)
    in_region = np.array(
        [[share * (at == place) for _, at, share in world.COUNTRIES] for place in range(len(world.REGIONS))]
    )
    industry = pick(random, world.INDUSTRY_WEIGHTS, count)
    weight = (random.pareto(2.2, count) + 0.25) * np.array([2.4, 1.3, 0.9])[segment]
    return Accounts(
        ids=identifiers("001", count),
        names=companies(random, industry, world.TRADES),
        industry=industry,
        no_industry=chance(random, 0.03, count),
        segment=segment,
        region=region,
        country=pick_by_row(random, in_region[region]),
        owner=_owners(random, users, region, segment),
        existing=chance(random, np.array([0.5, 0.42, 0.3])[segment], count),
        weight=weight,
    )


def _owners(random: np.random.Generator, users: Users, region: Integers, segment: Integers) -> Integers:
    owner = np.zeros(len(region), dtype=np.int64)
    for place in range(len(world.REGIONS)):
        for size in range(len(world.SEGMENTS)):
            there = np.flatnonzero((region == place) & (segment == size))
            team = users.representatives(place, size)
            owner[there] = team[random.integers(0, len(team), len(there))]
    return owner


def account_table(
    settings: Demo,
    accounts: Accounts,
    users: Users,
    dealings: Dealings,
    departures: Departures,
    now: tuple[Column, ...],
) -> DemoTable:
    """Return the dataset of accounts; `now` are fields that say how they do today."""
    random = settings.generator("account_table")
    count = len(accounts)
    churned = departures.gone(settings.today_number)
    kind = np.where(churned, _FORMER, np.where(departures.customer, _CUSTOMER, _PROSPECT))
    employees = np.maximum(np.round(lognormal(random, _EMPLOYEES[accounts.segment], 0.6)), 3.0)
    revenue = np.round(lognormal(random, employees * _REVENUE_PER_EMPLOYEE, 0.5), -3)
    before = random.integers(5, 90, count)
    first = np.where(accounts.existing, np.minimum(dealings.first_created, departures.since), dealings.first_created)
    created = first - before
    columns = (
        table.text("Id", "Account ID", accounts.ids),
        table.text("Name", "Account", accounts.names),
        table.choice("Type", "Type", kind, _TYPES),
        table.choice("Industry", "Industry", accounts.industry, world.INDUSTRIES, accounts.no_industry),
        table.choice("Segment", "Segment", accounts.segment, world.SEGMENTS),
        table.choice("Region", "Region", accounts.region, world.REGIONS),
        table.choice("Country", "Country", accounts.country, world.COUNTRY_NAMES),
        table.number("AnnualRevenue", "Annual Revenue", revenue, table.MONEY, chance(random, 0.08, count)),
        table.number("NumberOfEmployees", "Employees", employees.astype(np.int64), nulls=chance(random, 0.04, count)),
        table.several("Systems", "Systems in Use", random.random((count, len(_SYSTEMS))) < _SYSTEM_SHARES, _SYSTEMS),
        *users.columns(accounts.owner),
        table.instant("CreatedDate", "Created", working_times(random, created)),
        table.day("CustomerSince", "Customer Since", departures.since, ~departures.customer),
        *now,
        table.flag("IsChurned", "Churned", churned),
        table.day("ChurnDate", "Churn Date", departures.day, ~churned),
    )
    return table.assemble("accounts", "Accounts", columns)
