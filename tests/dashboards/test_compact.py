"""Compact queries and the SAQL that is made of them, side by side in text files (`compact/*.txt`)."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import saql
from dashboards.compact import ColumnOrigin, group_names, origins, to_saql
from dashboards.errors import CompactError
from saql.date_parts import date_part_fields
from saql.schema import Field, Schema
from saql.types import Type

CASES = sorted((Path(__file__).parent / "compact").glob("*.txt"))


class Deals:
    """A catalog of one dataset."""

    def names(self) -> Sequence[str]:
        return ["deals"]

    def schema(self, name: str) -> Schema | None:
        fields = (Field("Stage", Type.TEXT), Field("Amount", Type.NUMBER), Field("Closed", Type.DATE))
        return Schema((*fields, *date_part_fields("Closed"))) if name == "deals" else None


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_compact_query_becomes_this_saql(file: Path) -> None:
    query, _, text = file.read_text("utf-8").partition("\n---\n")
    made = to_saql(json.loads(query), "deals", Deals())
    assert made == text.strip()
    saql.parse(made)


def test_json_text_and_wrapped_queries_are_the_same_query() -> None:
    query = {"measures": [["count", "*"]]}
    assert to_saql(json.dumps({"query": json.dumps(query), "version": -1})) == to_saql(query)


def test_without_a_catalog_numbers_that_can_only_be_instants_are_dates() -> None:
    made = to_saql({"measures": [["count", "*"]], "filters": [["X", [[1483228800000, 1485820800000]], ">=<="]]})
    assert "date('X_Year', 'X_Month', 'X_Day') in [dateRange([2017, 1, 1], [2017, 1, 31])]" in made


@pytest.mark.parametrize(
    "query",
    [
        {"measures": [["sum); q = load", "X"]]},
        {"measures": [["sum", "*"]]},
        {"measures": []},
        {"measures": [["count", "*"]], "filters": [["X", [{"a": 1}], "in"]]},
        {"measures": [["sum", "X", "A"]], "columns": [{"query": {"measures": [["sum", "X"]], "formula": "1; q = x"}}]},
        {
            "measures": [],
            "columns": [
                {"query": {"measures": [["sum", "X"]], "formula": "B"}},
                {"query": {"measures": [["sum", "X"]], "formula": "A"}},
            ],
        },
        {"sources": [{"columns": []}]},
        3,
    ],
)
def test_a_query_that_cannot_be_read_is_refused(query: Any) -> None:
    with pytest.raises((CompactError, TypeError)) as caught:
        to_saql(query)
    assert str(caught.value)


def test_columns_know_what_they_are_made_of() -> None:
    query: Any = {
        "measures": [["sum", "Amount", "A", {"display": "Pipeline"}], ["count", "*"]],
        "groups": ["Stage", ["D_Year", "D_Month"]],
    }
    assert origins(query) == {
        "Stage": ColumnOrigin(None, "Stage"),
        "D_Year~~~D_Month": ColumnOrigin(None, "D_Year~~~D_Month"),
        "A": ColumnOrigin("sum", "Amount", "Pipeline"),
        "count": ColumnOrigin("count", "*"),
    }
    assert group_names(query) == ("Stage", "D_Year~~~D_Month")


def test_the_header_of_a_compare_column_is_its_label() -> None:
    columns = [{"query": {"measures": [["sum", "Amount"]]}, "header": "Won", "format": "$#,##0"}]
    found = origins({"measures": [["sum", "Amount", "A"]], "columns": columns})  # type: ignore[dict-item]
    assert found["A"] == ColumnOrigin("sum", "Amount", "Won", "$#,##0")


def test_the_count_of_a_field_counts_its_different_values() -> None:
    found = to_saql({"measures": [["count", "Owner"], ["count", "*"]]}, "deals")
    assert "unique('Owner') as 'unique_Owner', count() as 'count'" in found
    assert origins({"measures": [["count", "Owner"]]})["unique_Owner"].function == "unique"


def test_a_compare_column_that_has_a_name_keeps_it() -> None:
    year = {"measures": [["max", "Year"]], "groups": ["Stage"]}
    columns = [{"query": year, "name": "Year"}, {"query": {**year, "formula": "max(Year)-1"}, "name": "Before"}]
    query = {"measures": [["max", "Year", "A"], ["max", "Year", "B"]], "columns": columns, "groups": ["Stage"]}
    assert [*origins(query)][-2:] == ["Year", "Before"]
    assert "as 'Before'" in to_saql(query, "deals")
