"""Mistakes of queries: every step is computed once, and what its query says is shown where it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from dashboards.check.bindings import Bound
from dashboards.check.finding import Document, Finding
from dashboards.model.located import Node, Passage
from dashboards.resolve import Resolver
from dashboards.steps.result import StepResult
from engine.errors import SwellError
from saql import SaqlError
from saql.diagnostics import Diagnostic

Outcome: TypeAlias = StepResult | SwellError | SaqlError

_HOLE = re.compile(r"\{\{.*?\}\}|\$\{[^}]*\}", re.DOTALL)
"""What stands for something else in a query: a binding, or a variable of a template."""


def outcomes(document: Document, resolver: Resolver) -> dict[str, Outcome]:
    """Return the result of each step, or why it has none."""
    names = list(document.dashboard.steps)
    return dict(zip(names, resolver.together([partial(_outcome, resolver, each) for each in names]), strict=True))


def _outcome(resolver: Resolver, name: str) -> Outcome:
    try:
        return resolver.result(name)
    except (SwellError, SaqlError) as error:
        return error


def columns(found: Mapping[str, Outcome]) -> dict[str, Sequence[str]]:
    """Return the columns of the steps that have a result."""
    return {name: each.names for name, each in found.items() if isinstance(each, StepResult)}


def check_queries(document: Document, found: Mapping[str, Outcome], bindings: Iterable[Bound]) -> Iterator[Finding]:
    """Yield why steps have no result. What a step only has from another one is told of that one."""
    reads: dict[str, set[str]] = {}
    for bound in bindings:
        if bound.visit.path[:1] == ("steps",):
            reads.setdefault(str(bound.visit.path[1]), set()).update(each.step for each in bound.binding.sources())
    told: list[Outcome] = []
    for name, outcome in found.items():
        if isinstance(outcome, StepResult) or any(outcome is each for each in told):
            continue
        if not any(found.get(each) is outcome for each in reads.get(name, set()) - {name}):
            told.append(outcome)
            yield from _findings(document, name, outcome)


def _findings(document: Document, name: str, error: SwellError | SaqlError) -> Iterator[Finding]:
    step = document.part("steps", name)
    query = step.get("query") or step
    if isinstance(error, SwellError):
        yield document.mistake(query.start, error.message, error.hint)
        return
    for each in error.diagnostics:
        offset = _offset(step, each, error.text)
        message = each.message[:1].upper() + each.message[1:]
        yield document.mistake(
            query.start if offset is None else offset,
            message if message.endswith((".", "?", "!")) else f"{message}.",
            next((hint[:1].upper() + hint[1:] for hint in each.hints), None),
        )


def _offset(step: Node, diagnostic: Diagnostic, text: str) -> int | None:
    """Return where in the file something stands that a diagnostic points to in the query that was run."""
    query = step.get("query")
    texts = [node.passage for _, node in query.walk() if node.passage] if query else []
    for passage in texts:
        place = aligned(passage.text, text, diagnostic.span.start)
        if place is not None:
            return passage.offsets[place]
    pointed = text[diagnostic.span.start : diagnostic.span.end].strip("'\"")
    exact = [node for _, node in step.walk() if node.passage and node.passage.text == pointed]
    if exact:
        return exact[0].start
    inner = re.compile(rf"(?<![\w.]){re.escape(pointed)}(?![\w.])")
    return next((_inside(each, inner) for each in texts if pointed and inner.search(each.text)), None)


def _inside(passage: Passage, pattern: re.Pattern[str]) -> int:
    found = pattern.search(passage.text)
    return passage.offsets[found.start() if found else 0]


def aligned(written: str, run: str, place: int) -> int | None:
    """Return where in a query as it is written something stands that is at `place` in the query that was run.

    Where the place is in what a binding gave, it is that of the binding. None where the one was not made of the other.
    """
    if not written.strip():
        return None
    holes = list(_HOLE.finditer(written))
    at, behind = 0, 0
    for number, start in enumerate([0, *(each.end() for each in holes)]):
        end = holes[number].start() if number < len(holes) else len(written)
        piece = written[start:end]
        found = run.find(piece, at) if piece or number < len(holes) else len(run)
        if found < 0 or (number == 0 and found != 0):
            return None
        if behind <= place < found:
            return holes[number - 1].start()
        if found <= place < found + len(piece) or (number == len(holes) and place >= found):
            return min(start + place - found, max(len(written) - 1, 0))
        at = behind = found + len(piece)
    return None
