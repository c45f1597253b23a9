"""Conditions on the records of an object, as Salesforce has them, and the same in SAQL.

They come from `filterConditions` (structured) and from the where clause of a query in SOQL (soql.py). Salesforce's own
rules hold: a comparison with `!=` is true of null, and `LIKE` does not tell upper case from lower.
"""

from __future__ import annotations

from typing import TypeAlias

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.form import Form
from engine.recipes.dataflow.periods import DATE_FUNCTIONS, period_condition
from engine.recipes.dataflow.stream import Column, Stream
from saql.record import record
from saql.types import Type


@record
class Word:
    """A value without quotes: a number, a boolean, null, a day, or a relative date such as `LAST_N_DAYS:30`."""

    text: str


Value: TypeAlias = str | Word
"""A text, or a value that stood without quotes."""


@record
class Comparison:
    """A field, an operator of SOQL in upper case, and the values it is compared with.

    `function` is what SOQL makes of a date before, such as `CALENDAR_YEAR`, or None.
    """

    field: str
    operator: str
    values: tuple[Value, ...]
    at: str
    function: str | None = None


@record
class Group:
    """Conditions joined by AND or OR, or the one that NOT turns round."""

    operator: str
    conditions: tuple[Condition, ...]


Condition: TypeAlias = "Comparison | Group"

OPERATORS = frozenset(("=", "!=", "<>", "<", "<=", ">", ">=", "LIKE", "IN", "NOT IN", "INCLUDES", "EXCLUDES"))


def read_conditions(given: Form, *keys: str) -> Condition | None:
    """Read structured conditions; those of a list hold together. None where there are none."""
    found = [_condition(each) for each in given.forms(*keys)]
    sound = tuple(each for each in found if each is not None)
    if not sound:
        return None
    return sound[0] if len(sound) == 1 else Group("AND", sound)


def _condition(form: Form) -> Condition | None:
    operator = " ".join((form.text("operator", "logicalOperator") or "=").upper().split())
    operator = {"EQUALS": "=", "NOTEQUALS": "!=", "==": "="}.get(operator, operator)
    if form.has("conditions") or operator in ("AND", "OR", "NOT"):
        inner = tuple(each for one in form.forms("conditions") if (each := _condition(one)) is not None)
        return Group(operator if operator in ("AND", "OR", "NOT") else "AND", inner) if inner else None
    if operator not in OPERATORS:
        hint = f"There are {', '.join(sorted(OPERATORS))}, AND, OR and NOT."
        form.error(f"There is no operator '{operator}'.", hint, form.where("operator"))
        return None
    raw = form.flag("isQuoted", False)
    value = form.value("value", "values")
    items = value if isinstance(value, list) else [value]
    values = tuple(_value(each, raw) for each in items)
    if not values:
        form.error("The condition has no value.", None, form.where("value", "values"))
        return None
    return Comparison(form.needed("field", "name"), operator, values, form.at)


def _value(value: object, raw: bool) -> Value:
    if value is None:
        return Word("null")
    if isinstance(value, bool):
        return Word("true" if value else "false")
    if isinstance(value, int | float):
        return Word(str(value))
    text = str(value)
    return Word(text) if raw else text


def written(condition: Condition, stream: Stream, draft: Draft) -> str | None:
    """Return a condition in SAQL over a loaded stream, or None after saying what can't be written."""
    match condition:
        case Comparison():
            return _comparison(condition, stream, draft)
        case Group("NOT", (inner,)):
            text = written(inner, stream, draft)
            return None if text is None else f"!({text})"
        case Group(operator, inner):
            texts = [_inside(each, written(each, stream, draft)) for each in inner]
            sign = " || " if operator == "OR" else " && "
            return sign.join(each for each in texts if each is not None) if None not in texts else None


def _inside(condition: Condition, text: str | None) -> str | None:
    """Return a condition as it stands among others."""
    return f"({text})" if text is not None and isinstance(condition, Group) else text


def _comparison(node: Comparison, stream: Stream, draft: Draft) -> str | None:
    column = _column(node, stream, draft)
    if column is None:
        return None if "." in node.field else _of_null(node, draft)
    field, kind = quote.name(column.name), column.type
    if node.function is not None:
        if node.function not in DATE_FUNCTIONS:
            draft.error(node.at, f"The function {node.function} of SOQL is not supported in a condition.")
            return None
        field, kind = DATE_FUNCTIONS[node.function].format(_date(field, kind)), Type.NUMBER
    if kind in (Type.TEXT, Type.DATE, Type.DAY):
        period = period_condition(_date(field, kind), node.operator, [_text(each) for each in node.values])
        if period is not None:
            return period
    return _compared(field, kind, node)


def _compared(field: str, kind: Type, node: Comparison) -> str:
    """Return the comparison of a field, or of what a function makes of it, with values that are no relative dates."""
    values = [_literal(each, kind) for each in node.values]
    listed = f"[{', '.join(values)}]"
    match node.operator:
        case "NOT IN" | "EXCLUDES":
            return f"({field} not in {listed} || {field} is null)"
        case "IN" | "INCLUDES":
            return f"{field} in {listed}"
        case "LIKE":
            return _like(field, node.values[0])
    value = values[0]
    if value == "null":
        return f"{field} is null" if node.operator == "=" else f"{field} is not null"
    if node.operator in ("!=", "<>"):
        return f"({field} != {value} || {field} is null)"
    if node.operator == "=":
        return f"{field} in [{value}]" if kind is Type.MULTIVALUE else f"{field} == {value}"
    return f"{field} {node.operator} {value}"


def _date(field: str, kind: Type) -> str:
    return field if kind.is_temporal else f"toDate({field})"


def _text(value: Value) -> str:
    return value.text if isinstance(value, Word) else value


def _column(node: Comparison, stream: Stream, draft: Draft) -> Column | None:
    column = stream.get(node.field) or next((each for each in stream.columns if _same(each.name, node.field)), None)
    if column is not None or stream.assumed:
        return column or draft.column(stream, node.field, node.at)
    if "." in node.field:
        hint = "Leave the condition out here; look the field up with augment, then filter."
        draft.error(node.at, f"The condition is on another object, '{node.field}'.", hint)
        return None
    return None


def _of_null(node: Comparison, draft: Draft) -> str:
    """Return what a comparison of a field that the dataset does not have is: such a field is null in all rows."""
    draft.remark(
        node.at,
        f"The object has no field '{node.field}' here: the condition on it takes it for null.",
        "Let the connection read it, and sync.",
    )
    of_null = node.values and all(isinstance(each, Word) and each.text.lower() == "null" for each in node.values)
    return "true" if (node.operator in ("!=", "<>", "NOT IN", "EXCLUDES")) != bool(of_null) else "false"


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def _literal(value: Value, kind: Type) -> str:
    if isinstance(value, Word):
        if value.text.lower() == "null":
            return "null"
        found = quote.number(value.text) if kind is Type.NUMBER else None
        return found or quote.text(value.text.lower() if value.text.lower() in ("true", "false") else value.text)
    found = quote.number(value) if kind is Type.NUMBER else None
    return found or quote.text(value)


def _like(field: str, value: Value) -> str:
    pattern = _text(value).lower()
    inner = pattern.strip("%")
    if (
        len(pattern) > 1
        and pattern.startswith("%")
        and pattern.endswith("%")
        and len(inner) > 1
        and not set(inner) & set("%_\\")
    ):
        return f"{field} matches {quote.text(inner)}"
    return f"lower({field}) like {quote.text(pattern)}"
