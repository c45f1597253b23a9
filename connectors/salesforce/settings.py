"""What a connection to Salesforce has to know: its settings as they are asked for, and as they are once checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from connectors.errors import ConnectionSettingError
from connectors.protocol import Secrets, Setting

LoginWay: TypeAlias = Literal["client_credentials", "jwt", "refresh_token", "session", "password", "soap"]

LOGIN_WAYS: tuple[LoginWay, ...] = ("client_credentials", "jwt", "refresh_token", "session", "password", "soap")
SHARED_HOSTS = ("login.salesforce.com", "test.salesforce.com")
LOOPBACK = ("127.0.0.1", "::1", "localhost")

FIRST_VERSION_WITHOUT_SOAP_LOGIN = 65
OLDEST_VERSION = 50  # the columns of Bulk 2.0 have the order of the query since then

SETTINGS = (
    Setting(
        name="login",
        label="Way of logging in",
        help="client_credentials or jwt for servers; password and soap only where nothing else can be had",
        choices=LOGIN_WAYS,
        default="client_credentials",
        required_for=("*",),
    ),
    Setting(
        name="login_url",
        label="Address of the login",
        help="Setup > My Domain, such as https://acme.my.salesforce.com; https://test.salesforce.com for sandboxes",
        default="https://login.salesforce.com",
    ),
    Setting(
        name="client_id",
        label="Consumer key",
        help="Setup > External Client App Manager > the app > OAuth settings",
        required_for=("client_credentials", "jwt", "refresh_token", "password"),
    ),
    Setting(
        name="client_secret",
        label="Consumer secret",
        help="beside the consumer key",
        secret=True,
        required_for=("client_credentials", "password"),
    ),
    Setting(
        name="username",
        label="User name",
        help="of the user whose rights the sync has",
        required_for=("jwt", "password", "soap"),
    ),
    Setting(
        name="private_key",
        label="Private key (PEM)",
        help="whose certificate the app was given",
        secret=True,
        required_for=("jwt",),
    ),
    Setting(
        name="refresh_token",
        label="Refresh token",
        help="what the app got when a user allowed it",
        secret=True,
        required_for=("refresh_token",),
    ),
    Setting(
        name="access_token",
        label="Session id or access token",
        help="such as `sf org display` prints; it ends after some hours",
        secret=True,
        required_for=("session",),
    ),
    Setting(
        name="instance_url",
        label="Address of the org",
        help="printed beside the access token",
        required_for=("session",),
    ),
    Setting(name="password", label="Password", secret=True, required_for=("password", "soap")),
    Setting(
        name="security_token",
        label="Security token",
        help="Settings > Reset My Security Token; not needed from trusted networks",
        secret=True,
    ),
    Setting(name="api_version", label="API version", default="62.0"),
    Setting(name="daily_share", label="Share of the org's daily calls after which to stop, in percent", default="80"),
    Setting(name="bulk_rows", label="Rows from which on Bulk 2.0 is used", default="20000"),
    Setting(name="page_rows", label="Rows of a page of Bulk 2.0", default="25000"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesforceSettings:
    """The settings of a connection, checked. Secrets are not among them."""

    login: LoginWay
    login_url: str
    instance_url: str
    client_id: str
    username: str
    api_version: str
    daily_share: float
    bulk_rows: int
    page_rows: int


def checked_settings(given: Mapping[str, str], secrets: Secrets) -> SalesforceSettings:
    """Return the settings of a connection; those that were not given have their defaults.

    Raises:
        ConnectionSettingError: one is missing or makes no sense.
    """
    values = {each.name: given.get(each.name, "").strip() or each.default for each in SETTINGS if not each.secret}
    login = next((each for each in LOGIN_WAYS if each == values["login"]), None)
    if login is None:
        raise ConnectionSettingError(
            f"login is {values['login']!r}, which is no way of logging in", hint=f"One of {', '.join(LOGIN_WAYS)}."
        )
    _check_present(login, values, secrets)
    settings = SalesforceSettings(
        login=login,
        login_url=_address("login_url", values["login_url"]),
        instance_url=_address("instance_url", values["instance_url"]) if login == "session" else "",
        client_id=values["client_id"],
        username=values["username"],
        api_version=_version(values["api_version"]),
        daily_share=_number("daily_share", values["daily_share"], 1, 100) / 100,
        bulk_rows=_number("bulk_rows", values["bulk_rows"], 0, 10_000_000),
        page_rows=_number("page_rows", values["page_rows"], 1, 10_000_000),
    )
    _check_login(settings)
    return settings


def _check_present(login: LoginWay, values: Mapping[str, str], secrets: Secrets) -> None:
    for setting in SETTINGS:
        if login not in setting.required_for and "*" not in setting.required_for:
            continue
        there = secrets.get(setting.name) if setting.secret else values[setting.name]
        if not there:
            place = "among the secrets" if setting.secret else "in the settings"
            hint = f"{setting.label}: {setting.help}." if setting.help else None
            raise ConnectionSettingError(f"{setting.name} is missing {place}: login {login!r} needs it", hint=hint)


def _check_login(settings: SalesforceSettings) -> None:
    if settings.login == "soap" and float(settings.api_version) >= FIRST_VERSION_WITHOUT_SOAP_LOGIN:
        raise ConnectionSettingError(
            f"login 'soap' (password and security token) is not there in API version {settings.api_version}: "
            f"Salesforce has no SOAP login from version {FIRST_VERSION_WITHOUT_SOAP_LOGIN}.0 on",
            hint="Use client_credentials or jwt; until summer 2027 api_version 64.0 still has it.",
        )
    if settings.login == "client_credentials" and urlsplit(settings.login_url).hostname in SHARED_HOSTS:
        raise ConnectionSettingError(
            f"login 'client_credentials' does not work at {settings.login_url}: it needs the org's own address",
            hint="Set login_url to the address under Setup > My Domain, such as https://acme.my.salesforce.com.",
        )


def is_safe_address(address: str) -> bool:
    """Return whether a token may be sent to an address: by TLS, or to this machine."""
    parts = urlsplit(address)
    if not parts.hostname or parts.username or parts.password:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(address))


def is_loopback(address: str) -> bool:
    """Return whether an address is on this machine."""
    return urlsplit(address).hostname in LOOPBACK


def _address(name: str, value: str) -> str:
    address = (value if "://" in value else f"https://{value}").rstrip("/")
    parts = urlsplit(address)
    if not is_safe_address(address) or parts.path or parts.query:
        raise ConnectionSettingError(
            f"{name} is not an address of Salesforce", hint="It looks like https://acme.my.salesforce.com."
        )
    return address


def _version(text: str) -> str:
    found = re.fullmatch(r"v?(\d{2})(?:\.0)?", text)
    if found is None or int(found[1]) < OLDEST_VERSION:
        raise ConnectionSettingError(
            f"api_version is {text!r}", hint=f"A version from {OLDEST_VERSION}.0 on, such as 62.0."
        )
    return f"{found[1]}.0"


def _number(name: str, text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ConnectionSettingError(f"{name} is {text!r}", hint=f"A whole number from {least} to {most}.")
    return int(text)
