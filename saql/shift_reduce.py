"""Runs the parser's tables over tokens: what Lark does, with every step looked up once.

Lark looks up a rule's function by the rule at each reduction, by a hash and a comparison in Python. Here the tables of
a state are turned into steps that hold the function when the state is first reached. What does not parse is left to
Lark, which knows how to say what it expected.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import lark
from lark.lexer import LexerState
from lark.parsers.lalr_analysis import Shift

from saql.span import Span

Step: TypeAlias = tuple[int, int, Any, str]
"""The state to go to, the number of parts, what makes a value of them, and the rule.

A terminal that is taken has -1 parts. A reduction goes to no state itself. None makes a value that stays as it is.
"""


class _Place:
    """What the lexer has to know of the parser: the state that it is in, and the tables."""

    __slots__ = ("parse_conf", "position", "states")

    def __init__(self, position: int, states: dict[int, dict[str, Any]]) -> None:
        self.position = position
        self.states = states
        self.parse_conf = self


class _Steps(dict[int, dict[str, Step]]):
    """The steps of each state by terminal or rule, made when the state is first reached."""

    def __init__(self, states: dict[int, dict[str, Any]], callbacks: dict[Any, Any]) -> None:
        self._states = states
        self._callbacks = callbacks

    def __missing__(self, state: int) -> dict[str, Step]:
        steps: dict[str, Step] = {}
        for name, (action, argument) in self._states[state].items():
            if action is Shift:
                steps[name] = (argument, -1, self._callbacks.get(name), "")
            else:
                make = None if _passes_through(argument) else self._callbacks[argument]
                steps[name] = (0, len(argument.expansion), make, argument.origin.name)
        self[state] = steps
        return steps


def _passes_through(rule: Any) -> bool:
    """Say whether a rule gives its one part as it is: most do, on the way from a name to an expression."""
    if len(rule.expansion) != 1 or not rule.options.expand1 or rule.alias or any(rule.options.empty_indices):
        return False
    (part,) = rule.expansion
    return not (part.filter_out if part.is_term else part.name.startswith("_"))


class ShiftReduce:
    """Parses texts by the tables of a Lark parser. Threads may share it."""

    def __init__(self, parser: Any) -> None:
        """Take a LALR parser of Lark whose lexer is `saql.lexer.StatementLexer`."""
        frontend = parser.parser
        tables = frontend.parser.parser
        self._lexer = frontend.lexer
        self._table = tables.parse_table
        self._steps = _Steps(self._table.states, tables.callbacks)

    def parse(self, text: str, span: Span, start: str) -> Any:
        """Return what the rule `start` makes of a part of the text, or None where that is no such thing."""
        steps = self._steps
        stack: list[int] = [self._table.start_states[start]]
        values: list[Any] = []
        place = _Place(stack[0], self._table.states)
        tokens = self._lexer.lex(LexerState(lark.TextSlice(text, span.start, span.end)), place)
        try:
            for token in tokens:
                step = steps[stack[-1]].get(token.type)
                while step is not None and step[1] >= 0:
                    _reduce(step, steps, stack, values)
                    step = steps[stack[-1]].get(token.type)
                if step is None:
                    return None
                stack.append(step[0])
                values.append(token if step[2] is None else step[2](token))
                place.position = step[0]
        except lark.UnexpectedCharacters:
            return None
        end = self._table.end_states[start]
        while stack[-1] != end:
            step = steps[stack[-1]].get("$END")
            if step is None:
                return None
            _reduce(step, steps, stack, values)
        return values[-1]


def _reduce(step: Step, steps: _Steps, stack: list[int], values: list[Any]) -> None:
    """Put what a rule makes of the last values in their place."""
    _, size, make, rule = step
    if make is None:
        stack[-1] = steps[stack[-2]][rule][0]
        return
    if size:
        parts = values[-size:]
        del stack[-size:]
        del values[-size:]
    else:
        parts = []
    values.append(make(parts))
    stack.append(steps[stack[-1]][rule][0])
