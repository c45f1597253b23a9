"""What an account has besides records: who owns them, and the pipelines they move through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from connectors.standins.hubspot import moments


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Somebody who owns records. Those who left are archived."""

    id: str
    email: str
    first_name: str
    last_name: str
    team: str | None = None
    archived: bool = False
    created: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it as the owners API has it."""
        answer: dict[str, Any] = {
            "id": self.id,
            "email": self.email,
            "type": "PERSON",
            "firstName": self.first_name,
            "lastName": self.last_name,
            "userId": None if self.archived else int(self.id) + 500_000,
            "userIdIncludingInactive": int(self.id) + 500_000,
            "createdAt": moments.text(self.created),
            "updatedAt": moments.text(self.created),
            "archived": self.archived,
        }
        if self.team is not None:
            answer["teams"] = [{"id": str(sum(map(ord, self.team))), "name": self.team, "primary": True}]
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of a pipeline. Of deals it has a chance of success, of tickets a state: open or closed."""

    id: str
    label: str
    probability: float | None = None
    closed: bool = False

    def as_json(self, place: int, created: int) -> dict[str, Any]:
        """Return it as the pipelines API has it."""
        if self.probability is None:
            metadata = {"ticketState": "CLOSED" if self.closed else "OPEN", "isClosed": str(self.closed).lower()}
        else:
            metadata = {"isClosed": str(self.closed).lower(), "probability": str(self.probability)}
        return {
            "id": self.id,
            "label": self.label,
            "displayOrder": place,
            "metadata": metadata,
            "createdAt": moments.text(created),
            "updatedAt": moments.text(created),
            "archived": False,
            "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """A pipeline of an object."""

    id: str
    label: str
    stages: tuple[Stage, ...]
    created: int = 0

    def as_json(self, place: int) -> dict[str, Any]:
        """Return it as the pipelines API has it."""
        return {
            "id": self.id,
            "label": self.label,
            "displayOrder": place,
            "stages": [stage.as_json(at, self.created) for at, stage in enumerate(self.stages)],
            "createdAt": moments.text(self.created),
            "updatedAt": moments.text(self.created),
            "archived": False,
        }
