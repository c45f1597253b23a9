"""Formulas over measures, and what they may give."""

import contextlib
import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analyses.statistics.errors import AnalysisError
from engine.analyses.statistics.formula import read_formula
from engine.analyses.statistics.sample import Asked
from engine.analyses.statistics.simulation import simulate
from engine.analyses.statistics.simulation_report import simulate_formula
from engine.session import Session
from engine.store import Store

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "measures", "value"),
    [
        ("count", ("count",), 2.0),
        ("count * avg(Amount)", ("count", "avg(Amount)"), 6.0),
        ("-(count + avg(Amount)) / 2.5", ("count", "avg(Amount)"), -2.0),
        ("count() - count()", ("count()",), 0.0),
        ('share(Stage == "Won (late)") * 10', ('share(Stage == "Won (late)")',), 20.0),
        ("sum(Amount * (1 - Discount)) - 1", ("sum(Amount * (1 - Discount))",), 1.0),
    ],
)
def test_formulas_are_read_and_computed(text: str, measures: tuple[str, ...], value: float) -> None:
    formula = read_formula(text)
    assert formula.measures == measures
    assert formula.value({each: np.array([2.0 + place]) for place, each in enumerate(measures)}) == [value]


@pytest.mark.parametrize(
    "text", ["", "5", "count *", "count ** 9", "sum(Amount", "count + x", "abs(count)", "count if 1 else 2", "m0 + 1"]
)
def test_what_is_no_formula_is_said(text: str) -> None:
    with pytest.raises(AnalysisError):
        read_formula(text)


@given(st.text(alphabet="count() *+-/.0129_xm[]'\"suavghre", max_size=40))
def test_no_text_does_anything_else(text: str) -> None:
    with contextlib.suppress(AnalysisError):
        assert read_formula(text).measures


def test_a_product_varies_with_both_and_most_with_what_varies_most() -> None:
    random = np.random.default_rng(1)
    history = {"count": 100 + random.normal(0, 20, 24), "avg(Amount)": 50 + random.normal(0, 1, 24)}
    found = simulate(read_formula("count * avg(Amount)"), history)
    product = history["count"] * history["avg(Amount)"]
    assert found.percentile(0.5) == pytest.approx(float(np.median(product)), rel=0.1)
    assert float(found.draws.std()) == pytest.approx(float(product.std()), rel=0.15)
    assert found.drivers["count"] > 0.9
    assert sum(found.drivers.values()) == pytest.approx(1)
    assert simulate(read_formula("count * avg(Amount)"), history).draws.tolist() == found.draws.tolist()


def test_measures_that_go_together_stay_together() -> None:
    """A difference of two that move alike hardly varies, though each does."""
    base = np.linspace(0, 100, 24)
    history = {"sum(A)": base + 10, "sum(B)": base}
    found = simulate(read_formula("sum(A) - sum(B)"), history)
    assert found.percentile(0.1) == pytest.approx(10)
    assert found.percentile(0.9) == pytest.approx(10)
    assert found.trends == pytest.approx({"sum(A)": 1.0, "sum(B)": 1.0})


def test_shares_stay_shares_and_counts_stay_positive() -> None:
    history = {"share(Won)": np.array([0.01, 0.99] * 6), "count": np.array([0.0, 100.0] * 6)}
    shares = simulate(read_formula("share(Won)"), history).draws
    assert shares.min() >= 0
    assert shares.max() <= 1
    assert simulate(read_formula("count"), history).draws.min() >= 0


def test_a_simulation_in_words(tmp_path: Path) -> None:
    random = np.random.default_rng(4)
    rows = 3000
    days = np.datetime64("2024-05-01") + random.integers(0, 730, rows)
    columns = {"Closed": days.astype("datetime64[D]"), "Amount": random.lognormal(5, 1, rows)}
    store = Store(tmp_path)
    store.write("deals", pa.table(columns), created=NOW)
    session = Session(store)
    with store.open("deals") as opened:
        asked = Asked(dataset="deals", label="Deals", fields={each.name: each for each in opened.fields})
    found = simulate_formula(session, asked, "count * avg(Amount)", None, NOW)
    assert found.verdict[0].text.startswith("In a month as those before, count * avg(Amount) is about ")
    assert found.sections[0].tables[1].rows[-1][0] == "Result"
    months = session.query(str(found.verdict[0].query), now=NOW).table
    assert months.num_rows == 24
    assert session.query(str(found.verdict[0].records), now=NOW).table.num_rows == 1000
    with pytest.raises(AnalysisError, match="0 months"):
        simulate_formula(
            session, Asked(dataset="deals", label="Deals", fields=asked.fields, where="Amount < 0"), "count", None, NOW
        )
    with pytest.raises(AnalysisError, match="no date"):
        simulate_formula(session, asked, "count", "Amount", NOW)


def test_months_alike_have_no_trend() -> None:
    """Ten months of one, and one of two at the end: a count that stood still did not rise all the time."""
    history = {"count": np.array([1.0] * 10 + [2.0])}
    assert simulate(read_formula("count"), history).trends["count"] == pytest.approx(0.5)


def test_what_moves_a_ratio_is_found_where_some_draws_divide_by_nothing() -> None:
    history = {"sum(A)": np.array([10.0, 100.0, 30.0, 70.0] * 3), "count": np.array([0.0, 10.0, 12.0, 8.0] * 3)}
    found = simulate(read_formula("sum(A) / count"), history)
    assert np.isfinite(found.draws).all()
    assert sum(found.drivers.values()) == pytest.approx(1)


def test_nothing_that_can_be_divided_is_said(tmp_path: Path) -> None:
    days = np.datetime64("2025-05-01") + np.arange(365)
    store = Store(tmp_path)
    store.write("deals", pa.table({"Closed": days.astype("datetime64[D]"), "Amount": np.zeros(365)}), created=NOW)
    with store.open("deals") as opened:
        asked = Asked(dataset="deals", label="Deals", fields={each.name: each for each in opened.fields})
    with pytest.raises(AnalysisError, match="divides by nothing"):
        simulate_formula(Session(store), asked, "count / sum(Amount)", None, NOW)
