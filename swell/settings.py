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
DATA_FOLDER = "data"


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
    """Where the web server listens, and how.

    `certificate` and `key` are PEM files for TLS, seen from the workspace's folder; none if empty. `behind_proxy` are
    addresses or networks, with commas between, of proxies whose word (`X-Forwarded-*`) counts. `url` is where
    people open the page, if that is elsewhere; mails link to it. `workers` is how many processes serve. Requests that
    run when the server is stopped have `grace_seconds`. `log` "json" writes a line for each request.
    """

    host: str = "127.0.0.1"
    port: int = 8321
    certificate: str = ""
    key: str = ""
    behind_proxy: str = ""
    url: str = ""
    workers: int = 1
    grace_seconds: int = 30
    log: str = "quiet"


@record
class OpenIdSettings:
    """A provider of OpenID Connect that people may sign in at; none if `issuer`, its address, is empty.

    `client_id` is what it knows this server by, `label` what the sign-in page calls it. Somebody whom it knows and who
    has no account gets one with `new_role`, none if empty.
    """

    issuer: str = ""
    client_id: str = ""
    label: str = "OpenID Connect"
    new_role: str = ""


@record
class MailSettings:
    """`[mail]` of swell.toml: who takes mail, and as whom it is sent.

    `security` is starttls, tls or none; `port` is 0 for the usual one. `sender` is such as `Swell <swell@example.com>`.
    `user` signs in with the secret `password` of `mail` (SWELL_MAIL_PASSWORD). `certificates` is a file of those that
    are trusted besides the system's.
    """

    host: str = ""
    port: int = 0
    security: str = "starttls"
    user: str = ""
    sender: str = ""
    certificates: str = ""


@record
class WebhookSettings:
    """`[webhooks]` of swell.toml: `allow` names hosts, with commas, that may be here or in a private network."""

    allow: str = ""

    @property
    def allowed(self) -> frozenset[str]:
        """The hosts."""
        return frozenset(each.strip().casefold() for each in self.allow.split(",") if each.strip())


@record
class PeopleSettings:
    """Where the users of the CRM are, whose fields security predicates read as `$User.*`.

    `dataset` has a row for each, such as `salesforce.User`; it is empty where there is none. `email_field` is its field
    with the e-mails by which people who sign in are found.
    """

    dataset: str = ""
    email_field: str = "Email"


@record
class PageSettings:
    """How the page and exports look.

    `locale` is the language of numbers and dates, such as "de-DE". If empty, the page draws them in the language of the
    reader's browser, files and the terminal in American English.
    """

    locale: str = ""


@record
class Settings:
    """All of `swell.toml`.

    `name` is what the page shows; the folder's name if empty. `connections` are tables as they stand: what a kind of
    CRM has for settings is only known to its connector (`swell.connections`). `schedules` are those of `[[schedule]]`
    as they stand (`swell.jobs.schedules`).
    """

    name: str = ""
    connections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    query: QuerySettings = field(default_factory=QuerySettings)
    server: ServerSettings = field(default_factory=ServerSettings)
    page: PageSettings = field(default_factory=PageSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    webhooks: WebhookSettings = field(default_factory=WebhookSettings)
    schedules: tuple[Mapping[str, Any], ...] = ()
    openid: OpenIdSettings = field(default_factory=OpenIdSettings)
    people: PeopleSettings = field(default_factory=PeopleSettings)


_Section = TypeVar(
    "_Section",
    QuerySettings,
    ServerSettings,
    PageSettings,
    OpenIdSettings,
    MailSettings,
    WebhookSettings,
    PeopleSettings,
)


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
    page = _section(PageSettings, values.pop("page", {}), f"{path}: [page]")
    openid = _section(OpenIdSettings, values.pop("openid", {}), f"{path}: [openid]")
    people = _section(PeopleSettings, values.pop("people", {}), f"{path}: [people]")
    connections = _tables(values.pop("connections", {}), f"{path}: [connections]")
    mail = _section(MailSettings, values.pop("mail", {}), f"{path}: [mail]")
    webhooks = _section(WebhookSettings, values.pop("webhooks", {}), f"{path}: [webhooks]")
    schedules = _list(values.pop("schedule", []), f"{path}: [[schedule]]")
    _check_timezone(query.timezone, path)
    top = _checked(values, {"name": ""}, str(path), also=_SECTIONS)
    return Settings(
        name=str(top.get("name", "")),
        connections=connections,
        query=query,
        server=server,
        page=page,
        openid=openid,
        people=people,
        mail=mail,
        webhooks=webhooks,
        schedules=schedules,
    )


_SECTIONS = ("connections", "query", "server", "page", "openid", "people", "mail", "webhooks", "schedule")


def _list(values: object, place: str) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(values, list) or not all(isinstance(each, Mapping) for each in values):
        raise SettingsError(f"{place} must be tables in a list.", hint="Write each as a heading: [[schedule]]")
    return tuple(values)


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
