"""Fixtures that tests of several folders use."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
"""Real inputs, which stand beside the project where it is developed."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files that differ; read the diff after")


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
