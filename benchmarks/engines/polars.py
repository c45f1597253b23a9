"""Polars: in memory with categoricals, and lazily on Parquet; by its streaming engine, which is ahead in memory too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl
from polars import col

from benchmarks.data import DIMENSIONS, Data
from benchmarks.engines.engine import Engine
from benchmarks.questions import LARGE, RECENT_FROM, REGIONS, ROW_COLUMNS

FACET = col("Region").is_in(REGIONS)
RECENT = col("CloseDate") >= RECENT_FROM
SUM = col("Amount").sum().alias("Sum")
MEAN = col("Amount").mean().alias("Mean")
COUNT = pl.len().alias("Count")
ACCOUNTS = col("AccountId").drop_nulls().n_unique().alias("Accounts")
MONTH = (col("CloseDate").dt.year().alias("Year"), col("CloseDate").dt.month().alias("Month"))


def load(name: str, data: Data) -> Engine:
    """Read the data into memory, or leave it in its files."""
    opportunities, accounts = pl.scan_parquet(data.opportunities), pl.scan_parquet(data.accounts)
    if name == "polars":
        opportunities = _categories(opportunities, "AccountId").collect().rechunk().lazy()
        accounts = _categories(accounts, "Id").collect().rechunk().lazy()
    plans = {each: [plan] for each, plan in _questions(opportunities, accounts).items()}
    plans["Q12"] = _steps(opportunities.filter(FACET))
    questions = {each: _asking(plan) for each, plan in plans.items()}
    return Engine(name, questions, lambda frame: frame.to_arrow(), null_sums=False)


def _categories(frame: pl.LazyFrame, account: str) -> pl.LazyFrame:
    """Make categoricals of the dimensions and of the account's id; a look-up then goes by codes."""
    names = [each for each in frame.collect_schema().names() if each in DIMENSIONS]
    return frame.with_columns(col(*names, account).cast(pl.Categorical))


def _asking(plans: Sequence[pl.LazyFrame]) -> Callable[[], list[pl.DataFrame]]:
    return lambda: pl.collect_all(plans, engine="streaming")


def _top(frame: pl.LazyFrame, rows: int, by: str = "Sum") -> pl.LazyFrame:
    return frame.top_k(rows, by=by).sort(by, descending=True, nulls_last=True)


def _monthly(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Sum by day, then by month: four times as fast as to find the month of each row."""
    return frame.group_by("CloseDate").agg(SUM).group_by(*MONTH).agg(col("Sum").sum())


def _questions(opportunities: pl.LazyFrame, accounts: pl.LazyFrame) -> Mapping[str, pl.LazyFrame]:
    by = opportunities.group_by
    industries = accounts.filter(col("Industry").is_not_null()).select("Id", "Industry")
    won = opportunities.filter((col("StageName") == "Closed Won") & (col("LeadSource") == "Web"))
    owners = by("Owner", *MONTH).agg(SUM).sort("Owner", "Year", "Month")
    return {
        "Q1": by("StageName").agg(SUM, COUNT),
        "Q2": _top(opportunities.filter(FACET & (col("Amount") > LARGE)).group_by("Owner").agg(SUM, MEAN), 10),
        "Q3": _monthly(opportunities),
        "Q4": by("Industry", "StageName", "Region").agg(SUM, COUNT),
        "Q5": _top(by("AccountId").agg(SUM), 20),
        "Q6": by("StageName").agg(ACCOUNTS),
        "Q7": opportunities.select("AccountId", "Amount")
        .join(industries, left_on="AccountId", right_on="Id")
        .group_by("Industry")
        .agg(SUM, COUNT),
        "Q7b": by("Industry")
        .agg(SUM)
        .join(
            accounts.group_by("Industry").agg(col("AnnualRevenue").sum()),
            on="Industry",
            how="full",
            nulls_equal=True,
            coalesce=True,
        ),
        "Q8": opportunities.filter(RECENT).group_by("CloseDate").agg(SUM, COUNT),
        "Q9": owners.with_columns(col("Sum").cum_sum().over("Owner").alias("Running")),
        "Q9b": by("Region", "Owner")
        .agg(SUM)
        .with_columns(col("Sum").rank("min", descending=True).over("Region").alias("Place")),
        "Q10": by("StageName").agg(
            col("Amount").quantile(0.5, "linear").alias("Median"), col("Amount").quantile(0.9, "linear").alias("High")
        ),
        "Q11": _top(won.select(ROW_COLUMNS), 100, "Amount"),
    }


def _steps(seen: pl.LazyFrame) -> list[pl.LazyFrame]:
    """Return the dashboard's steps over the rows of the facet, which are found once for all of them."""
    by = seen.group_by
    return [
        seen.select(SUM, COUNT),
        by("StageName").agg(SUM, COUNT),
        _top(by("Owner").agg(SUM, COUNT), 10),
        _monthly(seen),
        by("Industry").agg(SUM, COUNT),
        by("Industry", "StageName").agg(COUNT),
        by("Type").agg(SUM, MEAN),
        by("LeadSource").agg(COUNT),
        _top(by("AccountId").agg(SUM), 20),
        seen.filter(RECENT).group_by("CloseDate").agg(SUM),
        by("StageName").agg(ACCOUNTS),
        _top(seen.select("Id", "Owner", "Amount"), 10, "Amount"),
    ]
