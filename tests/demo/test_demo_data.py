"""The demo data hangs together and has the shape of a business."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping

import duckdb
import pyarrow as pa
import pytest

from swell.demo import Demo, DemoTable, generate

TODAY = dt.date(2026, 11, 21)
NAMES = [
    "users",
    "quotas",
    "accounts",
    "account_health",
    "contacts",
    "leads",
    "campaigns",
    "opportunities",
    "stage_history",
    "line_items",
    "cases",
    "activities",
]


@pytest.fixture(scope="module")
def database(tables: Mapping[str, DemoTable]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    for name, each in tables.items():
        connection.register(name, each.table)
    return connection


def rows(database: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return database.execute(query).fetchall()


def one(database: duckdb.DuckDBPyConnection, query: str) -> float:
    return float(str(rows(database, query)[0][0]))


def as_bytes(tables: tuple[DemoTable, ...]) -> list[bytes]:
    written = []
    for each in tables:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, each.table.schema) as writer:
            writer.write_table(each.table)
        written.append(sink.getvalue().to_pybytes())
    return written


def test_equal_settings_give_equal_bytes() -> None:
    settings = Demo(today=TODAY, seed=7, rows=5_000)
    assert as_bytes(generate(settings)) == as_bytes(generate(settings))


def test_another_seed_gives_other_rows_but_the_same_fields() -> None:
    first, second = (generate(Demo(today=TODAY, seed=seed, rows=5_000)) for seed in (1, 2))
    assert [each.fields for each in first] == [each.fields for each in second]
    unlike = [a.name for a, b in zip(first, second, strict=True) if not a.table.equals(b.table)]
    assert unlike == NAMES


def test_the_datasets_come_in_their_order_and_every_column_has_a_field(tables: Mapping[str, DemoTable]) -> None:
    assert list(tables) == NAMES
    for each in tables.values():
        assert [field.name for field in each.fields] == each.table.column_names
        assert all(field.role and field.label for field in each.fields)


@pytest.mark.parametrize("size", [1_000, 20_000, 290_000, 400_000])
def test_rows_says_how_many_rows_there_are_in_all(size: int) -> None:
    made = sum(each.table.num_rows for each in generate(Demo(today=TODAY, rows=size)))
    assert abs(made - size) <= max(0.1 * size, 750)


def test_at_the_default_size_the_largest_objects_are_those_below_opportunities() -> None:
    sizes = {each.name: each.table.num_rows for each in generate(Demo(today=TODAY))}
    assert 30_000 <= sizes["opportunities"] <= 45_000
    largest = sorted(sizes, key=lambda name: sizes[name], reverse=True)[:3]
    assert set(largest) == {"activities", "line_items", "stage_history"}


def test_too_few_rows_and_a_far_day_are_refused_with_the_reason() -> None:
    with pytest.raises(ValueError, match="rows is 10; the demo data needs at least 1000"):
        Demo(today=TODAY, rows=10)
    with pytest.raises(ValueError, match="today is 0900-01-01; it has to lie between 1980 and 2200"):
        Demo(today=dt.date(900, 1, 1))


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_of_18_characters_and_distinct(tables: Mapping[str, DemoTable], name: str) -> None:
    ids = tables[name].table.column("Id").to_pylist()
    assert len(set(ids)) == len(ids)
    assert {len(each) for each in ids} == {18}


def test_ids_stay_distinct_where_case_is_lost(tables: Mapping[str, DemoTable]) -> None:
    ids = tables["opportunities"].table.column("Id").to_pylist()
    assert len({each.lower() for each in ids}) == len(ids)


@pytest.mark.parametrize(
    ("name", "field", "target"),
    [
        ("opportunities", "AccountId", "accounts"),
        ("opportunities", "OwnerId", "users"),
        ("account_health", "AccountId", "accounts"),
        ("quotas", "QuotaOwnerId", "users"),
        ("contacts", "AccountId", "accounts"),
        ("leads", "ConvertedAccountId", "accounts"),
        ("leads", "ConvertedOpportunityId", "opportunities"),
        ("stage_history", "OpportunityId", "opportunities"),
        ("line_items", "OpportunityId", "opportunities"),
        ("cases", "AccountId", "accounts"),
        ("activities", "WhatId", "opportunities"),
        ("users", "ManagerId", "users"),
    ],
)
def test_every_reference_leads_to_a_record(tables: Mapping[str, DemoTable], name: str, field: str, target: str) -> None:
    known = set(tables[target].table.column("Id").to_pylist())
    found = set(tables[name].table.column(field).to_pylist()) - {None}
    assert found
    assert found <= known


def test_fields_of_the_account_are_those_of_the_account(database: duckdb.DuckDBPyConnection) -> None:
    different = """
        select count(*) from opportunities o join accounts a on o.AccountId = a.Id
        where o."Account.Name" <> a.Name or o."Account.Segment" <> a.Segment or o."Account.Region" <> a.Region
           or o."Account.Industry" is distinct from a.Industry"""
    assert one(database, different) == 0


def test_companies_and_users_have_distinct_names(database: duckdb.DuckDBPyConnection) -> None:
    assert one(database, "select count(*) - count(distinct Name) from accounts") == 0
    assert one(database, "select count(*) - count(distinct Name) from users") == 0


def test_every_mail_address_is_at_example_com(database: duckdb.DuckDBPyConnection) -> None:
    for name in ("users", "contacts", "leads"):
        assert one(database, f"select count(*) from {name} where Email not like '%@example.com'") == 0


def test_the_users_are_a_tree_and_each_knows_the_roles_above(database: duckdb.DuckDBPyConnection) -> None:
    users = rows(database, "select Id, ManagerId, Role, RolePath, Roles from users")
    manager = {each[0]: each[1] for each in users}
    role = {each[0]: each[2] for each in users}
    assert len(users) == 60
    assert [each[2] for each in users if each[1] is None] == ["CEO"]
    for user, _, _, path, roles in users:
        chain = [user]
        while manager[chain[-1]] is not None:
            assert len(chain) < 10, "a circle"
            chain.append(manager[chain[-1]])
        names = [str(role[each]) for each in reversed(chain)]
        assert path == " > ".join(names)
        assert roles == sorted(names)
    assert max(str(each[3]).count(" > ") for each in users) == 4


def test_owners_of_opportunities_carry_their_roles(database: duckdb.DuckDBPyConnection) -> None:
    below = one(database, """select count(*) from opportunities where list_contains("Owner.Roles", 'VP EMEA')""")
    in_europe = one(
        database,
        """select count(*) from opportunities where "Account.Region" in ('Northern Europe', 'Central Europe')""",
    )
    assert below == in_europe > 0


def test_win_rates_differ_by_segment_source_and_representative(database: duckdb.DuckDBPyConnection) -> None:
    def rates(field: str) -> dict[object, float]:
        query = f"""select "{field}", avg((IsWon = 'true')::int) from opportunities
                    where IsClosed = 'true' and "{field}" is not null group by 1 having count(*) > 100"""
        return {name: float(str(rate)) for name, rate in rows(database, query)}

    segments = rates("Account.Segment")
    assert segments["Enterprise"] < segments["Mid-Market"] < segments["Small Business"]
    sources = rates("LeadSource")
    assert sources["Customer Referral"] > sources["Outbound"] + 0.1
    owners = rates("Owner.Name")
    assert max(owners.values()) > min(owners.values()) + 0.1


def test_larger_customers_take_longer_and_pay_more(database: duckdb.DuckDBPyConnection) -> None:
    query = """select "Account.Segment", median(Age), median(Amount) from opportunities
               where IsClosed = 'true' group by 1 order by 1"""
    (_, age, amount), (_, age_mid, amount_mid), (_, age_small, amount_small) = rows(database, query)
    assert float(str(age)) > float(str(age_mid)) > float(str(age_small))
    assert float(str(amount)) > float(str(amount_mid)) > float(str(amount_small))


def test_sales_grow_year_over_year(database: duckdb.DuckDBPyConnection) -> None:
    query = f"""select sum(Amount) from opportunities where IsWon = 'true'
                group by (date '{TODAY}' - CloseDate - 1) // 365 order by (date '{TODAY}' - CloseDate - 1) // 365"""
    this, last, first = (float(str(each[0])) for each in rows(database, query))
    assert this > 1.1 * last > 1.1 * 1.1 * first


