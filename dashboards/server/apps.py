"""What the server asks of ready-made apps; whoever makes the application brings it."""

from __future__ import annotations

from typing import Protocol

from dashboards.model.json import JsonObject


class AppsDesk(Protocol):
    """Ready-made apps, as JSON. All may raise `SwellError`, and then nothing was changed."""

    def list(self) -> list[JsonObject]:
        """Return the apps with how each stands."""

    def add(self, name: str) -> JsonObject:
        """Add an app or bring it up to date, and return how it stands then."""

    def remove(self, name: str) -> JsonObject:
        """Remove an app, and return how it stands then."""
