"""What the page shows of connections: what swell.toml says of them, how far each object is, how the last runs went.

Secrets are not in it: of a connection's settings only those that its kind says are none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from swell.sync_log import last_runs

if TYPE_CHECKING:
    from connectors.sync.settings import ConnectionSettings
    from dashboards.model import Json, JsonObject
    from engine.store import Store
    from swell.workspace import Workspace


def overview(workspace: Workspace) -> list[Json]:
    """Return the connections of a workspace, in the order of swell.toml."""
    synced = _synced(workspace.store)
    return [_connection(workspace, name, synced.get(name, [])) for name in workspace.settings.connections]


def _connection(workspace: Workspace, name: str, objects: list[Json]) -> JsonObject:
    from connectors.errors import ConnectionSettingError
    from swell.connections import connection_settings

    runs: list[Json] = [*last_runs(workspace.store.folder, name)]
    known: JsonObject = {"name": name, "objects": objects, "runs": runs}
    try:
        return {**known, "problem": None, **_settings(connection_settings(workspace, name))}
    except ConnectionSettingError as error:
        # Its hint may repeat what stands in the file; the message names the key alone.
        return {**known, "problem": error.message, "kind": "", "label": "", "settings": [], "plans": [], "wanted": []}


def _settings(settings: ConnectionSettings) -> JsonObject:
    from connectors.registry import connector_kind

    kind = connector_kind(settings.kind)
    shown: list[Json] = [
        {"label": each.label, "value": settings.values[each.name]}
        for each in kind.settings
        if not each.secret and settings.values.get(each.name)
    ]
    return {
        "kind": settings.kind,
        "label": kind.label,
        "settings": shown,
        "plans": list(settings.plans),
        "wanted": list(settings.objects),
    }


def _synced(store: Store) -> dict[str, list[Json]]:
    """Return what syncs made, by connection."""
    from engine.store import StoreError

    found: dict[str, list[Json]] = {}
    for name in store.names():
        try:
            with store.open(name) as dataset:
                notes = dataset.manifest.notes.get("sync")
                if isinstance(notes, Mapping):
                    entry = {**_progress(notes), "dataset": name, "rows": dataset.rows, "version": dataset.version}
                    found.setdefault(str(notes.get("connection")), []).append(entry)
        except StoreError:  # it went away meanwhile, or is damaged; to open it says why
            continue
    return found


def _progress(notes: Mapping[str, Any]) -> JsonObject:
    keys = ("object", "watermark", "refreshed", "reconciled")
    return {each: notes.get(each) if isinstance(notes.get(each), str) else None for each in keys}
