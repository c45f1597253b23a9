"""What is told of a segment: its numbers before and after, beside those of all other rows, and how it is worded."""

from __future__ import annotations

from engine.analyses.stories.choice import Told
from engine.analyses.stories.effects import EffectKind
from engine.analyses.stories.queries import name_of
from engine.analyses.stories.question import Question
from engine.analyses.stories.rows import Rows
from engine.analyses.stories.sums import Pair, Sums, sums_of, without
from engine.analyses.stories.words import change_words, moved, number_words
from saql.record import record


@record(eq=False)
class Fact:
    """A segment with its sums and those of all other rows."""

    told: Told
    part: Sums
    rest: Sums

    @property
    def impact(self) -> float:
        """By how much it moved the whole measure."""
        return self.told.look.impact


def fact_of(told: Told, rows: Rows, whole: Sums) -> Fact:
    """Return the numbers of a segment."""
    part = sums_of(rows, told.look.mask())
    return Fact(told, part, without(whole, part))


def sentence(question: Question, fact: Fact) -> str:
    """Return what happened in a segment, in two or three sentences."""
    way = "raises" if fact.impact > 0 else "lowers"
    measure = question.measure
    effect = f"This {way} the whole by about {change_words(measure, fact.impact)}."
    aliases = [name_of(each) for each in fact.told.aliases if len(each.places) == 1][:2]
    also = f" The same records: {'; '.join(aliases)}." if aliases else ""
    return f"{name_of(fact.told.look)}: {_WORDS[fact.told.look.kind](question, fact)} {effect}{also}"


def numbers(fact: Fact) -> tuple[float, float, float, float]:
    """Return what moved: before and after in the segment, before and after elsewhere."""
    (before, after), (other_before, other_after) = (
        (float(first[0]), float(last[0])) for first, last in _moving(fact.told.look.kind, fact)
    )
    return before, after, other_before, other_after


def _moving(kind: EffectKind, fact: Fact) -> tuple[Pair, Pair]:
    if kind == "volume":
        return fact.part.rows, fact.rest.rows
    if kind == "mix":
        before, after = (fact.part.base[each] + fact.rest.base[each] for each in (0, 1))
        part, rest = fact.part.base, fact.rest.base
        return (part[0] / before, part[1] / after), (rest[0] / before, rest[1] / after)
    return fact.part.means(), fact.rest.means()


def _volume(_: Question, fact: Fact) -> str:
    before, after, other_before, other_after = numbers(fact)
    here = moved(before, after, f"{before:,.0f}", f"{after:,.0f}")
    there = moved(other_before, other_after, f"{other_before:,.0f}", f"{other_after:,.0f}")
    return f"its records {here}, those elsewhere {there}."


def _value(question: Question, fact: Fact) -> str:
    before, after, other_before, other_after = numbers(fact)
    measure = question.measure
    here = moved(before, after, number_words(measure, before), number_words(measure, after))
    there = moved(other_before, other_after, number_words(measure, other_before), number_words(measure, other_after))
    what = "its average" if measure.kind == "sum" else f"{measure.label[0].lower()}{measure.label[1:]}"
    return f"{what} {here}; elsewhere it {there}."


def _mix(question: Question, fact: Fact) -> str:
    before, after, _, _ = numbers(fact)
    own, other = float(fact.part.mean()[0]), float(fact.rest.mean()[0])
    size = "larger" if after > before else "smaller"
    level = "higher" if own > other else "lower"
    compared = f"{number_words(question.measure, own)} against {number_words(question.measure, other)}"
    what = f"{question.measure.label[0].lower()}{question.measure.label[1:]}"
    return (
        f"it became a {size} part of all records, {after:.1%} after {before:.1%}; {what} is {level} there ({compared})."
    )


_WORDS = {"volume": _volume, "size": _value, "rate": _value, "mix": _mix}
