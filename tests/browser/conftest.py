"""Workspaces behind real servers."""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import swell

ROWS = 20_000


@dataclass(frozen=True)
class Demo:
    """A served demo: its address, and the workspace behind it."""

    address: str
    workspace: swell.Workspace


Serving = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def serving(swell_command: Path) -> Serving:
    """Run a `swell` command that serves, on a free port, and yield its address."""

    @contextmanager
    def run(*arguments: Any) -> Iterator[str]:
        command = [swell_command, *arguments, "--port", str(free_port())]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            assert process.stdout is not None
            said = ""
            while not (found := re.search(r"http://\S+", said)):
                line = process.stdout.readline()
                assert line, said
                said += line
            yield found[0]
            process.terminate()

    return run


@pytest.fixture(scope="session")
def demo(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """What `swell demo` makes and serves, on a free port."""
    folder = tmp_path_factory.mktemp("browser") / "demo"
    with serving("demo", "--rows", str(ROWS), "--dir", folder) as address:
        yield Demo(address, swell.open(folder))


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
