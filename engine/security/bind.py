"""A predicate applied to a person and the columns of a dataset: a condition on rows that reads nothing else.

What a person has in a field is data. It becomes a constant of the condition's tree, and never text that is parsed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TypeAlias

from engine.security.errors import PredicateError, UnfitPersonError
from engine.security.predicate import INEQUALITIES, Predicate, user_field
from saql.record import record
from saql.schema import Field, Schema
from saql.span import NOWHERE
from saql.syntax.expressions import Array, Binary, Boolean, Expression, In, Name, Number, Text, Unary
from saql.types import Type

Value: TypeAlias = str | tuple[str, ...]
"""What a person has in a field; several values are those of a multi-select picklist, none is no value."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_NOTHING = Boolean(False, NOWHERE)


def bind(predicate: Predicate, schema: Schema, fields: Mapping[str, Value]) -> Expression:
    """Return the condition that a row has to satisfy for somebody to see it.

    Args:
        predicate: The predicate.
        schema: The columns of the dataset.
        fields: What the person has in their fields. A field without a value meets no row.

    Raises:
        UnfitPersonError: They lack a field, or what they have in it can't be compared so.
        PredicateError: It does not fit the columns.
    """
    return _Binder(schema, fields).bound(predicate.expression)


def check_columns(predicate: Predicate, schema: Schema) -> None:
    """Check a predicate against the columns of a dataset, whoever asks.

    Raises:
        PredicateError: It does not fit them.
    """
    _Binder(schema, None).bound(predicate.expression)


@record(eq=False)
class _Binder:
    schema: Schema
    fields: Mapping[str, Value] | None

    def bound(self, expression: Expression) -> Expression:
        match expression:
            case Binary("and" | "or" as operator, left, right):
                return Binary(operator, self.bound(left), self.bound(right), NOWHERE)
            case Binary(operator, Name(name), value):
                return self._compared(self._column(name), operator, value)
            case In(Name(name), Array((Text() | Number() | Unary() as value,))):
                column = self._column(name)
                values = tuple(_constant(column, each) for each in self._values(value))
                return In(_read(column), Array(values, NOWHERE), False, NOWHERE) if values else _NOTHING
            case Boolean(value):
                return Boolean(value, NOWHERE)
        raise PredicateError("The predicate is not valid.")  # what is parsed is none of anything else

    def _column(self, name: str) -> Field:
        found = self.schema.get(name)
        if found is None:
            raise PredicateError(f"The predicate reads a column '{name}', which the dataset does not have.")
        if found.type not in (Type.TEXT, Type.MULTIVALUE, Type.NUMBER):
            hint = f"Compare a part of the date, such as '{name}_Year' or '{name}_day_epoch'."
            raise PredicateError(f"The predicate compares '{name}', which is a date.", hint=hint)
        return found

    def _compared(self, column: Field, operator: str, value: Expression) -> Expression:
        if operator in INEQUALITIES and column.type is not Type.NUMBER:
            hint = "Texts are compared with ==, != and in."
            raise PredicateError(f"The predicate has {operator} on '{column.name}', which is no measure.", hint=hint)
        values = self._values(value)
        if len(values) > 1:
            field = user_field(value) if isinstance(value, Text) else None
            hint = f"Write '{column.name}' in [\"$User.{field}\"]."
            raise UnfitPersonError(f"The person has several values in the field {field} of the predicate.", hint=hint)
        if not values:
            return _NOTHING
        return Binary(operator, _read(column), _constant(column, values[0]), NOWHERE)

    def _values(self, value: Expression) -> tuple[Text | Number | _Own, ...]:
        """Return the values that an expression stands for; none where it is a field without a value."""
        match value:
            case Number():
                return (value,)
            case Unary(_, Number(number)):
                return (Number(-number, NOWHERE),)
            case Text(text):
                field = user_field(value)
                return (Text(text, NOWHERE),) if field is None else self._of_person(field)
        raise PredicateError("The predicate is not valid.")

    def _of_person(self, field: str) -> tuple[_Own, ...]:
        if self.fields is None:
            return (_Own(field, None),)
        if field not in self.fields:
            hint = "It has to be among the fields of the synced user, or of the account."
            raise UnfitPersonError(
                f"The predicate reads $User.{field}, a field that the person does not have.", hint=hint
            )
        found = self.fields[field]
        return tuple(_Own(field, each) for each in ((found,) if isinstance(found, str) else found))


@record
class _Own:
    """What a person has in a field; None where any person is meant."""

    field: str
    value: str | None


def _read(column: Field) -> Name:
    return Name(column.name, None, NOWHERE)


def _constant(column: Field, value: Text | Number | _Own) -> Text | Number:
    """Return a value as the column has them."""
    if column.type is Type.NUMBER:
        return _number(column, value)
    if isinstance(value, Number):
        raise PredicateError(
            f"The predicate compares '{column.name}', a text, with a number: write it in double quotes."
        )
    return Text(value.value or "", NOWHERE)


def _number(column: Field, value: Text | Number | _Own) -> Number:
    if isinstance(value, Number):
        return Number(value.value, NOWHERE)
    if isinstance(value, Text):
        raise PredicateError(f"The predicate compares '{column.name}', a measure, with a text: write the number alone.")
    if value.value is None:
        return Number(0, NOWHERE)
    text = value.value.strip()
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        told = f"The predicate compares '{column.name}' with $User.{value.field}, which is no number for this person."
        raise UnfitPersonError(told)
    return Number(int(text) if re.fullmatch(r"[+-]?\d{1,15}", text, re.ASCII) else float(text), NOWHERE)
