"""Account health: how each customer did on one day a quarter, and whether it had left by the same day of the next.

Every figure is what was known on that day, so that what comes before a departure can be learnt from it without a look
into the future. The newest day is the last day of the history; what comes after it nobody knows yet.
"""

from __future__ import annotations

import numpy as np

from saql.record import record
from swell.demo import table
from swell.demo.accounts import Accounts
from swell.demo.cases import Cases
from swell.demo.departures import Departures
from swell.demo.draws import DAY_MILLISECONDS
from swell.demo.identifiers import identifiers
from swell.demo.line_items import LineItems
from swell.demo.opportunities import Opportunities
from swell.demo.plants import LEAVING_CUSTOMERS
from swell.demo.settings import Demo
from swell.demo.table import Booleans, Column, DemoTable, Floats, Integers
from swell.demo.users import Users

_QUARTERS = 8
_QUARTER_MONTHS = 3
_RECENT_DAYS, _HALF_YEAR_DAYS, _YEAR_DAYS = 90, 182, 365
# How often people of a customer sign in, in 90 days, by segment; how far customers of one segment differ, and quarters.
_LOGINS = np.array([2_600.0, 420.0, 70.0])
_LOGIN_SPREAD, _QUARTER_SPREAD = 0.55, 0.13


@record(eq=False)
class Health:
    """How all accounts did on one day; a place for each account, whether it was a customer then or not.

    `day` is in days since 1970-01-01. `trend` is the change of logins against the time before, in per cent.
    `satisfaction` is not a number where no score was given in half a year.
    """

    day: int
    customer: Booleans
    logins: Integers
    trend: Floats
    cases: Integers
    escalated: Integers
    satisfaction: Floats
    quiet_days: Integers
    open_deals: Integers
    revenue: Floats


def draw_health(
    settings: Demo,
    accounts: Accounts,
    opportunities: Opportunities,
    lines: LineItems,
    cases: Cases,
    departures: Departures,
) -> tuple[Health, ...]:
    """Return how accounts did on a day of each quarter of the last two years, the last of the history at the end."""
    random = settings.generator("account_health")
    count = len(accounts)
    amounts = lines.amounts(opportunities)
    usual = _LOGINS[accounts.segment] * np.exp(_LOGIN_SPREAD * random.standard_normal(count))
    days = _days(settings.today_number)
    logins = [_logins(random, usual, departures, day) for day in [days[0] - _RECENT_DAYS, *days]]
    return tuple(
        Health(
            day,
            departures.customer & (departures.since <= day) & ~departures.gone(day),
            logins[place + 1],
            100.0 * (logins[place + 1] / logins[place] - 1.0),
            *_cases(cases, count, day),
            *_deals(opportunities, amounts, count, day),
        )
        for place, day in enumerate(days)
    )


def _days(today: int) -> list[int]:
    """Return `today` and the same day of the month (or its last) a quarter, two quarters.. before, oldest first."""
    month = np.datetime64(today, "D").astype("datetime64[M]")
    in_month = today - int(month.astype("datetime64[D]").astype(np.int64))
    months = month - np.arange(_QUARTERS, -1, -1) * _QUARTER_MONTHS
    ends = (months + 1).astype("datetime64[D]").astype(np.int64) - 1
    return [int(day) for day in np.minimum(months.astype("datetime64[D]").astype(np.int64) + in_month, ends)]


