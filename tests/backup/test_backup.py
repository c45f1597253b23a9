"""Backups hold a workspace as it was at one moment, whatever is written meanwhile; a restore is whole or nothing."""

import contextlib
import datetime as dt
import io
import json
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell
from swell.backup.archive import ArchiveWriter, BackupError
from swell.backup.restore import restore
from swell.backup.save import save

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def filled(folder: Path) -> swell.Workspace:
    (folder / "dashboards").mkdir(parents=True)
    (folder / "dashboards" / "one.json").write_text("{}")
    (folder / "swell.toml").write_text('name = "Sales"\n')
    workspace = swell.open(folder)
    write_pair(workspace, 0)
    return workspace


def write_pair(workspace: swell.Workspace, number: int) -> None:
    with workspace.store.transaction(created=NOW) as change:
        for name in ("left", "right"):
            change.write(name, pa.table({"Number": [number] * 1000}))


def numbers(folder: Path) -> set[float]:
    workspace = swell.open(folder)
    return {
        row["n"]
        for name in ("left", "right")
        for row in workspace.query(
            f'q = load "{name}"; q = group q by all; q = foreach q generate avg(Number) as n;'
        ).rows()
    }


def files_in(folder: Path) -> dict[str, bytes]:
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_a_restored_workspace_is_as_it_was(tmp_path: Path) -> None:
    workspace = filled(tmp_path / "here")
    saved = save(workspace, tmp_path / "b.tar", NOW)
    about = restore(tmp_path / "b.tar", tmp_path / "there")
    assert (about["workspace"], saved.datasets) == ("Sales", {"left": 1, "right": 1})
    assert swell.open(tmp_path / "there").name == "Sales"
    assert (tmp_path / "there" / "dashboards" / "one.json").read_text() == "{}"
    assert numbers(tmp_path / "there") == {0}
    assert (tmp_path / "b.tar").stat().st_mode & 0o777 == 0o600


def test_the_restored_datasets_can_be_written_on(tmp_path: Path) -> None:
    workspace = filled(tmp_path / "here")
    for number in range(1, 7):
        write_pair(workspace, number)
    save(workspace, tmp_path / "b.tar", NOW)
    restore(tmp_path / "b.tar", tmp_path / "there")
    again = swell.open(tmp_path / "there")
    assert again.store.versions("left") == [7]
    write_pair(again, 9)
    assert numbers(tmp_path / "there") == {9}
    assert again.store.newest("left") == 8


