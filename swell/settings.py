"""The settings of a workspace: `swell.toml`, checked key by key."""

from __future__ import annotations

import difflib
import tomllib
import zoneinfo
from collections.abc import Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Any, TypeVar

from engine.errors import SwellError
from saql.record import record

FILE_NAME = "swell.toml"


class SettingsError(SwellError):
    """`swell.toml` can't be read or holds something that is not a setting."""


@record
class QuerySettings:
    """How queries run that do not say otherwise.

    `timezone` is an IANA name. `null_dimensions` keeps a group of rows whose key is null, as CRM Analytics does with
    "Include null values in queries" on. `row_limit` is the most rows that a query without a `limit` returns. `threads`
    work for a query, 0 stands for all processors. A query takes `memory_mb` megabytes, 0 stands for half of what there
    is; what needs more goes to files in `spill_folder`, the system's folder for temporary files if empty.
    `result_cache_mb` are megabytes of results that are kept for when the same is asked again of the same versions; 0
    keeps none.
    """

    timezone: str = "UTC"
    null_dimensions: bool = True
    row_limit: int = 10_000
    threads: int = 0
    memory_mb: int = 0
    spill_folder: str = ""
    result_cache_mb: int = 64


@record
class ServerSettings:
    """Where the web server listens."""

    host: str = "127.0.0.1"
    port: int = 8321
    workers: int = 1
    grace_seconds: int = 30
    log: str = "quiet"


@record
class Settings:
    """All of `swell.toml`.

    `name` is what the page shows; the folder's name if empty. `connections` are tables as they stand: what a kind of
    CRM has for settings is only known to its connector (`swell.connections`).
    """

    name: str = ""
    connections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    query: QuerySettings = field(default_factory=QuerySettings)
    server: ServerSettings = field(default_factory=ServerSettings)


_Section = TypeVar("_Section", QuerySettings, ServerSettings)


def load_settings(folder: Path) -> Settings:
    """Read `swell.toml` in `folder`; where there is none, every setting has its default.

    Raises:
        SettingsError: the file is not TOML, or a key or a value is not one of ours.
    """
    path = folder / FILE_NAME
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}", hint="Mend the line that it names.") from error
    query = _section(QuerySettings, values.pop("query", {}), f"{path}: [query]")
    server = _section(ServerSettings, values.pop("server", {}), f"{path}: [server]")
    connections = _tables(values.pop("connections", {}), f"{path}: [connections]")
    _check_timezone(query.timezone, path)
    top = _checked(values, {"name": ""}, str(path), also=("connections", "query", "server"))
    return Settings(name=str(top.get("name", "")), connections=connections, query=query, server=server)


def _tables(values: object, place: str) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(values, Mapping) or not all(isinstance(each, Mapping) for each in values.values()):
        raise SettingsError(f"{place} must hold tables.", hint="Write each as a heading: [connections.NAME]")
    return values


def _section(kind: type[_Section], values: object, place: str) -> _Section:
    if not isinstance(values, Mapping):
        raise SettingsError(f"{place} must be a table.", hint="Write it as a heading in brackets with keys below.")
    defaults = {each.name: each.default for each in fields(kind)}
    return kind(**_checked(values, defaults, place))


def _checked(
    values: Mapping[str, object], defaults: Mapping[str, object], place: str, also: tuple[str, ...] = ()
) -> dict[str, Any]:
    for key, value in values.items():
        if key not in defaults:
            near = difflib.get_close_matches(key, (*defaults, *also), n=1)
            known = ", ".join((*defaults, *also))
            hint = f"Did you mean '{near[0]}'?" if near else f"Settings here: {known}."
            raise SettingsError(f"{place}: there is no setting '{key}'.", hint=hint)
        wanted = type(defaults[key])
        if type(value) is not wanted:
            raise SettingsError(
                f"{place}: '{key}' is {value!r}, which is not {_NAMES[wanted]}.",
                hint=f"For instance: {key} = {_EXAMPLES[wanted]}",
            )
    return dict(values)


_NAMES: Mapping[type, str] = {str: "a text", int: "a whole number", bool: "true or false"}
_EXAMPLES: Mapping[type, str] = {str: '"text"', int: "1000", bool: "true"}


def _check_timezone(name: str, path: Path) -> None:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            f"{path}: [query]: there is no time zone '{name}'.", hint='Write a name such as "Europe/Vienna".'
        ) from error
