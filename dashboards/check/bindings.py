"""Mistakes of bindings: what can't be read, what is not there, and what can't serve where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from dashboards.bindings import Binding, parse
from dashboards.bindings.insert import split
from dashboards.bindings.nodes import Call, Constant, Expression, Items, Source
from dashboards.check.binding_types import WORDS, kind_of, misuse
from dashboards.check.finding import Document, Finding, meant
from dashboards.check.shape import owner
from dashboards.check.visits import Visit
from dashboards.errors import BindingError
from dashboards.model.located import Passage, Path
from dashboards.schema import Choice, Plain
from dashboards.steps.input import COLUMN
from saql.record import record

_FIXED = ("type", "selectMode", "step", "columnMap", "datasets", "receiveFacetSource", "broadcastFacet", "useGlobal")
"""Members in which bindings are not replaced."""

_SAQL_PARTS = ("pigql", "formula")
_RANGE = ("min", "max")
"""The columns of a selection of a range of dates or numbers."""


@record(eq=False)
class Bound:
    """A binding that could be read, where it stands, and whether it is all of its text."""

    visit: Visit
    passage: Passage
    start: int
    binding: Binding
    alone: bool

    def offset(self, word: str = "") -> int:
        """Return where the binding begins in the file, or where in it a word stands that it has."""
        inner = self.binding.text.find(word) if word else 0
        return self.passage.offsets[self.start + max(inner, 0)]


def read_bindings(document: Document, every: Iterable[Visit]) -> tuple[list[Bound], list[Finding]]:
    """Return all bindings of a dashboard, and what is to be said of those that can't be read."""
    read: list[Bound] = []
    broken: list[Finding] = []
    for visit in every:
        passage = visit.node.passage
        if passage is None or "{{" not in passage.text or visit.shape is None:
            continue
        place = 0
        try:
            alone = len(list(split(passage.text.strip()))) == 1
            for bound, piece in split(passage.text):
                if bound:
                    read.append(Bound(visit, passage, place, parse(piece), alone))
                place += len(piece)
        except BindingError as error:
            fault = min(place + _within(error, passage.text[place:]), len(passage.text))
            broken.append(document.mistake(passage.offsets[fault], error.message, error.hint))
    return read, broken


def _within(error: BindingError, rest: str) -> int:
    """Return how far into the rest of a text a fault stands; a binding that does not end is shown where it begins."""
    if "closing" in error.message:
        return max(rest.find("{{"), 0)
    return error.position or 0


def check_bindings(
    document: Document, every: Iterable[Bound], columns: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    """Yield what is wrong with bindings.

    Args:
        document: the dashboard.
        every: its bindings.
        columns: the columns of the steps that could be computed.
    """
    for each in every:
        found = list(_sources(document, each, columns))
        fault = misuse(each.binding.expression)
        if fault is not None:
            found.append(document.mistake(each.offset(), f"A binding of {owner(each.visit)}: {fault}."))
        yield from found
        if not found:
            yield from _place(document, each)


def _sources(document: Document, bound: Bound, columns: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    steps = document.dashboard.steps
    for source in sorted(bound.binding.sources(), key=lambda each: (each.step, each.kind)):
        if source.step not in steps:
            message = f"A binding of {owner(bound.visit)} reads step '{source.step}', which is not there."
            yield document.mistake(bound.offset(source.step), message, meant(source.step, steps, "Steps"))
    for source, name in _named(bound.binding.expression):
        known = columns.get(source.step)
        entered = (*_RANGE, COLUMN) if known and steps[source.step].type == "input" else _RANGE
        if known and name not in known and not (source.kind == "selection" and name in entered):
            message = f"A binding asks for the column '{name}', which step '{source.step}' does not have."
            yield document.mistake(bound.offset(name), message, meant(name, known, "Its columns"))


def _named(node: Expression) -> Iterator[tuple[Source, str]]:
    """Yield the columns that a binding asks for by constants."""
    if isinstance(node, Items):
        for each in node.items:
            yield from _named(each)
    if not isinstance(node, Call):
        return
    for each in node.arguments:
        yield from _named(each)
    if node.function in ("cell", "column", "row") and isinstance(node.arguments[0], Source):
        place = 1 if node.function == "column" else 2
        for wanted in node.arguments[place : place + 1]:
            for each in wanted.items if isinstance(wanted, Items) else (wanted,):
                if isinstance(each, Constant) and isinstance(each.value, str):
                    yield node.arguments[0], each.value


def _place(document: Document, bound: Bound) -> Iterator[Finding]:
    """Yield a mistake where the value of a binding can't serve in its place."""
    visit = bound.visit
    fixed = next((each for each in visit.path if each in _FIXED), None)
    if fixed is not None and visit.path[:1] in (("steps",), ("widgets",)) and not _in_query(visit.path):
        yield document.mistake(bound.offset(), f"A binding can't stand in '{fixed}' of {owner(visit)}.", _NOT_REPLACED)
        return
    kind = kind_of(bound.binding.expression)
    if kind == "SAQL" and not _is_saql(document, visit.path):
        message = f"'{visit.name}' of {owner(visit)} takes a value, and this binding gives a piece of SAQL."
        yield document.mistake(bound.offset(), message, "End it with .asString() or .asObject().")
    elif kind in ("list", "table") and isinstance(visit.shape, Plain | Choice) and bound.alone and not _open(visit):
        message = f"'{visit.name}' of {owner(visit)} takes one value, and this binding gives {WORDS[kind]}."
        yield document.mistake(
            bound.offset(), message, 'Take one: cell(step.selection, 0, "column"), or join(.., ", ").'
        )


_NOT_REPLACED = "It would stay as it is written. Write the value itself."


def _open(visit: Visit) -> bool:
    return visit.shape == Plain("anything") or _is_query_text(visit.path)


def _in_query(path: Path) -> bool:
    return "query" in path[2:] or "start" in path[2:3] or "values" in path[2:3]


def _is_query_text(path: Path) -> bool:
    return path[:1] == ("steps",) and (path[2:] == ("query",) or path[-1] in _SAQL_PARTS)


def _is_saql(document: Document, path: Path) -> bool:
    """Whether a piece of SAQL may stand at a place: in SAQL, and in what other steps put into SAQL."""
    if path[:1] != ("steps",):
        return False
    step = document.dashboard.steps.get(cast(str, path[1]))
    kind = step.type if step is not None else ""
    if kind in ("saql", "sql", "soql", "apex", "staticflex", "static"):
        return True
    return path[-1] in _SAQL_PARTS or any(each in ("measures", "groups", "limit") for each in path)
