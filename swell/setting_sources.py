"""Every setting of a workspace, its value, and where it came from. Secrets are told as set or not set."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from saql.record import record
from swell.settings import FILE_NAME, Settings

if TYPE_CHECKING:
    from swell.workspace import Workspace


@record
class Shown:
    """A setting as people see it: its place in swell.toml, its value as it is written there, its source and meaning."""

    section: str
    name: str
    value: str
    source: str
    about: str


@record
class Declared:
    """A setting as it is declared."""

    section: str
    name: str
    default: object
    about: str


def declared() -> Iterator[Declared]:
    """Give all settings but those of connections and schedules, section by section."""
    yield Declared("", "name", "", "What the page calls the workspace; the name of its folder if empty.")
    for section in dataclasses.fields(Settings):
        kind = section.default_factory
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            for each in dataclasses.fields(kind):
                yield Declared(section.name, each.name, each.default, each.metadata["about"])


def shown(workspace: Workspace) -> list[Shown]:
    """Return every setting of a workspace, then the secrets of its connections."""
    file = workspace.folder / FILE_NAME
    lines = _lines(file.read_text("utf-8")) if file.is_file() else {}
    return [*(_shown(each, workspace, lines) for each in declared()), *_secrets(workspace)]


def _shown(each: Declared, workspace: Workspace, lines: dict[tuple[str, str], int]) -> Shown:
    place = getattr(workspace.settings, each.section) if each.section else workspace.settings
    line = lines.get((each.section, each.name))
    source = "default" if line is None else f"{FILE_NAME}, line {line}"
    return Shown(each.section, each.name, written(getattr(place, each.name)), source, each.about)


def _secrets(workspace: Workspace) -> Iterator[Shown]:
    from connectors.registry import connector_kind
    from connectors.secrets import variable_name
    from swell.connections import secret_store

    store = secret_store(workspace)
    for name, values in workspace.settings.connections.items():
        try:
            kind = connector_kind(str(values.get("type", name)))
        except Exception:  # the page of connections says what is wrong with it
            continue
        for each in kind.settings:
            if each.secret:
                variable = variable_name(name, each.name)
                known = store.get(name, each.name) is not None
                kept = f"environment, {variable}" if variable in os.environ else "kept by swell connect"
                source = kept if known else "default"
                yield Shown(f"connections.{name}", each.name, "set" if known else "not set", source, each.label)


def written(value: object) -> str:
    """Return a value as TOML has it."""
    return json.dumps(value, ensure_ascii=False)


def _lines(text: str) -> dict[tuple[str, str], int]:
    """Return the line of each key, by its section."""
    section, found = "", {}
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*\[([\w.-]+)\]", line):
            section = heading[1]
        elif key := re.match(r'\s*"?([\w-]+)"?\s*=', line):
            found[section, key[1]] = number
    return found
