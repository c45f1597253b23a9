"""Bins: which values are one class, and what the class is called."""

import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.analyses.scorecards.bins import NumberBins, TextBins, bins_json, bins_of, find_bins
from engine.analyses.scorecards.records import Values
from engine.columns import TextColumn
from engine.json_value import JsonValue
from engine.kernels.codes import encode
from engine.models.errors import ModelError


def texts(*values: str | None) -> TextColumn:
    return encode(pa.array(values, pa.string()))


def words(values: Values, bins: TextBins | NumberBins) -> list[str]:
    return [bins.words(int(place)) for place in bins.classes(values)]


def test_texts_that_are_frequent_are_classes_and_the_rest_is_one() -> None:
    column = texts(*["Web"] * 50, *["Fair"] * 40, *["Odd"] * 3, None)
    bins = find_bins(column, 0.5)
    assert bins == TextBins(("Fair", "Web"))
    assert words(texts("Web", "Odd", "New", None, "Fair"), bins) == [
        "Web",
        "one of the rarer ones",
        "one of the rarer ones",
        "not known",
        "Fair",
    ]


def test_where_the_outcome_is_rare_a_class_takes_more_records() -> None:
    column = texts(*["Web"] * 500, *["Fair"] * 400)
    assert find_bins(column, 0.022) == TextBins(("Web",))  # of 455 records ten are to be expected to have it


def test_few_numbers_are_a_class_each_and_many_have_round_edges() -> None:
    few = find_bins(np.array([0.0, 0.0, 1.0, 2.0, 5.0, np.nan]), 0.5)
    assert words(np.array([0.0, 1.0, 4.0, 5.0, 9.0, np.nan]), few) == [
        "0",
        "1",
        "2",
        "5 or more",
        "5 or more",
        "not known",
    ]
    many = find_bins(np.arange(10_000, dtype=np.float64) * 3, 0.5)
    assert isinstance(many, NumberBins)
    assert many.edges[:3] == (300.0, 750.0, 1_500.0)
    assert words(np.array([10.0, 299.0, 300.0, 40_000.0]), many) == [
        "below 300",
        "below 300",
        "300 to 750",
        "29,000 or more",
    ]


def test_a_number_that_many_records_have_is_a_class_of_its_own() -> None:
    numbers = np.concatenate([np.zeros(5_000), np.linspace(812.5, 90_000.5, 5_000)])
    bins = find_bins(numbers, 0.5)
    assert words(np.array([0.0, 812.5, 900.0]), bins)[0] == "0"
    assert words(np.array([812.5]), bins) != ["0"]
    assert words(np.array([812.5]), bins)[0].startswith("812.5 to ")


def test_whole_numbers_that_are_a_class_of_their_own_are_called_so() -> None:
    bins = find_bins(np.repeat(np.arange(40.0), np.arange(40, 0, -1)), 0.5)
    assert words(np.array([0.0, 1.0]), bins) == ["0", "1"]
    assert all("below 1" not in bins.words(place) for place in range(len(bins)))


@given(some.lists(some.one_of(some.none(), some.floats(-1e9, 1e9)), max_size=80), some.floats(0.01, 0.99))
def test_each_number_has_the_class_of_its_interval_and_bins_are_kept(numbers: list[float | None], rate: float) -> None:
    column = np.array([np.nan if each is None else each for each in numbers], dtype=np.float64)
    bins = find_bins(column, rate)
    assert isinstance(bins, NumberBins)
    assert list(bins.edges) == sorted(set(bins.edges))
    for number, place in zip(column, bins.classes(column), strict=True):
        assert 0 <= place < len(bins)
        assert (place == 0) == np.isnan(number)
        if place >= 2:
            assert number >= bins.edges[place - 2]
        if 1 <= place <= len(bins.edges):
            assert number < bins.edges[place - 1]
    assert bins_of(JsonValue(json.loads(json.dumps(bins_json(bins))), ModelError)) == bins


def test_bins_of_texts_are_kept() -> None:
    bins = TextBins(("a", "b"))
    assert bins_of(JsonValue(bins_json(bins), ModelError)) == bins


@pytest.mark.parametrize("column", [texts(None, None), np.array([np.nan, np.nan])])
def test_a_field_without_values_has_one_class(column: Values) -> None:
    assert find_bins(column, 0.5).classes(column).tolist() == [0, 0]
