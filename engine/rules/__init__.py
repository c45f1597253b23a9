"""The optimizer: plans made into plans with the same result that take less work."""

from engine.rules.fold_constants import fold_constants
from engine.rules.prune_columns import prune_columns
from engine.rules.push_filters_down import push_filters_down

RULES = (
    fold_constants,  # first: predicates that are always true need not be moved
    push_filters_down,  # before pruning: a filter that moves takes the need of its columns along
    prune_columns,
)
"""The rules in their order. Each takes a plan and gives one with the same schema."""

__all__ = ["RULES"]
