"""Functions of all rows of a group, and of a row's place among others.

All but `count`, `first`, `last` and `grouping` leave nulls out; over no values they give null.
"""

from __future__ import annotations

from saql.functions.define import (
    ANY,
    SAME,
    AggregateFunction,
    Parameter,
    RankingFunction,
    RowValue,
)
from saql.types import Type

_NUMBER = (Parameter("number", (Type.NUMBER,)),)
_VALUE = (Parameter("value", ANY, same=True),)
_FRACTION = (Parameter("fraction", (Type.NUMBER,), literal=True, minimum=0, maximum=1),)
_PAIR = (Parameter("y", (Type.NUMBER,)), Parameter("x", (Type.NUMBER,)))
_LEAST_SQUARES = "Only rows where both are not null count. Null for fewer than two such rows, or where all x are equal."


def _spread(name: str, summary: str, details: str, example: str, kernel: str, row: RowValue) -> AggregateFunction:
    return AggregateFunction(
        name=name,
        parameters=_NUMBER,
        returns=Type.NUMBER,
        summary=summary,
        details=details,
        examples=(example,),
        kernel=kernel,
        of_one_row=row,
        spellings=(name,),
    )


def _regression(name: str, summary: str, details: str, example: str) -> AggregateFunction:
    return AggregateFunction(
        name=name,
        parameters=_PAIR,
        returns=Type.NUMBER,
        summary=summary,
        details=details,
        examples=(example,),
        kernel=name,
        of_one_row="null",
        spellings=(name,),
        in_cogroup=False,
    )


def _edge(name: str, side: str, example: str) -> RankingFunction:
    return RankingFunction(
        name=name,
        parameters=_VALUE,
        returns=SAME,
        summary=f"The value in the {side} row of the partition, in window order.",
        details="Null where that row has null.",
        examples=(example,),
        kernel=name,
        extension=True,
    )


def _neighbour(name: str, side: str, example: str) -> RankingFunction:
    return RankingFunction(
        name=name,
        parameters=(
            Parameter("value", ANY, same=True),
            Parameter("rows", (Type.NUMBER,), optional=True, literal=True, minimum=0),
        ),
        returns=SAME,
        summary=f"The value in a row {side} this one, in window order: the next one, or so many rows away.",
        details="Null where the partition has no such row.",
        examples=(example,),
        kernel=name,
        extension=True,
    )


