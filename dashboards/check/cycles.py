"""Steps whose results need each other in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dashboards.check.bindings import Bound
from dashboards.check.finding import Document, Finding


def check_cycles(document: Document, every: Iterable[Bound]) -> Iterator[Finding]:
    """Yield a mistake for each circle of steps, at the first binding that closes it."""
    needs: dict[str, dict[str, Bound]] = {}
    for each in every:
        match each.visit.path:
            case ("steps", str(step), part, *_) if part != "start":
                for source in sorted(each.binding.sources(), key=lambda source: source.step):
                    if source.kind == "result":
                        needs.setdefault(step, {}).setdefault(source.step, each)
    told: set[frozenset[str]] = set()
    for step in needs:
        circle = _circle(step, needs)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            bound = needs[step][circle[1] if len(circle) > 1 else step]
            message = f"These steps need each other's results in a circle: {' → '.join([*circle, step])}."
            yield document.mistake(bound.offset(), message, "Take the value from a step that reads the dataset itself.")


def _circle(start: str, needs: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Return the shortest way from a step back to itself, or nothing."""
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
