"""A client of the server of the workspace."""

from typing import Any

import pytest

import swell
from tests.server.conftest import Client


@pytest.fixture
def client(space: swell.Workspace) -> Any:
    return Client(space.application())
