"""Applies the rules in order and checks after each that it kept the plan's schema."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from engine.plan.display import display
from engine.plan.nodes import Node
from engine.query_errors import InternalError
from engine.rules import RULES

Rule: TypeAlias = Callable[[Node], Node]


def optimize(plan: Node, rules: Sequence[Rule] = RULES) -> Node:
    """Return a plan with the same result.

    Raises:
        InternalError: A rule changed the names or types of the result; the message shows the plan.
    """
    expected = [(each.name, each.type) for each in plan.schema]
    for rule in rules:
        changed = rule(plan)
        found = [(each.name, each.type) for each in changed.schema]
        if found != expected:
            raise InternalError(
                f"the rule {rule.__name__} changed the schema from {expected} to {found} in the plan\n{display(plan)}"
            )
        plan = changed
    return plan
