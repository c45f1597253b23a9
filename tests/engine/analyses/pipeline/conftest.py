"""Demo deals with their history in a store."""

import datetime as dt
from collections.abc import Callable

import pytest

from engine.analyses.pipeline.source import Source
from engine.models.kind import Surroundings
from engine.session import Session
from engine.store import Store
from swell.demo.generate import generate
from swell.demo.settings import Demo

NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Surroundings]:
    """Make surroundings with the opportunities of demo data and their stage history."""

    def make(**settings: int) -> Surroundings:
        store = Store(tmp_path_factory.mktemp("demo"))
        for each in generate(Demo(today=NOW.date(), **settings)):
            if each.name in Source().loads:
                store.write(each.name, each.table, each.fields, label=each.label, created=NOW)
        return Surroundings(session=Session(store), now=NOW)

    return make
