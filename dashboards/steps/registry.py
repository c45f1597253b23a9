"""The types of steps by name."""

from __future__ import annotations

from dashboards.errors import StepError
from dashboards.steps.aggregateflex import AggregateFlex
from dashboards.steps.base import StepType
from dashboards.steps.grain import Grain
from dashboards.steps.saql import Saql
from dashboards.steps.staticflex import StaticFlex

STEP_TYPES: dict[str, StepType] = {
    "aggregateflex": AggregateFlex(),
    "aggregate": AggregateFlex(),
    "grain": Grain(),
    "saql": Saql(),
    "static": StaticFlex(),
    "staticflex": StaticFlex(),
}


def step_type(name: str) -> StepType:
    """Return a type of step.

    Raises:
        StepError: there is none of that name.
    """
    if name not in STEP_TYPES:
        raise StepError(f"The step type {name} is not available yet.")
    return STEP_TYPES[name]
