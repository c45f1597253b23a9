from __future__ import annotations

import pytest

from connectors.contract import CHECKS
from connectors.standins.hubspot import Owner, Pipeline, Stage


@pytest.mark.parametrize("version", ["v3", "2026-09"])
@pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.__name__)
def test_the_contract_holds(side, check, version):
    crm = side.crm
    crm.add_owner(Owner(id="7", email="a@example.com", first_name="A", last_name="B"))
    crm.set_pipelines("deals", Pipeline(id="p", label="Sales", stages=(Stage(id="s", label="Talk"),)))
    for place in range(30):
        for name in ("contacts", "companies", "deals", "service_contracts"):
            crm.create(name, {"hubspot_owner_id": "7"})
        crm.advance(place)
    crm.archive("deals", next(iter(crm.rows("deals"))))
    check(side.open(api_version=version))
