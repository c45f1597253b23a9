"""The kinds of models, each imported when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from engine.models.errors import ModelError
from engine.models.kind import Kind

KINDS: Mapping[str, str] = {
    "churn": "engine.models.kinds.churn",
    "escalation": "engine.models.kinds.escalation",
    "lead": "engine.models.kinds.lead",
    "score": "engine.models.kinds.score",
    "upsell": "engine.models.kinds.upsell",
    "win": "engine.models.kinds.win",
    "cycle": "engine.models.kinds.cycle",
    "goals": "engine.models.kinds.goals",
    "pipeline": "engine.models.kinds.pipeline",
    "pipeline_change": "engine.models.kinds.pipeline_change",
    "clusters": "engine.models.kinds.clusters",
    "lifetime": "engine.models.kinds.lifetime",
    "profitability": "engine.models.kinds.profitability",
    "retention": "engine.models.kinds.retention",
    "rfm": "engine.models.kinds.rfm",
    "journey": "engine.models.kinds.journey",
    "next_contact": "engine.models.kinds.next_contact",
    "satisfaction": "engine.models.kinds.satisfaction",
    "sentiment": "engine.models.kinds.sentiment",
}
"""The module of each kind by the kind's name; the module has it as `KIND`."""


def kind_named(name: str) -> Kind:
    """Return a kind of models.

    Raises:
        ModelError: there is none of that name.
    """
    if name not in KINDS:
        raise ModelError(f"There is no kind of model '{name}'.", hint=f"Kinds: {', '.join(sorted(KINDS))}.")
    return cast(Kind, import_module(KINDS[name]).KIND)
