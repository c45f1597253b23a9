"""`swell lineage` as people use it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def workspace(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "deals.csv").write_text("Id,Stage,Price\n1,Won,10\n2,Lost,20\n")
    (tmp_path / "recipes").mkdir()
    text = 'q = load "crm.deals"; q = filter q by Stage == "Won"; q = foreach q generate Id, Price * 2 as Twice;'
    (tmp_path / "recipes" / "won.saql").write_text(text)
    assert run("import", "deals.csv", "--as", "crm.deals").returncode == 0
    assert run("recipes", "run").returncode == 0
    return tmp_path


def test_a_field_is_followed_back(run: Run, workspace: Path) -> None:
    assert run("lineage", "won.Twice").stdout.splitlines() == [
        "Twice of won, recipe won",
        "    Twice = Price * 2",
        "    filtered by Stage of crm.deals",
        "  Price of crm.deals",
    ]
    found = json.loads(run("lineage", "won.Twice", "-o", "json").stdout)
    assert [each["field"] for each in found["direct"]] == ["Price"]
    assert run("lineage", "crm.deals.Price").stdout == "Price of crm.deals\n"


def test_a_dataset_says_what_it_is_made_of_and_what_reads_it(run: Run, workspace: Path) -> None:
    assert run("lineage", "won").stdout.splitlines() == [
        "dataset won",
        "  made of",
        "    recipe won",
        "      dataset crm.deals",
        "  goes into: nothing that is known",
    ]
    found = json.loads(run("lineage", "crm.deals", "-o", "json").stdout)
    assert [each["id"] for each in found["nodes"]] == ["dataset:crm.deals", "dataset:won", "recipe:won"]


def test_what_is_not_there_is_said(run: Run, workspace: Path) -> None:
    assert 'Did you mean "won"?' in run("lineage", "wun").stderr
    refused = run("lineage", "won.Twise")
    assert refused.returncode == 2
    assert 'Did you mean "Twice"?' in refused.stderr
