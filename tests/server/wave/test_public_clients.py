"""Public clients of CRM Analytics work unchanged, over TLS, against a server in a process of its own.

They call hosts of Salesforce (and one looks at pypi.org for its newest version): a proxy leads all of these to servers
here, whose certificates an authority made for the test has signed.
"""

import contextlib
import datetime as dt
import http.server
import json
import os
import select
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

import swell
from dashboards.people.accounts import Accounts

CLIENTS = os.environ.get("SWELL_PUBLIC_CLIENTS", "")
SCRIPTS = Path(__file__).parent / "clients"
PASSWORD = "correct horse battery"
NOW = dt.datetime.now(dt.UTC)
SERVE = """
import sys, swell, uvicorn
folder, port, certificate, key = sys.argv[1:]
app = swell.open(folder).application()
uvicorn.run(app, port=int(port), ssl_certfile=certificate, ssl_keyfile=key, lifespan="off", log_level="warning")
"""
HOSTS = ("login.salesforce.com", "sales.my.salesforce.com", "pypi.org", "127.0.0.1")

with_clients = pytest.mark.skipif(
    not CLIENTS,
    reason="needs SWELL_PUBLIC_CLIENTS: the python of an environment with tests/server/wave/public_clients.txt",
)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for all hosts, which is its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test of Swell")])
    names = [x509.DNSName(each) for each in HOSTS]
    authority = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    usage = x509.KeyUsage(True, False, False, False, False, True, False, False, False)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(x509.random_serial_number())
    built = built.not_valid_before(NOW - dt.timedelta(days=1)).not_valid_after(NOW + dt.timedelta(days=1))
    built = built.add_extension(x509.SubjectAlternativeName(names), critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    built = built.add_extension(authority, critical=False).add_extension(usage, critical=True)
    built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    certificate, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    return certificate, key_file


class Registry(http.server.BaseHTTPRequestHandler):
    """Says which version of the client is the newest."""

    def do_GET(self) -> None:
        content = b'{"info": {"version": "1.2"}}'
        self.send_response(200)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Proxy(socketserver.StreamRequestHandler):
    """Leads a CONNECT to the port that the server has for the host."""

    def handle(self) -> None:
        host = self.rfile.readline().split()[1].partition(b":")[0].decode()
        while self.rfile.readline().strip():
            pass
        ports: dict[str, int] = self.server.ports  # type: ignore[attr-defined]
        with socket.create_connection(("127.0.0.1", ports[host])) as server:
            self.wfile.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            ways = {self.connection: server, server: self.connection}
            with contextlib.suppress(ConnectionError):
                while True:
                    for source in select.select([*ways], [], [])[0]:
                        content = source.recv(1 << 16)
                        if not content:
                            return
                        ways[source].sendall(content)


@contextlib.contextmanager
def running(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_address[1]  # type: ignore[misc]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class World:
    """The workspace, and what a client's process has in its environment to reach it."""

    workspace: swell.Workspace
    environment: dict[str, str]

    def run(self, script: str, python: str) -> Any:
        done = subprocess.run(
            [python, SCRIPTS / script], env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def world(tmp_path: Path, workspace: swell.Workspace) -> Iterator[World]:
    accounts = Accounts.open(tmp_path / "data/people.sqlite")
    accounts.add("ada@example.com", "Ada", "admin", NOW, PASSWORD)
    accounts.add("vic@example.com", "Vic", "viewer", NOW)
    categories = ["Furniture", "Technology", "Furniture", "Office Supplies"]
    workspace.write("orders", pa.table({"Category": categories, "Sales": [1.5, 2.0, 3.0, 4.25]}), label="Orders")
    write_dashboard(workspace, "One")
    certificate, key = make_certificate(tmp_path)
    with contextlib.ExitStack() as stack:
        registry = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        registry.socket = context.wrap_socket(registry.socket, server_side=True)
        port = stack.enter_context(serving(tmp_path, certificate, key))
        proxy = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Proxy)
        proxy.daemon_threads = True
        proxy.ports = {**dict.fromkeys(HOSTS, port), "pypi.org": stack.enter_context(running(registry))}  # type: ignore[attr-defined]
        address = f"http://127.0.0.1:{stack.enter_context(running(proxy))}"
        trust = {each: str(certificate) for each in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")}
        yield World(workspace, {"PATH": os.environ["PATH"], "HTTPS_PROXY": address, "https_proxy": address, **trust})


@contextlib.contextmanager
def serving(folder: Path, certificate: Path, key: Path) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", SERVE, *map(str, (folder, port, certificate, key))])
    try:
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            assert process.poll() is None, "the server ended"
            time.sleep(0.05)
        yield port
    finally:
        process.kill()
        process.wait()


def write_dashboard(workspace: swell.Workspace, label: str) -> None:
    query = 'q = load "orders"; q = foreach q generate Sales;'
    state = {"steps": {"s": {"type": "saql", "query": query, "datasets": [{"name": "orders"}]}}, "widgets": {}}
    folder = workspace.folder / "dashboards"
    folder.mkdir(exist_ok=True)
    (folder / "one.json").write_text(json.dumps({"label": label, "state": {**state, "gridLayouts": []}}))


@with_clients
def test_crma_api_client(world: World) -> None:
    assert world.run("crma.py", CLIENTS) == {
        "instance": "https://login.salesforce.com",
        "rows": 4,
        "fields": ["Category", "Sales"],
        "dates": [["Closed", "DateTime", "Closed_Year_Fiscal"]],
        "records": [
            {"Jon's Category": "Furniture", "a.b": 4.5},
            {"Jon's Category": "Office Supplies", "a.b": 4.25},
            {"Jon's Category": "Technology", "a.b": 2.0},
        ],
        "columns": [["Jon's Category", "string"], ["a.b", "numeric"]],
        "union": [8, ["Sales"]],
    }


@with_clients
def test_salesforce_einstein_analytics(world: World) -> None:
    assert world.run("einstein.py", CLIENTS) == {
        "rows": [
            {"Category": "Furniture", "Sales": 4.5},
            {"Category": "Office Supplies", "Sales": 4.25},
            {"Category": "Technology", "Sales": 2.0},
        ],
        "upload": ["Completed", None],
        "prices": [{"Name": "Bolt", "Price": 1.5, "Hour": "10"}, {"Name": "Nut", "Price": 2.25, "Hour": "11"}],
        "labels": ["Deals of all years", "One", "Orders", "people", "price_list"],
        "prefixed": "[ARCHIVE] One",
        "history": 2,
        "usage": ["orders"],
        "moved": ["One"],
        "users": [["Ada", "manage"], ["Vic", "view"]],
        "changed": [["Ada", "manage"], ["Vic", "edit"]],
    }
    assert json.loads((world.workspace.folder / "dashboards/Archive/one.json").read_text())["label"] == "One"


def test_simple_salesforce(world: World) -> None:
    assert world.run("simple.py", sys.executable) == [
        "login.salesforce.com",
        "Completed",
        "Ada",
        ["deals", "orders", "ours", "people"],
    ]