def test_a_backup_in_the_middle_of_writes_is_of_one_moment(tmp_path: Path) -> None:
    workspace = filled(tmp_path / "here")
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            write_pair(workspace, number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(8):
            save(workspace, tmp_path / f"{number}.tar", NOW)
        while workspace.store.newest("left") < 2:  # a busy machine writes seldom
            time.sleep(0.01)
        save(workspace, tmp_path / "8.tar", NOW)
    finally:
        done.set()
        writer.join()
    found = []
    for number in range(9):
        restore(tmp_path / f"{number}.tar", tmp_path / f"r{number}")
        [both] = numbers(tmp_path / f"r{number}")
        found.append(both)
    assert found == sorted(found)
    assert found[-1] > 0


def test_databases_are_whole_while_they_are_written(tmp_path: Path) -> None:
    workspace = filled(tmp_path / "here")
    with contextlib.closing(sqlite3.connect(tmp_path / "here" / "data" / "people.sqlite")) as database:
        database.execute("create table pairs (a integer, b integer)")
        database.execute("insert into pairs values (1, 1)")
        database.commit()
        database.execute("insert into pairs values (2, 2)")  # never committed
        save(workspace, tmp_path / "b.tar", NOW)
    restore(tmp_path / "b.tar", tmp_path / "there")
    with contextlib.closing(sqlite3.connect(tmp_path / "there" / "data" / "people.sqlite")) as database:
        assert database.execute("select * from pairs").fetchall() == [(1, 1)]


def test_secrets_are_in_it_only_if_asked_for(tmp_path: Path) -> None:
    workspace = filled(tmp_path / "here")
    file = tmp_path / "here" / "data" / "secrets.json"
    file.write_text('{"crm": {"password": "hunter2"}}')
    file.chmod(0o600)
    save(workspace, tmp_path / "without.tar", NOW)
    save(workspace, tmp_path / "with.tar", NOW, secrets=True)
    assert b"hunter2" not in (tmp_path / "without.tar").read_bytes()
    restore(tmp_path / "with.tar", tmp_path / "there")
    restored = tmp_path / "there" / "data" / "secrets.json"
    assert (restored.read_text(), restored.stat().st_mode & 0o777) == (file.read_text(), 0o600)


def test_what_only_matters_while_something_runs_is_left_out(tmp_path: Path) -> None:
    workspace = filled(tmp_path / "here")
    staged = tmp_path / "here" / "data" / ".sync" / "crm" / "Account" / "rows-1"
    staged.mkdir(parents=True)
    (staged / "state.json").write_text("{}")
    (tmp_path / "here" / "data" / ".sync" / "crm.runs.jsonl").write_text("{}\n")
    (tmp_path / "here" / "dashboards" / "one.json.new").write_text("half")
    (tmp_path / "here" / "dashboards" / "elsewhere.json").symlink_to("/etc/hostname")
    save(workspace, tmp_path / "b.tar", NOW)
    restore(tmp_path / "b.tar", tmp_path / "there")
    found = {each for each in files_in(tmp_path / "there") if "/parts/" not in each and "/versions/" not in each}
    assert {each for each in found if not each.endswith("CURRENT")} == {
        "swell.toml",
        "dashboards/one.json",
        "data/.sync/crm.runs.jsonl",
    }


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    workspace = filled(tmp_path / "here")
    (tmp_path / "b.tar").write_text("mine")
    with pytest.raises(BackupError, match="there already"):
        save(workspace, tmp_path / "b.tar", NOW)
    assert (tmp_path / "b.tar").read_text() == "mine"


def test_a_backup_within_the_workspace_does_not_hold_itself(tmp_path: Path) -> None:
    workspace = filled(tmp_path / "here")
    save(workspace, tmp_path / "here" / "b.tar", NOW)
    restore(tmp_path / "here" / "b.tar", tmp_path / "there")
    assert not [each for each in files_in(tmp_path / "there") if "b.tar" in each]


def test_a_folder_that_has_something_is_not_touched(tmp_path: Path) -> None:
    save(filled(tmp_path / "here"), tmp_path / "b.tar", NOW)
    there = tmp_path / "there"
    there.mkdir()
    (there / "mine").write_text("mine")
    with pytest.raises(BackupError, match="not empty"):
        restore(tmp_path / "b.tar", there)
    assert files_in(there) == {"mine": b"mine"}


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    save(filled(tmp_path / "here"), tmp_path / "b.tar", NOW)
    (tmp_path / "there").mkdir()
    restore(tmp_path / "b.tar", tmp_path / "there")
    assert numbers(tmp_path / "there") == {0}


def damaged(whole: bytes) -> Iterator[bytes]:
    moments = random.Random(3)
    for _ in range(20):
        yield whole[: moments.randrange(len(whole) - 12_000)]  # what fills up the last block does not count
    for found in re.finditer(b'"Sales"', whole):
        yield whole[: found.start()] + b'"sAles"' + whole[found.end() :]
    yield b""
    yield b"no tar at all" * 1000


def test_a_damaged_backup_restores_nothing(tmp_path: Path) -> None:
    save(filled(tmp_path / "here"), tmp_path / "b.tar", NOW)
    for content in damaged((tmp_path / "b.tar").read_bytes()):
        (tmp_path / "bad.tar").write_bytes(content)
        with pytest.raises(BackupError):
            restore(tmp_path / "bad.tar", tmp_path / "there")
        assert sorted(each.name for each in tmp_path.iterdir()) == ["b.tar", "bad.tar", "here"]


@pytest.mark.parametrize("path", ["../outside", "/tmp/outside", "a/../../outside"])
def test_a_backup_reaches_nothing_outside_of_the_folder(tmp_path: Path, path: str) -> None:
    file = io.BytesIO()
    writer = ArchiveWriter(file, {"workspace": "w", "created": "now", "secrets": False}, 0)
    writer.add(path, b"x")
    writer.finish()
    (tmp_path / "b.tar").write_bytes(file.getvalue())
    with pytest.raises(BackupError, match="no place in a workspace"):
        restore(tmp_path / "b.tar", tmp_path / "there")
    assert [each.name for each in tmp_path.iterdir()] == ["b.tar"]


def test_links_in_a_backup_are_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "b.tar", "w") as archive:
        about = json.dumps({"format": 1, "workspace": "w", "created": "now", "secrets": False}).encode()
        entry = tarfile.TarInfo("backup.json")
        entry.size = len(about)
        archive.addfile(entry, io.BytesIO(about))
        link = tarfile.TarInfo("workspace/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    with pytest.raises(BackupError):
        restore(tmp_path / "b.tar", tmp_path / "there")
    assert [each.name for each in tmp_path.iterdir()] == ["b.tar"]


def test_a_killed_restore_leaves_nothing_half(tmp_path: Path, swell_command: Path) -> None:
    workspace = filled(tmp_path / "here")
    for number in range(60):
        workspace.write(f"more{number}", pa.table({"A": [f"{number} {row}" for row in range(3000)]}))
    save(workspace, tmp_path / "b.tar", NOW)
    command: list[Any] = [sys.executable, "-c", RESTORE, tmp_path / "b.tar", tmp_path / "there"]
    moments = random.Random(5)
    for _ in range(8):
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0, 0.08))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if (tmp_path / "there").exists():
            assert len(swell.open(tmp_path / "there").datasets()) == 62
            return
    subprocess.run([swell_command, "restore", tmp_path / "b.tar", tmp_path / "there"], check=True, capture_output=True)
    assert len(swell.open(tmp_path / "there").datasets()) == 62
    assert sorted(each.name for each in tmp_path.iterdir()) == ["b.tar", "here", "there"]


RESTORE = """
import sys
from pathlib import Path
from swell.backup.restore import restore
print("now", flush=True)
restore(Path(sys.argv[1]), Path(sys.argv[2]))
"""
