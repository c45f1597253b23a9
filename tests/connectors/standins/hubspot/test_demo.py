import subprocess
import sys
import urllib.request

from connectors.standins.clock import Clock
from connectors.standins.hubspot import HubSpotStandIn, Portal
from connectors.standins.hubspot.demo import fill


def _filled(start, **settings) -> Portal:
    portal = Portal(Clock(start))
    fill(portal, **settings)
    return portal


def test_a_seed_gives_the_same_world(crm: HubSpotStandIn) -> None:
    now = crm.clock.now()
    one, same, other = (_filled(now, seed=seed, scale=0.05) for seed in (3, 3, 4))
    assert all(one.rows(name) == same.rows(name) for name in one.kinds)
    assert one.rows("contacts") != other.rows("contacts")


def test_the_world_is_whole(crm: HubSpotStandIn) -> None:
    fill(crm)
    counts = {name: len(crm.rows(name)) for name in crm.kinds}
    assert 9_000 < sum(counts.values()) < 12_000
    assert all(counts.values()), counts
    stages = {(line.id, stage.id) for lines in crm.pipelines.values() for line in lines for stage in line.stages}
    deals, tickets = crm.rows("deals").values(), crm.rows("tickets").values()
    assert {(deal["pipeline"], deal["dealstage"]) for deal in deals} == {each for each in stages if each[0] != "0"}
    assert {(ticket["hs_pipeline"], ticket["hs_pipeline_stage"]) for ticket in tickets} <= stages
    now = "2026-03-02T09:30:00.000Z"
    for kind in crm.kinds.values():
        for row in crm.rows(kind.name).values():
            assert row[kind.created] <= row[kind.modified] <= now
    companies = crm.rows("companies")
    for name in ("contacts", "deals", "tickets"):
        rows = crm.rows(name)
        for key, ends in crm.associations(name, "companies").items():
            assert all(companies[end]["createdate"] <= rows[key]["createdate"] for end in ends)
    owners = {row["hubspot_owner_id"] for row in deals}
    assert owners <= set(crm.owners)
    assert {each.archived for each in crm.owners.values()} == {True, False}


def test_every_deal_has_its_company_and_the_stages_it_went_through(crm: HubSpotStandIn) -> None:
    fill(crm, scale=0.1)
    links = crm.associations("deals", "companies")
    for key, row in crm.rows("deals").items():
        assert list(links[key].values()) == [frozenset({"Primary"})]
        assert f"hs_v2_date_entered_{row['dealstage']}" in row
    assert any(
        "Decision maker" in labels
        for ends in crm.associations("deals", "contacts").values()
        for labels in ends.values()
    )


def test_values_of_enumerations_are_among_their_options(crm: HubSpotStandIn) -> None:
    fill(crm, scale=0.1)
    for name, definitions in crm.properties.items():
        for each in definitions.values():
            if not each.options:
                continue
            allowed = {value for value, _ in each.options}
            for row in crm.rows(name).values():
                assert set(filter(None, row.get(each.name, "").split(";"))) <= allowed, (name, each.name)


def test_the_module_serves_it() -> None:
    command = [sys.executable, "-m", "connectors.standins.hubspot", "--port", "0", "--scale", "0.02"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url, token = process.stdout.readline().strip(), process.stdout.readline().removeprefix("token: ").strip()
            request = urllib.request.Request(
                f"{url}/crm/objects/2026-09/deals", headers={"Authorization": f"Bearer {token}"}
            )
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(request, timeout=30) as response:
                assert b'"results":[{' in response.read()
        finally:
            process.terminate()


def test_a_port_that_is_taken(crm: HubSpotStandIn) -> None:
    port = crm.url.rpartition(":")[2]
    command = [sys.executable, "-m", "connectors.standins.hubspot", "--port", port, "--scale", "0.02"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 2
    assert f"Can't listen on port {port}" in run.stderr
    assert "Traceback" not in run.stderr
