"""Expressions as descriptions, and the two texts that each form has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

TEXT, NUMBER, BOOLEAN, DATE, DAY, MULTIVALUE = "text", "number", "boolean", "date", "day", "multivalue"
SQL_TYPES = {TEXT: "varchar", NUMBER: "double", BOOLEAN: "boolean", DATE: "timestamp", DAY: "date"}


@dataclass(frozen=True)
class Term:
    """A form applied to parts. `value` is the name of a field, a literal, a window's frame, .."""

    form: str
    parts: tuple[Term, ...] = ()
    value: Any = None


Write = Callable[[Term], str]

FORMS: dict[str, tuple[str, str]] = {
    # arithmetic
    "add": ("({0} + {1})", "({0} + {1})"),
    "subtract": ("({0} - {1})", "({0} - {1})"),
    "multiply": ("({0} * {1})", "({0} * {1})"),
    "divide": ("({0} / {1})", "(({0})::double / nullif({1}, 0))"),
    "modulo": ("({0} % {1})", "({0} % nullif({1}, 0))"),
    "negate": ("(-({0}))", "(0 - {0})"),
    # comparisons and logic
    "equal": ("{0} == {1}", "({0} = {1})"),
    "not_equal": ("{0} != {1}", "({0} <> {1})"),
    "less": ("{0} < {1}", "({0} < {1})"),
    "less_equal": ("{0} <= {1}", "({0} <= {1})"),
    "greater": ("{0} > {1}", "({0} > {1})"),
    "greater_equal": ("{0} >= {1}", "({0} >= {1})"),
    "and": ("({0} && {1})", "({0} and {1})"),
    "and_word": ("({0} and {1})", "({0} and {1})"),
    "or": ("({0} || {1})", "({0} or {1})"),
    "or_word": ("({0} or {1})", "({0} or {1})"),
    "not": ("!({0})", "(not {0})"),
    "not_word": ("(not {0})", "(not {0})"),
    "is_null": ("{0} is null", "({0} is null)"),
    "is_not_null": ("{0} is not null", "({0} is not null)"),
    "like": ("{0} like {1}", "({0} like {1} escape '\\')"),
    "matches": ("{0} matches {1}", "contains(lower({0}), lower({1}))"),
    "in_all": ("{0} in all", "true"),
    # numbers
    "abs": ("abs({0})", "abs({0})"),
    "ceil": ("ceil({0})", "ceil({0})"),
    "floor": ("floor({0})", "floor({0})"),
    "sqrt": ("sqrt({0})", "(case when {0} >= 0 then sqrt({0}) end)"),
    "exp": ("exp({0})", "(case when {0} <= 700 then exp({0}) end)"),
    "sign": ("sign({0})", "sign({0})"),
    "sin": ("sin({0})", "sin({0})"),
    "cos": ("cos({0})", "cos({0})"),
    "tan": ("tan({0})", "tan({0})"),
    "atan": ("atan({0})", "atan({0})"),
    "asin": ("asin({0})", "(case when {0} between -1 and 1 then asin({0}) end)"),
    "acos": ("acos({0})", "(case when {0} between -1 and 1 then acos({0}) end)"),
    "degrees": ("degrees({0})", "degrees({0})"),
    "radians": ("radians({0})", "radians({0})"),
    "pi": ("pi()", "pi()"),
    "log": (
        "log({0}, {1})",
        "(case when {0} > 0 and {1} > 0 and {0} <> 1 then ln({1}) / ln({0}) end)",
    ),
    "power": (
        "power({0}, {1})",
        "(case when {0} = 0 and {1} < 0 then null when {0} < 0 and {1} <> floor({1}) then null "
        "when not isfinite(power({0}, {1})) then null else power({0}, {1}) end)",
    ),
    "round": ("round({0})", "round({0})"),
    "round_to": ("round({0}, {1})", "round(({0})::double, ({1})::integer)"),
    "trunc": ("trunc({0})", "trunc({0})"),
    "trunc_cents": ("trunc({0}, 2)", "(trunc(({0}) * 100.0::double) / 100)"),
    "trunc_tens": ("trunc({0}, -1)", "(trunc(({0}) / 10.0::double) * 10)"),
    # texts
    "concat": ("({0} + {1})", "({0} || {1})"),
    "len": ("len({0})", "length({0})"),
    "upper": ("upper({0})", "upper({0})"),
    "lower": ("lower({0})", "lower({0})"),
    "trim": ("trim({0})", "trim({0}, ' ' || chr(9) || chr(13))"),
    "ltrim": ("ltrim({0})", "ltrim({0}, ' ' || chr(9) || chr(13))"),
    "rtrim": ("rtrim({0})", "rtrim({0}, ' ' || chr(9) || chr(13))"),
    "trim_set": ("trim({0}, {1})", "trim({0}, {1})"),
    "ltrim_set": ("ltrim({0}, {1})", "ltrim({0}, {1})"),
    "rtrim_set": ("rtrim({0}, {1})", "rtrim({0}, {1})"),
    "replace": ("replace({0}, {1}, {2})", "replace({0}, nullif({1}, ''), {2})"),
    "index_of": (
        "index_of({0}, {1})",
        "(case when {0} <> '' and {1} <> '' then strpos({0}, {1}) end)",
    ),
    "index_from": (
        "index_of({0}, {1}, {2})",
        "(case when {0} = '' or {1} = '' then null when strpos(substring({0}, {2}), {1}) = 0 then 0 "
        "else strpos(substring({0}, {2}), {1}) + {2} - 1 + 0 * length({0}) end)",
    ),
    "starts_with": ("starts_with({0}, {1})", "(case when {1} <> '' then starts_with({0}, {1}) end)"),
    "ends_with": ("ends_with({0}, {1})", "(case when {1} <> '' then ends_with({0}, {1}) end)"),
    "substr": (
        "substr({0}, {1})",
        "(case when {0} is null then null when {1} = 0 or abs({1}) > length({0}) then '' "
        "else substring({0}, case when {1} < 0 then length({0}) + {1} + 1 else {1} end) end)",
    ),
    "substr_of": (
        "substr({0}, {1}, {2})",
        "(case when {0} is null or {2} < 0 then null when {1} = 0 or abs({1}) > length({0}) then '' "
        "else substring({0}, case when {1} < 0 then length({0}) + {1} + 1 else {1} end, {2}) end)",
    ),
    "ascii": ("ascii({0})", "(case when {0} <> '' then unicode({0}) end)"),
    "chr": ("chr({0})", "(case when {0} between 1 and 55295 then chr(({0})::integer) end)"),
    "number_text": ('number_to_string({0}, "0")', "((round({0}))::bigint)::varchar"),
    "cents_text": ('number_to_string({0}, "0.00")', "printf('%.2f', round(({0})::double, 2) + 0.0)"),
    "text_number": (
        'string_to_number(number_to_string({0}, "0"))',
        "(((round({0}))::bigint)::varchar)::double",
    ),
    "joined": ('mv_to_string({0}, "; ")', "nullif(array_to_string(list_sort({0}), '; '), '')"),
    "first_value": ('({0} + "")', "list_sort({0})[1]"),
    "mv_is_null": ("{0} is null", "(coalesce(len({0}), 0) = 0)"),
    # dates; the SQL sees clocks of the query's zone
    "year": ("year({0})", "year({0})"),
    "quarter": ("quarter({0})", "quarter({0})"),
    "month": ("month({0})", "month({0})"),
    "day": ("day({0})", "day({0})"),
    "hour": ("hour({0})", "hour({0})"),
    "minute": ("minute({0})", "minute({0})"),
    "second": ("second({0})", "second({0})"),
    "day_in_week": ("day_in_week({0})", "(dayofweek({0}) + 1)"),
    "day_in_month": ("day_in_month({0})", "dayofmonth({0})"),
    "day_in_year": ("day_in_year({0})", "dayofyear({0})"),
    "day_in_quarter": ("day_in_quarter({0})", "(date_diff('day', date_trunc('quarter', {0}), {0}) + 1)"),
    "month_days": ("month_days({0})", "day(last_day({0}))"),
    "year_days": ("year_days({0})", "dayofyear(make_date(year({0}), 12, 31))"),
    "quarter_days": (
        "quarter_days({0})",
        "date_diff('day', date_trunc('quarter', {0}), date_trunc('quarter', {0}) + interval 3 month)",
    ),
    "date_text": ('date_to_string({0}, "yyyy-MM-dd HH:mm")', "strftime({0}, '%Y-%m-%d %H:%M')"),
    "day_text": ('toString({0}, "dd/MM/yy")', "strftime({0}, '%d/%m/%y')"),
    "days_between": ("daysBetween({0}, {1})", "date_diff('day', {0}, {1})"),
    "same_day": ("{0} == {1}", "({0}::date = {1})"),
    "other_day": ("{0} != {1}", "({0}::date <> {1})"),
    "before_day": ("{0} < {1}", "({0}::date < {1})"),
    "from_day": ("{0} >= {1}", "({0}::date >= {1})"),
    "coalesce": ("coalesce({0}, {1})", "coalesce({0}, {1})"),
    # aggregates
    "count": ("count()", "count(*)"),
    "sum": ("sum({0})", "sum({0})"),
    "avg": ("avg({0})", "avg({0})"),
    "average": ("average({0})", "avg({0})"),
    "min": ("min({0})", "min({0})"),
    "max": ("max({0})", "max({0})"),
    "unique": ("unique({0})", "count(distinct {0})"),
    "mv_unique": ("unique({0})", "coalesce(len(list_distinct(flatten(list({0}) filter ({0} is not null)))), 0)"),
    "median": ("median({0})", "median({0})"),
    "stddev": ("stddev({0})", "stddev_samp({0})"),
    "stddevp": ("stddevp({0})", "stddev_pop({0})"),
    "var": ("var({0})", "var_samp({0})"),
    "varp": ("varp({0})", "var_pop({0})"),
    "first": ("first({0})", "first({0} order by row_order)"),
    "last": ("last({0})", "last({0} order by row_order)"),
    "regr_slope": (
        "regr_slope({0}, {1})",
        "(case when regr_count({0}, {1}) > 1 and regr_sxx({0}, {1}) > 0 then regr_slope({0}, {1}) end)",
    ),
    "regr_intercept": (
        "regr_intercept({0}, {1})",
        "(case when regr_count({0}, {1}) > 1 and regr_sxx({0}, {1}) > 0 then regr_intercept({0}, {1}) end)",
    ),
    "regr_r2": (
        "regr_r2({0}, {1})",
        "(case when regr_count({0}, {1}) > 1 and regr_sxx({0}, {1}) > 0 then regr_r2({0}, {1}) end)",
    ),
    "grouping": ("grouping({0})", "grouping({0})"),
}
"""Name: the SAQL and the SQL of a form, its parts in the places of {0}, {1}, .."""

