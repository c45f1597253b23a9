"""The benchmark, small: every engine answers every question, and all answers are the same."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks import bars
from benchmarks.__main__ import main
from benchmarks.answers import DisagreementError, agree
from benchmarks.bars import cold, memory, spill, store
from benchmarks.data import Data, make
from benchmarks.engines import ENGINES, load
from benchmarks.engines.engine import Engine
from benchmarks.questions import QUESTIONS, Question, Shape

ROWS = 30_000
NEEDS_POLARS = ("polars", "polars-parquet")
LEFT_OUT = {"acero": {"Q10"}}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("benchmark")


@pytest.fixture(scope="session")
def data(folder: Path) -> Data:
    return make(folder, ROWS)


@pytest.fixture(scope="session")
def duckdb(data: Data) -> Engine:
    return next(load(["duckdb"], data))


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, data: Data) -> Iterator[Engine]:
    if request.param in NEEDS_POLARS:
        pytest.importorskip("polars", reason="needs the extra `benchmarks`")
    return next(load([request.param], data))


def test_every_question_is_answered(engine: Engine) -> None:
    assert QUESTIONS.keys() - engine.questions.keys() == LEFT_OUT.get(engine.name, set()) | engine.skipped.keys()


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_agree(question: str, engine: Engine, duckdb: Engine) -> None:
    if question not in engine.questions:
        pytest.skip(engine.skipped.get(question, f"{engine.name} has no exact form of it"))
    agree(QUESTIONS[question], [duckdb, engine])


def test_the_data_is_the_same_each_time_and_has_its_cardinalities(data: Data, tmp_path: Path) -> None:
    again = make(tmp_path, ROWS)
    assert again.opportunities.read_bytes() == data.opportunities.read_bytes()
    table = pq.read_table(data.opportunities)
    distinct = {name: len(table[name].drop_null().unique()) for name in table.column_names}
    assert table.num_rows == distinct["Id"] == ROWS
    counts = Counter(StageName=10, Owner=500, Industry=30, Region=6, Type=5, LeadSource=12)
    assert {name: distinct[name] for name in counts} == counts
    assert {len(each) for each in table["Id"].to_pylist()} == {18}
    assert 0.02 < table["Amount"].null_count / ROWS < 0.04
    days = table["CloseDate"].to_pylist()
    assert days == sorted(days)
    assert dt.date(2023, 1, 1) <= days[0] < days[-1] <= dt.date(2026, 12, 31)


def _says(name: str, *rows: tuple[object, ...], null_sums: bool = True) -> Engine:
    table = pa.table({f"{number}": list(column) for number, column in enumerate(zip(*rows, strict=True))})
    return Engine(name, {"Q": lambda: [table]}, lambda each: each, null_sums)


def _asked(kinds: str, keys: int, top: int | None = None) -> Question:
    return Question("Q", "a question", (Shape(kinds, keys, top),), ())


def test_an_order_that_is_not_asked_for_does_not_matter() -> None:
    agree(_asked("tn", 1), [_says("one", ("a", 1.0), ("b", 2.0)), _says("other", ("b", 2.0 + 1e-12), ("a", 1.0))])


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", 1.0)], "1 rows, not 2"),
        ([("a", 1.0), ("b", 2.001)], r"row \('b', 2.001\), not \('b', 2.0\)"),
        ([("a", 1.0), ("b", None)], r"row \('b', None\), not \('b', 2.0\)"),
        ([("a", 1.0), ("c", 2.0)], r"there is no row for \('b',\)"),
    ],
)
def test_a_difference_is_named(rows: list[tuple[object, ...]], message: str) -> None:
    with pytest.raises(DisagreementError, match=f"Q: other differs from one: {message}"):
        agree(_asked("tn", 1), [_says("one", ("a", 1.0), ("b", 2.0)), _says("other", *rows)])


def test_the_last_of_the_top_may_be_any_of_equals() -> None:
    question = _asked("tn", 1, top=1)
    one = _says("one", ("a", 3.0), ("b", 2.0))
    agree(question, [one, _says("other", ("a", 3.0), ("c", 2.0))])
    with pytest.raises(DisagreementError, match="no row for"):
        agree(question, [one, _says("other", ("c", 3.0), ("b", 2.0))])
    with pytest.raises(DisagreementError, match="row 1 is"):
        agree(question, [one, _says("other", ("b", 2.0), ("a", 3.0))])


def test_a_sum_of_nulls_is_null_where_the_engine_has_it() -> None:
    question = _asked("ts", 1)
    one = _says("one", ("a", None), ("b", 1.0))
    agree(question, [one, _says("other", ("a", 0.0), ("b", 1.0), null_sums=False)])
    with pytest.raises(DisagreementError):
        agree(question, [one, _says("other", ("a", 0.0), ("b", 1.0))])


def test_the_command_prints_and_writes_figures(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "figures.json"
    options = ["--rows", f"{ROWS},5k", "--questions", "Q1,Q12", "--engines", "swell,duckdb", "--repeat", "2"]
    assert main([*options, "--folder", str(folder), "--json", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "30,000 rows, median milliseconds" in printed
    assert "Swell's growth" in printed
    figures = json.loads(file.read_text("utf-8"))
    assert [each["rows"] for each in figures["sizes"]] == [ROWS, 5_000]
    first = figures["sizes"][0]["questions"]["Q1"]
    assert first["best_peer"] == "duckdb"
    assert first["ratio"] == first["median_ms"]["duckdb"] / first["median_ms"]["swell"]


def test_the_other_bars_are_measured(data: Data, folder: Path) -> None:
    assert cold.measure(folder, ROWS, repeat=1)["median_ms"].keys() == {"Q1", "Q2", "Q4", "Q5"}
    assert memory.measure(folder, ROWS)["peak_growth_mb"].keys() == {"Q1", "Q2", "Q3", "Q4"}
    assert store.measure(folder, ROWS)["swell"]["megabytes"] > 1
    assert spill.measure(folder, ROWS, limit_mb=4_000)["same_answer"] is True
    assert set(bars.BARS) == {"cold", "memory", "store", "spill"}
