"""Counting on both sides: as many live records in the CRM as rows here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.errors import ConnectorError
from connectors.protocol import Connector
from connectors.sync.settings import ConnectionSettings
from engine.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The count of one object on both sides; `problem` says why there is none."""

    object: str
    theirs: int | None
    ours: int | None
    problem: str | None = None

    @property
    def agrees(self) -> bool:
        """Whether both sides have as many."""
        return self.problem is None and self.theirs == self.ours


def verify(
    connector: Connector, settings: ConnectionSettings, names: Sequence[str], store: Store
) -> Iterator[Verified]:
    """Yield the counts of objects; a CRM that people work in is often some records ahead of the last sync."""
    for name in names:
        dataset = settings.dataset(name)
        ours = None
        if dataset in store:
            with store.open(dataset) as opened:
                ours = opened.rows
        try:
            theirs = connector.count(connector.describe(name))
        except ConnectorError as error:
            yield Verified(object=name, theirs=None, ours=ours, problem=error.message)
            continue
        yield Verified(object=name, theirs=theirs, ours=ours, problem=None if ours is not None else "never synced")
