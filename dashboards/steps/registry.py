"""The types of steps by name."""

from __future__ import annotations

from dashboards.errors import StepError
from dashboards.steps.aggregateflex import AggregateFlex
from dashboards.steps.base import StepType
from dashboards.steps.grain import Grain
from dashboards.steps.input import Input
from dashboards.steps.saql import Saql
from dashboards.steps.staticflex import StaticFlex

STEP_TYPES: dict[str, StepType] = {
    "aggregateflex": AggregateFlex(),
    "aggregate": AggregateFlex(),
    "grain": Grain(),
    "input": Input(),
    "saql": Saql(),
    "static": StaticFlex(),
    "staticflex": StaticFlex(),
}


ELSEWHERE = frozenset({"apex", "cdp", "directreport", "discovery", "forecasting", "hierarchy", "soql", "watchlist"})
"""Types of steps that ask services of Salesforce; there is nothing here that could answer."""


def step_type(name: str) -> StepType:
    """Return a type of step.

    Raises:
        StepError: there is none of that name.
    """
    if name in ELSEWHERE:
        raise StepError(
            f"A query of type {name} runs in Salesforce itself, not in Swell.",
            hint="Sync what it reads into a dataset and ask that with SAQL.",
        )
    if name not in STEP_TYPES:
        raise StepError(f"The step type {name} is not available yet.")
    return STEP_TYPES[name]
