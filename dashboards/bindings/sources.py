"""What bindings read: rows of steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dashboards.bindings.nodes import Kind
from dashboards.model.json import Json


@dataclass(frozen=True, slots=True)
class Rows:
    """A result or a selection: the names of its columns, and its rows by these names."""

    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, Json]]


class Sources(Protocol):
    """The steps of a dashboard, as bindings see them."""

    def rows(self, step: str, kind: Kind) -> Rows:
        """Return the result or the selection of a step.

        Raises:
            DashboardPartError: there is no such step, or it can't be computed.
        """
