"""The questions in DuckDB's SQL."""

from __future__ import annotations

from benchmarks.questions import LARGE, RECENT_FROM, REGIONS, ROW_COLUMNS

_FACET = f"Region in {REGIONS}"
_RECENT = f"CloseDate >= date '{RECENT_FROM}'"


def _top(rows: int, by: str = "2") -> str:
    return f"order by {by} desc nulls last limit {rows}"


def _monthly(where: str = "") -> str:
    """Sum by day, then by month: sooner done than to find the month of each row."""
    return (
        "select year(CloseDate), month(CloseDate), sum(amount) from "
        f"(select CloseDate, sum(Amount) as amount from opportunities {where} group by all) group by all"
    )


QUERIES = {
    "Q1": ("select StageName, sum(Amount), count(*) from opportunities group by all",),
    "Q2": (
        f"select Owner, sum(Amount), avg(Amount) from opportunities where {_FACET} and Amount > {LARGE} "
        f"group by all {_top(10)}",
    ),
    "Q3": (_monthly(),),
    "Q4": ("select Industry, StageName, Region, sum(Amount), count(*) from opportunities group by all",),
    "Q5": (f"select AccountId, sum(Amount) from opportunities group by all {_top(20)}",),
    "Q6": ("select StageName, count(distinct AccountId) from opportunities group by all",),
    "Q7": (
        "select a.Industry, sum(o.Amount), count(*) from opportunities o join accounts a on o.AccountId = a.Id "
        "where a.Industry is not null group by all",
    ),
    "Q7b": (
        "select coalesce(o.Industry, a.Industry), o.amount, a.revenue "
        "from (select Industry, sum(Amount) as amount from opportunities group by all) o "
        "full join (select Industry, sum(AnnualRevenue) as revenue from accounts group by all) a "
        "on o.Industry is not distinct from a.Industry",
    ),
    "Q8": (f"select CloseDate, sum(Amount), count(*) from opportunities where {_RECENT} group by all",),
    "Q9": (
        "select *, sum(amount) over (partition by Owner order by year, month) from "
        "(select Owner, year(CloseDate) as year, month(CloseDate) as month, sum(Amount) as amount "
        "from opportunities group by all)",
    ),
    "Q9b": (
        "select *, rank() over (partition by Region order by amount desc nulls last) from "
        "(select Region, Owner, sum(Amount) as amount from opportunities group by all)",
    ),
    "Q10": (
        "select StageName, quantile_cont(Amount, [0.5, 0.9])[1], quantile_cont(Amount, [0.5, 0.9])[2] "
        "from opportunities group by all",
    ),
    "Q11": (
        f"select {', '.join(ROW_COLUMNS)} from opportunities "
        f"where StageName = 'Closed Won' and LeadSource = 'Web' {_top(100, 'Amount')}",
    ),
    "Q12": (
        f"select sum(Amount), count(*) from opportunities where {_FACET}",
        f"select StageName, sum(Amount), count(*) from opportunities where {_FACET} group by all",
        f"select Owner, sum(Amount), count(*) from opportunities where {_FACET} group by all {_top(10)}",
        _monthly(f"where {_FACET}"),
        f"select Industry, sum(Amount), count(*) from opportunities where {_FACET} group by all",
        f"select Industry, StageName, count(*) from opportunities where {_FACET} group by all",
        f"select Type, sum(Amount), avg(Amount) from opportunities where {_FACET} group by all",
        f"select LeadSource, count(*) from opportunities where {_FACET} group by all",
        f"select AccountId, sum(Amount) from opportunities where {_FACET} group by all {_top(20)}",
        f"select CloseDate, sum(Amount) from opportunities where {_FACET} and {_RECENT} group by all",
        f"select StageName, count(distinct AccountId) from opportunities where {_FACET} group by all",
        f"select Id, Owner, Amount from opportunities where {_FACET} {_top(10, 'Amount')}",
    ),
}
"""The queries of each question, one for each table of the answer."""
