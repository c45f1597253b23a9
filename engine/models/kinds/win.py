"""Wins: how likely each open opportunity is to be won."""

from __future__ import annotations

from engine.models.kinds.score import Score

KIND = Score(
    name="win",
    about="How likely each open opportunity is to be won, why, and what would help.",
    usual={
        "label": "Chance of a Win",
        "dataset": "opportunities",
        "id": "Id",
        "target": """'IsWon' == "true\"""",
        "known": """'IsClosed' == "true\"""",
        "when": "CloseDate",
        "outcome": "a win",
        "actionable": ("PushCount", "NextStep", "LeadSource"),
        "carried": ("Name", "AccountId", "Account.Name", "OwnerId", "Owner.Name", "StageName", "Amount", "CloseDate"),
    },
)
