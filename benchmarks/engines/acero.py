"""Acero, Arrow's own engine, in memory, all dimensions dictionary-encoded.

It has no window and no exact percentile: windows are computed over its groups with NumPy, the percentiles left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import acero
from pyarrow.acero import Declaration

from benchmarks.data import DIMENSIONS, Data
from benchmarks.engines.engine import Engine
from benchmarks.questions import LARGE, RECENT_FROM, REGIONS, ROW_COLUMNS

FACET = pc.is_in(pc.field("Region"), options=pc.SetLookupOptions(pa.array(REGIONS)))
RECENT = pc.field("CloseDate") >= pa.scalar(RECENT_FROM)
Aggregate = tuple[object, ...]

SUM: Aggregate = ("Amount", "hash_sum", None, "Sum")
MEAN: Aggregate = ("Amount", "hash_mean", None, "Mean")
COUNT: Aggregate = ([], "hash_count_all", None, "Count")
ACCOUNTS: Aggregate = ("AccountId", "hash_count_distinct", pc.CountOptions("only_valid"), "Accounts")
MONTH = {"Year": pc.year(pc.field("CloseDate")), "Month": pc.month(pc.field("CloseDate"))}


def load(name: str, data: Data) -> Engine:
    """Read the data into tables with one dictionary a column."""
    opportunities = _read(data, [*DIMENSIONS, "AccountId"])
    # The hash join takes no dictionaries as keys: the texts of the look-up are kept besides.
    texts = pq.read_table(data.opportunities, columns=["AccountId", "Amount"])
    accounts = pq.read_table(data.accounts)
    asks = _questions(opportunities, texts, accounts)
    questions: dict[str, Callable[[], list[pa.Table]]] = {each: _one(ask) for each, ask in asks.items()}
    questions["Q12"] = lambda: _steps(opportunities)
    return Engine(name, questions, lambda table: table)


def _read(data: Data, dictionaries: Sequence[str]) -> pa.Table:
    return pq.read_table(data.opportunities, read_dictionary=dictionaries).unify_dictionaries()


def _one(ask: Callable[[], pa.Table]) -> Callable[[], list[pa.Table]]:
    return lambda: [ask()]


def _run(table: pa.Table, *nodes: Declaration) -> pa.Table:
    source = Declaration("table_source", acero.TableSourceNodeOptions(table))
    return Declaration.from_sequence([source, *nodes]).to_table(use_threads=True)


def _where(predicate: pc.Expression) -> Declaration:
    return Declaration("filter", acero.FilterNodeOptions(predicate))


def _project(columns: Mapping[str, pc.Expression]) -> Declaration:
    return Declaration("project", acero.ProjectNodeOptions([*columns.values()], [*columns]))


def _by(keys: Sequence[str], *aggregates: Aggregate) -> Declaration:
    return Declaration("aggregate", acero.AggregateNodeOptions(list(aggregates), keys=list(keys)))


def _monthly(*keys: str) -> Declaration:
    return _project({**{each: pc.field(each) for each in keys}, **MONTH, "Amount": pc.field("Amount")})


def _top(table: pa.Table, rows: int, by: str = "Sum") -> pa.Table:
    return table.take(pc.select_k_unstable(table, rows, [(by, "descending")]))


def _questions(opportunities: pa.Table, texts: pa.Table, accounts: pa.Table) -> Mapping[str, Callable[[], pa.Table]]:
    def of(*columns: str) -> pa.Table:
        return opportunities.select(columns)

    def largest() -> pa.Table:
        is_won = pc.is_in(pc.field("StageName"), options=pc.SetLookupOptions(pa.array(["Closed Won"])))
        is_web = pc.is_in(pc.field("LeadSource"), options=pc.SetLookupOptions(pa.array(["Web"])))
        found = _run(of(*ROW_COLUMNS, "LeadSource"), _where(is_won & is_web))
        return _top(found.select(ROW_COLUMNS), 100, "Amount")

    def large_in_regions() -> pa.Table:
        seen = _where(FACET & (pc.field("Amount") > LARGE))
        return _top(_run(of("Region", "Owner", "Amount"), seen, _by(["Owner"], SUM, MEAN)), 10)

    return {
        "Q1": lambda: _run(of("StageName", "Amount"), _by(["StageName"], SUM, COUNT)),
        "Q2": large_in_regions,
        "Q3": lambda: _run(of("CloseDate", "Amount"), _monthly(), _by([*MONTH], SUM)),
        "Q4": lambda: _run(
            of("Industry", "StageName", "Region", "Amount"), _by(["Industry", "StageName", "Region"], SUM, COUNT)
        ),
        "Q5": lambda: _top(_run(of("AccountId", "Amount"), _by(["AccountId"], SUM)), 20),
        "Q6": lambda: _run(of("StageName", "AccountId"), _by(["StageName"], ACCOUNTS)),
        "Q7": lambda: _by_account_industry(texts, accounts),
        "Q7b": lambda: _by_industry(of("Industry", "Amount"), accounts.select(["Industry", "AnnualRevenue"])),
        "Q8": lambda: _run(of("CloseDate", "Amount"), _where(RECENT), _by(["CloseDate"], SUM, COUNT)),
        "Q9": lambda: _running(
            _run(of("Owner", "CloseDate", "Amount"), _monthly("Owner"), _by(["Owner", *MONTH], SUM))
        ),
        "Q9b": lambda: _ranked(_run(of("Region", "Owner", "Amount"), _by(["Region", "Owner"], SUM))),
        "Q11": largest,
    }


def _by_account_industry(opportunities: pa.Table, accounts: pa.Table) -> pa.Table:
    left = Declaration("table_source", acero.TableSourceNodeOptions(opportunities))
    right = Declaration.from_sequence(
        [
            Declaration("table_source", acero.TableSourceNodeOptions(accounts.select(["Id", "Industry"]))),
            _where(pc.field("Industry").is_valid()),
        ]
    )
    options = acero.HashJoinNodeOptions("inner", ["AccountId"], ["Id"], ["Amount"], ["Industry"])
    joined = Declaration("hashjoin", options, inputs=[left, right])
    return Declaration.from_sequence([joined, _by(["Industry"], SUM, COUNT)]).to_table(use_threads=True)


def _by_industry(opportunities: pa.Table, accounts: pa.Table) -> pa.Table:
    """Put the two tables' groups side by side; a join of so few rows is not worth a hash table, nor joins it nulls."""
    amounts = _run(opportunities, _by(["Industry"], SUM))
    revenues = _run(accounts, _by(["Industry"], ("AnnualRevenue", "hash_sum", None, "Revenue")))
    amount_of = dict(zip(amounts["Industry"].to_pylist(), amounts["Sum"].to_pylist(), strict=True))
    revenue_of = dict(zip(revenues["Industry"].to_pylist(), revenues["Revenue"].to_pylist(), strict=True))
    names = [*dict.fromkeys([*amount_of, *revenue_of])]
    return pa.table(
        [names, [amount_of.get(each) for each in names], [revenue_of.get(each) for each in names]], list("isr")
    )