AGGREGATES = (
    AggregateFunction(
        name="count",
        parameters=(),
        returns=Type.NUMBER,
        summary="How many rows the group has; in a cogroup, `count(stream)` names the stream.",
        details="Rows with nulls count too. Null where a cogroup has no group on that side.",
        examples=("count([1, null, 1]) => 3",),
        kernel="count_rows",
        of_one_row="one",
        spellings=("count",),
        windowed=True,
        in_rollup=True,
    ),
    AggregateFunction(
        name="sum",
        parameters=_NUMBER,
        returns=Type.NUMBER,
        summary="The sum of the values.",
        details="Of whole numbers a whole number; one beyond 64 bits is a decimal number or an error, never wrong.",
        examples=("sum([1, 2, null]) => 3", "sum([null]) => null"),
        kernel="sum",
        of_one_row="value",
        spellings=("sum",),
        windowed=True,
        in_rollup=True,
    ),
    AggregateFunction(
        name="avg",
        parameters=_NUMBER,
        returns=Type.NUMBER,
        summary="The mean of the values.",
        examples=("avg([1, 2, null]) => 1.5",),
        kernel="mean",
        of_one_row="value",
        spellings=("avg", "average"),
        windowed=True,
        in_rollup=True,
    ),
    AggregateFunction(
        name="min",
        parameters=_VALUE,
        returns=SAME,
        summary="The least value: of numbers the smallest, of texts the first, of dates the earliest.",
        examples=("min([3, 1, null]) => 1", 'min(["b", "a"]) => "a"'),
        kernel="min",
        of_one_row="value",
        spellings=("min",),
        windowed=True,
        in_rollup=True,
    ),
    AggregateFunction(
        name="max",
        parameters=_VALUE,
        returns=SAME,
        summary="The greatest value: of numbers the largest, of texts the last, of dates the latest.",
        examples=("max([3, 1, null]) => 3", 'max(["b", "a"]) => "b"'),
        kernel="max",
        of_one_row="value",
        spellings=("max",),
        windowed=True,
        in_rollup=True,
    ),
    AggregateFunction(
        name="unique",
        parameters=(Parameter("value", (*ANY, Type.MULTIVALUE)),),
        returns=Type.NUMBER,
        summary="How many different values there are.",
        details="Nulls are no value, and over none it is 0. Of a multivalue, how many different single values.",
        examples=('unique(["a", "b", "a", null]) => 2',),
        kernel="count_distinct",
        of_one_row="present",
        spellings=("unique",),
        in_rollup=True,
    ),
    AggregateFunction(
        name="median",
        parameters=_NUMBER,
        returns=Type.NUMBER,
        summary="The middle value; of an even number of values the mean of the two in the middle.",
        examples=("median([1, 9, 2]) => 2", "median([1, 2, null]) => 1.5"),
        kernel="median",
        of_one_row="value",
        spellings=("median",),
        windowed=True,
    ),
    AggregateFunction(
        name="first",
        parameters=_VALUE,
        returns=SAME,
        summary="The value of the group's first row.",
        details="Null where that row has null. Rows are in the order of the stream that was grouped.",
        examples=("first([3, 1, 2]) => 3",),
        kernel="first",
        of_one_row="value",
        spellings=("first",),
    ),
    AggregateFunction(
        name="last",
        parameters=_VALUE,
        returns=SAME,
        summary="The value of the group's last row.",
        details="Null where that row has null. Rows are in the order of the stream that was grouped.",
        examples=("last([3, 1, 2]) => 2",),
        kernel="last",
        of_one_row="value",
        spellings=("last",),
    ),
    AggregateFunction(
        name="collect",
        parameters=(Parameter("text", (Type.TEXT, Type.MULTIVALUE)),),
        returns=Type.MULTIVALUE,
        summary="The different values, as a multivalue.",
        details="Sorted, as in every multivalue; nulls are left out. `mv_to_string(collect(..))` makes one text of it.",
        examples=('mv_to_string(collect(["b", "a", "b", null])) => "a, b"',),
        kernel="collect",
        of_one_row="value",
        spellings=("collect",),
        extension=True,
    ),
    _spread(
        "stddev",
        "The standard deviation of a sample.",
        "The root of `var`; null for fewer than two values.",
        "stddev([1, 3, 5]) => 2",
        "stddev_sample",
        "null",
    ),
    _spread(
        "stddevp",
        "The standard deviation of a whole population.",
        "The root of `varp`.",
        "stddevp([1, 3]) => 1",
        "stddev_population",
        "zero",
    ),
    _spread(
        "var",
        "The variance of a sample.",
        "The squared differences from the mean, summed, by n - 1; null for fewer than two values.",
        "var([1, 3, 5]) => 4",
        "variance_sample",
        "null",
    ),
    _spread(
        "varp",
        "The variance of a whole population.",
        "The squared differences from the mean, summed, by n.",
        "varp([1, 3]) => 1",
        "variance_population",
        "zero",
    ),
    AggregateFunction(
        name="percentile_cont",
        parameters=_FRACTION,
        returns=Type.NUMBER,
        summary="The value below which a fraction of the values lies, with interpolation.",
        details=(
            "Of n values in the order given, that at position fraction * (n - 1), counted from 0; between two "
            "values the straight line counts. The fraction is 0 to 1."
        ),
        examples=("percentile_cont(0.25) within group (order by [0, 1, 2, 3, 4]) => 1",),
        kernel="percentile_cont",
        of_one_row="value",
        spellings=("percentile_cont",),
        windowed=True,
        within=True,
    ),
    AggregateFunction(
        name="percentile_disc",
        parameters=_FRACTION,
        returns=Type.NUMBER,
        summary="The first of the values that at least a fraction of them does not exceed.",
        details=(
            "Of n values in the order given, number ceil(fraction * n), counted from 1, and at least the first. "
            "The fraction is 0 to 1."
        ),
        examples=("percentile_disc(0.72) within group (order by [54, 35, 15, 15, 76, 87, 78]) => 78",),
        kernel="percentile_disc",
        of_one_row="value",
        spellings=("percentile_disc",),
        windowed=True,
        within=True,
    ),
    _regression(
        "regr_slope", "The slope of the line of least squares.", _LEAST_SQUARES, "regr_slope([3, 5], [1, 2]) => 2"
    ),
    _regression(
        "regr_intercept",
        "Where the line of least squares meets x = 0.",
        _LEAST_SQUARES,
        "regr_intercept([3, 5], [1, 2]) => 1",
    ),
    _regression(
        "regr_r2",
        "How well the line of least squares fits, 0 to 1.",
        f"The square of the correlation; 1 where all y are equal. {_LEAST_SQUARES}",
        "regr_r2([3, 5, 7], [1, 2, 3]) => 1",
    ),
    AggregateFunction(
        name="grouping",
        parameters=(Parameter("key", ANY, same=True),),
        returns=Type.NUMBER,
        summary="With `rollup`: 1 on a subtotal over the key, else 0.",
        details="The argument is a key of the group.",
        examples=('grouping(["a"]) => 0',),
        kernel="grouping",
        of_one_row="zero",
        spellings=("grouping",),
        in_rollup=True,
    ),
)
"""In the order of the docs."""

RANKINGS = (
    RankingFunction(
        name="rank",
        summary="The place of the row; equal rows share one, and the next places are left out.",
        examples=("rank([1, 1, 2]) => [1, 1, 3]",),
        kernel="rank",
    ),
    RankingFunction(
        name="dense_rank",
        summary="The place of the row; equal rows share one, and no place is left out.",
        examples=("dense_rank([1, 1, 2]) => [1, 1, 2]",),
        kernel="dense_rank",
    ),
    RankingFunction(
        name="cume_dist",
        summary="The fraction of rows that come before the row or are equal to it.",
        examples=("cume_dist([1, 1, 2, 3]) => [0.5, 0.5, 0.75, 1]",),
        kernel="cume_dist",
    ),
    RankingFunction(
        name="row_number",
        summary="The number of the row, counted from 1.",
        examples=("row_number([1, 1, 2]) => [1, 2, 3]",),
        kernel="row_number",
    ),
    RankingFunction(
        name="ntile",
        parameters=(Parameter("buckets", (Type.NUMBER,), literal=True, minimum=1),),
        summary="The number of the row's bucket, counted from 1, where the rows are dealt to buckets in order.",
        details="The buckets are of one size, but the first ones have a row more where the rows can't be shared out.",
        examples=("ntile(2) of [1, 2, 3] => [1, 1, 2]",),
        kernel="ntile",
        extension=True,
    ),
    _neighbour("lag", "before", "lag([10, 20, 30]) => [null, 10, 20]"),
    _neighbour("lead", "after", "lead([10, 20, 30], 2) => [30, null, null]"),
    _edge("first_value", "first", "first_value([10, 20, 30]) => [10, 10, 10]"),
    _edge("last_value", "last", "last_value([10, 20, 30]) => [30, 30, 30]"),
)
"""Functions that only stand before `over`; equal rows are those with equal window order."""
