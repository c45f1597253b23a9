"""Lets the tests of this folder import what stands beside them, and use one process for syncs that may be killed."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def killable() -> Iterator[Any]:
    from killable_sync import KillableSync  # which can be imported only now

    process = KillableSync()
    yield process
    process.stop()