def _in_order(groups: pa.Table, key: str, by: Sequence[tuple[str, str]]) -> tuple[pa.Table, list[slice]]:
    """Return groups in order of a key and more, and the rows of each value of the key."""
    groups = groups.set_column(groups.column_names.index(key), key, groups[key].cast(pa.string()))
    groups = groups.take(pc.sort_indices(groups, [(key, "ascending"), *by]))
    codes = groups[key].combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
    ends = [*(np.flatnonzero(np.diff(codes)) + 1).tolist(), len(codes)]
    return groups, [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]


def _running(groups: pa.Table) -> pa.Table:
    groups, owners = _in_order(groups, "Owner", [("Year", "ascending"), ("Month", "ascending")])
    sums = groups["Sum"]
    running = _cumulated(sums.fill_null(0.0).to_numpy(), owners)
    is_null = _cumulated(sums.is_valid().to_numpy(), owners) == 0
    return groups.append_column("Running", pa.array(running, mask=is_null))


def _cumulated(values: npt.NDArray[np.generic], parts: Sequence[slice]) -> npt.NDArray[np.generic]:
    return np.concatenate([np.cumsum(values[each]) for each in parts])


def _ranked(groups: pa.Table) -> pa.Table:
    groups, regions = _in_order(groups, "Region", [("Sum", "descending")])
    places = [pc.rank(groups["Sum"][each], "descending", tiebreaker="min") for each in regions]
    return groups.append_column("Place", pa.chunked_array(places))


def _steps(opportunities: pa.Table) -> list[pa.Table]:
    """Return the dashboard's tables; the rows of the facet are found once."""
    columns = ["Id", "AccountId", "StageName", "Owner", "Industry", "Type", "LeadSource", "Amount", "CloseDate"]
    kept = _project({each: pc.field(each) for each in columns})
    seen = _run(opportunities.select([*columns, "Region"]), _where(FACET), kept)

    def by(keys: Sequence[str], *aggregates: Aggregate) -> pa.Table:
        return _run(seen, _by(keys, *aggregates))

    return [
        pa.table({"Sum": [pc.sum(seen["Amount"]).as_py()], "Count": [seen.num_rows]}),
        by(["StageName"], SUM, COUNT),
        _top(by(["Owner"], SUM, COUNT), 10),
        _run(seen.select(["CloseDate", "Amount"]), _monthly(), _by([*MONTH], SUM)),
        by(["Industry"], SUM, COUNT),
        by(["Industry", "StageName"], COUNT),
        by(["Type"], SUM, MEAN),
        by(["LeadSource"], COUNT),
        _top(by(["AccountId"], SUM), 20),
        _run(seen.select(["CloseDate", "Amount"]), _where(RECENT), _by(["CloseDate"], SUM)),
        by(["StageName"], ACCOUNTS),
        _top(seen.select(["Id", "Owner", "Amount"]), 10, "Amount"),
    ]
