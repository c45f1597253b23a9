"""Every function is declared whole, and its examples agree with its declaration."""

import pytest

import saql
from saql.check import check
from saql.functions.define import Function, Parameter, split_example
from saql.functions.registry import AGGREGATES, RANKINGS, REGISTRY, find, find_aggregate, find_ranking, spellings
from saql.schema import Schema
from saql.types import Type

ALL = [*REGISTRY.values(), *AGGREGATES.values(), *RANKINGS.values()]
CALLABLE = [each for each in REGISTRY.values() if each.spellings or each.symbol]


class OneRow:
    def names(self):
        return ["one"]

    def schema(self, name):
        return Schema.of([("x", Type.NUMBER)])


@pytest.mark.parametrize("function", ALL, ids=lambda each: each.name)
def test_a_function_has_a_summary_an_example_and_a_kernel(function):
    assert function.summary.endswith(".")
    assert function.examples
    assert function.kernel
    assert function.signature.startswith(getattr(function, "spellings", ()) or function.name)


@pytest.mark.parametrize("example", [example for each in CALLABLE for example in each.examples if "([" not in example])
def test_an_example_can_be_checked_and_has_the_type_of_its_result(example):
    expression, result = split_example(example)
    query = check(saql.parse(f'q = load "one"; q = foreach q generate {expression} as r;'), OneRow())
    kinds = {bool: Type.BOOLEAN, int: Type.NUMBER, float: Type.NUMBER, str: Type.TEXT}
    assert result is None or query.schema.get("r").type is kinds[type(result)]


def test_the_documented_functions_are_all_there():
    math = "abs acos asin atan ceil cos degrees exp floor log pi power radians round sign sin sqrt tan trunc".split()
    text = (
        "ascii chr ends_with index_of len lower ltrim mv_to_string number_to_string replace rtrim starts_with"
        " string_to_number substr trim upper"
    ).split()
    dates = (
        "daysBetween date_diff now date toDate date_to_epoch date_to_string toString day_in_week day_in_month"
        " day_in_quarter day_in_year month_days quarter_days year_days toDateTime toDateOnly year quarter month week"
        " day hour minute second fiscalYear fiscalQuarter fiscalMonth fiscalWeek epochDay epochSecond"
    ).split()
    edges = [
        f"{fiscal}{period}_{edge}_day"
        for fiscal in ("", "fiscal_")
        for period in ("week", "month", "quarter", "year")
        for edge in ("first", "last")
    ]
    aggregates = (
        "avg average count first last max median min sum unique stddev stddevp var varp percentile_cont"
        " percentile_disc regr_intercept regr_slope regr_r2 grouping"
    ).split()
    rankings = ["rank", "dense_rank", "cume_dist", "row_number"]
    assert {*math, *text, *dates, *edges, *aggregates, *rankings, "coalesce"} <= set(spellings())
    assert all(find(each) for each in (*math, *text, *dates, *edges))
    assert all(find_aggregate(each) for each in aggregates)
    assert all(find_ranking(each) for each in rankings)


def test_operators_and_conversions_can_not_be_called():
    assert not find("equal")
    assert not find("date_text")


def test_an_overload_is_told_by_its_first_argument():
    assert [each.name for each in find("toDate")] == ["parse_date", "epoch_date"]


def test_signatures_show_what_may_be_left_out():
    assert REGISTRY["round"].signature == "round(number, [digits])"
    assert REGISTRY["coalesce"].signature == "coalesce(values, ..)"
    assert AGGREGATES["percentile_cont"].signature == "percentile_cont(fraction) within group (order by field)"


def test_parameters_that_may_be_left_out_come_last():
    for each in REGISTRY.values():
        left_out = [parameter.optional for parameter in each.parameters]
        assert left_out == sorted(left_out)
        assert not any(parameter.variadic for parameter in each.parameters[:-1])


def test_a_declaration_is_data():
    function = Function(
        name="twice",
        spellings=("twice",),
        parameters=(Parameter("number", (Type.NUMBER,)),),
        returns=Type.NUMBER,
        family="math",
        summary="The number twice.",
        examples=("twice(2) => 4",),
        kernel="number_twice",
    )
    assert function.signature == "twice(number)"
    assert split_example(function.examples[0]) == ("twice(2)", 4)
