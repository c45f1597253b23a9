"""The connector that docs/guides/write-a-connector.md shows is put together, tested and used as the page says."""

import importlib.metadata
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import swell
from connectors.sync.settings import Demand
from swell.connections import new_run, open_sync, write_connection

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/guides/write-a-connector.md"
BLOCK = re.compile(r"<!-- file: (?P<file>\S+) -->\n```python\n(?P<text>.*?)```", re.S)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    for block in BLOCK.finditer(PAGE.read_text("utf-8")):
        with (folder / block["file"]).open("a", encoding="utf-8") as file:
            file.write(block["text"] + "\n\n")
    return folder


def test_the_example_keeps_the_contract(package: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", package, "-c", "/dev/null"],
        cwd=package,
        env={"PYTHONPATH": f"{package}:{ROOT}"},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout
    assert "10 passed" in done.stdout


def test_the_example_syncs(package: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(package))
    kind = importlib.metadata.EntryPoint("helpdesk", "swell_helpdesk:KIND", "swell.connectors")
    monkeypatch.setattr("connectors.registry.entry_points", lambda group: [kind])
    file = tmp_path / "desk.sqlite"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE ticket (Id TEXT PRIMARY KEY, Subject TEXT, Hours REAL, Changed INTEGER)")
        rows = [("T1", "One", 1.5, 1000), ("T2", "Two", 2, 2000)]
        database.executemany("INSERT INTO ticket VALUES (?, ?, ?, ?)", rows)
    write_connection(tmp_path, "helpdesk", {"kind": "helpdesk", "file": str(file), "objects": ["Ticket"]})
    workspace = swell.open(tmp_path)

    result = open_sync(workspace, "helpdesk", lambda _: None).run(Demand(), new_run())

    assert result.failures == {}
    query = 'q = load "helpdesk.Ticket"; q = group q by all; q = foreach q generate sum(Hours) as Hours;'
    answer = workspace.query(query)
    assert answer.table.to_pylist() == [{"Hours": 3.5}]
