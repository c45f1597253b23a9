"""Workspaces behind real servers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

import swell

ROWS = 20_000


@dataclass(frozen=True)
class Demo:
    """A served demo: its address, and the workspace behind it."""

    address: str
    workspace: swell.Workspace


@pytest.fixture(scope="session")
def demo(serving: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """What `swell demo` makes and serves, on a free port."""
    folder = tmp_path_factory.mktemp("browser") / "demo"
    with serving("demo", "--rows", str(ROWS), "--dir", folder) as address:
        yield Demo(address, swell.open(folder))
