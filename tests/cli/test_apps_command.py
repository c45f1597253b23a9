"""`swell apps` as somebody meets it on the command line."""

import json
from pathlib import Path

from ..conftest import Run


def test_an_app_says_what_to_do_next_and_leaves_nothing_when_it_goes(run: Run, tmp_path: Path) -> None:
    assert run("demo", "--rows", "8000", "--dir", "demo", "--no-serve").returncode == 0
    demo = tmp_path / "demo"
    before = {each for each in demo.rglob("*") if "data" not in each.parts}

    added = run("apps", "add", "customers", cwd=demo)
    assert added.returncode == 0, added.stderr
    assert "  Train them: swell models train customers_lifetime customers_rfm" in added.stdout.splitlines()
    (demo / "models" / "customers_rfm.json").write_text('{"kind": "rfm", "dataset": "nowhere"}')
    trained = run("apps", "add", "customers", "--train", cwd=demo)
    assert (trained.returncode, "'nowhere', which is no dataset" in trained.stderr) == (2, True)
    assert "left as you changed it: models/customers_rfm.json" in trained.stdout
    known = {each["name"]: each for each in json.loads(run("apps", "list", "-o", "json", cwd=demo).stdout)}
    assert known["customers"]["state"] in ("installed", "older")
    assert known["customers"]["changed"] == ["models/customers_rfm.json"]
    (demo / "models" / "customers_rfm.json").unlink()

    assert run("apps", "remove", "customers", cwd=demo).returncode == 0
    assert {each for each in demo.rglob("*") if "data" not in each.parts} == before
    near = run("apps", "add", "custmers", cwd=demo)
    assert (near.returncode, "Did you mean 'customers'?" in near.stderr) == (2, True)
    action = run("act", "plan", "pushed_deal", cwd=demo)
    assert (action.returncode, "Did you mean 'pushed_deals'?" in action.stderr) == (2, True)
