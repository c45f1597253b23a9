"""Applies the rules in order and checks after each that it kept the plan's schema."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from engine.plan.display import display
from engine.plan.identity import merged
from engine.plan.nodes import Node
from engine.query_errors import InternalError
from engine.rules import RULES
from engine.rules.prune_columns import prune_together

Rule: TypeAlias = Callable[[Node], Node]


def optimize(plan: Node, rules: Sequence[Rule] = RULES) -> Node:
    """Return a plan with the same result.

    Raises:
        InternalError: A rule changed the names or types of the result; the message shows the plan.
    """
    for rule in rules:
        changed = rule(plan)
        _check(rule.__name__, plan, changed)
        plan = changed
    return plan


def optimize_together(plans: Sequence[Node]) -> list[Node]:
    """Return plans, optimized one by one but for their columns, as one graph in which nothing is computed twice."""
    together = merged(plans)
    pruned = prune_together(together)
    for plan, changed in zip(together, pruned, strict=True):
        _check("prune_together", plan, changed)
    return pruned


def _check(rule: str, plan: Node, changed: Node) -> None:
    expected = [(each.name, each.type) for each in plan.schema]
    found = [(each.name, each.type) for each in changed.schema]
    if found != expected:
        raise InternalError(
            f"the rule {rule} changed the schema from {expected} to {found} in the plan\n{display(plan)}"
        )
