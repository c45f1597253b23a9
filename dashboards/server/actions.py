"""What the server asks of the actions of a workspace; whoever makes the application brings it."""

from __future__ import annotations

from typing import Protocol

from dashboards.model.json import JsonObject


class ActionsDesk(Protocol):
    """Actions, their plans and runs, as JSON. All may raise `SwellError` and `SaqlError`."""

    def overview(self) -> JsonObject:
        """Return the actions, the latest runs without records, and what is wrong with files."""

    def owner(self, name: str) -> str:
        """Return the e-mail of whose rows an action works with; empty where it names nobody."""

    def plan(self, name: str) -> JsonObject:
        """Return what a run would do; nothing is done."""

    def run(self, name: str, mark: str, by: str) -> JsonObject:
        """Do what the plan with a mark says, and return what came of it; `by` is who wants it."""

    def entries(self, name: str, run: int) -> JsonObject:
        """Return what a run of an action did, record by record."""

    def files(self, name: str, run: int) -> bytes:
        """Return the files that a run of an action wrote, as a ZIP archive."""
