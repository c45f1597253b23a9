"""What docs/guides/rest-clients.md tells people to run is run, in order, against a server of the demo workspace."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/guides/rest-clients.md"
BLOCK = re.compile(r"<!-- (?P<mark>run|client) -->\n```(?P<language>sh|python)\n(?P<text>.*?)```", re.S)
WRITTEN = "127.0.0.1:8321"
CLIENTS = os.environ.get("SWELL_PUBLIC_CLIENTS", "")


@pytest.fixture
def address(swell_command: Path, tmp_path: Path) -> Iterator[str]:
    subprocess.run([swell_command, "demo", "--rows", "3000", "--dir", "demo", "--no-serve"], cwd=tmp_path, check=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([swell_command, "serve", "-w", tmp_path / "demo", "--port", str(port)])
    try:
        while True:
            assert process.poll() is None, "the server ended"
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def test_the_guide_runs(address: str, swell_command: Path, tmp_path: Path) -> None:
    said = []
    for block in BLOCK.finditer(PAGE.read_text("utf-8")):
        if block["mark"] == "client" and not CLIENTS:
            continue
        text = block["text"].replace(WRITTEN, address)
        if block["mark"] == "client":
            text = text.replace("TOKEN", said[0].split()[-1])
        python = CLIENTS if block["mark"] == "client" else sys.executable
        command = [python, "-c", text] if block["language"] == "python" else ["bash", "-euc", text]
        environment = {**os.environ, "PATH": f"{swell_command.parent}:{os.environ['PATH']}"}
        done = subprocess.run(
            command, cwd=tmp_path / "demo", env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, (text, done.stderr)
        said.append(done.stdout)

    token, rows, upload, *client = said
    assert token.split()[-1].startswith("swell_")
    assert "Closed Won" in rows
    assert upload == "Completed None\n"
    assert all(re.fullmatch(r"\[\{'n': \d{3}\}\]\n", each) for each in client)