def test_deals_are_won_at_the_end_of_quarters_and_seldom_in_august(database: duckdb.DuckDBPyConnection) -> None:
    won = """select count(*) from opportunities where IsWon = 'true' and CloseDate between
             date '2024-01-01' and date '2025-12-31' and """
    into = "CloseDate - date_trunc('quarter', CloseDate)::date"
    assert one(database, won + f"{into} >= 77") > 2 * one(database, won + f"{into} < 14")
    assert 1.5 * one(database, won + "month(CloseDate) = 8") < one(database, won + "month(CloseDate) = 6")


def test_open_deals_close_from_last_month_to_the_end_of_the_next_quarter(database: duckdb.DuckDBPyConnection) -> None:
    query = "select min(CloseDate), max(CloseDate) from opportunities where IsClosed = 'false'"
    first, last = rows(database, query)[0]
    assert TODAY - dt.timedelta(days=31) <= dt.date.fromisoformat(str(first)) < TODAY
    assert dt.date(2027, 1, 1) <= dt.date.fromisoformat(str(last)) <= dt.date(2027, 3, 31)


def test_nothing_that_has_happened_lies_in_the_future(database: duckdb.DuckDBPyConnection) -> None:
    for name in ("accounts", "contacts", "leads", "opportunities", "stage_history", "cases", "activities"):
        assert one(database, f"select count(*) from {name} where CreatedDate > timestamptz '{TODAY} 00:00Z'") == 0, name
    closed = f"select count(*) from opportunities where IsClosed = 'true' and CloseDate >= date '{TODAY}'"
    assert one(database, closed) == 0
    assert one(database, "select count(*) from opportunities where CloseDate < CreatedDate::date") == 0
    assert one(database, "select count(*) from cases where ClosedDate < CreatedDate") == 0


