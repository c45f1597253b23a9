"""A demo workspace behind a real server."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import swell

ROWS = 20_000


@dataclass(frozen=True)
class Demo:
    """A served demo: its address, and the workspace behind it."""

    address: str
    workspace: swell.Workspace


@pytest.fixture(scope="session")
def demo(swell_command: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """What `swell demo` makes and serves, on a free port."""
    folder = tmp_path_factory.mktemp("browser") / "demo"
    command = [swell_command, "demo", "--rows", str(ROWS), "--dir", folder, "--port", str(free_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        said = ""
        while not (found := re.search(r"http://\S+", said)):
            line = process.stdout.readline()
            assert line, said
            said += line
        yield Demo(found[0], swell.open(folder))
        process.terminate()


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
