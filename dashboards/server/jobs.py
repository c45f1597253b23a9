"""What the server asks of the jobs of a workspace; whoever makes the application brings it."""

from __future__ import annotations

from typing import Protocol

from dashboards.model.json import JsonObject


class JobsDesk(Protocol):
    """Jobs, alerts and subscriptions, as JSON. `by` is who asks, for logs. All may raise `SwellError`."""

    def overview(self) -> JsonObject:
        """Return what is to be done when, and the latest runs."""

    def run(self, number: int) -> JsonObject:
        """Return a run with its log."""

    def start(self, job: str, by: str) -> JsonObject:
        """Want a run of a job now, and return it."""

    def work(self, work: str, by: str) -> JsonObject:
        """Want a run of a work such as `models train churn` now, of a job of that name, and return it."""

    def cancel(self, number: int, by: str) -> JsonObject:
        """Want a run to stop, and return it."""

    def alerts(self) -> list[JsonObject]:
        """Return the alerts."""

    def subscriptions(self) -> list[JsonObject]:
        """Return the subscriptions."""

    def history(self) -> list[JsonObject]:
        """Return the latest firings of alerts, with values that only their recipients may see."""

    def sent(self) -> list[JsonObject]:
        """Return how far the latest messages are."""

    def problems(self) -> list[str]:
        """Return what keeps alerts and subscriptions from working."""

    def add_alert(self, content: JsonObject, by: str) -> str:
        """Write the file of an alert, and return its name."""

    def remove_alert(self, name: str) -> None:
        """Remove an alert."""

    def add_subscription(self, content: JsonObject, by: str) -> str:
        """Write the file of a subscription, and return its name."""

    def remove_subscription(self, name: str) -> None:
        """Remove a subscription."""
