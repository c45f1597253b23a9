"""Every example of every function is run, so that declaration and kernel say the same."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from engine.session import Session
from engine.store import Store
from saql.functions.define import split_example
from saql.functions.registry import AGGREGATES, RANKINGS, REGISTRY

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
LIST = re.compile(r"\[[^\]]*\]")


def columns_of(expression: str) -> tuple[str, dict[str, list[Any]]]:
    """Replace the lists in an example by columns of their values."""
    columns: dict[str, list[Any]] = {}

    def column(found: re.Match[str]) -> str:
        columns[f"c{len(columns)}"] = json.loads(found.group())
        return f"c{len(columns) - 1}"

    return LIST.sub(column, expression), columns


def ask(folder: Path, columns: dict[str, pa.Array], query: str) -> list[Any]:
    store = Store(folder)
    store.write("rows", pa.table(columns), created=NOW, cluster=False)
    return Session(store).query(query, now=NOW).table.column("result").to_pylist()


def row_examples() -> Iterator[Any]:
    for function in REGISTRY.values():
        for example in function.examples if function.family != "conversions" else ():
            yield pytest.param(example, id=example)


@pytest.mark.parametrize("example", list(row_examples()))
def test_function_of_a_row_gives_what_its_example_says(example: str, tmp_path: Path) -> None:
    expression, expected = split_example(example)
    expression, lists = columns_of(expression) if "([" in expression else (expression, {})
    columns = {name: pa.array([values], pa.list_(pa.string())) for name, values in lists.items()}
    found = ask(tmp_path, columns or {"one": [1]}, f'q = load "rows"; q = foreach q generate {expression} as result;')
    assert found == [pytest.approx(expected)]


@pytest.mark.parametrize("example", [example for each in AGGREGATES.values() for example in each.examples])
def test_aggregate_gives_what_its_example_says(example: str, tmp_path: Path) -> None:
    expression, expected = split_example(example)
    expression, lists = columns_of(expression)
    if expression.startswith("count("):
        expression = "count()"
    columns = {name: pa.array(values) for name, values in lists.items()}
    columns = {name: each.cast(pa.float64()) if each.type == pa.null() else each for name, each in columns.items()}
    by = "rollup(c0)" if expression.startswith("grouping") else "all"
    found = ask(
        tmp_path, columns, f'q = load "rows"; q = group q by {by}; q = foreach q generate {expression} as result;'
    )
    assert found[0] == pytest.approx(expected)


@pytest.mark.parametrize("example", [example for each in RANKINGS.values() for example in each.examples])
def test_ranking_gives_what_its_example_says(example: str, tmp_path: Path) -> None:
    expression, expected = example.split(" => ")
    values = json.loads(LIST.findall(expression)[0])
    columns = {"value": values, "row": [str(place) for place in range(len(values))]}
    call = LIST.sub("", expression).removesuffix(" of ").strip()
    if call.startswith(("lag", "lead", "first_value", "last_value")):
        call = LIST.sub("sum(value)", expression)
    query = f"""q = load "rows"; q = group q by row;
        q = foreach q generate {call} over ([..] partition by all order by sum(value)) as result;"""
    assert ask(tmp_path, columns, query) == [pytest.approx(each) for each in json.loads(expected)]
