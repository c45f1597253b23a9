"""Steps whose results and selections need each other in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from dashboards.bindings.nodes import Kind
from dashboards.check.bindings import Bound
from dashboards.check.finding import Document, Finding

_Need: TypeAlias = tuple[str, Kind]
"""The result or the selection of a step: a query makes the one, a start value the other."""


def check_cycles(document: Document, every: Iterable[Bound]) -> Iterator[Finding]:
    """Yield a mistake for each circle of steps, at the first binding that closes it."""
    needs: dict[_Need, dict[_Need, Bound]] = {}
    for each in every:
        match each.visit.path:
            case ("steps", str(step), part, *_):
                own: _Need = (step, "selection" if part == "start" else "result")
                for source in sorted(each.binding.sources(), key=lambda source: (source.step, source.kind)):
                    needs.setdefault(own, {}).setdefault((source.step, source.kind), each)
    told: set[frozenset[_Need]] = set()
    for need in needs:
        circle = _circle(need, needs)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            bound = needs[need][circle[1] if len(circle) > 1 else need]
            what = "results" if all(kind == "result" for _, kind in circle) else "results and selections"
            names = " → ".join(step for step, _ in [*circle, need])
            message = f"These steps need each other's {what} in a circle: {names}."
            yield document.mistake(bound.offset(), message, "Take the value from a step that reads the dataset itself.")


def _circle(start: _Need, needs: Mapping[_Need, Mapping[_Need, object]]) -> list[_Need]:
    """Return the shortest way from a need back to itself, or nothing."""
    ways = [[start]]
    seen = set()
    for way in ways:
        for each in needs.get(way[-1], {}):
            if each == start:
                return way
            if each not in seen:
                seen.add(each)
                ways.append([*way, each])
    return []
