"""Numbers and changes in words."""

from __future__ import annotations

from engine.analyses.stories.measure import Measure


def number_words(measure: Measure, value: float) -> str:
    """Return a number of a measure: `31.2%`, `$1.24M`, `1,204`."""
    if "%" in measure.pattern:
        return f"{value * 100:.1f}%"
    if measure.kind == "count":
        return f"{value:,.0f}"
    sign = measure.pattern[: len(measure.pattern) - len(measure.pattern.lstrip("$€£¥"))]
    return f"{'-' if value < 0 else ''}{sign}{_size(abs(value))}"


def change_words(measure: Measure, change: float) -> str:
    """Return by how much a measure changed, without a sign: `5.8 points`, `$240K`."""
    if "%" in measure.pattern:
        return f"{abs(change) * 100:.1f} points"
    return number_words(measure, abs(change))


def moved(before: float, after: float, before_words: str, after_words: str) -> str:
    """Return what a number did: `fell from 31.2% to 25.4%`."""
    if before_words == after_words:
        return f"stayed at {after_words}"
    return f"{'rose' if after > before else 'fell'} from {before_words} to {after_words}"


def chance_words(chance: float) -> str:
    """Return a chance as people read it: `less than 1 in 10,000`, `1 in 40`."""
    if chance < 0.0001:
        return "less than 1 in 10,000"
    return f"1 in {round(1 / chance):,}"


def _size(value: float) -> str:
    for size, mark in ((1e9, "B"), (1e6, "M"), (1e4, "K")):
        if value >= size:
            return f"{value / (1e3 if mark == 'K' else size):,.{0 if mark == 'K' else 2}f}{mark}"
    return f"{value:,.0f}" if value >= 100 or value == round(value) else f"{value:,.2f}"
