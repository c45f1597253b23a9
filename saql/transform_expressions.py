"""From the grammar's rules to the tree: expressions (transform.py says how the methods are called)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, NamedTuple, cast

from lark import Token, Transformer

from saql.diagnostics import Diagnostic
from saql.messages import diagnostic
from saql.span import Span
from saql.syntax import expressions as syntax
from saql.syntax.expressions import Expression, Identifier, OrderKey

LONGEST_NUMBER = 300
"""Digits of a number, at most: what a float can hold."""

_ESCAPE = re.compile(r"""\\([nrt'"\\])""")
_ESCAPE_IN_TEXT = re.compile(rf'{_ESCAPE.pattern}|"(")')
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_ATOMS = (syntax.Name, syntax.Text, syntax.Number, syntax.Boolean, syntax.Null)


class Refused(Exception):
    """Raised for a broken statement; the next one starts at `resume`, where that is not after a semicolon."""

    def __init__(self, diagnostic: Diagnostic, resume: int | None = None) -> None:
        self.diagnostic = diagnostic
        self.resume = resume
        super().__init__(diagnostic, resume)


class Keys(NamedTuple):
    """The keys of a group, a join or a partition; `expressions` None is `all`."""

    expressions: tuple[Expression, ...] | None
    rollup: bool
    end: int


class OrderKeys(NamedTuple):
    """The keys of an order."""

    keys: tuple[OrderKey, ...]
    end: int


class Frame(NamedTuple):
    """The rows of a window."""

    lower: int | None
    upper: int | None


def start(part: Any) -> int:
    """Return where a node or a token starts."""
    return cast(int, part.start_pos if isinstance(part, Token) else part.span.start)


def end(part: Any) -> int:
    """Return where a node, a token or a list of keys ends."""
    if isinstance(part, Token):
        return cast(int, part.end_pos)
    return cast(int, part.span.end if hasattr(part, "span") else part.end)


def fields(keys: Keys) -> tuple[Expression, ...] | None:
    """Return the expressions of keys, none of which may be a text."""
    for key in keys.expressions or ():
        refuse_text(key)
    return keys.expressions


def order_fields(keys: OrderKeys) -> tuple[OrderKey, ...]:
    """Return the keys of an order, none of which may be a text."""
    for key in keys.keys:
        refuse_text(key.expression)
    return keys.keys


def refuse_text(key: Expression) -> None:
    """Raise `Refused` where a text stands in the place of a field."""
    if isinstance(key, syntax.Text):
        raise Refused(diagnostic("SAQL111", key.span, hints=[f"write {quoted(key.value)}"], found=f'"{key.value}"'))


def quoted(name: str) -> str:
    """Return a name as SAQL writes it, in single quotes."""
    return "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'"


def span_of(token: Token) -> Span:
    """Return where a token stands."""
    return Span(start(token), end(token))


def short(token: Token) -> Token:
    """Return the token of a number, which has few enough digits to be computed with."""
    if len(token) > LONGEST_NUMBER:
        raise Refused(diagnostic("SAQL122", span_of(token), limit=LONGEST_NUMBER))
    return token


def unescape(text: str) -> str:
    r"""Undo `\n`, `\r`, `\t`, `\'`, `\"` and `\\`; other backslashes stay, since `like` reads `\%` and `\_`."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text)


def unescape_text(text: str) -> str:
    """Undo what stands for other characters inside a text: what `unescape` undoes, and a doubled quote."""
    if '"' not in text:
        return unescape(text)
    return _ESCAPE_IN_TEXT.sub(lambda match: match[2] or _ESCAPED.get(match[1], match[1]), text)


def balanced(operator: str, operands: list[Expression]) -> Expression:
    """Return a chain of `and` or `or` as a tree of little depth, since filters of hundreds of conditions are common."""
    if len(operands) == 1:
        return operands[0]
    middle = (len(operands) + 1) // 2
    left, right = balanced(operator, operands[:middle]), balanced(operator, operands[middle:])
    return syntax.Binary(operator, left, right, left.span.to(right.span))


class ExpressionBuilder(Transformer[Token, Expression]):
    """Makes the syntax tree of an expression. Methods in capitals are called for terminals."""

    def IDENTIFIER(self, token: Token) -> Identifier:  # noqa: N802
        """`Amount` or `'Amount'`."""
        name = token.value if token[0] != "'" else unescape(token[1:-1])
        return Identifier(name, span_of(token))

    def STRING(self, token: Token) -> syntax.Text:  # noqa: N802
        """`"Closed Won"`."""
        return syntax.Text(unescape_text(token[1:-1]), span_of(token))

    def INTEGER(self, token: Token) -> syntax.Number:  # noqa: N802
        """`10`."""
        return syntax.Number(int(short(token)), span_of(token))

    def DECIMAL(self, token: Token) -> syntax.Number:  # noqa: N802
        """`.5`."""
        return syntax.Number(float(short(token)), span_of(token))

    def TRUE(self, token: Token) -> syntax.Boolean:  # noqa: N802
        """`true`."""
        return syntax.Boolean(True, span_of(token))

    def FALSE(self, token: Token) -> syntax.Boolean:  # noqa: N802
        """`false`."""
        return syntax.Boolean(False, span_of(token))

    def NULL(self, token: Token) -> syntax.Null:  # noqa: N802
        """`null`."""
        return syntax.Null(span_of(token))

    def name(self, parts: list[Any]) -> syntax.Name:
        """`'Amount'`."""
        (identifier,) = parts
        return syntax.Name(identifier.name, None, identifier.span)

    def qualified_name(self, parts: list[Any]) -> syntax.Name:
        """`a.'Amount'`, `a::Amount` or `a['Amount']`."""
        stream, field = parts[0], parts[1]
        return syntax.Name(field.name, stream, Span(start(stream), end(parts[-1])))

    def expression(self, parts: list[Any]) -> Expression:
        """`a or b or c`."""
        return balanced("or", parts)

    def conjunction(self, parts: list[Any]) -> Expression:
        """`a and b and c`."""
        return balanced("and", parts)

    def opposite(self, parts: list[Any]) -> syntax.Unary:
        """`not a` or `!a`."""
        operator, operand = parts
        return syntax.Unary("not", operand, Span(start(operator), end(operand)))

    def signed(self, parts: list[Any]) -> Expression:
        """`-a`; a plus changes nothing."""
        operator, operand = parts
        span = Span(start(operator), end(operand))
        return syntax.Unary("-", operand, span) if operator == "-" else cast(Expression, operand)

    def binary(self, parts: list[Any]) -> syntax.Binary:
        """`a + b`, `a == b`, `a like b`: an operator with an operand on each side."""
        left, operator, right = parts
        return syntax.Binary(operator.value, left, right, left.span.to(right.span))

    def is_in(self, parts: list[Any]) -> syntax.In:
        """`a in [..]`."""
        operand, values = parts
        return syntax.In(operand, values, False, operand.span.to(values.span))

    def is_not_in(self, parts: list[Any]) -> syntax.In:
        """`a not in [..]`."""
        operand, values = parts
        return syntax.In(operand, values, True, operand.span.to(values.span))

    def is_in_all(self, parts: list[Any]) -> syntax.In:
        """`a in all`."""
        operand, every = parts
        return syntax.In(operand, None, False, Span(start(operand), end(every)))

    def is_null(self, parts: list[Any]) -> syntax.IsNull:
        """`a is null`."""
        operand, null = parts
        return syntax.IsNull(operand, False, operand.span.to(null.span))

    def is_not_null(self, parts: list[Any]) -> syntax.IsNull:
        """`a is not null`."""
        operand, null = parts
        return syntax.IsNull(operand, True, operand.span.to(null.span))

    def parenthesised(self, parts: list[Any]) -> Expression:
        """`(a)`: the brackets belong to the span of what is composed, not to that of a single name or literal."""
        opening, inner, closing = parts
        if isinstance(inner, _ATOMS):
            return inner
        return cast(Expression, replace(inner, span=Span(start(opening), end(closing))))

    def array(self, parts: list[Any]) -> syntax.Array:
        """`[a, b .. c]`."""
        opening, *elements, closing = parts
        return syntax.Array(tuple(elements), Span(start(opening), end(closing)))

    def range(self, parts: list[Any]) -> syntax.Range:
        """`a .. b`."""
        lower, dots, upper = parts
        return syntax.Range(lower, upper, Span(start(lower or dots), end(upper or dots)))

    def case(self, parts: list[Any]) -> syntax.Case:
        """`case when .. then .. else .. end`."""
        keyword, *branches, otherwise, close = parts
        return syntax.Case(None, tuple(branches), otherwise, Span(start(keyword), end(close)))

    def simple_case(self, parts: list[Any]) -> syntax.Case:
        """`case subject when .. then .. else .. end`."""
        keyword, subject, *branches, otherwise, close = parts
        return syntax.Case(subject, tuple(branches), otherwise, Span(start(keyword), end(close)))

    def branch(self, parts: list[Any]) -> syntax.Branch:
        """`when condition then result`."""
        keyword, condition, result = parts
        return syntax.Branch(condition, result, Span(start(keyword), end(result)))

    def application(self, parts: list[Any]) -> syntax.Call:
        """`sum('Amount')`."""
        function, *arguments, closing = parts
        return syntax.Call(function, tuple(arguments), None, Span(start(function), end(closing)))

    def ordered_call(self, parts: list[Any]) -> syntax.Call:
        """`percentile_cont(0.5) within group (order by 'Amount')`."""
        call, keys, closing = parts
        within, *more = order_fields(keys)
        if more:
            raise Refused(diagnostic("SAQL123", Span(more[0].span.start, more[-1].span.end)))
        call = cast(syntax.Call, call)
        return replace(call, within=within, span=Span(start(call), end(closing)))

    def window(self, parts: list[Any]) -> syntax.Over:
        """`call over ([..] partition by keys order by keys)`."""
        call, frame, partition, order, closing = parts
        return syntax.Over(
            call,
            frame.lower,
            frame.upper,
            fields(partition) if partition else None,
            order_fields(order) if order else (),
            Span(start(call), end(closing)),
        )

    def frame(self, parts: list[Any]) -> Frame:
        """`[-1 .. 0]`."""
        return Frame(*parts)

    def bound(self, parts: list[Any]) -> int:
        """`-1`."""
        sign, number = parts
        return -number.value if sign == "-" else cast(int, number.value)

    def keys(self, parts: list[Any]) -> Keys:
        """`a` or `(a, b)`."""
        last = parts.pop() if isinstance(parts[-1], Token) else parts[-1]
        return Keys(tuple(parts), False, end(last))

    def every(self, parts: list[Any]) -> Keys:
        """`all`."""
        return Keys(None, False, end(parts[0]))

    def rollup(self, parts: list[Any]) -> Keys:
        """`rollup(a, b)`."""
        *expressions, close = parts
        return Keys(tuple(expressions), True, end(close))

    def order_keys(self, parts: list[Any]) -> OrderKeys:
        """`a desc` or `(a desc, b)`."""
        last = parts.pop() if isinstance(parts[-1], Token) else parts[-1]
        return OrderKeys(tuple(parts), end(last))

    def plain_key(self, parts: list[Any]) -> OrderKey:
        """`a`."""
        (expression,) = parts
        return OrderKey(expression, False, None, expression.span)

    def directed_key(self, parts: list[Any]) -> OrderKey:
        """`a desc nulls last`."""
        expression, *marks = parts
        kinds = {mark.type for mark in marks}
        nulls_first = "FIRST" in kinds if kinds & {"FIRST", "LAST"} else None
        return OrderKey(expression, "DESC" in kinds, nulls_first, Span(start(expression), end(marks[-1])))

    def future(self, parts: list[Any]) -> tuple[Identifier, Expression]:
        """`temperature: [20, 21]`."""
        name, values = parts
        return name, values
