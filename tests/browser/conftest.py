"""A demo workspace behind a real server, and a real browser before it."""

import os
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        message = "needs chromium: apt-get install chromium"
        if os.environ.get("SWELL_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(swell_command: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a small demo workspace."""
    folder = tmp_path_factory.mktemp("browser") / "demo"
    subprocess.run(
        [swell_command, "demo", "--no-serve", "--rows", "20000", "--dir", folder], check=True, capture_output=True
    )
    port = free_port()
    process = subprocess.Popen(
        [swell_command, "serve", "--port", str(port), "-w", folder], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api/workspace")
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=10)


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_for(address: str, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                answer.read()
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


@dataclass
class Watched:
    """A page and what the browser complained of while it was open."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture
def watched(browser: Browser, server: str) -> Iterator[Watched]:
    """A page that must stay free of console errors, CSP violations, failed requests, and foreign hosts."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000}, base_url=server)
    watched = Watched(page)

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            watched.complaints.append(message.text)

    def on_error(error: Error) -> None:
        watched.complaints.append(str(error))

    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("request", lambda request: watched.requests.append(request.url))
    yield watched
    page.close()
    assert watched.complaints == []
    assert [url for url in watched.requests if not re.match(rf"{re.escape(server)}/|data:|blob:", url)] == []
