"""The filters of a compact query as SAQL conditions.

Form 1.0 wraps the operands of measures and dates in a list of ranges, form 2.0 does not; both are understood in both
forms. A filter without a value restricts nothing: so a selection that is empty leaves the query as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.compact import quote
from dashboards.compact.dates import UNITS, absolute_range, is_relative, looks_absolute, relative_range
from dashboards.compact.fields import Fields
from dashboards.compact.logic import combine
from dashboards.errors import CompactError
from dashboards.model.json import Json, as_list, as_text

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_RANGES = {">=<=": (">=", "<="), "between": (">=", "<="), ">=<": (">=", "<"), "><=": (">", "<="), "><": (">", "<")}


def condition(filters: Json, fields: Fields, logic: str | None = None) -> str | None:
    """Return the condition of a list of filters, or None where nothing is restricted.

    Args:
        filters: `[field, operand, operator]` each.
        fields: the fields of the dataset.
        logic: how they are joined, `1 AND (2 OR 3)`; None is `and`.
    """
    return combine([one(as_list(each), fields) for each in as_list(filters)], logic)


def one(parts: Sequence[Json], fields: Fields) -> str | None:
    """Return the condition of one filter, or None where it restricts nothing."""
    if not parts or (len(parts) < 2 and isinstance(parts[0], str)):
        return None
    field, operand = parts[0], parts[1] if len(parts) > 1 else None
    operator = as_text(parts[2] if len(parts) > 2 else None).strip().lower()
    if field is None or field == "":  # a bound field of which nothing is selected
        return None
    if isinstance(field, list):
        return _of_several(field, operand, operator, fields)
    if not isinstance(field, str):
        raise CompactError(f"A filter has {field!r} where the name of a field belongs.")
    if operator in ("isnull", "isnotnull"):
        return f"{quote.name(field)} is {'not ' if operator == 'isnotnull' else ''}null"
    if operand is None:
        return None
    return _of_one(field, operand if isinstance(operand, list) else [operand], operator, fields)


def _of_one(field: str, operand: list[Json], operator: str, fields: Fields) -> str | None:
    operand = [_settled(each) for each in operand]
    bounds = _bounds(operand)
    if bounds is not None and any(is_relative(each) for each in bounds):
        return relative_range(field, *_ends(bounds, operator))
    if operator in _RANGES or operator in _COMPARISONS:
        return _compared(field, operand if bounds is None else bounds, operator, fields)
    if operator in ("matches", "not contains", "contains", "not matches"):
        return _matching(field, operand, operator.startswith("not"))
    if bounds is not None and looks_absolute(bounds) and fields.is_date(field) is not False:
        return absolute_range(field, *_ends(bounds, operator))
    return _listed(field, operand, operator == "not in", fields)


def _settled(value: Json) -> Json:
    """Return an operand without periods whose offset is bound to what has no value; they restrict nothing."""
    if not isinstance(value, list):
        return value
    if len(value) == 2 and value[1] in (None, "") and as_text(value[0]).lower() in UNITS:
        return None
    return [_settled(each) for each in value]


def _bounds(operand: list[Json]) -> list[Json] | None:
    """Return the two ends of a range, unwrapped: `[[1, 2]]` and `[["year", 0], ["day", 0]]`; None for a plain list."""
    if len(operand) == 2 and any(is_relative(each) for each in operand):
        return operand
    if len(operand) == 1 and isinstance(operand[0], list):
        return [operand[0]] if is_relative(operand[0]) else operand[0]
    return None


def _ends(bounds: list[Json], operator: str) -> tuple[Json, Json]:
    """Return the lower and upper end that an operator leaves of a range of days."""
    if len(bounds) == 1:
        only = bounds[0]
        if operator in (">", ">="):
            return only, None
        return (None, only) if operator in ("<", "<=") else (only, only)
    lower, upper = bounds[0], bounds[1]
    if operator in (">", ">="):
        return (upper, None) if lower is None else (lower, None)
    if operator in ("<", "<="):
        return (None, lower) if upper is None else (None, upper)
    return lower, upper


def _compared(field: str, operand: list[Json], operator: str, fields: Fields) -> str | None:
    present = [each for each in operand if each is not None]
    if not present:
        return None
    date = fields.is_date(field)
    if date or (date is None and looks_absolute(operand)):
        return absolute_range(field, *_ends(operand, operator))
    name, holds_text = quote.name(field), fields.holds_text(field)
    if operator in _RANGES and len(operand) >= 2:
        lower, upper = _RANGES[operator]
        ends = ((lower, operand[0]), (upper, operand[1]))
        both = [f"{name} {sign} {quote.literal(end, holds_text)}" for sign, end in ends if end is not None]
        return both[0] if len(both) == 1 else f"({' && '.join(both)})"
    sign = "==" if operator in _RANGES else operator
    joint = " && " if sign == "!=" else " || "
    return _grouped([f"{name} {sign} {quote.literal(each, holds_text)}" for each in present], joint)


def _matching(field: str, operand: list[Json], negated: bool) -> str | None:
    values = [each for each in operand if each is not None]
    if not values:
        return None
    either = _grouped([f"{quote.name(field)} matches {quote.literal(each, True)}" for each in values], " || ")
    return f"!({either})" if negated else either


def _listed(field: str, operand: list[Json], negated: bool, fields: Fields) -> str | None:
    flat = [inner for each in operand for inner in (each if isinstance(each, list) else [each])]
    if not flat:
        return None
    name, holds_text = quote.name(field), fields.holds_text(field)
    values = [quote.literal(each, holds_text) for each in flat if each is not None]
    parts = [f"{name} {'not ' if negated else ''}in [{', '.join(values)}]"] if values else []
    if None in flat:
        parts.append(f"{name} is {'not ' if negated else ''}null")
    return _grouped(parts, " && " if negated else " || ")


def _of_several(names: list[Json], operand: Json, operator: str, fields: Fields) -> str | None:
    """Return the condition of a filter on several fields at once, or on a part of a date (`["year", "CloseDate"]`)."""
    flat = [str(inner) for each in names for inner in (each if isinstance(each, list) else [each])]
    if len(flat) == 2 and flat[0].lower() in UNITS:
        part = "_".join(word.capitalize() for word in reversed(flat[0].lower().split("_")))
        return one([f"{flat[1]}_{part}", operand, operator], fields)
    rows = [each for each in as_list(operand) if isinstance(each, list)]
    tuples = [
        _grouped(
            [f"{quote.name(name)} == {quote.literal(value, fields.holds_text(name))}" for name, value in pairs], " && "
        )
        for pairs in ([*zip(flat, row, strict=False)] for row in rows)
        if pairs
    ]
    if not tuples:
        return None
    either = _grouped(tuples, " || ")
    return f"!({either})" if operator == "not in" else either


def _grouped(parts: list[str], joint: str) -> str:
    return parts[0] if len(parts) == 1 else f"({joint.join(parts)})"
