"""Pipelines of the demo world: what is sold, what is renewed, what is asked for."""

from __future__ import annotations

from connectors.standins.hubspot.settings import Pipeline, Stage

SALES = Pipeline(
    id="default",
    label="Sales Pipeline",
    stages=(
        Stage(id="appointmentscheduled", label="Appointment Scheduled", probability=0.2),
        Stage(id="qualifiedtobuy", label="Qualified To Buy", probability=0.4),
        Stage(id="presentationscheduled", label="Presentation Scheduled", probability=0.6),
        Stage(id="contractsent", label="Contract Sent", probability=0.9),
        Stage(id="closedwon", label="Closed Won", probability=1.0, closed=True),
        Stage(id="closedlost", label="Closed Lost", probability=0.0, closed=True),
    ),
)
RENEWALS = Pipeline(
    id="83001",
    label="Renewals",
    stages=(
        Stage(id="83011", label="Due", probability=0.6),
        Stage(id="83012", label="Terms Sent", probability=0.8),
        Stage(id="83013", label="Renewed", probability=1.0, closed=True),
        Stage(id="83014", label="Not Renewed", probability=0.0, closed=True),
    ),
)
SUPPORT = Pipeline(
    id="0",
    label="Support Pipeline",
    stages=(
        Stage(id="1", label="New"),
        Stage(id="2", label="Waiting on contact"),
        Stage(id="3", label="Waiting on us"),
        Stage(id="4", label="Closed", closed=True),
    ),
)
