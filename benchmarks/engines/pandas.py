"""pandas in memory, all dimensions as categories."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.data import DIMENSIONS, Data
from benchmarks.engines.engine import Engine
from benchmarks.questions import LARGE, RECENT_FROM, REGIONS, ROW_COLUMNS

GROUPING: Mapping[str, Any] = {"dropna": False, "observed": True, "sort": False}
RECENT = pd.Timestamp(RECENT_FROM)


def load(name: str, data: Data) -> Engine:
    """Read the data into data frames."""
    opportunities = pq.read_table(data.opportunities, read_dictionary=[*DIMENSIONS, "AccountId"])
    frame = opportunities.unify_dictionaries().to_pandas(self_destruct=True)
    del opportunities
    frame["CloseDate"] = pd.to_datetime(frame["CloseDate"])
    accounts = pq.read_table(data.accounts, read_dictionary=["Industry", "Region"]).to_pandas()
    asks = _questions(frame, accounts)
    questions: dict[str, Callable[[], list[pd.DataFrame]]] = {each: _one(ask) for each, ask in asks.items()}
    questions["Q12"] = lambda: _steps(frame)
    return Engine(name, questions, _to_arrow, null_sums=False)


def _one(ask: Callable[[], pd.DataFrame]) -> Callable[[], list[pd.DataFrame]]:
    return lambda: [ask()]


def _to_arrow(frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(frame, preserve_index=False)


def _month(frame: pd.DataFrame) -> pd.Series:
    """Return the first day of the month of CloseDate: one key, and quicker than year and month."""
    months = frame["CloseDate"].to_numpy().astype("datetime64[M]")
    return pd.Series(months.astype("datetime64[s]"), index=frame.index, name="Month")


def _with_parts(groups: pd.DataFrame) -> pd.DataFrame:
    """Put year and month in the place of Month, which holds the first day."""
    place = [*groups.columns].index("Month")
    days = groups.pop("Month").dt
    groups.insert(place, "Month", days.month)
    groups.insert(place, "Year", days.year)
    return groups


def _sums(frame: pd.DataFrame, keys: Any, *aggregates: str) -> pd.DataFrame:
    return frame.groupby(keys, **GROUPING)["Amount"].agg(list(aggregates)).reset_index()


def _questions(opportunities: pd.DataFrame, accounts: pd.DataFrame) -> Mapping[str, Callable[[], pd.DataFrame]]:
    def large_in_regions() -> pd.DataFrame:
        seen = opportunities.loc[opportunities["Region"].isin(REGIONS) & (opportunities["Amount"] > LARGE)]
        return _sums(seen, "Owner", "sum", "mean").nlargest(10, "sum")

    def by_account_industry() -> pd.DataFrame:
        industry = accounts.set_index("Id")["Industry"]
        joined = opportunities["AccountId"].map(industry)  # looked up once for each category
        return opportunities["Amount"].groupby(joined, observed=True, sort=False).agg(["sum", "size"]).reset_index()

    def by_industry() -> pd.DataFrame:
        amounts = _sums(opportunities, "Industry", "sum")
        revenues = accounts.groupby("Industry", **GROUPING)["AnnualRevenue"].sum().reset_index()
        return amounts.merge(revenues, on="Industry", how="outer")

    def recent() -> pd.DataFrame:
        return _sums(opportunities.loc[opportunities["CloseDate"] >= RECENT], "CloseDate", "sum", "size")

    def running() -> pd.DataFrame:
        groups = _sums(opportunities, [opportunities["Owner"], _month(opportunities)], "sum")
        groups = groups.sort_values(["Owner", "Month"])
        groups["running"] = groups.groupby("Owner", observed=True)["sum"].cumsum()
        return _with_parts(groups)

    def ranked() -> pd.DataFrame:
        groups = _sums(opportunities, ["Region", "Owner"], "sum")
        groups["place"] = groups.groupby("Region", observed=True)["sum"].rank("min", ascending=False)
        return groups

    def percentiles() -> pd.DataFrame:
        grouped = opportunities.groupby("StageName", **GROUPING)["Amount"]
        return grouped.quantile([0.5, 0.9]).unstack().reset_index()

    def largest() -> pd.DataFrame:
        won = (opportunities["StageName"] == "Closed Won") & (opportunities["LeadSource"] == "Web")
        return opportunities.loc[won, list(ROW_COLUMNS)].nlargest(100, "Amount")

    return {
        "Q1": lambda: _sums(opportunities, "StageName", "sum", "size"),
        "Q2": large_in_regions,
        "Q3": lambda: _with_parts(_sums(opportunities, _month(opportunities), "sum")),
        "Q4": lambda: _sums(opportunities, ["Industry", "StageName", "Region"], "sum", "size"),
        "Q5": lambda: _sums(opportunities, "AccountId", "sum").nlargest(20, "sum"),
        "Q6": lambda: opportunities.groupby("StageName", **GROUPING)["AccountId"].nunique().reset_index(),
        "Q7": by_account_industry,
        "Q7b": by_industry,
        "Q8": recent,
        "Q9": running,
        "Q9b": ranked,
        "Q10": percentiles,
        "Q11": largest,
    }


def _steps(opportunities: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the dashboard's tables; the rows of the facet are found once."""
    seen = opportunities.loc[opportunities["Region"].isin(REGIONS)]
    amounts = seen["Amount"]
    return [
        pd.DataFrame({"sum": [amounts.sum()], "count": [len(seen)]}),
        _sums(seen, "StageName", "sum", "size"),
        _sums(seen, "Owner", "sum", "size").nlargest(10, "sum"),
        _with_parts(_sums(seen, _month(seen), "sum")),
        _sums(seen, "Industry", "sum", "size"),
        seen.groupby(["Industry", "StageName"], **GROUPING).size().reset_index(),
        _sums(seen, "Type", "sum", "mean"),
        seen.groupby("LeadSource", **GROUPING).size().reset_index(),
        _sums(seen, "AccountId", "sum").nlargest(20, "sum"),
        _sums(seen.loc[seen["CloseDate"] >= RECENT], "CloseDate", "sum"),
        seen.groupby("StageName", **GROUPING)["AccountId"].nunique().reset_index(),
        seen[["Id", "Owner", "Amount"]].nlargest(10, "Amount"),
    ]
