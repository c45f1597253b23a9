"""What a connection to HubSpot has to know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from connectors.errors import ConnectionSettingError
from connectors.hubspot.paths import PATHS
from connectors.protocol import Secrets, Setting

SETTINGS = (
    Setting(
        name="login",
        label="Kind of login",
        help="token: a service key or the token of a private app. oauth: an app with a refresh token.",
        choices=("token", "oauth"),
        default="token",
    ),
    Setting(
        name="token",
        label="Service key or private-app token",
        help="In HubSpot: Settings, Integrations, Service Keys; or Private Apps, for an app that exists already.",
        secret=True,
        required_for=("token",),
    ),
    Setting(
        name="client_id",
        label="Client ID of the app",
        help="In HubSpot's developer account: the app, Auth.",
        required_for=("oauth",),
    ),
    Setting(
        name="client_secret",
        label="Client secret of the app",
        help="In HubSpot's developer account: the app, Auth.",
        secret=True,
        required_for=("oauth",),
    ),
    Setting(
        name="refresh_token",
        label="Refresh token",
        help="What the app was given when an admin of the account installed it.",
        secret=True,
        required_for=("oauth",),
    ),
    Setting(
        name="api_version",
        label="Version of HubSpot's interface",
        help="v3 works until September 2027; then 2026-09.",
        choices=tuple(PATHS),
        default="v3",
    ),
    Setting(name="url", label="Address of HubSpot's interface", default="https://api.hubapi.com"),
    Setting(name="proxy", label="Web proxy", help="Its address, where HubSpot is reached only by one."),
    Setting(
        name="calls_per_10_seconds",
        label="Calls in 10 seconds",
        help="At most; to leave room to other programs. Where nothing is said, as many as HubSpot allows.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSpotSettings:
    """The settings of a connection, checked; no secrets among them.

    Args:
        login: token or oauth.
        client_id: of the app, for oauth.
        api_version: a key of `PATHS`.
        url: where HubSpot's interface is, without a slash at the end.
        proxy: the address of a web proxy; "" where there is none.
        calls_per_10_seconds: how many calls to make at most in 10 seconds; 0 for as many as HubSpot allows.
    """

    login: str
    client_id: str
    api_version: str
    url: str
    proxy: str
    calls_per_10_seconds: int


def read_settings(settings: Mapping[str, str], secrets: Secrets) -> HubSpotSettings:
    """Check what a connection was given.

    Raises:
        ConnectionSettingError: a setting is missing or makes no sense.
    """
    given = {each.name: settings.get(each.name, "").strip() or each.default for each in SETTINGS if not each.secret}
    for each in SETTINGS:
        if each.choices and given[each.name] not in each.choices:
            raise ConnectionSettingError(
                f"The setting {each.name} of the HubSpot connection is {given[each.name]!r}.",
                hint=f"It can be {' or '.join(each.choices)}.",
            )
    for each in SETTINGS:
        if given["login"] in each.required_for and not (secrets.get(each.name) if each.secret else given[each.name]):
            raise ConnectionSettingError(
                f"The HubSpot connection has no {each.name} ({each.label}).",
                hint=f"{each.help} Run swell connect hubspot.",
            )
    return HubSpotSettings(
        login=given["login"],
        client_id=given["client_id"],
        api_version=given["api_version"],
        url=_url(given["url"]),
        proxy=_address(given["proxy"], "proxy") if given["proxy"] else "",
        calls_per_10_seconds=_calls(given["calls_per_10_seconds"]),
    )


def check_token(token: str) -> str:
    """Return a token that can stand in a header, without spaces around it.

    Raises:
        ConnectionSettingError: it can't.
    """
    if not re.fullmatch(r"[!-~]+", token.strip()):
        raise ConnectionSettingError(
            "The token of the HubSpot connection has signs that no token has.",
            hint="Copy it once more, without spaces or line ends in it; then run swell connect hubspot.",
        )
    return token.strip()


def _url(text: str) -> str:
    address = _address(text, "url")
    if text.startswith("http:") and not re.match(r"http://(localhost|127\.0\.0\.1|\[::1\])([:/]|$)", text):
        raise ConnectionSettingError(
            "The setting url of the HubSpot connection would send the token unencrypted.",
            hint="It begins with https://; http:// is only for a server on this computer.",
        )
    return address


def _address(text: str, name: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise ConnectionSettingError(
            f"The setting {name} of the HubSpot connection is no address.",
            hint="It begins with https:// and has no query.",
        )
    return text.rstrip("/")


def _calls(text: str) -> int:
    if not text:
        return 0
    if not re.fullmatch(r"[1-9][0-9]{0,4}", text):
        raise ConnectionSettingError(
            f"The setting calls_per_10_seconds of the HubSpot connection is {text!r}.", hint="It is a number from 1."
        )
    return int(text)
