"""The settings of a workspace: `swell.toml`, checked key by key."""

from __future__ import annotations

import difflib
import tomllib
import zoneinfo
from collections.abc import Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Any, TypeVar, cast

from engine.errors import SwellError
from saql.record import record

FILE_NAME = "swell.toml"
DATA_FOLDER = "data"
RECIPES_FOLDER = "recipes"


class SettingsError(SwellError):
    """`swell.toml` can't be read or holds something that is not a setting."""


_Value = TypeVar("_Value", str, int, bool)


def setting(default: _Value, about: str) -> _Value:
    """Declare a setting: what it is where nothing is said, and what it does. Pages and documentation follow from it."""
    declared: Any = field(default=default, metadata={"about": about})
    return cast(_Value, declared)


@record
class QuerySettings:
    """How queries run that do not say otherwise."""

    timezone: str = setting("UTC", "The zone that dates are reckoned in, an IANA name.")
    null_dimensions: bool = setting(
        True, "Whether rows whose key is null make a group, as CRM Analytics has it with null values in queries on."
    )
    row_limit: int = setting(10_000, "The most rows that a query without a limit of its own returns.")
    threads: int = setting(0, "Processors that work for a query; 0 for all.")
    memory_mb: int = setting(
        0, "Megabytes that a query takes; 0 for half of what there is. What needs more goes to files."
    )
    spill_folder: str = setting("", "Where these files are; the folder of the system for temporary files if empty.")
    result_cache_mb: int = setting(
        64, "Megabytes of results that are kept for when the same is asked again; 0 for none."
    )
    engine: str = setting("arrow", "What runs queries: arrow, duckdb, spark or another of docs/back-ends.md.")


@record
class ServerSettings:
    """Where the web server listens, and how."""

    host: str = setting(
        "127.0.0.1", "The address to listen on. Without accounts it has to be one of this machine alone."
    )
    port: int = setting(8321, "The port.")
    certificate: str = setting(
        "", "A certificate for TLS, a PEM file, seen from the folder of the workspace; none if empty."
    )
    key: str = setting("", "The key of the certificate, a PEM file.")
    behind_proxy: str = setting("", "Addresses or networks, with commas, of proxies whose X-Forwarded-* headers count.")
    url: str = setting("", "Where people open the page, if that is elsewhere; mails link to it.")
    workers: int = setting(1, "How many processes serve.")
    grace_seconds: int = setting(30, "Seconds that requests have to come to their end when the server stops.")
    log: str = setting("quiet", "quiet, or json: a line for each request and each error.")


@record
class OpenIdSettings:
    """A provider of OpenID Connect that people may sign in at."""

    issuer: str = setting("", "Its address; there is none if empty.")
    client_id: str = setting("", "What it knows this server by.")
    label: str = setting("OpenID Connect", "What the sign-in page calls it.")
    new_role: str = setting(
        "", "The role of somebody whom it knows and who has no account yet; they get none if empty."
    )


@record
class MailSettings:
    """Who takes mail, and as whom it is sent."""

    host: str = setting("", "The server that takes mail; none is sent if empty.")
    port: int = setting(0, "Its port; 0 for the usual one.")
    security: str = setting("starttls", "starttls, tls or none.")
    user: str = setting("", "Signs in with the secret password of mail (SWELL_MAIL_PASSWORD).")
    sender: str = setting("", "Such as Swell <swell@example.com>.")
    certificates: str = setting("", "A file of certificates that are trusted besides those of the system.")


@record
class WebhookSettings:
    """Where webhooks may go."""

    allow: str = setting("", "Hosts, with commas, that may be on this machine or in a private network.")

    @property
    def allowed(self) -> frozenset[str]:
        """The hosts."""
        return frozenset(each.strip().casefold() for each in self.allow.split(",") if each.strip())