for _unit in ("month", "quarter", "year"):
    FORMS[f"{_unit}_first_day"] = (
        f'date_to_string({_unit}_first_day({{0}}), "yyyy-MM-dd")',
        f"strftime(date_trunc('{_unit}', {{0}}), '%Y-%m-%d')",
    )
    FORMS[f"{_unit}_last_day"] = (
        f'date_to_string({_unit}_last_day({{0}}), "yyyy-MM-dd")',
        f"strftime(date_trunc('{_unit}', {{0}}) + interval 1 {_unit} - interval 1 day, '%Y-%m-%d')",
    )
FORMS["week_first_day"] = (
    'date_to_string(week_first_day({0}), "yyyy-MM-dd")',
    "strftime(({0})::date - dayofweek({0})::integer, '%Y-%m-%d')",
)
FORMS["week_last_day"] = (
    'date_to_string(week_last_day({0}), "yyyy-MM-dd")',
    "strftime(({0})::date - dayofweek({0})::integer + 6, '%Y-%m-%d')",
)
for _unit in ("year", "quarter", "month", "day", "hour", "minute", "second"):
    FORMS[f"diff_{_unit}"] = (f'date_diff("{_unit}", {{0}}, {{1}})', f"date_diff('{_unit}', {{0}}, {{1}})")
