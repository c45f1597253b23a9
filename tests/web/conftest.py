"""A chromium and the fixture server for tests of the page. Without a browser these tests are skipped."""

import os
import shutil
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
def chromium() -> Iterator[Any]:
    """A running browser."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        message = "needs chromium: apt-get install chromium"
        if os.environ.get("SWELL_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A fresh page; the test fails when it reports an error that no request of the test explains."""
    context = chromium.new_context(viewport={"width": 1360, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.set_default_timeout(8000)
    yield opened
    context.close()
    # Chromium itself reports each answer of 400 and above; pages that ask for one say so by what they show.
    assert [text for text in complaints if not text.startswith("Failed to load resource")] == []


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
