"""A field that a node computes: its type, default and number of decimals, and the expression that has all of them."""

from __future__ import annotations

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.actions.digest import read_calendar
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.form import Form
from engine.recipes.dataflow.nulls import null_of
from engine.recipes.dataflow.stream import Column, Stream
from saql.diagnostics import SaqlError
from saql.parser import parse_expression
from saql.record import record
from saql.schema import Calendar
from saql.syntax import expressions as syntax
from saql.types import Type

_TYPES = {
    "text": Type.TEXT,
    "string": Type.TEXT,
    "boolean": Type.TEXT,
    "dimension": Type.TEXT,
    "numeric": Type.NUMBER,
    "number": Type.NUMBER,
    "measure": Type.NUMBER,
    "date": Type.DATE,
    "datetime": Type.DATE,
    "dateonly": Type.DATE,
    "multivalue": Type.MULTIVALUE,
}
_WHOLE = frozenset(("daysBetween", "date_diff", "len", "date_to_epoch", "floor", "ceil", "index_of", "round", "trunc"))


@record
class ComputedField:
    """A field that a node computes; `type` is None where the dataflow does not say it."""

    name: str
    type: Type | None
    label: str | None = None
    format: str | None = None
    default: str | None = None
    scale: int | None = None
    calendar: Calendar = Calendar()


def read_computed_field(item: Form) -> ComputedField | None:
    """Read the members that all computed fields have; None after saying what is missing."""
    name = item.needed("name")
    kind = item.text("type")
    known = _TYPES.get((kind or "").lower())
    if kind is not None and known is None:
        hint = "There are Text, Numeric and Date."
        item.error(f"There is no type '{kind}'.", hint, item.where("type"))
    item.value("precision")
    item.value("description")
    field = ComputedField(
        name,
        known,
        item.text("label"),
        item.text("format"),
        item.text("defaultValue"),
        item.number("scale"),
        read_calendar(item) or Calendar(),
    )
    item.value("isMultiValue", "isSystemField", "isSkipped", "multiValueSeparator")
    item.done(("isSystemField", "isMultiValue", "multiValueSeparator", "isUniqueId", "decimalSeparator"))
    return field if name else None


def fitted(field: ComputedField, text: str, stream: Stream, draft: Draft, at: str) -> tuple[str, Column] | None:
    """Return the expression of a computed field as its type wants it, and its column; None where one is wrong."""
    expression = draft.expression(text, stream, at)
    if expression is None:
        return None
    found = draft.type_of(expression, stream, at)
    if found is None:
        return None
    kind = field.type or (Type.TEXT if found in (Type.NULL, Type.BOOLEAN) else found)
    expression = _converted(expression, found, kind, field)
    if field.default is not None and field.default != "":
        default = _default(field.default, kind, field.format, stream, draft, at)
        expression = f"coalesce({expression}, {default})" if default is not None else expression
    if kind is Type.DATE and found is Type.DAY:
        kind = Type.DAY
    return expression, Column(field.name, kind, field.label, calendar=field.calendar)


def unknown(field: ComputedField) -> tuple[str, Column]:
    """Return what stands for a field whose expression is wrong, so that nothing else is said to be wrong for it."""
    kind = field.type or Type.TEXT
    return null_of(kind), Column(field.name, kind)


def _converted(expression: str, found: Type, wanted: Type, field: ComputedField) -> str:
    """Return an expression as one of the type that the dataflow gives the field."""
    if found is Type.NULL:
        return null_of(wanted)
    if wanted is Type.NUMBER:
        return _as_number(expression, found, field.scale)
    if wanted is Type.TEXT:
        return _as_text(expression, found, field)
    if wanted is Type.DATE and found is Type.TEXT:
        return f"toDate({expression}, {quote.text(field.format)})" if field.format else f"toDate({expression})"
    return f"toDate({expression})" if wanted is Type.DATE and found is Type.NUMBER else expression


def _as_number(expression: str, found: Type, scale: int | None) -> str:
    if found is Type.BOOLEAN:
        return f"case when {expression} then 1 else 0 end"
    if found.is_temporal:
        return f"date_to_epoch({expression})"
    return _scaled(f"({expression}) * 1" if found is Type.TEXT else expression, scale)


def _as_text(expression: str, found: Type, field: ComputedField) -> str:
    if found is Type.NUMBER:
        return f'number_to_string({expression}, "{_number_format(field.scale)}")'
    if found is Type.BOOLEAN:
        return f'case when {expression} then "true" else "false" end'
    if found.is_temporal:
        return f"date_to_string({expression}, {quote.text(field.format)})" if field.format else f'({expression}) + ""'
    return expression


def _scaled(expression: str, scale: int | None) -> str:
    """Return a number with its decimals, as the dataset there holds it."""
    if scale is None or scale < 0 or scale > 15:
        return expression
    try:
        node = parse_expression(expression)
    except SaqlError:
        return expression
    whole = isinstance(node, syntax.Number) and isinstance(node.value, int)
    if whole or (isinstance(node, syntax.Call) and node.function.name in _WHOLE):
        return expression
    if isinstance(node, syntax.Case):
        results = [each.result for each in node.branches] + ([node.otherwise] if node.otherwise else [])
        if all(_is_whole(each) for each in results):
            return expression
    return f"round({expression}, {scale})"


def _is_whole(node: syntax.Expression) -> bool:
    if isinstance(node, syntax.Null):
        return True
    if isinstance(node, syntax.Number):
        return isinstance(node.value, int)
    return isinstance(node, syntax.Call) and node.function.name in _WHOLE


def _number_format(scale: int | None) -> str:
    return "0." + "#" * (6 if scale is None else max(1, min(scale, 12)))


def _default(value: str, kind: Type, form: str | None, stream: Stream, draft: Draft, at: str) -> str | None:
    """Return the value that stands where an expression is null; texts may be in quotes, or a field in single ones."""
    if kind is Type.NUMBER:
        return quote.number(value.strip('"'))
    if value[:1] in "\"'" and value[-1:] == value[:1] and len(value) > 1:
        if value[0] == "'" and stream.get(value[1:-1]) is not None:
            return draft.expression(value, stream, at)
        value = value[1:-1]
    if kind.is_temporal:
        return f"toDate({quote.text(value)}{f', {quote.text(form)}' if form else ''})"
    return quote.text(value)
