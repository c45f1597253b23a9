import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

import swell
from dashboards.compact import ColumnOrigin
from dashboards.datasets import Datasets
from dashboards.labels import column_label
from engine.store import FieldSpec


@pytest.fixture
def datasets(tmp_path: Path) -> Datasets:
    space = swell.open(tmp_path)
    table = pa.table({"Amount": [1.0], "Closed": pa.array([dt.datetime(2026, 1, 1)]), "min_x": [1.0]})
    specs = [FieldSpec(name="Amount", label="Amount (USD)"), FieldSpec(name="Closed", label="Close Date")]
    space.write("deals", table, specs)
    return Datasets(space.store)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("sum_Amount", "Sum of Amount (USD)"),
        ("count", "Count of Rows"),
        ("Closed_Year", "Close Date (Year)"),
        ("Closed_Year~~~Closed_Month", "Close Date (Year-Month)"),
        ("min_x", "min_x"),
        ("Rate", "Rate"),
    ],
)
def test_a_column_is_labelled_by_its_name(name: str, label: str, datasets: Datasets) -> None:
    assert column_label(name, None, datasets, ["deals"]) == label


def test_what_the_query_says_wins_over_the_name(datasets: Datasets) -> None:
    assert column_label("A", ColumnOrigin("unique", "Amount"), datasets, ["deals"]) == "Unique Amount (USD)"
    assert column_label("A", ColumnOrigin("sum", "Amount", "Pipeline"), datasets, ["deals"]) == "Pipeline"
