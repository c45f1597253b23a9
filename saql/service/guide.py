"""What statements and keywords are for, in a line each: for hovers, completion and `swell help`.

The pages of docs/language say the same at length; a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from saql.record import record


@record
class StatementGuide:
    """A statement: what it does in a sentence, the forms that it has, and an example."""

    name: str
    summary: str
    forms: tuple[str, ...]
    example: str


STATEMENTS: Mapping[str, StatementGuide] = MappingProxyType(
    {
        each.name: each
        for each in (
            StatementGuide(
                "load",
                "Reads the rows of a dataset.",
                ('q = load "dataset";', 'q = load "dataset@version" sample(percent) repeatable(seed);'),
                'q = load "opportunities";',
            ),
            StatementGuide(
                "filter",
                "Keeps the rows for which a condition is true.",
                ("q = filter q by condition;",),
                'q = filter q by Stage == "Won" && Amount > 1000;',
            ),
            StatementGuide(
                "foreach",
                "Makes a row of results for each row, or for each group.",
                ("q = foreach q generate expression as name, ..;",),
                "q = foreach q generate Stage, count() as Deals, sum(Amount) as Total;",
            ),
            StatementGuide(
                "group",
                "Gathers the rows that have the same keys.",
                (
                    "q = group q by key;",
                    "q = group q by (key, ..);",
                    "q = group q by all;",
                    "q = group q by rollup(key, ..);",
                ),
                "q = group q by (Region, Stage);",
            ),
            StatementGuide(
                "cogroup",
                "Groups several streams and puts their groups with equal keys side by side.",
                ("q = cogroup a by key [left|right|full], b by key, ..;", "q = cogroup a by all, b by all;"),
                "q = cogroup o by Account left, a by Id;",
            ),
            StatementGuide(
                "join",
                "Keeps the rows of a stream that have, or lack, a partner in another.",
                ("q = join a by key semi, b by key;", "q = join a by (key, ..) anti, b by (key, ..);"),
                "q = join o by Account semi, a by Id;",
            ),
            StatementGuide(
                "augment",
                "Adds fields of another stream to the rows of a stream, by a key.",
                (
                    "q = augment q by key, a by key generate a.field as name, ..;",
                    "q = augment q by (key, ..), a by (key, ..) generate a.field as name, ..;",
                    "q = augment q by key, a by key generate sum(a.field) as name, collect(a.field) as name, ..;",
                ),
                "q = augment q by Account, a by Id generate a.Industry as Industry;",
            ),
            StatementGuide(
                "flatten",
                "Adds to each row of a hierarchy what is above it.",
                ("q = flatten q by key, parent [with self] generate ancestors as name, path as name;",),
                "r = flatten r by Id, Parent generate ancestors as Above, path as Path;",
            ),
            StatementGuide(
                "union",
                "Puts the rows of streams below each other.",
                ("q = union a, b, ..;",),
                "q = union won, open;",
            ),
            StatementGuide(
                "order",
                "Sorts the rows, or the groups.",
                ("q = order q by key [asc|desc] [nulls first|last];", "q = order q by (key desc, ..);"),
                "q = order q by (Total desc, Stage);",
            ),
            StatementGuide(
                "limit",
                "Keeps the first rows.",
                ("q = limit q count;",),
                "q = limit q 10;",
            ),
            StatementGuide(
                "offset",
                "Leaves out the first rows.",
                ("q = offset q count;",),
                "q = offset q 10;",
            ),
            StatementGuide(
                "fill",
                "Adds a row for every period that a series lacks.",
                ('q = fill q by (dateCols=(year, .., "Y-M") [, startDate="..", endDate="..", partition=field]);',),
                'q = fill q by (dateCols=(Year, Month, "Y-M"), partition=Region);',
            ),
            StatementGuide(
                "timeseries",
                "Forecasts series by exponential smoothing.",
                ("q = timeseries q generate field as name, .. with (length=periods, ..);",),
                'q = timeseries q generate Total as Next with (length=6, dateCols=(Year, Month, "Y-M"));',
            ),
            StatementGuide(
                "arimax",
                "Forecasts series by an ARIMA model, with further fields as causes if need be.",
                ("q = arimax q generate field as name, .. with (length=periods, ..);",),
                "q = arimax q generate Total as Next with (length=6, order=Month, arimaOrder=(1, 1, 1));",
            ),
        )
    }
)
"""The statements by name, in the order of their teaching."""

PARAMETERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "fill": {
            "dateCols": "the fields of the date, and their pattern",
            "startDate": "the first period",
            "endDate": "the last period",
            "partition": "a field: each of its values has a series of its own",
        },
        "timeseries": {
            "length": "how many periods to forecast",
            "dateCols": "the fields of the date, and their pattern",
            "order": "the field that orders the rows, where there are no dateCols",
            "partition": "a field: each of its values has a series of its own",
            "predictionInterval": "80 or 95: adds the bounds in which so many percent of the values are expected",
            "model": "None, Additive or Multiplicative: how seasons enter",
            "seasonality": "the periods of a season: 0, or 2 to 24",
            "ignoreLast": "true leaves the last period out, which may not be over yet",
        },
        "arimax": {
            "length": "how many periods to forecast",
            "dateCols": "the fields of the date, and their pattern",
            "order": "the field that orders the rows, where there are no dateCols",
            "partition": "a field: each of its values has a series of its own",
            "predictionInterval": "80 or 95: adds the bounds in which so many percent of the values are expected",
            "ignoreLast": "true leaves the last period out, which may not be over yet",
            "arimaOrder": "(p, d, q) of the model",
            "seasonalOrder": "(P, D, Q, s) of the model's seasons",
            "xreg": "fields that the model takes as causes",
            "xregFutures": "the values of those fields in the forecast periods",
            "showParams": "top or multi: shows the models instead of forecasts",
        },
    }
)
"""The parameters of statements, with what each is."""

LINEAGE: Mapping[str, str] = MappingProxyType(
    {
        "ancestors": "the keys of all ancestors, as a multivalue",
        "path": "the keys of all ancestors as one text, the nearest first, with backslashes between them",
    }
)
"""What a flatten can generate."""

DATE_PATTERNS = ("Y", "Y-Q", "Y-M", "Y-W", "Y-M-D")
"""The patterns of dateCols."""

_KEYWORDS = MappingProxyType(
    {
        "all": "One group of everything, or one window over all groups; `in all` holds for every row.",
        "and": "True where both sides are; the same as `&&`.",
        "anti": "The rows of the stream before it that have no partner in the one after it.",
        "as": "Gives a result its name.",
        "asc": "In ascending order.",
        "by": "Before a condition, or keys.",
        "case": 'The result of the first `when` that is true: `case when Amount > 5 then "large" else "small" end`.',
        "desc": "In descending order.",
        "else": "The result of a case where no `when` is true.",
        "end": "Ends a case.",
        "false": 'The boolean; fields hold it as the text "false".',
        "first": "`nulls first`: nulls come before all values.",
        "full": "Keeps the groups of both sides that have no partner.",
        "generate": "Before the results of a foreach or a forecast.",
        "in": 'Whether a value is in a list: `Stage in ["Won", "Lost"]`, `Amount in [10..20]`.',
        "inner": "Keeps only groups with partners on both sides, as without a word.",
        "is": "`is null` and `is not null` ask whether a value is missing.",
        "last": "`nulls last`: nulls come after all values.",
        "left": "Keeps the groups of the stream before it that have no partner.",
        "like": "Whether a text fits a pattern: `%` is any characters, `_` is one; case counts.",
        "matches": "Whether a text has another in it, in upper or lower case.",
        "not": "True where the condition is false; also in `not in` and `is not null`.",
        "null": "No value.",
        "nulls": "`nulls first` or `nulls last` says where nulls are sorted.",
        "or": "True where a side is; the same as `||`.",
        "over": "A window over groups: `sum(sum(Amount)) over ([..0] partition by all order by Month)`.",
        "partition": "`partition by` field: a window does not reach beyond the groups that have the same.",
        "repeatable": "Draws the same sample again, by a number.",
        "right": "Keeps the groups of the streams after it that have no partner.",
        "rollup": "Adds rows with subtotals: `group q by rollup(Region, Stage)`.",
        "sample": "Reads so many percent of the rows, drawn at random.",
        "self": "`with self`: a row's own key counts among its ancestors.",
        "semi": "The rows of the stream before it that have a partner in the one after it.",
        "then": "Before the result of a `when`.",
        "true": 'The boolean; fields hold it as the text "true".',
        "when": "Before a condition of a case, or a value.",
        "with": "Before the parameters of a forecast, and before the `self` of a flatten.",
        "within": "`within group (order by field)` says what a percentile is of.",
    }
)


def meaning(keyword: str) -> str:
    """Return what a keyword means, in one line."""
    statement = STATEMENTS.get(keyword)
    return statement.summary if statement else _KEYWORDS[keyword]
