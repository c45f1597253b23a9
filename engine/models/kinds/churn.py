"""Churn: how likely each customer is to leave, learnt from how customers did on past days and who left thereafter."""

from __future__ import annotations

from engine.models.kinds.score import Score

KIND = Score(
    name="churn",
    about="How likely each customer is to leave within the next quarter, why, and what would help.",
    usual={
        "label": "Risk of Leaving",
        "dataset": "account_health",
        "id": "AccountId",
        "target": """'LeftWithinQuarter' == "true\"""",
        "known": "'LeftWithinQuarter' is not null",
        "when": "AsOfDate",
        "outcome": "a departure",
        "better": "lower",
        "excluded": ("Id",),
        "actionable": (
            "UsageTrend",
            "EscalationsLast90Days",
            "SatisfactionLast180Days",
            "OpenOpportunities",
            "DaysSinceLastDeal",
        ),
        "carried": ("Account.Name", "Account.Segment", "Account.Region", "OwnerId", "Owner.Name", "AsOfDate"),
    },
)
