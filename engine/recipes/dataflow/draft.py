"""The text of a recipe while the nodes that lead to it are written, one after the other."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.expression import names_in_query, rewritten, tidy
from engine.recipes.dataflow.findings import ERROR, REMARK, Finding, sentence
from engine.recipes.dataflow.guess import guessed_type
from engine.recipes.dataflow.sources import Sources
from engine.recipes.dataflow.stream import Column, Stream
from saql.check.query import check
from saql.diagnostics import SaqlError
from saql.parser import parse
from saql.schema import Schema
from saql.types import Type


class Draft:
    """The statements so far and the stream of each node that is written.

    Args:
        sources: the datasets that there are.
        findings: where to say what is wrong, and what people should know.
    """

    def __init__(self, sources: Sources, findings: list[Finding]) -> None:
        self.sources = sources
        self.statements: list[str] = []
        self.unsynced: dict[str, str] = {}
        """The objects that have no dataset yet, by the names that these would have."""
        self._findings = findings
        self._streams: dict[str, Stream] = {}
        self._names: list[str] = []

    def stream_of(self, node: str) -> Stream:
        """Return the rows of a node that is written already."""
        return self._streams[node]

    def keep(self, node: str, stream: Stream) -> None:
        """Remember the rows of a node."""
        self._streams[node] = stream

    def new_name(self, node: str) -> str:
        """Return a name for a stream that no other has."""
        found = quote.identifier(node, self._names)
        self._names.append(found)
        return found

    def add(self, statement: str) -> None:
        """Add a statement, without its semicolon."""
        self.statements.append(f"{statement};")

    def foreach(self, name: str, source: Stream, items: Mapping[str, str]) -> None:
        """Add a foreach; `items` are expressions by the names of their columns."""
        written = ", ".join(
            quote.name(column) if expression == quote.name(column) else f"{expression} as {quote.name(column)}"
            for column, expression in items.items()
        )
        self.add(f"{name} = foreach {source.name} generate {written}")

    def error(self, at: str, message: str, hint: str | None = None) -> None:
        """Say that something is wrong."""
        self._findings.append(Finding(at, message, hint))

    def remark(self, at: str, message: str, hint: str | None = None) -> None:
        """Say something that people should know; once."""
        finding = Finding(at, message, hint, REMARK)
        if finding not in self._findings:
            self._findings.append(finding)

    def column(self, stream: Stream, name: str, at: str) -> Column | None:
        """Return a column that a node asks for by name, or None after saying that the rows have none of that name."""
        found = stream.get(name)
        if found is None and stream.assumed:
            self.sources.assume(stream.assumed[0], name)
            return Column(name, guessed_type(name))
        if found is None:
            self.error(at, f"There is no field '{name}' in the rows of its source.", _fields_hint(stream, name))
        return found

    def expression(self, text: str, stream: Stream, at: str) -> str | None:
        """Return an expression of the dataflow as one over a stream, or None after saying what is wrong with it."""
        try:
            return rewritten(tidy(text), stream)
        except SaqlError as error:
            self._refuse(error, at)
            return None

    def type_of(self, expression: str, stream: Stream, at: str) -> Type | None:
        """Return the type of an expression over a stream, or None after saying what is wrong with it at `at`."""
        return self._type(f"foreach q generate {expression} as Result", stream, at)

    def allows(self, condition: str, stream: Stream, at: str) -> bool:
        """Say whether a condition can filter a stream; False after saying what is wrong with it."""
        statement = f"filter q by {condition}; q = foreach q generate 1 as Result"
        return self._type(statement, stream, at) is not None

    def _type(self, statement: str, stream: Stream, at: str) -> Type | None:
        text = f'q = load "rows"; q = {statement};'
        try:
            checked = check(parse(text), _Rows(stream.schema), makes_dataset=True).statements[-1]
        except SaqlError as error:
            if self._assumed(error, stream) or self._guessed_wrong(text, stream):
                return Type.TEXT
            self._refuse(error, at)
            return None
        field = checked.schema.get("Result")
        return None if field is None else field.type

    def _assumed(self, error: SaqlError, stream: Stream) -> bool:
        """Ask for the fields that an expression misses of a dataset that is not there; False where it misses none."""
        missing = [each for each in error.diagnostics if each.code == "SAQL203"] if stream.assumed else []
        for each in missing:
            name = error.text[each.span.start : each.span.end].strip("'")
            self.sources.assume(stream.assumed[0], name)
        return bool(missing)

    def _guessed_wrong(self, text: str, stream: Stream) -> bool:
        """Take the fields of a text for texts whose types were guessed to be others; False where there are none."""
        named = (stream.get(each) for each in names_in_query(text))
        wrong = [each.guess for each in named if each and each.guess and each.type is not Type.TEXT]
        for each in wrong:
            self.sources.take_for_text(each)
        return bool(wrong)

    def _refuse(self, error: SaqlError, at: str) -> None:
        first = next((each for each in error.diagnostics if each.severity == ERROR), error.diagnostics[0])
        shown = error.text[first.span.start : first.span.end].strip()
        if first.code == "SAQL203":
            message = f"There is no field {shown} in the rows of its source"
        else:
            message = f"{sentence(first.message)} (at `{shown[:60]}`)" if shown else sentence(first.message)
        self.error(at, f"{message}.", f"{sentence(first.hints[0])}." if first.hints else None)


class _Rows:
    """A catalog of one dataset, the rows that an expression is about."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def names(self) -> Sequence[str]:
        return ("rows",)

    def schema(self, name: str) -> Schema | None:
        return self._schema if name == "rows" else None


def _fields_hint(stream: Stream, name: str) -> str:
    close = difflib.get_close_matches(name, stream.names, n=1)
    if close:
        return f"Did you mean '{close[0]}'?"
    shown = ", ".join(stream.names[:8])
    return f"It has {shown}{', ..' if len(stream.columns) > 8 else ''}."
