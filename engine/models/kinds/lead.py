"""Leads: how likely each is to become an opportunity."""

from __future__ import annotations

from engine.models.kinds.score import Score

_DONE = """'IsConverted' == "true" || 'Status' == "Unqualified\""""

_OLD = """date('CreatedDate_Year', 'CreatedDate_Month', 'CreatedDate_Day') in [.."180 days ago"]"""

KIND = Score(
    name="lead",
    about="How likely each lead that is worked on is to be converted, why, and what would help.",
    usual={
        "label": "Chance of a Conversion",
        "dataset": "leads",
        "id": "Id",
        "target": """'IsConverted' == "true\"""",
        "known": f"{_DONE} || {_OLD}",
        "open": f"!({_DONE})",
        "when": "CreatedDate",
        "outcome": "a conversion",
        "actionable": ("FirstResponseHours", "Rating"),
        "carried": ("Name", "Company", "OwnerId", "Owner.Name", "Status", "CreatedDate"),
    },
)
