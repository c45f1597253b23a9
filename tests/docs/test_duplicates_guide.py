"""What docs/guides/duplicates.md tells people to run is run, in order, over planted accounts of two CRMs."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import swell
from benchmarks.matching import plant, write
from swell.cli import root
from swell.cli.init import write_skeleton

PAGE = Path(__file__).parents[2] / "docs/guides/duplicates.md"
BLOCK = re.compile(r"<!-- (?:run|file: (?P<file>\S+)) -->\n```\w+\n(?P<text>.*?)```", re.S)


def test_the_guide_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shlex

    write_skeleton(tmp_path, "Team")
    write(swell.open(tmp_path).store, plant(400, seed=3)[0])
    monkeypatch.chdir(tmp_path)
    said = ""
    for block in BLOCK.finditer(PAGE.read_text("utf-8")):
        if block["file"]:
            (tmp_path / block["file"]).write_text(block["text"])
            continue
        for line in block["text"].strip().splitlines():
            done = CliRunner().invoke(root, shlex.split(line)[1:])
            assert done.exit_code == 0, (line, done.output)
            said += done.output
    assert re.search(r"accounts: 40\d records are", said)
    assert re.search(r"partners: 40\d records are", said)
    assert "pairs are the same" in said
    assert {"customers", "customers_pairs", "partners", "partners_pairs"} <= set(swell.open(tmp_path).store.names())


def test_pairs_are_asked_for_one_by_one(tmp_path: Path) -> None:
    write_skeleton(tmp_path, "Team")
    workspace = swell.open(tmp_path)
    write(workspace.store, plant(400, seed=3)[0])
    for command in (["run"], ["review", "accounts"], ["list"]):
        done = CliRunner().invoke(root, ["match", *command, "-w", str(tmp_path)], input="d\nq\n")
        assert done.exit_code == 0, done.output
    assert "to review" in done.output
    assert (tmp_path / "matching" / "decisions.csv").read_text().count(",different,command line,") == 1


def test_nothing_to_match_and_names_that_are_none_are_said(tmp_path: Path) -> None:
    write_skeleton(tmp_path, "Team")
    for command, told in ((["list"], "Nothing to match"), (["run", "deals"], "There is no match 'deals'")):
        done = CliRunner().invoke(root, ["match", *command, "-w", str(tmp_path)])
        assert told in done.output + str(done.exception)
