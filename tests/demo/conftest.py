"""The demo data that several tests look at: generated once."""

import datetime as dt

import pytest

from swell.demo import Demo, DemoTable, generate

TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="session")
def tables() -> dict[str, DemoTable]:
    return {each.name: each for each in generate(Demo(today=TODAY, seed=1, rows=60_000))}
