"""The SAQL of a segment: its rules as one filter, segments that it builds on as joins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.analyses.segments.operators import OPERATORS
from engine.analyses.segments.segment import Rule, Rules, Segment
from saql import quote


def statements(dataset: str, rules: Rules, named: Callable[[str], Segment], stream: str = "q") -> list[str]:
    """Return the statements that leave the records of a segment in a stream, ungrouped and with all fields.

    Args:
        dataset: the dataset.
        rules: what the records fulfil.
        named: gives the segments that rules name.
        stream: what the stream is called; names of further streams begin with it.
    """
    lines = [f"{stream} = load {quote.text(dataset)};"]
    conditions = [each for each in rules.rules if not is_membership(each)]
    if conditions:
        lines.append(f"{stream} = filter {stream} by {condition(Rules(rules.joint, tuple(conditions)))};")
    memberships = [each for each in rules.rules if isinstance(each, Rule) and is_membership(each)]
    for number, each in enumerate(memberships, 1):
        other, inner = named(str(each.values[0])), f"{stream}_{number}"
        lines += statements(other.dataset, other.rules, named, inner)
        way = "semi" if each.operator == "in segment" else "anti"
        lines.append(f"{stream} = join {stream} by {quote.name(each.field)} {way}, {inner} by {quote.name(other.key)};")
    return lines


def condition(rules: Rules) -> str:
    """Return the condition of rules, without those that name other segments."""
    sign = " && " if rules.joint == "all" else " || "
    found = []
    for each in rules.rules:
        if isinstance(each, Rules):
            inner = condition(each)
            found.append(inner if len(each.rules) == 1 else f"({inner})")
        else:
            found.append(OPERATORS[each.operator].condition(quote.name(each.field), each.values))
    return sign.join(found)


def is_membership(rule: Rule | Rules) -> bool:
    """Whether a rule names another segment."""
    return isinstance(rule, Rule) and OPERATORS[rule.operator].takes == "segment"


def records(dataset: str, columns: Sequence[str], rules: Rules, named: Callable[[str], Segment]) -> str:
    """Return the query that lists the records of a segment; the arguments are those of `statements`."""
    listed = ", ".join(f"{quote.name(each)} as {quote.name(each)}" for each in columns)
    return "\n".join([*statements(dataset, rules, named), f"q = foreach q generate {listed};"])


def count(segment: Segment) -> str:
    """Return the query for the number of a segment's records, as `count`, and of its keys, as `keys`."""
    lines = segment.records.split("\n")[:-1]
    last = f"q = foreach q generate count() as 'count', unique({quote.name(segment.key)}) as 'keys';"
    return "\n".join([*lines, "q = group q by all;", last])
