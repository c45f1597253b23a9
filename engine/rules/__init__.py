"""The optimizer: plans made into plans with the same result that take less work."""

from engine.rules.absorb_filters import absorb_filters
from engine.rules.first_groups import first_groups
from engine.rules.fold_constants import fold_constants
from engine.rules.leave_groups_unordered import leave_groups_unordered
from engine.rules.limit_early import limit_early
from engine.rules.prune_columns import prune_columns
from engine.rules.push_filters_down import push_filters_down

RULES_OF_ONE = (
    fold_constants,  # first: predicates that are always true need not be moved
    push_filters_down,
    limit_early,
    leave_groups_unordered,  # after the limits: what is sorted anyway
    absorb_filters,  # after the filters have moved as far as they go
    first_groups,
)
"""The rules, in their order, for plans that are going to be made one graph, which is pruned then."""

RULES = (
    *RULES_OF_ONE,
    prune_columns,  # last: what moves takes the need of its columns along
)
"""The rules in their order. Each takes a plan and gives one with the same schema."""

__all__ = ["RULES", "RULES_OF_ONE"]