def test_the_quotas_of_this_year_come_to_what_users_have_as_theirs(database: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*), max(abs(u.Quota - q.total) / u.Quota) from users u join
               (select QuotaOwnerId, sum(QuotaAmount) total from quotas where year(StartDate) = 2026 group by 1) q
               on q.QuotaOwnerId = u.Id"""
    (people, furthest), *_ = rows(database, query)
    assert people == one(database, "select count(Quota) from users") > 30
    assert float(str(furthest)) < 0.02


def test_quotas_are_reached_by_some_and_missed_by_others(database: duckdb.DuckDBPyConnection) -> None:
    query = """select avg((won >= QuotaAmount)::int) from (
                 select q.Id, any_value(q.QuotaAmount) as QuotaAmount, coalesce(sum(o.Amount), 0) as won
                 from quotas q left join opportunities o on o.OwnerId = q.QuotaOwnerId and o.IsWon = 'true'
                   and date_trunc('quarter', o.CloseDate) = q.StartDate
                 where q.StartDate between date '2025-01-01' and date '2026-07-01' group by 1)"""
    assert 0.2 < one(database, query) < 0.7


def test_the_amount_is_the_sum_of_the_line_items(database: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*), max(abs(o.Amount - l.total)) from opportunities o join
               (select OpportunityId, sum(TotalPrice) total from line_items group by 1) l on l.OpportunityId = o.Id"""
    (deals, largest), *_ = rows(database, query)
    assert int(str(deals)) > 1_000
    assert float(str(largest)) < 0.01


def test_the_newest_stage_in_the_history_is_the_stage_of_the_deal(database: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*), count(*) filter (o.StageName = h.StageName)
               from stage_history h join opportunities o on h.OpportunityId = o.Id where h.IsCurrent = 'true'"""
    (found, equal), *_ = rows(database, query)
    assert found == equal != 0
    out_of_order = """select count(*) from (select CreatedDate < lag(CreatedDate) over
                      (partition by OpportunityId order by IsCurrent, rowid) as back from stage_history) where back"""
    database.execute("create or replace temp table ordered as select * from stage_history")
    assert one(database, out_of_order.replace("from stage_history", "from ordered")) == 0


def test_the_newest_expectations_of_a_deal_are_those_it_has_now(database: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*), count(*) filter (h.CloseDate = o.CloseDate and h.Amount is not distinct from o.Amount)
               from stage_history h join opportunities o on h.OpportunityId = o.Id where h.IsCurrent = 'true'"""
    (found, equal), *_ = rows(database, query)
    assert found == equal == one(database, "select count(*) from opportunities")


def test_a_deal_was_pushed_as_often_as_its_history_shows(database: duckdb.DuckDBPyConnection) -> None:
    moved = """select OpportunityId, count(*) as n from (
                 select OpportunityId, date_trunc('month', CloseDate) > lag(date_trunc('month', CloseDate))
                   over (partition by OpportunityId order by IsCurrent, rowid) as later from stage_history)
               where later group by 1"""
    database.execute("create or replace temp table ordered as select * from stage_history")
    query = f"""select count(*), count(*) filter (o.PushCount = coalesce(m.n, 0)), sum(o.PushCount)
                from opportunities o left join ({moved.replace("from stage_history", "from ordered")}) m
                on m.OpportunityId = o.Id"""
    (deals, equal, pushes), *_ = rows(database, query)
    assert deals == equal
    assert int(str(pushes)) > 1_000


