"""`swell connect` and `swell sync` as people use them, against CRMs on loopback."""

import json
import os
import signal
import stat
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from connectors.standins.faults import Fault
from connectors.standins.hubspot import HubSpotStandIn
from connectors.standins.salesforce import Org, SalesforceStandIn
from connectors.standins.salesforce.demo import demo_world

Run = Callable[..., "CompletedProcess[str]"]
SECRET = "stand-in-secret"


@pytest.fixture
def crm() -> Iterator[SalesforceStandIn]:
    with SalesforceStandIn(demo_world(scale=0.02)) as crm:
        yield crm


def connect(run: Run, crm: SalesforceStandIn, *more: str, secret: str = SECRET) -> "CompletedProcess[str]":
    values = {"login_url": crm.url, "client_id": crm.org.client_id, "client_secret": secret}
    return run(
        "connect", "salesforce", "--name", "acme", *[f"--set={key}={each}" for key, each in values.items()], *more
    )


def events(done: "CompletedProcess[str]") -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_connection_is_tested_and_written_down(run: Run, crm: SalesforceStandIn, tmp_path: Path) -> None:
    done = connect(run, crm, "--set=plans=sales")

    assert done.returncode == 0, done.stderr
    assert "Connected to Merrova Freight Systems" in done.stdout
    written = tomllib.loads((tmp_path / "swell.toml").read_text())["connections"]["acme"]
    assert (written["kind"], written["plans"]) == ("salesforce", ["sales"])
    assert SECRET not in (tmp_path / "swell.toml").read_text()
    secrets = tmp_path / "data" / "secrets.json"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert json.loads(secrets.read_text()) == {"acme": {"client_secret": SECRET}}


def test_a_login_that_fails_writes_nothing(run: Run, crm: SalesforceStandIn, tmp_path: Path) -> None:
    done = connect(run, crm, secret="wrong")

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "wrong" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["connect", "salesfroce"], "Did you mean 'salesforce'?"),
        (["connect", "salesforce"], "'client_id' is missing"),
        (["connect", "salesforce", "--set", "client_id"], "write KEY=VALUE"),
        (["connect", "hubspot", "--set=token=x", "--set=palns=sales", "--no-test"], "Did you mean 'plans'?"),
        (["connect", "hubspot", "--set=token=x", "--set=plans=slaes", "--no-test"], "Did you mean 'sales'?"),
        (["connect", "hubspot", "--set=token=x", "--name=1 2", "--no-test"], "can't be called '1 2'"),
        (["sync"], "There is no connection yet"),
        (["sync", "nobody"], "There is no connection 'nobody'"),
        (["sync", "--watch", "soon"], "There is no connection yet"),
    ],
)
def test_a_mistake_is_said(run: Run, tmp_path: Path, arguments: list[str], said: str) -> None:
    done = run(*arguments)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_secret_in_the_settings_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "swell.toml").write_text('[connections.hub]\nkind = "hubspot"\ntoken = "pat-secret"\n')

    done = run("sync")

    assert done.returncode == 2
    assert "'token' is a secret and must not be here" in done.stderr
    assert "pat-secret" not in done.stderr


def test_secrets_that_others_may_read_are_refused(run: Run, crm: SalesforceStandIn, tmp_path: Path) -> None:
    connect(run, crm)
    (tmp_path / "data" / "secrets.json").chmod(0o644)

    done = run("sync", "acme", "--objects", "Account")

    assert done.returncode == 2
    assert "chmod 600" in done.stderr


def test_the_plan_shows_and_writes_nothing(run: Run, crm: SalesforceStandIn, tmp_path: Path) -> None:
    connect(run, crm, "--set=plans=service")
    before = sorted(tmp_path.rglob("*"))

    done = run("sync", "acme", "--plan")

    assert done.returncode == 0, done.stderr
    assert "Case" in done.stdout
    assert "first sync" in done.stdout
    assert "Nothing was written." in done.stdout
    assert sorted(tmp_path.rglob("*")) == before


def test_datasets_come_and_can_be_asked_about(run: Run, crm: SalesforceStandIn) -> None:
    connect(run, crm, "--set=plans=sales,service,marketing")

    done = run("sync")

    assert done.returncode == 0, done.stdout + done.stderr
    told = events(done)
    assert told[-1]["event"] == "published"
    assert {"opportunity", "account", "lead", "activity", "case", "campaign"} <= set(told[-1]["datasets"])  # type: ignore[call-overload]
    query = """q = load "opportunity"; q = filter q by 'Account.Name' is not null;
               q = group q by all; q = foreach q generate count() as n;"""
    asked = run("query", "-e", query, "-o", "json")
    assert json.loads(asked.stdout) == [{"n": len(crm.rows("Opportunity"))}]


