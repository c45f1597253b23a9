"""The fixture server for tests of the page, and its modules."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SERVER = Path(__file__).with_name("fixture_server.py")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The fixture server's address."""
    with subprocess.Popen([sys.executable, str(SERVER), "0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture(scope="session")
def module(chromium: Any, address: str) -> Iterator[Any]:
    """Runs a function of one of the page's modules: ``module("format.js", "cellText", 1.5)``."""
    context = chromium.new_context()
    opened = context.new_page()
    opened.goto(address + "/datasets")

    def call(name: str, function: str, *arguments: Any) -> Any:
        script = "async ([name, called, given]) => (await import(`/static/0/src/${name}`))[called](...given)"
        return opened.evaluate(script, [name, function, list(arguments)])

    yield call
    context.close()