def _logins(random: np.random.Generator, usual: Floats, departures: Departures, day: int) -> Integers:
    """Return how often people of each account signed in during the 90 days before a day."""
    everyone = np.arange(len(usual))
    strain = departures.strain(everyone, np.full(len(usual), day - _RECENT_DAYS // 3))
    noise = np.exp(_QUARTER_SPREAD * random.standard_normal(len(usual)))
    return np.maximum(np.round(usual * noise * (1.0 - LEAVING_CUSTOMERS.lost_usage * strain)), 1).astype(np.int64)


def _cases(cases: Cases, accounts: int, day: int) -> tuple[Integers, Integers, Floats]:
    """Return the cases of the last 90 days, how many of them escalated, and the mean score of the last half year."""
    recent = (cases.day <= day) & (cases.day > day - _RECENT_DAYS)
    closed_day = cases.closed // DAY_MILLISECONDS
    scored = ~cases.no_score & (closed_day <= day) & (closed_day > day - _HALF_YEAR_DAYS)
    scores = np.bincount(cases.account[scored], minlength=accounts)
    points = np.bincount(cases.account[scored], weights=cases.score[scored], minlength=accounts)
    return (
        np.bincount(cases.account[recent], minlength=accounts),
        np.bincount(cases.account[recent & cases.escalated], minlength=accounts),
        np.where(scores > 0, points / np.maximum(scores, 1), np.nan),
    )


def _deals(opportunities: Opportunities, amounts: Floats, accounts: int, day: int) -> tuple[Integers, Integers, Floats]:
    """Return the days since a deal began or ended, the deals that are open, and the amount won in the last year."""
    account, created, close = opportunities.account, opportunities.created, opportunities.close
    closed = ~opportunities.is_open & (close <= day)
    last = np.full(accounts, day - 3 * _YEAR_DAYS, dtype=np.int64)
    np.maximum.at(last, account[created <= day], created[created <= day])
    np.maximum.at(last, account[closed], close[closed])
    won = closed & opportunities.is_won & (close > day - _YEAR_DAYS)
    revenue: Floats = np.bincount(account[won], weights=amounts[won], minlength=accounts).astype(np.float64)
    return (
        day - last,
        np.bincount(account[(created <= day) & ~closed], minlength=accounts),
        revenue,
    )


def account_health_table(
    health: tuple[Health, ...], accounts: Accounts, users: Users, departures: Departures
) -> DemoTable:
    """Return the dataset: one row for each account on each day on which it was a customer."""
    rows = [np.flatnonzero(each.customer) for each in health]
    account = np.concatenate(rows)
    day = np.repeat([each.day for each in health], [len(each) for each in rows])
    left = np.concatenate(
        [departures.gone(after.day)[at] for after, at in zip(health[1:], rows[:-1], strict=True)]
        + [np.zeros(len(rows[-1]), dtype=np.bool_)]
    )

    def values(name: str) -> Floats:
        return np.concatenate([getattr(each, name)[at] for each, at in zip(health, rows, strict=True)])

    satisfaction = values("satisfaction")
    columns = (
        table.text("Id", "Account Health ID", identifiers("a0H", len(account))),
        *accounts.columns(account),
        *users.columns(accounts.owner[account]),
        table.day("AsOfDate", "As Of", day),
        table.number("CustomerMonths", "Months as Customer", (day - departures.since[account]) // 30),
        table.number("LoginsLast90Days", "Logins (90 Days)", values("logins")),
        table.number("UsageTrend", "Usage Trend (%)", np.round(values("trend"), 1), table.TENTHS),
        table.number("CasesLast90Days", "Cases (90 Days)", values("cases")),
        table.number("EscalationsLast90Days", "Escalations (90 Days)", values("escalated")),
        table.number(
            "SatisfactionLast180Days",
            "Satisfaction (180 Days)",
            np.round(satisfaction, 2),
            table.TENTHS,
            np.isnan(satisfaction),
        ),
        table.number("DaysSinceLastDeal", "Days since Last Deal", values("quiet_days")),
        table.number("OpenOpportunities", "Open Opportunities", values("open_deals")),
        table.number("WonAmountLast12Months", "Won (12 Months)", np.round(values("revenue")), table.MONEY),
        table.flag("LeftWithinQuarter", "Left within a Quarter", left, day == health[-1].day),
    )
    return table.assemble("account_health", "Account Health", columns)


def columns_of_today(health: Health, last_activity: Integers) -> tuple[Column, ...]:
    """Return the fields of accounts that say how they do; `last_activity` is a day, -1 where there was none."""
    no_customer = ~health.customer
    return (
        table.day("LastActivityDate", "Last Activity", last_activity, last_activity < 0),
        table.number("CasesLast90Days", "Cases (90 Days)", health.cases),
        table.number("LoginsLast90Days", "Logins (90 Days)", health.logins, nulls=no_customer),
        table.number("UsageTrend", "Usage Trend (%)", np.round(health.trend, 1), table.TENTHS, no_customer),
    )
