"""Escalations: how likely each open case is to escalate."""

from __future__ import annotations

from engine.models.kinds.score import Score

KIND = Score(
    name="escalation",
    about="How likely each open case is to escalate, why, and what would help.",
    usual={
        "label": "Risk of an Escalation",
        "dataset": "cases",
        "id": "Id",
        "target": """'IsEscalated' == "true\"""",
        "known": """'IsClosed' == "true\"""",
        "open": """'IsClosed' == "false" && 'IsEscalated' == "false\"""",
        "when": "CreatedDate",
        "outcome": "an escalation",
        "better": "lower",
        "actionable": ("FirstResponseHours", "Priority"),
        "carried": ("Subject", "AccountId", "Account.Name", "OwnerId", "Owner.Name", "Priority", "CreatedDate"),
    },
)
