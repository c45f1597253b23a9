"""Workspaces to add apps to: a demo, and one that a made-up Salesforce and a made-up HubSpot were synced into."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

import swell
from connectors.standins.hubspot import HubSpotStandIn
from connectors.standins.hubspot import demo as hubspot_demo
from connectors.standins.salesforce import SalesforceStandIn
from connectors.standins.salesforce.demo import demo_world
from connectors.sync.settings import Demand
from swell.cli.init import write_skeleton
from swell.connections import new_run, open_sync, secret_store, write_connection
from swell.demo.workspace import create

PLANS = ["sales", "service", "marketing"]


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("apps") / "demo"
    write_skeleton(folder, "Demo")
    create(swell.open(folder), today=dt.datetime.now(dt.UTC).date(), rows=8_000)
    return folder


@pytest.fixture(scope="session")
def made_crms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("apps") / "crms"
    write_skeleton(folder, "CRMs")
    with SalesforceStandIn(demo_world(scale=0.05)) as salesforce, HubSpotStandIn() as hubspot:
        hubspot_demo.fill(hubspot, scale=0.05)
        values = {"login": "client_credentials", "login_url": salesforce.url, "client_id": salesforce.org.client_id}
        write_connection(folder, "acme", {"kind": "salesforce", **values, "plans": PLANS})
        values = {"login": "token", "url": hubspot.url, "prefix": "hs_", "calls_per_10_seconds": "5000"}
        write_connection(folder, "hubspot", {"kind": "hubspot", **values, "plans": PLANS})
        workspace = swell.open(folder)
        secret_store(workspace).of("acme").put("client_secret", salesforce.org.client_secret)
        secret_store(workspace).of("hubspot").put("token", hubspot.token)
        for name in workspace.settings.connections:
            sync = open_sync(workspace, name, lambda _: None)
            assert not sync.run(Demand(), new_run()).failures
            sync.connector.close()
    return folder


@pytest.fixture
def demo(made_demo: Path, tmp_path: Path) -> swell.Workspace:
    return swell.open(shutil.copytree(made_demo, tmp_path / "demo"))


@pytest.fixture
def crms(made_crms: Path, tmp_path: Path) -> swell.Workspace:
    return swell.open(shutil.copytree(made_crms, tmp_path / "crms"))
