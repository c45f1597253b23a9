"""The server as a team has it: under TLS, behind a proxy, with sign-in elsewhere; over real sockets."""

import datetime as dt
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import swell

from ..people.test_openid import Provider, provider
from .conftest import Served
from .people import PASSWORD, accounts_of

__all__ = ["provider"]  # the fixture
Serve = Callable[..., AbstractContextManager[Served]]
FORM = {"email": "admin@example.com", "password": PASSWORD}


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of 127.0.0.1 that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "swell")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(days=1)
        )
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "swell.pem", folder / "swell.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return files


def test_under_tls_one_signs_in_with_a_cookie_of_this_host_only(workspace: swell.Workspace, served: Serve) -> None:
    accounts_of(workspace)
    pem, key = certificate(workspace.folder)
    trusted = ssl.create_default_context(cafile=str(pem))
    with served(workspace.folder, "--host", "localhost", "--certificate", pem, "--key", key) as server:
        assert server.address.startswith("https://localhost:")
        with httpx.Client(base_url=server.address, verify=trusted) as client:
            said = client.post("/sign-in", data=FORM, headers={"origin": server.address})
            assert said.status_code == 303
            assert said.headers["set-cookie"].startswith("__Host-swell=")
            assert "; Secure" in said.headers["set-cookie"]
            assert client.get("/api/me").json()["email"] == "admin@example.com"


@pytest.mark.parametrize(
    ("proxy", "address", "cookie"),
    [("127.0.0.1", "203.0.113.9", "__Host-swell="), ("192.0.2.1", "127.0.0.1", "swell=")],
)
def test_the_word_of_a_proxy_counts_where_it_is_trusted(
    proxy: str, address: str, cookie: str, workspace: swell.Workspace, served: Serve
) -> None:
    accounts = accounts_of(workspace)
    with served(workspace.folder, "--behind-proxy", proxy) as server:
        headers = {
            "host": "swell.example",
            "origin": "https://swell.example",
            "x-forwarded-for": "203.0.113.9",
            "x-forwarded-proto": "https",
        }
        said = httpx.post(f"{server.address}/sign-in", data=FORM, headers=headers)
        assert said.status_code == 303
        assert said.headers["set-cookie"].startswith(cookie)
    (event,) = accounts.audit.latest(1)
    assert (event.action, event.address) == ("sign-in", address)


@pytest.fixture
def team(workspace: swell.Workspace, provider: Provider, served: Serve) -> Iterator[Served]:
    accounts_of(workspace)
    settings = f'[openid]\nissuer = "{provider.address}"\nclient_id = "swell"\nlabel = "Example"\n'
    (workspace.folder / "swell.toml").write_text(settings)
    at = int(dt.datetime.now(dt.UTC).timestamp())
    provider.claims = {"email": "viewer@example.com", "iat": at, "exp": at + 300}
    with served(workspace.folder, SWELL_OPENID_CLIENT_SECRET="secret") as server:
        yield server


def test_one_signs_in_elsewhere_and_is_where_one_wanted(team: Served, provider: Provider) -> None:
    with httpx.Client(base_url=team.address) as client:
        page = client.get("/sign-in?next=/query").text
        assert 'href="/sign-in/openid?next=/query">Sign in with Example</a>' in page
        state, code = provider.agree(client.get("/sign-in/openid?next=/query").headers["location"])
        back = client.get("/sign-in/openid/back", params={"state": state, "code": code})
        assert (back.status_code, back.headers["location"]) == (303, "/query")
        assert client.get("/api/me").json()["email"] == "viewer@example.com"
        assert client.get("/api/connections").status_code == 403
        assert set(client.cookies) == {"swell"}


def test_who_comes_back_to_another_browser_is_not_signed_in(team: Served, provider: Provider) -> None:
    with httpx.Client(base_url=team.address) as mine, httpx.Client(base_url=team.address) as other:
        state, code = provider.agree(mine.get("/sign-in/openid").headers["location"])
        refused = other.get("/sign-in/openid/back", params={"state": state, "code": code})
        assert (refused.status_code, "was not completed" in refused.text) == (401, True)
        other.get("/sign-in/openid")
        refused = other.get("/sign-in/openid/back", params={"state": state, "code": code})
        assert (refused.status_code, "belongs to another sign-in" in refused.text) == (401, True)
        assert other.get("/api/me").status_code == 401


def test_who_has_no_account_is_told_so_on_the_page(team: Served, provider: Provider) -> None:
    provider.claims["email"] = "<b>@example.com"
    with httpx.Client(base_url=team.address) as client:
        asked = client.get("/sign-in/openid").headers["location"]
        assert urlsplit(asked).netloc == urlsplit(provider.address).netloc
        state, code = provider.agree(asked)
        refused = client.get("/sign-in/openid/back", params={"state": state, "code": code})
        assert (refused.status_code, "There is no account &lt;b&gt;@example.com." in refused.text) == (401, True)
