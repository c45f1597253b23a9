"""A recipe whose rows break a rule that blocks keeps its dataset; the others are published."""

from pathlib import Path

import pyarrow as pa
import pytest

from engine.quality.gate import RuleGate
from engine.store import Store

from .conftest import NOW, Run, recipe, rows

WIDE = 'o = load "opportunities"; o = filter o by Amount is not null;'
SUMS = 'w = load "wide"; w = group w by AccountId; w = foreach w generate AccountId, sum(Amount) as Amount;'
OTHER = 'a = load "accounts"; a = foreach a generate Id;'


@pytest.fixture
def store(store: Store, tmp_path: Path) -> Store:
    (tmp_path / "quality").mkdir()
    return Store(store.folder, gate=RuleGate(tmp_path / "quality"))


def test_a_recipe_that_breaks_a_rule_keeps_its_dataset_and_leaves_what_needs_it(
    store: Store, run: Run, tmp_path: Path
) -> None:
    recipes = [recipe("wide", WIDE), recipe("sums", SUMS), recipe("other", OTHER)]
    assert {each.state for each in run(*recipes)} == {"made"}
    (tmp_path / "quality" / "wide.toml").write_text('[[rule]]\nfield = "Amount"\nmost = 100\nseverity = "block"\n')
    changed = {"Id": ["o1"], "AccountId": ["a1"], "Amount": [500.0]}
    store.upsert("opportunities", pa.table(changed), key=["Id"], created=NOW, missing="keep").close()
    store.write("accounts", pa.table({"Id": ["a1", "a2", "a3"]}), created=NOW).close()

    found = {each.recipe: each for each in run(*recipes)}
    assert {name: each.state for name, each in found.items()} == {"wide": "failed", "sums": "left", "other": "made"}
    assert '"wide" is not published: "Amount" is at most 100. 1 of 3 rows break it.' in str(found["wide"].error)
    assert {each["Id"]: each["Amount"] for each in rows(store, "wide")}["o1"] == 10.0
    assert len(rows(store, "other")) == 3

    (tmp_path / "quality" / "wide.toml").write_text('[[rule]]\nfield = "Amount"\nmost = 100\n')
    assert {each.state for each in run(*recipes)} == {"made", "fresh"}
    with store.open("wide") as dataset:
        assert [each["rows"] for each in dataset.manifest.notes["quality"]] == [1]
