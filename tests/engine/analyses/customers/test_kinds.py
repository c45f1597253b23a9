"""The kinds of models of customers on the purchases of CDNOW: their datasets, and that reports can be asked."""

import datetime as dt
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from engine.analyses.customers.clusters import find
from engine.analyses.customers.features import Feature
from engine.models.errors import ModelError
from engine.models.folder import read_models
from engine.models.kept import KeptModels
from engine.models.run import RunOptions, run_models
from engine.reports.report import Report, Statement
from engine.session import Session
from engine.store import Store

from . import cdnow

NOW = dt.datetime(1998, 6, 30, 12, tzinfo=dt.UTC)
ORDERS = {"dataset": "orders", "customer": "Customer", "name": "Who", "date": "Day", "amount": "Amount"}
MODELS: dict[str, dict[str, Any]] = {
    "worth": {"kind": "lifetime", **ORDERS, "horizon_days": 273, "years": 2},
    "scores": {"kind": "rfm", **ORDERS},
    "staying": {"kind": "retention", **ORDERS, "period": "month", "window_days": 90},
    "profits": {
        "kind": "profitability",
        **ORDERS,
        "days": 365,
        "serving": [{"dataset": "calls", "customer": "Customer", "date": "Day", "each": 30}],
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models that ran over the orders of CDNOW; customer 0001 called twice, once too long ago."""
    folder = tmp_path_factory.mktemp("cdnow")
    store = Store(folder / "data")
    ids, days, amounts = zip(*cdnow.transactions(), strict=True)
    orders = {"Customer": ids, "Who": [f"Customer {each}" for each in ids], "Day": days, "Amount": amounts}
    store.write("orders", pa.table(orders), created=NOW)
    calls = {
        "Customer": ["0001", "0001", "9999"],
        "Day": [dt.date(1998, 1, 1), dt.date(1997, 1, 1), dt.date(1998, 1, 1)],
    }
    store.write("calls", pa.table(calls), created=NOW)
    train(folder, MODELS)
    return folder


def train(folder: Path, models: dict[str, dict[str, Any]]) -> None:
    (folder / "models").mkdir(exist_ok=True)
    for name, content in models.items():
        (folder / "models" / f"{name}.json").write_text(json.dumps(content))
    store = Store(folder / "data")
    options = RunOptions(now=NOW, clock=time.perf_counter)
    found = run_models(read_models(folder / "models"), Session(store), KeptModels.beside(store.folder), options, models)
    assert not [each.error for each in found if each.error]


def ask(folder: Path, text: str) -> list[dict[str, Any]]:
    return Session(Store(folder / "data")).query(text, now=NOW).table.to_pylist()


def report(folder: Path, name: str) -> Report:
    kept = KeptModels.beside(folder / "data").newest(name)
    assert kept is not None
    return kept.trained.report


def statements(found: Report) -> Iterator[Statement]:
    yield from found.verdict
    for section in found.sections:
        yield from section.statements


@pytest.mark.parametrize("name", list(MODELS))
def test_every_query_of_a_report_is_answered(folder: Path, name: str) -> None:
    found = report(folder, name)
    asked = [text for each in statements(found) for text in (each.query, each.records) if text]
    asked += [each.query for section in found.sections for each in section.tables if each.query]
    assert len(asked) >= 2
    for text in asked:
        assert ask(folder, text), text


def test_lifetime_is_tried_on_the_last_39_weeks(folder: Path) -> None:
    """1,882 purchases were made in them; the model expects 1,653, at the rate so far it would be 2,930."""
    kept = KeptModels.beside(folder / "data").newest("worth")
    assert kept is not None
    assert kept.trained.usable
    first, second = kept.trained.report.verdict
    assert first.text.startswith("Better than the rate so far, by 2")
    assert "1.61 purchases a customer, against 2.21" in first.text
    assert "expected 1,653 purchases of them in these days and they made 1,882: 12% too few" in second.text
    assert second.query is not None
    assert ask(folder, second.query) == [{"Purchases": 1882}]


def test_customers_may_be_numbers(tmp_path: Path) -> None:
    ids, days, amounts = zip(*cdnow.transactions(), strict=True)
    orders = pa.table({"Customer": [float(each) for each in ids], "Day": days, "Amount": amounts})
    Store(tmp_path / "data").write("orders", orders, created=NOW)
    train(tmp_path, {"worth": {key: each for key, each in MODELS["worth"].items() if key != "name"}})
    asked = [each.query for each in report(tmp_path, "worth").verdict if each.query]
    assert [{"Purchases": 1882}] in [ask(tmp_path, each) for each in asked]


def test_lifetime_gives_a_row_for_each_customer(folder: Path) -> None:
    rows = {
        each["Customer"]: each for each in ask(folder, _all("worth", "Customer", "Name", *NUMBERS, "Standing", "Band"))
    }
    assert len(rows) == 2357
    assert all(0 <= each["ProbabilityAlive"] <= 1 for each in rows.values())
    one = rows["0001"]  # four purchases, the last on 12 December 1997
    assert (one["Name"], one["Purchases"]) == ("Customer 0001", 4)
    assert one["Revenue"] == pytest.approx(29.33 + 29.73 + 14.96 + 26.48)
    assert one["ExpectedValue"] == pytest.approx(one["ExpectedPurchases"] * one["ExpectedAmount"])
    at_risk = one["ExpectedValue"] * (1 / one["ProbabilityAlive"] - 1)
    assert one["ValueAtRisk"] == pytest.approx(at_risk)
    standing = {each["Standing"] for each in rows.values() if each["ProbabilityAlive"] >= 0.8}
    assert standing == {"Active"}
    best = sum(each["LifetimeValue"] for each in rows.values() if each["Band"] == "A")
    assert best / sum(each["LifetimeValue"] for each in rows.values()) == pytest.approx(0.5, abs=0.01)
    # two years are more than 39 weeks, and discounted less than as many times more
    factor = one["LifetimeValue"] / one["ExpectedValue"]
    assert 1 < factor < 730.5 / 273


def test_segments_of_rfm_say_how_many_they_have(folder: Path) -> None:
    section = report(folder, "scores").sections[0]
    assert sum(int(row[1]) for row in section.tables[0].rows) == 2357  # type: ignore[arg-type]
    for each in section.statements:
        assert each.query is not None
        assert each.records is not None
        (sums,) = ask(folder, each.query)
        assert each.text.startswith(f"{sums['Segment']}: {sums['Customers']:,} customers")
        assert len(ask(folder, each.records)) == sums["Customers"]


def test_who_left_is_listed(folder: Path) -> None:
    """June 1998: customers of the 90 days to 31 May who bought in none of the 90 days to 30 June."""
    first = report(folder, "staying").verdict[0]
    rows = ask(folder, _all("staying", "Period", "Customers", "Stayed", "Left"))
    june = next(each for each in rows if each["Period"] == "1998-06")
    assert june["Customers"] == june["Stayed"] + june["Left"]
    bought = [(customer, day) for customer, day, _ in cdnow.transactions()]
    may = {c for c, day in bought if dt.date(1998, 3, 3) <= day <= dt.date(1998, 5, 31)}
    then = {c for c, day in bought if dt.date(1998, 4, 2) <= day <= dt.date(1998, 6, 30)}
    assert (june["Customers"], june["Left"]) == (len(may), len(may - then))
    assert first.records is not None
    assert {each["Id"] for each in ask(folder, first.records)} == may - then


def test_cohorts_are_a_heat_map(folder: Path) -> None:
    table = report(folder, "staying").sections[0].tables[0]
    assert table.chart is not None
    assert table.chart.kind == "heat"
    rows = ask(folder, _all("staying_cohorts", "Cohort", "Since", "Customers", "Active", "Rate"))
    first = next(each for each in rows if (each["Cohort"], each["Since"]) == ("1997-01", 1))
    bought = [(customer, day) for customer, day, _ in cdnow.transactions()]
    january = {c for c, day in bought if day < dt.date(1997, 2, 1)}
    again = {c for c, day in bought if dt.date(1997, 2, 1) <= day < dt.date(1997, 3, 1)} & january
    assert (first["Customers"], first["Active"]) == (len(january), len(again))
    assert first["Rate"] == pytest.approx(len(again) / len(january))


def test_serving_counts_within_the_days(folder: Path) -> None:
    one = ask(folder, _all("profits", "Customer", "Revenue", "Serving", "Profit", "Rank"))
    mine = next(each for each in one if each["Customer"] == "0001")
    assert mine["Serving"] == 30  # the call of 1997-01-01 was before the 365 days
    assert mine["Revenue"] == pytest.approx(14.96 + 26.48)
    assert mine["Profit"] == pytest.approx(14.96 + 26.48 - 30)
    assert [each["Profit"] for each in sorted(one, key=lambda row: row["Rank"])] == sorted(
        (each["Profit"] for each in one), reverse=True
    )


def test_a_model_that_is_no_better_than_the_rate_is_not_used(tmp_path: Path) -> None:
    """Customers who all buy every 30 days, like a clock: nothing is left to be foretold better."""
    days = [dt.date(1997, 1, 1) + dt.timedelta(days=30 * each) for each in range(18)]
    rows = [(f"c{customer}", day, 10.0 + customer) for customer in range(40) for day in days]
    ids, dates, amounts = zip(*rows, strict=True)
    Store(tmp_path / "data").write("orders", pa.table({"Customer": ids, "Day": dates, "Amount": amounts}), created=NOW)
    settings = {key: each for key, each in ORDERS.items() if key != "name"}
    train(tmp_path, {"worth": {"kind": "lifetime", **settings, "horizon_days": 180}})
    kept = KeptModels.beside(tmp_path / "data").newest("worth")
    assert kept is not None
    assert not kept.trained.usable
    assert kept.trained.report.verdict[0].text.startswith("Not used, as it is no better than the rate so far")
    assert "worth" not in Store(tmp_path / "data")


def test_clusters_are_told_in_words(tmp_path: Path) -> None:
    """60 customers who buy little by little, and 40 with a large order long ago and many calls."""
    draw = np.random.default_rng(3)
    rows = []
    for customer in range(60):
        for week in draw.choice(50, 12, replace=False).tolist():
            rows.append((f"small{customer}", dt.date(1997, 7, 1) + dt.timedelta(weeks=week), draw.uniform(8, 12)))
        rows.append((f"small{customer}", dt.date(1998, 6, 20), 10.0))
    for customer in range(40):
        rows.append((f"large{customer}", dt.date(1997, 1, 10) + dt.timedelta(days=customer), draw.uniform(4000, 6000)))
    ids, dates, amounts = zip(*rows, strict=True)
    store = Store(tmp_path / "data")
    store.write("orders", pa.table({"Customer": ids, "Day": dates, "Amount": amounts}), created=NOW)
    store.write("calls", pa.table({"Customer": [f"large{each % 40}" for each in range(400)]}), created=NOW)
    settings = {key: each for key, each in ORDERS.items() if key != "name"}
    counts = [{"dataset": "calls", "customer": "Customer"}]
    train(tmp_path, {"alike": {"kind": "clusters", **settings, "counts": counts}})
    rows = ask(tmp_path, _all("alike", "Customer", "Cluster", "Calls"))
    large = {each["Cluster"] for each in rows if each["Customer"].startswith("large")}
    small = {each["Cluster"] for each in rows if each["Customer"].startswith("small")}
    assert not large & small
    assert all("many calls" in each and "long since last order" in each for each in large)
    assert all(each["Calls"] == (10 if each["Customer"].startswith("large") else 0) for each in rows)
    for each in report(tmp_path, "alike").sections[0].statements:
        assert each.query is not None
        (sums,) = ask(tmp_path, each.query)
        assert f": {sums['Customers']:,} customers" in each.text


def test_customers_who_hardly_differ_are_not_grouped() -> None:
    values = np.repeat([1.0, 2.0], 50)
    features = [Feature(name=each, low="", high="", values=values) for each in ("A", "B")]
    with pytest.raises(ModelError, match="differ too little"):
        find(features, seed=1)
    with pytest.raises(ModelError, match="10 customers are too few"):
        find([Feature(name="A", low="", high="", values=np.arange(10.0))], seed=1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"kind": "rfm", "bounds": {"recency": [1, 2, 3]}}, "/bounds/recency is no list of four rising numbers"),
        ({"kind": "rfm", "bounds": {"recency": [4, 3, 2, 1]}}, "/bounds/recency is no list of four rising numbers"),
        ({"kind": "rfm", "horizon_days": 3}, "/horizon_days is no setting"),
        ({"kind": "retention", "period": "week"}, '/period is "week", which it can\'t be'),
        ({"kind": "lifetime", "discount": 2}, "/discount should be a number from 0 to 1"),
        ({"kind": "profitability", "serving": [{"dataset": "cases"}]}, "/serving/0/each is missing"),
        ({"kind": "clusters", "counts": [{"words": "x"}]}, "/counts/0/dataset is missing"),
    ],
)
def test_wrong_settings_are_told_with_the_place(tmp_path: Path, content: dict[str, Any], message: str) -> None:
    (tmp_path / "wrong.json").write_text(json.dumps(content))
    (model,) = read_models(tmp_path)
    assert message in str(model.problem)


NUMBERS = (
    "Purchases",
    "Revenue",
    "ProbabilityAlive",
    "ExpectedPurchases",
    "ExpectedAmount",
    "ExpectedValue",
    "ValueAtRisk",
    "LifetimeValue",
)


def _all(dataset: str, *fields: str) -> str:
    return f'q = load "{dataset}"; q = foreach q generate {", ".join(fields)};'
