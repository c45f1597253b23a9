"""Fixtures that tests of several folders use."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parents[2] / "shared"
"""Real inputs, which stand beside the project where it is developed."""

GOLDEN = Path(__file__).parent / "golden"
BETWEEN_CASES = "\n\n====\n"
BEFORE_RESULT = "\n----\n"

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Serving = Callable[..., AbstractContextManager[str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files that differ; read the diff after")


@pytest.fixture
def typical(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of models for tests, see tests/engine/models/typical.py."""
    from engine.models.registry import KINDS

    monkeypatch.syspath_prepend(Path(__file__).parent / "engine" / "models")
    monkeypatch.setitem(KINDS, "typical", "typical")  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def samples() -> Path:
    folder = SHARED / "samples"
    if not folder.is_dir():
        pytest.skip("needs the real inputs in ../shared/samples")
    return folder


@pytest.fixture(scope="session")
def conformance() -> Path:
    folder = SHARED / "conformance"
    if not folder.is_dir():
        pytest.skip("needs the cases in ../shared/conformance")
    return folder


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Callable[[str], str]], None]:
    """Check a file of cases, each an input, a line `----` and its result; with --update write the results anew."""

    def check(name: str, result: Callable[[str], str]) -> None:
        path = GOLDEN / name
        before = path.read_text("utf-8")
        inputs = [case.split(BEFORE_RESULT)[0] for case in before.removesuffix("\n").split(BETWEEN_CASES)]
        after = BETWEEN_CASES.join(f"{text}{BEFORE_RESULT}{result(text)}" for text in inputs) + "\n"
        if request.config.getoption("--update"):
            path.write_text(after, "utf-8")
        assert path.read_text("utf-8") == after

    return check


@pytest.fixture(scope="session")
def swell_command() -> Path:
    return Path(sys.executable).parent / "swell"


@pytest.fixture
def run(swell_command: Path, tmp_path: Path) -> Run:
    """Run the `swell` command in a fresh folder."""

    def run(*arguments: str, stdin: str = "", cwd: Path = tmp_path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(swell_command), *arguments], input=stdin, cwd=cwd, capture_output=True, text=True, timeout=60
        )

    return run


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running browser: Debian's own, driven by playwright, which downloads nothing."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        message = "needs chromium: apt-get install chromium"
        if os.environ.get("SWELL_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright  # only where there is a browser for it

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serving(swell_command: Path) -> Serving:
    """Run a `swell` command that serves, on a free port, and yield its address."""

    @contextmanager
    def run(*arguments: Any, environment: Mapping[str, str] | None = None) -> Iterator[str]:
        command = [swell_command, *arguments, "--port", str(free_port())]
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **(environment or {})},
        ) as process:
            assert process.stdout is not None
            said = ""
            while not (found := re.search(r"http://\S+", said)):
                line = process.stdout.readline()
                assert line, said
                said += line
            yield found[0]
            process.terminate()

    return run


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A fresh page; the test fails when the browser complains: script errors, broken content policy, foreign hosts."""
    context = chromium.new_context(viewport={"width": 1360, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    opened.set_default_timeout(8000)
    complaints: list[str] = []
    foreign: list[str] = []
    local = ("http://127.0.0.1:", "http://localhost:", "data:", "blob:")
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda sent: None if sent.url.startswith(local) else foreign.append(sent.url))
    yield opened
    context.close()
    # Chromium itself reports each answer of 400 and above; pages that ask for one say so by what they show.
    assert [text for text in complaints if not text.startswith("Failed to load resource")] == []
    assert foreign == []
