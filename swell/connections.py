"""The connections of a workspace: `[connections.NAME]` in swell.toml, their secrets, and syncing them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import json
import os
import re
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connectors.errors import ConnectionSettingError
from connectors.protocol import Connector, ConnectorKind
from connectors.registry import connector_kind
from connectors.secrets import SecretStore
from connectors.sync.events import Report
from connectors.sync.ready_made import ready_made_plan
from connectors.sync.runner import Sync
from connectors.sync.settings import ConnectionSettings
from engine.disk import replace_flushed
from swell.settings import FILE_NAME

if TYPE_CHECKING:
    from swell.workspace import Workspace

SECRETS_FILE = "secrets.json"

_SPANS = ("overlap_minutes", "lag_seconds", "refresh_hours", "reconcile_days")
"""Spans of time: the name of the setting, and the unit that swell.toml has it in."""
_LISTS = ("plans", "objects", "leave_out", "write")
_OTHERS = ("kind", "prefix", "most_deletions", "parallel")


class SystemPace:
    """The machine's clock."""

    def seconds(self) -> float:
        """Return a clock that never goes back, in seconds."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def connection_names(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of the connections in swell.toml, in its order."""
    return tuple(workspace.settings.connections)


def connection_settings(workspace: Workspace, name: str) -> ConnectionSettings:
    """Return what swell.toml says of a connection.

    Raises:
        ConnectionSettingError: there is no such connection, or a key or value of it makes no sense.
    """
    known = workspace.settings.connections
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = (
            f"Did you mean '{near[0]}'?" if near else "'swell connect salesforce' or 'swell connect hubspot' makes one."
        )
        raise ConnectionSettingError(f"There is no connection '{name}'.", hint=hint)
    place = f"{workspace.folder / FILE_NAME}: [connections.{name}]"
    return parse_connection(name, known[name], place)


def parse_connection(name: str, values: Mapping[str, Any], place: str) -> ConnectionSettings:
    """Return the settings of a connection, checked key by key.

    Args:
        name: the connection's name.
        values: the keys of its table.
        place: where it stands, for messages.

    Raises:
        ConnectionSettingError: a key or value makes no sense.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name):
        raise ConnectionSettingError(
            f"{place}: a connection can't be called '{name}'.", hint="Use letters, digits, - and _, a letter first."
        )
    kind_name = values.get("kind")
    if not isinstance(kind_name, str):
        raise ConnectionSettingError(f"{place}: 'kind' is missing.", hint='For instance: kind = "salesforce"')
    kind = connector_kind(kind_name)
    own = {each.name for each in kind.settings if not each.secret}
    _check_keys(values, own, {each.name for each in kind.settings if each.secret}, place, name)
    spans = {}
    for key in _SPANS:
        name_of_span, unit = key.split("_")
        if key in values:
            spans[name_of_span] = dt.timedelta(**{unit: _number(values[key], key, place)})
    return ConnectionSettings(
        name=name,
        kind=kind_name,
        values={key: str(value) for key, value in values.items() if key in own},
        plans=_texts(values, "plans", place),
        objects=_texts(values, "objects", place),
        leave_out=frozenset(_texts(values, "leave_out", place)),
        prefix=str(values.get("prefix", "")),
        most_deletions=_number(values.get("most_deletions", 0.2), "most_deletions", place),
        parallel=max(int(_number(values.get("parallel", 3), "parallel", place)), 1),
        write=frozenset(_texts(values, "write", place)),
        **spans,
    )


def secret_store(workspace: Workspace) -> SecretStore:
    """Return the secrets of a workspace's connections."""
    return SecretStore(workspace.folder / "data" / SECRETS_FILE, os.environ)


def open_connector(workspace: Workspace, settings: ConnectionSettings) -> Connector:
    """Return a connection that has called nobody yet.

    Raises:
        ConnectionSettingError: a setting is missing or makes no sense.
    """
    kind: ConnectorKind = connector_kind(settings.kind)
    return kind.open(settings.values, secret_store(workspace).of(settings.name), SystemPace())


def open_sync(workspace: Workspace, name: str, report: Report) -> Sync:
    """Return what syncs a connection.

    Raises:
        ConnectionSettingError: there is no such connection, or a setting of it makes no sense.
    """
    settings = connection_settings(workspace, name)
    plans = [ready_made_plan(settings.kind, each).with_prefix(settings.prefix) for each in settings.plans]
    objects = dict.fromkeys((*settings.objects, *(object_ for each in plans for object_ in each.objects)))
    datasets = {each.name: each for plan in plans for each in plan.datasets}
    return Sync(
        connector=open_connector(workspace, settings),
        settings=dataclasses.replace(settings, objects=tuple(objects)),
        datasets=tuple(datasets.values()),
        store=workspace.store,
        pace=SystemPace(),
        report=report,
    )


def new_run() -> str:
    """Return a name for a run that no other has."""
    return uuid.uuid4().hex


def write_connection(folder: Path, name: str, values: Mapping[str, str | list[str]]) -> None:
    """Add a table `[connections.NAME]` to swell.toml, all else of which stays as it is.

    Raises:
        ConnectionSettingError: there is a connection of that name.
    """
    file = folder / FILE_NAME
    text = file.read_text("utf-8") if file.exists() else ""
    if re.search(rf"^\s*\[connections\.{re.escape(name)}\]", text, re.MULTILINE):
        raise ConnectionSettingError(
            f"There is a connection '{name}' in {file}.", hint="Choose another --name, or edit or remove that one."
        )
    lines = [f"{key} = {_toml(value)}" for key, value in values.items()]
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    replace_flushed(file, (text + gap + "\n".join([f"[connections.{name}]", *lines]) + "\n").encode())


def _check_keys(values: Mapping[str, Any], own: set[str], secret: set[str], place: str, name: str) -> None:
    known = [*_OTHERS, *_LISTS, *_SPANS, *sorted(own)]
    for key in values:
        if key in secret:
            raise ConnectionSettingError(
                f"{place}: '{key}' is a secret and must not be here.",
                hint=f"Remove it from the file and run: swell connect, or set SWELL_{name.upper()}_{key.upper()}.",
            )
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"Settings here: {', '.join(known)}."
            raise ConnectionSettingError(f"{place}: there is no setting '{key}'.", hint=hint)


def _texts(values: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    found = values.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ConnectionSettingError(f"{place}: '{key}' must be a list of texts.", hint=f'For instance: {key} = ["a"]')
    return tuple(found)


def _number(value: object, key: str, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ConnectionSettingError(f"{place}: '{key}' must be a number from 0.", hint=f"For instance: {key} = 10")
    return float(value)


def _toml(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)
