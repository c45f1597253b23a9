"""The OpenID Connect provider that `swell.toml` names; its secret is where those of connections are."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from swell.settings import SettingsError

if TYPE_CHECKING:
    from dashboards.people.openid import OpenId
    from dashboards.people.person import Role
    from swell.workspace import Workspace

SECRET = ("openid", "client_secret")
"""By which the secret is found: in the environment as SWELL_OPENID_CLIENT_SECRET, in the keyring, or in the file."""


def openid(workspace: Workspace) -> OpenId | None:
    """Return the provider, None where the settings name none.

    Raises:
        SettingsError: something of it is missing.
    """
    given = workspace.settings.openid
    if not given.issuer:
        return None
    from dashboards.people.openid import OpenId
    from dashboards.people.person import ROLES
    from swell.connections import secret_store

    secret = secret_store(workspace).get(*SECRET)
    if not given.client_id or not secret:
        raise SettingsError(
            "[openid] needs client_id in swell.toml, and the client's secret.",
            hint="Put the secret into the environment as SWELL_OPENID_CLIENT_SECRET.",
        )
    if given.new_role and given.new_role not in ROLES:
        raise SettingsError(f"[openid]: there is no role '{given.new_role}'.", hint=f"Roles are: {', '.join(ROLES)}.")
    return OpenId(given.issuer, given.client_id, secret, given.label, cast("Role", given.new_role) or None)