def test_the_history_reaches_back_as_far_as_the_deals(database: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from opportunities where Id not in
               (select OpportunityId from stage_history where FromStageName is null)"""
    assert one(database, query) == 0


def test_customers_are_the_accounts_that_bought(database: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from accounts where Type = 'Prospect'
               and Id in (select AccountId from opportunities where IsWon = 'true')"""
    assert one(database, query) == 0
    churned = """select count(*), count(*) filter (Type = 'Former Customer' and ChurnDate is not null)
                 from accounts where IsChurned = 'true'"""
    (count, former), *_ = rows(database, churned)
    assert count == former != 0
    assert one(database, "select count(*) from accounts where IsChurned = 'false' and ChurnDate is not null") == 0
    assert one(database, "select count(*) from accounts where (CustomerSince is null) <> (Type = 'Prospect')") == 0
    assert one(database, "select count(*) from accounts where CustomerSince < CreatedDate::date") == 0


def test_converted_leads_name_the_company_that_became_the_account(database: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*), count(*) filter (l.Company = o."Account.Name" and l.ConvertedDate = o.CreatedDate::date)
               from leads l join opportunities o on l.ConvertedOpportunityId = o.Id"""
    (count, equal), *_ = rows(database, query)
    assert count == equal != 0
    referred = "select avg((IsConverted = 'true')::int) from leads where LeadSource = "
    assert one(database, referred + "'Customer Referral'") > 2 * one(database, referred + "'Paid Search'")


def test_campaigns_count_their_leads(database: duckdb.DuckDBPyConnection) -> None:
    counted = one(database, "select sum(NumberOfLeads) from campaigns")
    assert counted == one(database, """select count("Campaign.Name") from leads""") > 0
    assert one(database, "select count(*) from campaigns where (ActualCost is null) <> (Status = 'Planned')") == 0


def test_comments_suit_the_score_and_delay_costs_satisfaction(database: duckdb.DuckDBPyConnection) -> None:
    scores = rows(database, "select distinct CSAT, Comments from cases where Comments is not null")
    assert max(Counter(comment for _, comment in scores).values()) == 1, "a comment goes with two scores"
    assert {score for score, _ in scores} == {1, 2, 3, 4, 5}
    assert one(database, "select count(*) from cases where CSAT is null and Comments is not null") == 0
    assert one(database, "select corr(CSAT, ln(ResolutionHours)) from cases") < -0.2


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("accounts", "Industry"),
        ("accounts", "AnnualRevenue"),
        ("opportunities", "Amount"),
        ("opportunities", "LeadSource"),
        ("opportunities", "LossReason"),
        ("opportunities", "Competitors"),
        ("leads", "Rating"),
        ("cases", "CSAT"),
        ("cases", "ClosedDate"),
        ("activities", "DurationInMinutes"),
    ],
)
def test_some_values_are_missing_but_not_all(tables: Mapping[str, DemoTable], name: str, field: str) -> None:
    column = tables[name].table.column(field)
    assert 0 < column.null_count < len(column)


def test_several_competitors_can_meet_in_one_deal(tables: Mapping[str, DemoTable]) -> None:
    met = [each for each in tables["opportunities"].table.column("Competitors").to_pylist() if each]
    assert {len(each) for each in met} >= {1, 2, 3}
    assert all(each == sorted(each) for each in met)


@pytest.mark.parametrize(
    "today",
    [dt.date(1980, 1, 1), dt.date(2024, 2, 29), dt.date(2026, 12, 31), dt.date(2027, 1, 1), dt.date(2200, 1, 1)],
)
def test_the_data_ends_today_whatever_day_it_is(today: dt.date) -> None:
    made = {each.name: each.table for each in generate(Demo(today=today, rows=3_000))}
    deals = made["opportunities"].select(["IsClosed", "CloseDate"]).to_pylist()
    closed = [each["CloseDate"] for each in deals if each["IsClosed"] == "true"]
    still_open = [each["CloseDate"] for each in deals if each["IsClosed"] == "false"]
    assert today - dt.timedelta(days=20) <= max(closed) < today
    assert today < max(still_open) < today + dt.timedelta(days=185)
