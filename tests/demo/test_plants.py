"""What is said to be planted in the demo data is there, and strong enough that no chance explains it."""

import datetime as dt
import math

import duckdb
import pytest

from swell.demo import Demo, generate, plants

TODAY = dt.date(2026, 11, 21)
SINCE = "2026-07-01"
BEFORE = "2026-04-01"
# Three times the spread that chance gives a difference; looks at many segments at once ask for more.
FAR = 3.0


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    for each in generate(Demo(today=TODAY)):
        connection.register(each.name, each.table)
    return connection


def test_the_first_planted_day_begins_the_last_whole_quarter() -> None:
    def first(year: int, month: int, day: int) -> dt.date:
        today = (dt.date(year, month, day) - dt.date(1970, 1, 1)).days
        return dt.date(1970, 1, 1) + dt.timedelta(plants.first_planted_day(today))

    assert first(2026, 11, 21) == dt.date(2026, 7, 1)
    assert first(2026, 12, 31) == dt.date(2026, 7, 1)
    assert first(2027, 1, 1) == dt.date(2026, 10, 1)
    assert first(2026, 3, 31) == dt.date(2025, 10, 1)


def change(database: duckdb.DuckDBPyConnection, dataset: str, measure: str, day: str, where: str) -> float:
    """Return how far a mean moved from the quarter before the planted day to all since, in spreads of chance."""
    query = f"""select {day} >= timestamptz '{SINCE} 00:00Z', count({measure}), avg({measure}), var_samp({measure})
                from {dataset} where {day} >= timestamptz '{BEFORE} 00:00Z' and {where} group by 1 order by 1"""
    (_, n, mean, spread), (_, n_since, since, spread_since) = database.execute(query).fetchall()
    return float((since - mean) / math.sqrt(spread / n + spread_since / n_since))


def test_the_win_rate_of_the_segment_fell_and_of_no_neighbour(database: duckdb.DuckDBPyConnection) -> None:
    planted = plants.FALLEN_WIN_RATE

    def moved(industry: str, region: str) -> float:
        where = f"""IsClosed = 'true' and "Account.Industry" {industry} '{planted.industry}'
                    and "Account.Region" {region} '{planted.region}'"""
        return change(database, "opportunities", "(IsWon = 'true')::int", "CloseDate", where)

    assert moved("=", "=") < -5
    assert moved("<>", "=") > -FAR
    assert moved("=", "<>") > -FAR


def test_agents_who_respond_late_have_less_content_customers_and_escalations(
    database: duckdb.DuckDBPyConnection,
) -> None:
    agents = [each[0] for each in database.execute("select Id from users where Role = 'Service Agent'").fetchall()]
    for place, agent in enumerate(agents):
        late = place < plants.LATE_AGENTS.agents
        waits = change(database, "cases", "ln(FirstResponseHours)", "CreatedDate", f"OwnerId = '{agent}'")
        assert (waits > 2 * FAR) == late, agent
    where = " or ".join(f"OwnerId = '{each}'" for each in agents[: plants.LATE_AGENTS.agents])
    assert change(database, "cases", "CSAT", "CreatedDate", f"({where})") < -4
    assert change(database, "cases", "(IsEscalated = 'true')::int", "CreatedDate", f"({where})") > FAR
    assert abs(change(database, "cases", "CSAT", "CreatedDate", f"not ({where})")) < FAR


def test_representatives_who_call_back_late_convert_fewer_leads(database: duckdb.DuckDBPyConnection) -> None:
    role = f""""Owner.Role" = '{plants.LATE_REPRESENTATIVES.role}'"""
    assert change(database, "leads", "ln(FirstResponseHours)", "CreatedDate", role) > 5 * FAR
    assert change(database, "leads", "(IsConverted = 'true')::int", "CreatedDate", role) < -FAR
    assert abs(change(database, "leads", "(IsConverted = 'true')::int", "CreatedDate", f"not {role}")) < FAR


@pytest.mark.parametrize(
    ("field", "more"), [("UsageTrend", False), ("LoginsLast90Days", False), ("CasesLast90Days", True)]
)
def test_customers_who_are_to_leave_show_it(database: duckdb.DuckDBPyConnection, field: str, more: bool) -> None:
    query = f"""select LeftWithinQuarter, count(*), avg({field}), var_samp({field}) from account_health
                where LeftWithinQuarter is not null group by 1 order by 1"""
    (_, n, stays, spread), (_, n_gone, goes, spread_gone) = database.execute(query).fetchall()
    distance = (goes - stays) / math.sqrt(spread / n + spread_gone / n_gone)
    assert (distance > FAR) if more else (distance < -FAR)


def test_the_newest_customers_in_trouble_are_there_to_be_found(database: duckdb.DuckDBPyConnection) -> None:
    trend = "select count(*) filter (UsageTrend < -40) / count(*) from accounts where Type = 'Customer'"
    (share,) = database.execute(trend).fetchall()[0]
    assert 0.005 < share < 0.1
