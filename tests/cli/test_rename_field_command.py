"""`swell rename-field`: a diff without --write, files with it, and what is refused."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def orders(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "orders.csv").write_text("Region,Amount\nNorth,10\n")
    assert run("import", "orders.csv", "--as", "orders").returncode == 0
    (tmp_path / "queries").mkdir(exist_ok=True)
    file = tmp_path / "queries" / "q.saql"
    file.write_text('q = load "orders";\nq = filter q by Amount > 1;\n')
    (tmp_path / "queries" / "broken.saql").write_text('q = load "orders"; q = fliter q by Amount;\n')
    return file


def test_the_diff_is_shown_and_nothing_written(run: Run, orders: Path) -> None:
    before = orders.read_text()

    done = run("rename-field", "orders", "Amount", "Value")

    assert done.returncode == 0
    assert "-q = filter q by Amount > 1;\n+q = filter q by Value > 1;\n" in done.stdout
    assert "queries/broken.saql:1:2" in done.stderr
    assert "1 file would change" in done.stderr
    assert orders.read_text() == before


def test_write_writes(run: Run, orders: Path) -> None:
    assert run("rename-field", "orders", "Amount", "Value", "--write").returncode == 0

    assert orders.read_text() == 'q = load "orders";\nq = filter q by Value > 1;\n'


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("orders", "Amont", "Value"), "Did you mean 'Amount'?"),
        (("orders", "Amount", "Region"), "both"),
        (("orders", "Amount", "Amount"), "the same"),
    ],
)
@pytest.mark.usefixtures("orders")
def test_a_renaming_that_can_not_be_is_refused(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run("rename-field", *arguments)

    assert done.returncode == 2
    assert said in done.stderr


def test_lenses_and_saved_views_of_the_workspace_are_taken_too(run: Run, orders: Path, tmp_path: Path) -> None:
    step = {"type": "aggregateflex", "datasets": [{"name": "orders"}], "query": {"groups": ["Amount"]}}
    lens = tmp_path / "queries" / "lens.json"
    lens.write_text(json.dumps({"label": "L", "step": step, "widget": {"type": "table"}}))
    views = tmp_path / "dashboards" / "views" / "d.json"
    views.parent.mkdir(parents=True)
    (tmp_path / "dashboards" / "d.json").write_text(json.dumps({"steps": {"s": step}}))
    views.write_text(json.dumps({"views": [{"name": "V", "selections": {"s": [{"Amount": 10}]}, "filters": {}}]}))

    done = run("rename-field", "orders", "Amount", "Value", "--write")

    assert done.returncode == 0, done.stderr
    assert "4 files written" in done.stderr
    assert '"groups": ["Value"]' in lens.read_text()
    assert '[{"Value": 10}]' in views.read_text()


@pytest.mark.usefixtures("orders")
def test_predicates_of_the_dataset_are_taken_too_and_those_of_others_stay(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "security"
    folder.mkdir()
    text = r"""'Amount' > 5 && ('Region' == \"Amount\" || 'Amount' < 2)"""
    for name in ("orders", "others"):
        (folder / f"{name}.json").write_text(f'{{"predicate": "{text}", "backup": "\'Amount\' == 1"}}\n')

    assert run("rename-field", "orders", "Amount", "Per 'unit'", "--write").returncode == 0

    found = json.loads((folder / "orders.json").read_text())
    assert found["predicate"] == r"""'Per \'unit\'' > 5 && ('Region' == "Amount" || 'Per \'unit\'' < 2)"""
    assert found["backup"] == r"""'Per \'unit\'' == 1"""
    assert "'Amount' > 5" in (folder / "others.json").read_text()


@pytest.mark.usefixtures("orders")
def test_a_predicate_that_is_none_is_left_and_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "security").mkdir()
    (tmp_path / "security" / "orders.json").write_text('{"predicate": "Amount > 5"}\n')

    done = run("rename-field", "orders", "Amount", "Value", "--write")

    assert done.returncode == 0
    assert "security/orders.json:1:1" in done.stderr
    assert "single quotes" in done.stderr or "no part of a predicate" in done.stderr


RULES = """# what finance asks for
[[rule]]
field = "Amount"  # in euros
required = true
message = "Amount is missing"

[[rule]]
fields = ["Region",
          "Amount"]
unique = true

[[rule]]
field = 'Region'
reference = "orders.Amount"
"""


def test_rules_of_quality_are_taken_too(run: Run, orders: Path, tmp_path: Path) -> None:
    (tmp_path / "quality").mkdir()
    own, other = tmp_path / "quality" / "orders.toml", tmp_path / "quality" / "deals.toml"
    own.write_text(RULES)
    other.write_text(RULES)
    doubtful = tmp_path / "quality" / "leads.toml"
    doubtful.write_text('rule = [{ field = "X", reference = { dataset = "orders", field = "Amount" } }]\n')

    done = run("rename-field", "orders", "Amount", "Value", "--write")

    assert done.returncode == 0, done.stderr
    changed = RULES.replace('orders.Amount"', 'orders.Value"')
    assert other.read_text() == changed
    assert own.read_text() == changed.replace('field = "Amount"', 'field = "Value"').replace('"Amount"]', '"Value"]')
    assert "quality/leads.toml:1:1: the rules may name the field" in done.stderr
    assert '"Amount"' in doubtful.read_text()