@record
class PeopleSettings:
    """Where the users of the CRM are, whose fields security predicates read as `$User.*`."""

    dataset: str = setting("", "A dataset with a row for each, such as salesforce.User; there is none if empty.")
    email_field: str = setting("Email", "Its field with the e-mails by which people who sign in are found.")


@record
class UploadSettings:
    """Uploads by the REST API."""

    max_errors: int = setting(
        1_000, "The most rows of an upload that may be refused; with more, and with 0 for any, nothing changes."
    )


@record
class RecipeSettings:
    """When recipes run."""

    after_sync: bool = setting(
        True, "Whether recipes run after each sync where what they load has changed, unless one says after which."
    )


@record
class ModelSettings:
    """When models are trained."""

    after_sync: bool = setting(
        True,
        "Whether models are trained after each sync where what they read has changed, unless one says after which.",
    )


@record
class PageSettings:
    """How the page and exports look."""

    locale: str = setting(
        "", "The language of numbers and dates, such as de-DE. If empty, that of the browser; elsewhere en-US."
    )


@record
class Settings:
    """All of `swell.toml`.

    `name` is what the page shows; the folder's name if empty. `connections` are tables as they stand: what a kind of
    CRM has for settings is only known to its connector (`swell.connections`). `schedules` are those of `[[schedule]]`
    as they stand (`swell.jobs.schedules`). `engines` are tables as they stand, by the engine's name
    (`engine.ibis.dialects`); `tables` likewise, by the name of the dataset (`engine.mapped.table`).
    """

    name: str = ""
    connections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    query: QuerySettings = field(default_factory=QuerySettings)
    server: ServerSettings = field(default_factory=ServerSettings)
    page: PageSettings = field(default_factory=PageSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    uploads: UploadSettings = field(default_factory=UploadSettings)
    webhooks: WebhookSettings = field(default_factory=WebhookSettings)
    schedules: tuple[Mapping[str, Any], ...] = ()
    engines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    openid: OpenIdSettings = field(default_factory=OpenIdSettings)
    people: PeopleSettings = field(default_factory=PeopleSettings)
    recipes: RecipeSettings = field(default_factory=RecipeSettings)
    models: ModelSettings = field(default_factory=ModelSettings)


_Section = TypeVar(
    "_Section",
    QuerySettings,
    ServerSettings,
    PageSettings,
    OpenIdSettings,
    MailSettings,
    WebhookSettings,
    PeopleSettings,
    UploadSettings,
    RecipeSettings,
    ModelSettings,
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
    recipes = _section(RecipeSettings, values.pop("recipes", {}), f"{path}: [recipes]")
    models = _section(ModelSettings, values.pop("models", {}), f"{path}: [models]")
    connections = _tables(values.pop("connections", {}), f"{path}: [connections]")
    engines = _tables(values.pop("engines", {}), f"{path}: [engines]")
    tables = _tables(values.pop("tables", {}), f"{path}: [tables]")
    mail = _section(MailSettings, values.pop("mail", {}), f"{path}: [mail]")
    uploads = _section(UploadSettings, values.pop("uploads", {}), f"{path}: [uploads]")
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
        recipes=recipes,
        models=models,
        mail=mail,
        uploads=uploads,
        webhooks=webhooks,
        schedules=schedules,
        engines=engines,
        tables=tables,
    )


_SECTIONS = tuple(
    "connections query server page openid people recipes models mail uploads webhooks schedule engines tables".split()
)


def _list(values: object, place: str) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(values, list) or not all(isinstance(each, Mapping) for each in values):
        raise SettingsError(f"{place} must be tables in a list.", hint="Write each as a heading: [[schedule]]")
    return tuple(values)


def _tables(values: object, place: str) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(values, Mapping) or not all(isinstance(each, Mapping) for each in values.values()):
        raise SettingsError(
            f"{place} must hold tables.", hint=f"Write each as a heading: {place.rsplit(' ', 1)[-1][:-1]}.NAME]"
        )
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