FORMS["diff_week"] = (  # a Sunday is the Monday after it, a day later; DuckDB's own weeks miss one around 1970
    'date_diff("week", {0}, {1})',
    "(date_diff('day', date_trunc('week', {0} + interval 1 day), date_trunc('week', {1} + interval 1 day)) // 7)",
)

INEXACT = frozenset(
    "divide sqrt exp sin cos tan atan asin acos degrees radians pi log power avg average stddev stddevp var varp "
    "regr_slope regr_intercept regr_r2 percentile_cont round_to trunc_cents trunc_tens rough_field".split()
)
"""Forms whose last digit may differ between two right answers."""


def walk(term: Term) -> Iterator[Term]:
    yield term
    for each in term.parts:
        yield from walk(each)


def is_exact(term: Term) -> bool:
    """Say whether two right answers are equal to the last digit."""
    return all(each.form not in INEXACT for each in walk(term))


def saql_text(text: str) -> str:
    for found, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(found, written)
    return f'"{text}"'


def saql_name(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def sql_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def saql_literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return saql_text(value)
    if isinstance(value, dt.date):
        return f'"{value.isoformat()}"'
    return f"{value!r}"


def sql_literal(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower() if value is not None else "null"
    if isinstance(value, str):
        parts = [f"'{part}'" for part in value.replace("'", "''").split("\n")]
        return f"({' || chr(10) || '.join(parts)})::varchar"
    if isinstance(value, dt.date):
        return f"date '{value.isoformat()}'"
    return f"({value})::double" if isinstance(value, float) else f"({value})::bigint"