def test_both_sides_are_counted(run: Run, crm: SalesforceStandIn) -> None:
    connect(run, crm, "--set=objects=Account,Contact")
    assert run("sync").returncode == 0
    assert run("sync", "--verify").returncode == 0
    crm.world.hard_delete("Account", crm.rows("Account")[0]["Id"])

    done = run("sync", "--verify")

    assert done.returncode == 2
    count = len(crm.rows("Account"))
    assert f"Account: {count:,} in the CRM, {count + 1:,} here." in done.stdout
    assert "rows on both sides" in done.stdout


def test_one_object_that_is_refused_leaves_the_others(run: Run, crm: SalesforceStandIn) -> None:
    connect(run, crm, "--set=objects=Account,Contact")
    crm.world.hide_object("Contact")

    done = run("sync")

    assert done.returncode == 2
    (failed,) = [each for each in events(done) if each["event"] == "object_failed"]
    assert failed["object"] == "Contact"
    assert failed["hint"]
    assert events(done)[-1]["datasets"] == ["acme.Account"]


LASTING = {
    "a session that does not come back": Fault(path="*/query*", kind="expired", times=None),
    "no calls left": Fault(path="*/query*", kind="special", code="REQUEST_LIMIT_EXCEEDED TotalRequests", times=None),
    "an edition without the interface": Fault(
        path="*/describe",
        kind="status",
        status=403,
        body='[{"errorCode": "API_DISABLED_FOR_ORG", "message": "API is not enabled for this Organization"}]',
        times=None,
    ),
    "no right": Fault(path="*/query*", kind="special", code="INSUFFICIENT_ACCESS", times=None),
    "an answer that is no JSON": Fault(
        path="*/query*", kind="status", status=200, body="<html>hello</html>", times=None
    ),
}


@pytest.mark.parametrize("fault", LASTING.values(), ids=LASTING)
def test_what_was_published_stays_whatever_the_crm_answers(run: Run, crm: SalesforceStandIn, fault: Fault) -> None:
    connect(run, crm, "--set=objects=Account")
    assert run("sync").returncode == 0
    before = run("query", "-e", 'q = load "acme.Account"; q = limit q 10000;').stdout
    crm.fail(fault)

    done = run("sync")

    assert done.returncode == 2
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert SECRET not in said
    assert "SELECT" not in said
    failures = [each for each in events(done) if each["event"] == "object_failed"] if done.stdout else []
    assert failures or "Error: " in done.stderr
    assert all(each["hint"] for each in failures)
    assert run("query", "-e", 'q = load "acme.Account"; q = limit q 10000;').stdout == before


def test_both_crms_stand_beside_each_other(run: Run, crm: SalesforceStandIn) -> None:
    with HubSpotStandIn() as hub:
        hub.create("deals", {"dealname": "One", "amount": 12})
        connect(run, crm, "--set=plans=sales")
        options = [f"--set=token={hub.token}", f"--set=url={hub.url}", "--set=plans=sales", "--set=prefix=hub_"]
        assert run("connect", "hubspot", "--name", "hub", *options).returncode == 0
        assert run("sync").returncode == 0

    query = """a = load "opportunity"; a = group a by all; a = foreach a generate "Salesforce" as Source, count() as n;
               b = load "hub_deal"; b = group b by all; b = foreach b generate "HubSpot" as Source, count() as n;
               c = union a, b;"""
    rows = json.loads(run("query", "-e", query, "-o", "json").stdout)
    assert rows == [{"Source": "Salesforce", "n": len(crm.rows("Opportunity"))}, {"Source": "HubSpot", "n": 1}]


def test_secrets_may_be_in_the_environment(
    run: Run, crm: SalesforceStandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = [f"--set=login_url={crm.url}", f"--set=client_id={crm.org.client_id}", "--set=objects=Account"]
    assert run("connect", "salesforce", "--name", "acme", *values).returncode == 2
    monkeypatch.setitem(os.environ, "SWELL_ACME_CLIENT_SECRET", SECRET)

    assert run("connect", "salesforce", "--name", "acme", *values).returncode == 0
    assert run("sync").returncode == 0

    assert not (tmp_path / "data" / "secrets.json").exists()
    monkeypatch.delitem(os.environ, "SWELL_ACME_CLIENT_SECRET")
    assert run("sync").returncode == 2


def test_a_sync_that_is_stopped_goes_on_later(run: Run, tmp_path: Path, swell_command: Path) -> None:
    with SalesforceStandIn(demo_world(scale=0.2), org=Org(page_size=50)) as crm:
        connect(run, crm, "--set=objects=Lead,Contact,Account")
        crm.fail(Fault(path="*/query/*", kind="slow", seconds=0.7, times=None))
        syncing = subprocess.Popen(
            [swell_command, "sync"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert syncing.stdout is not None
        for line in syncing.stdout:
            if b"object_progress" in line:
                break
        syncing.send_signal(signal.SIGINT)
        _, said = syncing.communicate(timeout=15)

        assert syncing.returncode == 130
        assert b"Traceback" not in said
        assert run("datasets").stdout.startswith("There are no datasets")
        crm.faults.clear()
        done = run("sync")
        assert done.returncode == 0
        assert any(each.get("resumed_rows") for each in events(done))
        assert run("sync", "--verify").returncode == 0
