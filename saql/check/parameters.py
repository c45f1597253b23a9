"""The parameters of fill, timeseries and arimax: `(length=6, dateCols=('Year', 'Month', "Y-M"))`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from saql.check.literals import constant
from saql.check.rows import RowScope
from saql.check.session import Session
from saql.check.wording import a_type, alternatives, counted, did_you_mean
from saql.span import Span
from saql.syntax import expressions as written
from saql.syntax import statements as syntax
from saql.syntax.expressions import Identifier
from saql.typed.expressions import Column
from saql.types import Type

Value = written.Expression | written.OrderKey | tuple[Identifier, written.Expression]
_Number = TypeVar("_Number", int, float)


class Parameters:
    """The parameters of one statement by name. `failed` says whether something in the statement is wrong."""

    def __init__(
        self, statement: str, given: Sequence[syntax.Parameter], known: Sequence[str], scope: RowScope, session: Session
    ) -> None:
        """Take what stands in the statement, and say which names are not among the known ones or stand twice."""
        self.statement = statement
        self.scope = scope
        self.failed = False
        self._session = session
        self._given: dict[str, syntax.Parameter] = {}
        for each in given:
            name = each.name.name
            if name not in known:
                hints = did_you_mean(name, known, quote="`") or (f"it has {alternatives(known)}",)
                self.wrong("SAQL450", each.name.span, hints=hints, statement=statement, name=name)
            elif name in self._given:
                self.wrong("SAQL451", each.name.span, name=name)
            else:
                self._given[name] = each

    def wrong(self, code: str, span: Span, *, hints: Iterable[str] = (), **parameters: object) -> None:
        """Say what is wrong."""
        self.failed = True
        self._session.findings.add(code, span, hints=hints, **parameters)

    def get(self, name: str) -> syntax.Parameter | None:
        """Return a parameter, or None where it is not given."""
        return self._given.get(name)

    def require(self, names: Sequence[str], span: Span, example: str) -> None:
        """Say that a parameter is missing unless one of several is given."""
        if not any(name in self._given for name in names):
            needed = alternatives([f"`{name}`" for name in names])
            self.wrong("SAQL452", span, hints=(f"add `{example}`",), statement=self.statement, name=needed)

    def refuse(self, parameter: syntax.Parameter, expected: str, *hints: str) -> None:
        """Say that a parameter has a value that it can't have."""
        span = value_span(parameter)
        text = self._session.text[span.start : span.end]
        found = f"`{text}`" if len(text) <= 40 else counted(len(parameter.values), "value")
        self.wrong("SAQL453", span, hints=hints, name=parameter.name.name, expected=expected, found=found)

    def whole(self, name: str, expected: str, allowed: Callable[[int], bool]) -> int | None:
        """Return a whole number, or None where it is not given, or is not allowed, after saying so."""
        parameter = self.get(name)
        if parameter is None:
            return None
        numbers = numbers_of(parameter.values, int)
        if numbers is None or len(numbers) != 1 or not allowed(numbers[0]):
            self.refuse(parameter, expected)
            return None
        return numbers[0]

    def truth(self, name: str) -> bool:
        """Return whether a parameter is true; it is not where it is not given."""
        parameter = self.get(name)
        match parameter:
            case None:
                return False
            case syntax.Parameter(values=(written.Boolean(value),)):
                return value
        self.refuse(parameter, "true or false")
        return False

    def choice(self, name: str, words: Sequence[str]) -> str | None:
        """Return which of several words a parameter is, written as a text or bare; None where it is not given."""
        parameter = self.get(name)
        if parameter is None:
            return None
        match parameter.values:
            case (written.Text(word),) | (written.Name(word, None),):
                if word in words:
                    return word
                self.refuse(parameter, alternatives(words), *did_you_mean(word, words, quote=""))
            case _:
                self.refuse(parameter, alternatives(words))
        return None

    def fields(self, name: str) -> tuple[Column, ...]:
        """Return the fields that a parameter names; what is no field is left out after saying so."""
        parameter = self.get(name)
        if parameter is None:
            return ()
        found = [self.field(each, parameter) for each in parameter.values]
        return tuple(each for each in found if each is not None)

    def field(self, value: Value, parameter: syntax.Parameter) -> Column | None:
        """Return the field that a value of a parameter names, or None after saying why there is none."""
        if isinstance(value, written.Name):
            return self.column(value)
        hints = (f"a field stands in single quotes: '{value.value}'",) if isinstance(value, written.Text) else ()
        self.refuse(parameter, "fields", *hints)
        return None

    def column(self, name: written.Name) -> Column | None:
        """Return the field of that name, or None after saying that there is none."""
        found = self.scope.name(name)
        if isinstance(found, Column):
            return found
        self.failed = True
        return None

    def measure(self, name: written.Name) -> Column | None:
        """Return the field of that name, which must be a number."""
        found = self.column(name)
        if found is None or found.type in (Type.NUMBER, Type.NULL):
            return found
        kind = a_type(found.type)
        self.wrong("SAQL461", name.span, statement=self.statement, name=name.name, found=kind)
        return None


def value_span(parameter: syntax.Parameter) -> Span:
    """Return where the value of a parameter stands: the value itself, where it is one."""
    match parameter.values:
        case ((Identifier() as name, array),):
            return Span(name.span.start, array.span.end)
        case (only,) if not isinstance(only, tuple):
            return only.span
    return parameter.span


def numbers_of(values: Sequence[object], kind: type[_Number]) -> tuple[_Number, ...] | None:
    """Return values that are numbers, whole ones where `kind` is int; None where one is not."""
    numbers: list[_Number] = []
    for value in values:
        literal = constant(value) if isinstance(value, written.Number | written.Unary) else None
        number = literal.value if literal else None
        if isinstance(number, bool) or not isinstance(number, int | float) or (kind is int and number != int(number)):
            return None
        numbers.append(kind(number))
    return tuple(numbers)
