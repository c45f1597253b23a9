"""The made-up Salesforce of the demo, synced into a store once, and what converts and runs dataflows over it."""

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import swell
from connectors.standins.salesforce import SalesforceStandIn
from connectors.standins.salesforce.demo import demo_world
from connectors.sync.settings import Demand
from engine.recipes.dataflow import Conversion, convert_file, recipe_of
from engine.recipes.run import RunOptions, run_recipes
from swell.connections import new_run, open_sync, secret_store, write_connection
from swell.workspace import Workspace

FLOWS = Path(__file__).parent / "flows"
OBJECTS = ["Account", "Event", "Opportunity", "OpportunityHistory", "Task", "User", "UserRole"]
NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)

Frame = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a workspace into which some objects of the demo CRM were synced."""
    folder = tmp_path_factory.mktemp("demo")
    with SalesforceStandIn(demo_world(scale=0.1)) as crm:
        values = {"login": "client_credentials", "login_url": crm.url, "client_id": crm.org.client_id}
        write_connection(folder, "salesforce", {"kind": "salesforce", **values, "objects": OBJECTS})
        workspace = swell.open(folder)
        secret_store(workspace).of("salesforce").put("client_secret", "stand-in-secret")
        open_sync(workspace, "salesforce", lambda _: None).run(Demand(), new_run())
    return workspace


@pytest.fixture
def frame(demo: Workspace) -> Frame:
    """Return what gives an object of the demo CRM, or a dataset, as a data frame."""

    def read(name: str) -> pd.DataFrame:
        with demo.store.open(name) as dataset:
            return pa.Table.from_batches(list(dataset.batches())).to_pandas()

    return read


@pytest.fixture
def run_flow(demo: Workspace) -> Callable[[str], Conversion]:
    """Return what converts a dataflow of `flows`, runs its recipes and returns the conversion."""

    def run(name: str) -> Conversion:
        conversion = convert_file(FLOWS / name, demo.session.snapshot(()))
        assert conversion.wrong == ()
        recipes = [recipe_of(each, name) for each in conversion.recipes]
        outcomes = run_recipes(recipes, demo.session, RunOptions(NOW, time.perf_counter, replace=True))
        assert [each.error for each in outcomes] == [None] * len(recipes)
        return conversion

    return run
