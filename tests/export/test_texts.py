"""Python and the page write the same cell as the same text."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from py_mini_racer import MiniRacer

from dashboards.export.modules import linked
from dashboards.steps.result import Column
from dashboards.texts import column_texts

moments = some.datetimes().map(lambda each: each.isoformat(timespec="seconds") + "Z")
days = some.dates().map(lambda each: f"{each.isoformat()}T00:00:00Z")
numbers = some.integers(-(10**15), 10**15) | some.floats(-1e12, 1e12).map(lambda each: round(each, 3))
words = some.text(some.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
cells = some.none() | some.booleans() | numbers | words | moments | days | some.just("2026~~~03")
kinds = some.sampled_from(["text", "date"])
names = some.sampled_from(["Closed_Year~~~Closed_Quarter", "Closed_Year~~~Closed_Week", "Stage", "D_Year~~~D_Month"])


@pytest.fixture(scope="module")
def page() -> Any:
    engine = MiniRacer()
    source = Path(str(resources.files("dashboards").joinpath("web"))) / "src" / "format.js"
    engine.eval(linked(source, "format"))

    def page(columns: list[Column], rows: list[list[Any]]) -> Any:
        given = json.dumps([[each.to_json() for each in columns], rows])
        return json.loads(
            str(
                engine.eval(
                    f"(([columns, rows]) => {{ const texts = format.columnTexts(columns, rows);"
                    f"return JSON.stringify(rows.map((row) => row.map((cell, at) => texts[at](cell)))); }})({given})"
                )
            )
        )

    return page


@settings(max_examples=200, deadline=None)
@given(some.lists(cells.filter(lambda each: isinstance(each, str) or each is None), max_size=4), names, kinds)
def test_texts_and_dates(page: Any, column: list[Any], name: str, kind: Any) -> None:
    columns, rows = [Column(name, name, kind)], [[each] for each in column]
    writers = column_texts(columns, rows)

    assert [[writers[0](each)] for each in column] == page(columns, rows)


@settings(max_examples=200, deadline=None)
@given(some.lists(numbers, max_size=4), some.sampled_from([None, "$#,##0", "#,##0.00", "0.0%"]))
def test_numbers(page: Any, column: list[Any], pattern: str | None) -> None:
    columns, rows = [Column("n", "n", "number", pattern)], [[each] for each in column]
    writers = column_texts(columns, rows)

    assert [[writers[0](each)] for each in column] == page(columns, rows)
