"""Account health says of each customer what was known on a day, and what came of it; accounts say the same of today."""

import datetime as dt
from collections.abc import Mapping

import duckdb
import pytest

from swell.demo import DemoTable

TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def database(tables: Mapping[str, DemoTable]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    for name, each in tables.items():
        connection.register(name, each.table)
    return connection


def one(database: duckdb.DuckDBPyConnection, query: str) -> float:
    found = database.execute(query).fetchone()
    assert found is not None
    return float(found[0])


def test_there_is_one_day_in_each_of_nine_quarters_the_last_is_today(database: duckdb.DuckDBPyConnection) -> None:
    days = [each[0] for each in database.execute("select distinct AsOfDate from account_health order by 1").fetchall()]
    assert days[-3:] == [dt.date(2026, 5, 21), dt.date(2026, 8, 21), TODAY]
    assert len(days) == 9
    assert one(database, "select count(*) - count(distinct (AccountId, AsOfDate)) from account_health") == 0


def test_each_customer_of_a_day_has_a_row_and_nobody_else(database: duckdb.DuckDBPyConnection) -> None:
    expected = """select h.AsOfDate, a.Id from accounts a, (select distinct AsOfDate from account_health) h
                  where a.CustomerSince <= h.AsOfDate and coalesce(a.ChurnDate, date '2999-01-01') >= h.AsOfDate"""
    there = "select AsOfDate, AccountId from account_health"
    assert one(database, f"select count(*) from ({expected} except {there})") == 0
    assert one(database, f"select count(*) from ({there} except {expected})") == 0


def test_who_left_within_a_quarter_is_who_churned_in_it_and_today_nobody_knows(
    database: duckdb.DuckDBPyConnection,
) -> None:
    query = """select count(*) from (
                 select h.LeftWithinQuarter, a.ChurnDate < n.AsOfDate as churned
                 from account_health h join accounts a on a.Id = h.AccountId
                 join (select distinct AsOfDate from account_health) n
                   on n.AsOfDate > h.AsOfDate and n.AsOfDate < h.AsOfDate + 100)
               where (LeftWithinQuarter = 'true') <> coalesce(churned, false)"""
    assert one(database, query) == 0
    unknown = f"select count(*) from account_health where (LeftWithinQuarter is null) <> (AsOfDate = date '{TODAY}')"
    assert one(database, unknown) == 0
    assert one(database, "select count(*) from account_health where LeftWithinQuarter = 'true'") > 30


@pytest.mark.parametrize(
    ("field", "counted"),
    [
        ("CasesLast90Days", "count(*) filter (c.CreatedDate::date > h.AsOfDate - 90)"),
        (
            "EscalationsLast90Days",
            "count(*) filter (c.CreatedDate::date > h.AsOfDate - 90 and c.IsEscalated = 'true')",
        ),
        (
            "SatisfactionLast180Days",
            "round(avg(c.CSAT) filter (c.ClosedDate::date <= h.AsOfDate and c.ClosedDate::date > h.AsOfDate - 182), 2)",
        ),
    ],
)
def test_what_it_says_of_cases_is_what_the_cases_say(
    database: duckdb.DuckDBPyConnection, field: str, counted: str
) -> None:
    query = f"""select count(*), count(*) filter (said is not distinct from found), count(found) from (
                  select any_value(h.{field}) as said, {counted} as found
                  from account_health h left join cases c
                    on c.AccountId = h.AccountId and c.CreatedDate::date <= h.AsOfDate group by h.Id)"""
    rows, equal, known = database.execute(query).fetchall()[0]
    assert rows == equal
    assert known > 100


def test_open_deals_and_money_won_are_those_of_the_deals(database: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from (
                 select any_value(h.OpenOpportunities) as said, any_value(h.WonAmountLast12Months) as money,
                   count(o.Id) filter (o.IsClosed = 'false' or o.CloseDate > h.AsOfDate) as found,
                   coalesce(round(sum(o.Amount) filter (o.IsWon = 'true' and o.CloseDate <= h.AsOfDate
                     and o.CloseDate > h.AsOfDate - 365)), 0) as won
                 from account_health h left join opportunities o
                   on o.AccountId = h.AccountId and o.CreatedDate::date <= h.AsOfDate group by h.Id)
               where said <> found or abs(money - won) > 1"""
    assert one(database, query) == 0


def test_the_account_says_of_today_what_its_newest_row_says(database: duckdb.DuckDBPyConnection) -> None:
    query = f"""select count(*), count(*) filter (a.LoginsLast90Days = h.LoginsLast90Days
                  and a.UsageTrend = h.UsageTrend and a.CasesLast90Days = h.CasesLast90Days)
                from accounts a join account_health h on h.AccountId = a.Id and h.AsOfDate = date '{TODAY}'"""
    rows, equal = database.execute(query).fetchall()[0]
    assert rows == equal == one(database, "select count(*) from accounts where Type = 'Customer'")
    different = f"""select count(*) from accounts a left join
                    (select AccountId, max(ActivityDate) as day from activities where ActivityDate <= date '{TODAY}'
                     group by 1) t on t.AccountId = a.Id where a.LastActivityDate is distinct from t.day"""
    assert one(database, different) == 0


def test_nobody_who_has_left_asks_for_help(database: duckdb.DuckDBPyConnection) -> None:
    query = "select count(*) from cases c join accounts a on c.AccountId = a.Id where c.CreatedDate::date > a.ChurnDate"
    assert one(database, query) == 0
