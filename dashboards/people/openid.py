"""Sign-in at an OpenID Connect provider: authorization code flow with PKCE, people matched by their verified e-mail.

OpenID Connect Core 1.0, section 3.1, and Discovery 1.0; RFC 7636 for PKCE. Needs the extra `team` (authlib).
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dashboards.people.accounts import Accounts, NoSuchPersonError
from dashboards.people.database import PeopleError
from dashboards.people.person import Person, Role
from saql.record import record

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

TIMEOUT = 10.0
"""In seconds, for each answer of the provider."""

LEEWAY = 60
"""By how many seconds the provider's clock may differ."""

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key of which only the provider has the private half."""


class OpenIdError(PeopleError):
    """The provider can't be asked, or what it says can't be trusted."""


@record
class Attempt:
    """What a browser keeps while its person is at the provider; it has to come back with it."""

    state: str
    nonce: str
    verifier: str


@record
class OpenId:
    """A provider, as `[openid]` in swell.toml names it.

    `issuer` is its address, `client_id` and `secret` are what it knows Swell by, `label` is what the sign-in calls it.
    Who has no account gets one with `new_role`, or is refused where that is None.
    """

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    label: str = "OpenID Connect"
    new_role: Role | None = None

    def begin(self, back: str) -> tuple[str, Attempt]:
        """Return where to send a browser, and what it is to keep.

        Args:
            back: the address that the provider sends it back to.

        Raises:
            OpenIdError: the provider can't be asked.
        """
        attempt = Attempt(*(secrets.token_urlsafe(32) for _ in range(3)))
        with self._client(back) as client:
            place = self._discovered(client)["authorization_endpoint"]
            address, _ = client.create_authorization_url(
                place, state=attempt.state, nonce=attempt.nonce, code_verifier=attempt.verifier
            )
        return str(address), attempt

    def finish(
        self, attempt: Attempt, state: str, code: str, back: str, accounts: Accounts, now: dt.datetime
    ) -> Person:
        """Return who came back from the provider.

        Args:
            attempt: what the browser kept.
            state: what it came back with.
            code: likewise.
            back: the address that it came back to.
            accounts: where its person is looked for, by e-mail.
            now: the present moment.

        Raises:
            OpenIdError: it did not come from this attempt, or what the provider says is not valid.
            PeopleError: the person has no account, or it is disabled.
        """
        if not secrets.compare_digest(attempt.state.encode(), state.encode()):
            raise OpenIdError("This answer belongs to another sign-in.", hint="Sign in again.")
        claims = self._claims(attempt, code, back, now)
        email, name = claims.get("email"), claims.get("name")
        if not isinstance(email, str) or claims.get("email_verified") is not True:
            raise OpenIdError(f"{self.label} does not say that it has verified your e-mail address.")
        return self._person(email, name if isinstance(name, str) else "", accounts, now)

    def _person(self, email: str, name: str, accounts: Accounts, now: dt.datetime) -> Person:
        try:
            found = accounts.find(email)
        except NoSuchPersonError:
            if self.new_role is None:
                accounts.audit.note(now, email, "sign-in failed", how=self.label, reason="no account")
                hint = "Ask an administrator of Swell for one."
                raise PeopleError(f"There is no account {email}.", hint=hint) from None
            return accounts.add(email, name, self.new_role, now, by=self.label)
        if found.disabled:
            accounts.audit.note(now, email, "sign-in failed", how=self.label, reason="disabled")
            raise PeopleError(f"The account {email} is disabled.", hint="Ask an administrator of Swell.")
        return found.person

    def _claims(self, attempt: Attempt, code: str, back: str, now: dt.datetime) -> dict[str, Any]:
        """Return what the provider says of the person, its signature and all that has to be in it checked."""
        from authlib.common.errors import AuthlibBaseError
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        with self._client(back) as client:
            known = self._discovered(client)
            try:
                answer = client.fetch_token(
                    known["token_endpoint"], code=code, code_verifier=attempt.verifier, timeout=TIMEOUT
                )
                keys = KeySet.import_key_set({"keys": self._json(client, known["jwks_uri"])["keys"]})
                token = jwt.decode(str(answer["id_token"]), keys, algorithms=ALGORITHMS)
                moment = int(now.timestamp())
                jwt.JWTClaimsRegistry(
                    now=moment,
                    leeway=LEEWAY,
                    iss={"essential": True, "value": self.issuer},
                    aud={"essential": True, "value": self.client_id},
                ).validate(token.claims)
                params = {"nonce": attempt.nonce, "client_id": self.client_id}
                CodeIDToken(token.claims, token.header, params=params).validate(now=moment, leeway=LEEWAY)
            except (AuthlibBaseError, JoseError, KeyError, ValueError, OSError) as error:
                raise OpenIdError(f"What {self.label} answered is not valid ({type(error).__name__}).") from error
        return dict(token.claims)

    def _discovered(self, client: OAuth2Session) -> dict[str, Any]:
        """Return where the provider does what."""
        if not is_safe(self.issuer):
            raise OpenIdError(f"{self.issuer} is not an address of TLS (https).", hint="Mend issuer in [openid].")
        found = self._json(client, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        places = [found.get(each) for each in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if found.get("issuer") != self.issuer or not all(isinstance(each, str) and is_safe(each) for each in places):
            raise OpenIdError(f"{self.issuer} does not describe an OpenID Connect provider of this name.")
        return found

    def _json(self, client: OAuth2Session, address: str) -> dict[str, Any]:
        try:
            answer = client.get(address, timeout=TIMEOUT, withhold_token=True)
            answer.raise_for_status()
            found = answer.json()
        except (OSError, ValueError) as error:  # requests' own are kinds of these
            raise OpenIdError(f"{self.label} can't be asked: {address} does not answer as it should.") from error
        if not isinstance(found, dict):
            raise OpenIdError(f"{address} does not answer with an object.")
        return found

    def _client(self, back: str) -> OAuth2Session:
        try:
            from authlib.integrations.requests_client import OAuth2Session
        except ImportError:
            hint = "Run: python3 -m pip install 'swell[team]'"
            raise OpenIdError("Sign-in by OpenID Connect needs the extra 'team'.", hint=hint) from None
        return OAuth2Session(
            self.client_id,
            self.secret,
            scope="openid email profile",
            redirect_uri=back,
            code_challenge_method="S256",
        )


def is_safe(address: str) -> bool:
    """Whether an address is one of TLS, or of this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1"))
