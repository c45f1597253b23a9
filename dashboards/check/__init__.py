"""The mistakes of a dashboard's file, each with its line and column.

| check | finds |
|---|---|
| `shape` | members that are not known, values that are not what they should be |
| `references` | steps, pages, datasets and fields that are not there; steps that nothing uses |
| `bindings`, `binding_types` | bindings that can't be read, or can't serve where they stand |
| `columns` | columns that widgets name and steps don't have |
| `cycles` | steps that need each other's results in a circle |
| `metadata` | labels and formats of the dashboard's own that are not valid |
| `grid` | widgets outside of the grid, on each other, or nowhere |
| `queries` | what keeps a step from having a result |
| here | what else keeps a widget from being drawn |
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dashboards.check.bindings import check_bindings, read_bindings
from dashboards.check.columns import check_columns
from dashboards.check.cycles import check_cycles
from dashboards.check.finding import Document, Finding
from dashboards.check.grid import check_grid
from dashboards.check.metadata import check_metadata
from dashboards.check.queries import Outcome, check_queries, columns, outcomes
from dashboards.check.references import check_references
from dashboards.check.shape import check_shape
from dashboards.check.visits import visits
from dashboards.errors import DashboardError
from dashboards.library import parse, placed, read
from dashboards.model import load
from dashboards.model.located import Node, located
from dashboards.resolve import Resolver
from dashboards.run import OpenDashboard, WidgetResult, problem_text
from dashboards.schema import ObjectOf
from dashboards.steps.result import StepResult
from engine.session import Session

_NAME = re.compile(r"'([^']+)'")
"""What a problem says in quotes."""

_CIRCLE = "need each other"
"""What is said of steps in a circle, and of each widget that shows one of them."""

__all__ = ["Finding", "check", "check_text"]


def check(file: Path, session: Session, now: dt.datetime) -> list[Finding]:
    """Return what is wrong with a dashboard's file, in its order; each step is computed and each widget drawn once.

    Args:
        file: the dashboard.
        session: what runs its queries.
        now: what relative dates are reckoned from.
    """
    try:
        return check_text(read(file), file, session, now)
    except DashboardError as error:  # there is no text to look at
        return [_unread(error, file)]


def check_text(text: str, file: Path, session: Session, now: dt.datetime) -> list[Finding]:
    """Return what is wrong with a dashboard's text, as `check` does of a file; it need not be in the file yet.

    Args:
        text: the JSON.
        file: where it stands, or will stand.
        session: what runs its queries.
        now: what relative dates are reckoned from.
    """
    try:
        source = parse(text, file)
        dashboard = load(source)
    except DashboardError as error:
        return [_unread(error if error.file else placed(error, text, file), file)]
    document = Document(file, text, located(text), dashboard)
    found = [*_written(document, session, now)]
    return sorted(_once(found), key=lambda each: (each.line or 0, each.column or 0))


def _unread(error: DashboardError, file: Path) -> Finding:
    told = Finding(error.message, severity="mistake", hint=error.hint, file=file, line=error.line, column=error.column)
    told.pointer = error.pointer
    return told


def _written(document: Document, session: Session, now: dt.datetime) -> Iterator[Finding]:
    every = [
        dataclasses.replace(each, path=each.path[1:]) if each.path[:1] == ("state",) else each
        for each in visits(document.root, ObjectOf("dashboard"))
    ]
    bound = [each for each in every if each.path[:1] != ("xmd",)]  # links to records have braces of their own
    bindings, broken = read_bindings(document, bound)
    resolver = Resolver(document.dashboard, session, now, {})
    results = outcomes(document, resolver)
    found = [
        *check_shape(document, every),
        *broken,
        *check_bindings(document, bindings, columns(results)),
        *check_references(document, every, bindings, resolver.datasets),
        *check_cycles(document, bindings),
        *check_grid(document),
        *check_metadata(document),
    ]
    yield from found
    # A step or a widget that has a mistake of its own says nothing more: it would be of the same.
    queries = [each for each in check_queries(document, results, bindings) if not _has(document, each, found)]
    yield from queries
    beside = frozenset(each.stem for each in document.file.parent.glob("*.json"))  # what it may embed
    drawn = [*_drawn(document, OpenDashboard(document.dashboard, session, beside), now, results, found)]
    yield from drawn
    # What keeps a widget from being drawn is told already, at its place.
    told = {each.path for each in drawn}
    yield from (each for each in check_columns(document, every, bindings, columns(results)) if each.path not in told)


def _has(document: Document, finding: Finding, found: Sequence[Finding]) -> bool:
    """Whether the step that a finding is of has a mistake already."""
    steps = document.part("steps").decoded()
    place = _offset(document, finding)
    node = next((each for each in steps.members.values() if each.start <= place < each.end), None)
    return node is not None and any(
        node.start <= _offset(document, each) < node.end for each in found if each.severity == "mistake"
    )


def _offset(document: Document, finding: Finding) -> int:
    lines = document.text.split("\n")
    return sum(len(each) + 1 for each in lines[: (finding.line or 1) - 1]) + (finding.column or 1) - 1


def _drawn(
    document: Document,
    opened: OpenDashboard,
    now: dt.datetime,
    results: Mapping[str, Outcome],
    found: Sequence[Finding],
) -> Iterator[Finding]:
    """Yield why widgets can't be drawn, but for what is told of their steps."""
    told = {problem_text(each) for each in results.values() if not isinstance(each, StepResult)}
    cycles = any(_CIRCLE in each.message for each in found)
    mistaken = [_offset(document, each) for each in found if each.severity == "mistake"]
    for name, widget in opened.widgets(now).items():
        node = document.part("widgets", name)
        own = any(node.start <= each < node.end for each in mistaken)
        circle = cycles and _CIRCLE in (widget.problem or "")
        if widget.problem and widget.problem not in told and not own and not circle:
            yield document.mistake(_meant(node, widget).start, f"Widget '{name}': {widget.problem}")


def _meant(node: Node, widget: WidgetResult) -> Node:
    """Return the part of a widget that its problem is about: its type, or a name in it; else the widget."""
    if f"widget type {widget.type} " in (widget.problem or ""):
        return node.get("type") or node
    named = _NAME.findall(widget.problem or "")
    return next((each for _, each in node.walk() if each.passage and each.passage.text in named), node)


def _once(found: Sequence[Finding]) -> list[Finding]:
    return list({str(each): each for each in found}.values())
