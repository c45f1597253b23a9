"""An import that is killed at any moment leaves the old version readable."""

import random
import signal
import subprocess
import time
from pathlib import Path

import swell

COUNT = 'q = load "sales"; q = group q by Batch; q = foreach q generate Batch, count() as n;'
ROWS = 30_000


def write_csv(path: Path, batch: str) -> None:
    lines = [f"{batch},{n},name {n % 997}" for n in range(ROWS)]
    path.write_text("\n".join(["Batch,Amount,Name", *lines]) + "\n")


def test_a_killed_import_leaves_one_whole_version(swell_command: Path, tmp_path: Path) -> None:
    for batch in ("old", "new"):
        write_csv(tmp_path / f"{batch}.csv", batch)
    started = time.monotonic()
    subprocess.run([swell_command, "import", "old.csv", "--as", "sales"], cwd=tmp_path, check=True, capture_output=True)
    duration = time.monotonic() - started
    moments = random.Random(7)

    for _ in range(12):
        process = subprocess.Popen(
            [swell_command, "import", "new.csv", "--as", "sales"], cwd=tmp_path, stdout=subprocess.DEVNULL
        )
        time.sleep(moments.uniform(0.2, 1.1) * duration)
        process.send_signal(signal.SIGKILL)
        process.wait()
        rows = swell.open(tmp_path).query(COUNT).rows()
        assert rows in ([{"Batch": "old", "n": ROWS}], [{"Batch": "new", "n": ROWS}])

    subprocess.run([swell_command, "import", "old.csv", "--as", "sales"], cwd=tmp_path, check=True, capture_output=True)
    assert swell.open(tmp_path).query(COUNT).rows() == [{"Batch": "old", "n": ROWS}]
