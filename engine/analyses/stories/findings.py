"""From the rows of both periods to the segments that explain what changed."""

from __future__ import annotations

from engine.analyses.stories.choice import choose
from engine.analyses.stories.echoes import doubles, echo
from engine.analyses.stories.facts import Fact, fact_of
from engine.analyses.stories.looks import Look, Tally, pair_looks, pairs_of, single_looks
from engine.analyses.stories.question import Question
from engine.analyses.stories.rows import Rows
from engine.analyses.stories.splits import splits
from engine.analyses.stories.sums import Sums, sums_by, sums_of
from engine.store import Dataset
from saql.record import record


@record(eq=False)
class Findings:
    """What was found.

    Args:
        whole: the sums of all rows.
        before: the measure of the earlier period.
        after: that of the later one.
        facts: the segments to tell, the most important first.
        looks: how many segments and effects were looked at.
        tallies: the fields that were looked at, with the sums of their values.
        left_out: labels of fields that explain nothing, each with why.
    """

    whole: Sums
    before: float
    after: float
    facts: tuple[Fact, ...]
    looks: int
    tallies: tuple[Tally, ...]
    left_out: tuple[tuple[str, str], ...]


def find(dataset: Dataset, question: Question, rows: Rows) -> Findings:
    """Return which segments explain the change: those that moved with it first, by how much they did."""
    whole = sums_of(rows, rows.after >= 0)
    tallies, left_out = [], []
    for split in splits(dataset, question.groups, rows):
        sums = sums_by(rows, split.codes, len(split.values))
        reason = echo(rows, sums)
        if reason is None:
            tallies.append(Tally(split, sums))
        else:
            left_out.append((split.label, reason))
    same = doubles(tallies)
    left_out += [
        (each.split.label, f"says the same as {same[each.split.field]}") for each in tallies if each.split.field in same
    ]
    tallies = [each for each in tallies if each.split.field not in same]
    kind = question.measure.kind
    looks: list[Look] = [*single_looks(kind, whole, tallies)]
    looks += pair_looks(kind, rows, whole, pairs_of(tallies, looks))
    before, after = (float(each[0]) for each in (whole.means() if question.measure.is_ratio else whole.amount))
    facts = [fact_of(each, rows, whole) for each in choose(rows, looks, before)]
    facts.sort(key=lambda each: (each.impact * (after - before) < 0, -abs(each.impact)))
    return Findings(whole, before, after, tuple(facts), len(looks), tuple(tallies), tuple(left_out))
