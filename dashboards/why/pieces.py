"""The query of a step in pieces, each with where it comes from: its author, a binding, a facet, a global filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboards.bindings import parse
from dashboards.bindings.insert import in_saql, in_text, split
from dashboards.compact import quote
from dashboards.export.conditions import condition_text
from dashboards.facets import Facet, facet_filter, receives
from dashboards.global_filters import global_conditions
from dashboards.loads import parsed
from dashboards.model import Json, Step
from dashboards.model.json import as_text
from dashboards.resolve import Question, Resolver
from saql.syntax.expressions import Expression
from saql.syntax.statements import Load


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a part of a query comes from; `step` is the one whose selection or result it is, if it is one's."""

    kind: Literal["facet", "filter", "binding"]
    label: str
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a query's text; `origin` None is what its author wrote."""

    text: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of a text that comes from somewhere else than the rest."""

    start: int
    end: int
    origin: Origin


def pieces(step: Step, question: Question, resolver: Resolver) -> list[Piece]:
    """Return the query of a step as it was asked: its text, and after each `load` the conditions on its dataset.

    Put together the pieces are a query that gives what the step gives.
    """
    text = question.text
    added = {
        dataset: [(condition, _origin(condition, dataset, step, resolver)) for condition in conditions]
        for dataset, conditions in question.filters.items()
    }
    query = parsed(text)
    found: list[Piece] = []
    place, marks = 0, _marks(step, text, resolver)
    for statement in () if query is None else query.statements:
        conditions = added.get(statement.dataset.value) if isinstance(statement, Load) else None
        if not conditions or statement.target is None:
            continue
        end = text.find(";", statement.span.end - 1) + 1 or len(text)
        stream = text[statement.target.span.start : statement.target.span.end]
        found += _between(text, place, end, marks)
        found += [
            Piece(f"\n{stream} = filter {stream} by {condition_text(condition)};", origin)
            for condition, origin in conditions
        ]
        place = end
    return [*found, *_between(text, place, len(text), marks)]


def _between(text: str, start: int, end: int, marks: Sequence[_Mark]) -> Iterable[Piece]:
    """Yield the pieces of a stretch of text."""
    place = start
    for mark in marks:
        if mark.end <= place or mark.start >= end:
            continue
        if mark.start > place:
            yield Piece(text[place : mark.start])
        yield Piece(text[max(place, mark.start) : min(mark.end, end)], mark.origin)
        place = min(mark.end, end)
    if place < end:
        yield Piece(text[place:end])


def _origin(condition: Expression, dataset: str, step: Step, resolver: Resolver) -> Origin:
    """Return where a condition on a dataset comes from."""
    dashboard, schema = resolver.dashboard, resolver.datasets.schema(dataset)
    if schema is not None:
        for source in dashboard.steps.values():
            facet = resolver.facet(source) if source.problem is None and receives(step, source) else None
            if facet is not None and facet_filter(facet, dataset, schema, dashboard.links) == condition:
                return Origin("facet", _chosen(source, facet), source.id)
        for each in dashboard.filters:
            if condition in global_conditions([each], dataset, schema, dashboard.links):
                return Origin("filter", each.label)
    return Origin("filter", "Filter of the dashboard")


def _chosen(source: Step, facet: Facet) -> str:
    """Return what is selected in a step, in words."""
    values = [", ".join(_shown(cell) for cell in row.values()) for row in facet.selection[:3]]
    more = len(facet.selection) - len(values)
    return f"{source.label}: {', '.join(values)}{f' and {more} more' if more else ''}"


def _shown(cell: Json) -> str:
    return "empty" if cell is None else str(cell)


def _marks(step: Step, text: str, resolver: Resolver) -> list[_Mark]:
    """Return the stretches of a query's text that bindings gave."""
    if isinstance(step.query, str):
        return _in_text(step.query, text, resolver)
    marks: list[_Mark] = []
    for bound in _bound_texts(step.query):
        origin, value = _binding(bound), in_text(bound, resolver)
        for each in value if isinstance(value, list) else [value]:
            written = quote.text(each) if isinstance(each, str) else None
            at = -1 if written is None else text.find(written)
            while written is not None and at >= 0:
                marks.append(_Mark(at, at + len(written), origin))
                at = text.find(written, at + len(written))
    return sorted({each.start: each for each in marks}.values(), key=lambda each: each.start)


def _in_text(written: str, text: str, resolver: Resolver) -> list[_Mark]:
    """Return the marks of a SAQL query: what each binding made of the text longer."""
    marks: list[_Mark] = []
    so_far = ""
    for bound, piece in split(written):
        start = len(in_saql(so_far, resolver))
        so_far += piece
        if bound:
            marks.append(_Mark(start, len(in_saql(so_far, resolver)), _binding(piece)))
    return [each for each in marks if each.end <= len(text)]


def _binding(text: str) -> Origin:
    pieces = [piece for bound, piece in split(text) if bound]
    steps = [source.step for piece in pieces for source in parse(piece).sources()]
    return Origin("binding", " ".join(pieces), steps[0] if steps else None)


def _bound_texts(value: Json) -> Iterable[str]:
    """Yield the texts in a JSON value that have bindings."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _bound_texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _bound_texts(each)
    elif "{{" in as_text(value):
        yield as_text(value)
