"""Sign-in at a provider over real sockets: a small one that does what OpenID Connect Core asks of it."""

import base64
import datetime as dt
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from dashboards.people.accounts import Accounts
from dashboards.people.database import PeopleError
from dashboards.people.openid import Attempt, OpenId, OpenIdError

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
BACK = "http://127.0.0.1:8321/sign-in/openid/back"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


class Provider(ThreadingHTTPServer):
    """A provider with one person, who agrees to everything. `claims` takes the place of what it says of them."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.claims: dict[str, Any] = {}
        self.described: dict[str, Any] = {}
        self.key = KEY
        self.codes: dict[str, dict[str, str]] = {}

    def agree(self, address: str) -> tuple[str, str]:
        """Do what a browser does there; return the state and the code that it comes back with."""
        import urllib.request

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: Any) -> None:
                return None

        try:
            urllib.request.build_opener(Stay).open(address)
        except urllib.error.HTTPError as redirected:
            with redirected:
                found = dict(parse_qsl(urlsplit(redirected.headers["location"]).query))
                return found["state"], found["code"]
        raise AssertionError


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        path, here = urlsplit(self.path), self.server.address
        if path.path == "/.well-known/openid-configuration":
            places = {f"{name}": f"{here}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
            self._answer({"issuer": here, **places, **self.server.described})
        elif path.path == "/jwks_uri":
            self._answer({"keys": [KEY.as_dict(private=False)]})
        else:
            asked = dict(parse_qsl(path.query))
            assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
            assert set(asked["scope"].split()) >= {"openid", "email"}
            code = secrets.token_hex()
            self.server.codes[code] = asked
            self.send_response(302)
            self.send_header(
                "location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
            )
            self.end_headers()

    def do_POST(self) -> None:
        form = {
            key: each[0]
            for key, each in parse_qs(self.rfile.read(int(self.headers["content-length"])).decode()).items()
        }
        asked = self.server.codes.pop(form["code"], None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        login = base64.b64decode(self.headers.get("authorization", "").removeprefix("Basic ")).decode()
        right = asked and (proof, form["redirect_uri"]) == (asked["code_challenge"], asked["redirect_uri"])
        if not asked or not right or login != "swell:secret":
            self._answer({"error": "invalid_grant"}, 400)
            return
        at = int(NOW.timestamp())
        claims = {
            "iss": self.server.address,
            "sub": "1",
            "aud": "swell",
            "iat": at,
            "exp": at + 300,
            "nonce": asked["nonce"],
            "email": "Ada@example.com",
            "email_verified": True,
            "name": "Ada",
            **self.server.claims,
        }
        token = jwt.encode(
            {"alg": "RS256", "kid": "one"}, {k: v for k, v in claims.items() if v is not None}, self.server.key
        )
        self._answer({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _answer(self, value: Any, status: int = 200) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made = Accounts.open(tmp_path / "people.sqlite")
    made.add("ada@example.com", "Ada", "admin", NOW)
    return made


def openid(provider: Provider, **more: Any) -> OpenId:
    return OpenId(provider.address, "swell", "secret", "Example", **more)


def sign_in(found: OpenId, provider: Provider, accounts: Accounts) -> Any:
    address, attempt = found.begin(BACK)
    state, code = provider.agree(address)
    return found.finish(attempt, state, code, BACK, accounts, NOW)


def test_somebody_is_known_by_their_verified_email(provider: Provider, accounts: Accounts) -> None:
    assert sign_in(openid(provider), provider, accounts).email == "ada@example.com"


@pytest.mark.parametrize(
    "claims", [{"email_verified": False}, {"email_verified": None}, {"email": None}, {"email_verified": "true"}]
)
def test_an_email_that_is_not_verified_is_nobodys(claims: Any, provider: Provider, accounts: Accounts) -> None:
    provider.claims = claims
    with pytest.raises(OpenIdError, match="verified"):
        sign_in(openid(provider), provider, accounts)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"aud": "somebody else"},
        {"aud": ["swell", "x"], "azp": "x"},
        {"exp": int(NOW.timestamp()) - 3600},
        {"exp": None},
        {"iat": int(NOW.timestamp()) + 3600},
    ],
)
def test_what_was_not_said_to_this_server_now_counts_nothing(
    claims: Any, provider: Provider, accounts: Accounts
) -> None:
    provider.claims = claims
    with pytest.raises(OpenIdError, match="not valid"):
        sign_in(openid(provider), provider, accounts)


def test_what_another_has_signed_counts_nothing(provider: Provider, accounts: Accounts) -> None:
    provider.key = RSAKey.generate_key(2048, {"kid": "one"})
    with pytest.raises(OpenIdError, match="not valid"):
        sign_in(openid(provider), provider, accounts)


def test_an_answer_to_another_browser_counts_nothing(provider: Provider, accounts: Accounts) -> None:
    found = openid(provider)
    address, attempt = found.begin(BACK)
    state, code = provider.agree(address)
    with pytest.raises(OpenIdError, match="another sign-in"):
        found.finish(Attempt("x", attempt.nonce, attempt.verifier), state, code, BACK, accounts, NOW)
    with pytest.raises(OpenIdError, match="not valid"):  # the code is of no use to who does not have the verifier
        found.finish(Attempt(state, attempt.nonce, "x" * 43), state, code, BACK, accounts, NOW)


def test_a_code_counts_once(provider: Provider, accounts: Accounts) -> None:
    found = openid(provider)
    address, attempt = found.begin(BACK)
    state, code = provider.agree(address)
    found.finish(attempt, state, code, BACK, accounts, NOW)
    with pytest.raises(OpenIdError, match="not valid"):
        found.finish(attempt, state, code, BACK, accounts, NOW)


def test_who_has_no_account_is_refused_or_gets_one(provider: Provider, accounts: Accounts) -> None:
    provider.claims = {"email": "new@example.com", "name": "New"}
    with pytest.raises(PeopleError, match="There is no account"):
        sign_in(openid(provider), provider, accounts)
    made = sign_in(openid(provider, new_role="viewer"), provider, accounts)
    assert (made.email, made.name, made.role) == ("new@example.com", "New", "viewer")


def test_who_is_disabled_is_refused(provider: Provider, accounts: Accounts) -> None:
    accounts.add("root@example.com", "Root", "admin", NOW)
    accounts.disable("ada@example.com", NOW)
    with pytest.raises(PeopleError, match="is disabled"):
        sign_in(openid(provider, new_role="admin"), provider, accounts)


@pytest.mark.parametrize(
    "described", [{"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/"}, {"jwks_uri": None}]
)
def test_a_provider_that_does_not_describe_itself_is_not_trusted(described: Any, provider: Provider) -> None:
    provider.described = described
    with pytest.raises(OpenIdError, match="does not describe"):
        openid(provider).begin(BACK)


def test_a_provider_that_is_not_there_is_said_so() -> None:
    with pytest.raises(OpenIdError, match="can't be asked"):
        OpenId("http://127.0.0.1:9", "swell", "secret").begin(BACK)
    with pytest.raises(OpenIdError, match="not an address of TLS"):
        OpenId("http://provider.example", "swell", "secret").begin(BACK)
