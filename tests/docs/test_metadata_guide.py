"""What docs/guides/metadata.md tells people to write and to run does what it says, in the demo workspace."""

import json
import os
import re
import subprocess
from pathlib import Path

import swell

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/guides/metadata.md"
BLOCK = re.compile(r"<!-- run -->\n```sh\n(.*?)```", re.S)
FILE = re.compile(r"<!-- file: (\S+) -->\n```json\n(.*?)```", re.S)


def test_the_guide_runs(swell_command: Path, tmp_path: Path) -> None:
    subprocess.run([swell_command, "demo", "--rows", "5000", "--dir", "demo", "--no-serve"], cwd=tmp_path, check=True)
    demo, page = tmp_path / "demo", PAGE.read_text("utf-8")
    for name, text in FILE.findall(page):
        (demo / name).parent.mkdir(exist_ok=True)
        (demo / name).write_text(text)
    environment = {**os.environ, "PATH": f"{swell_command.parent}:{os.environ['PATH']}"}
    said = []
    for block in BLOCK.findall(page):
        command = ["bash", "-euc", block]
        done = subprocess.run(command, cwd=demo, env=environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)

    assert "is no field" not in said[0]
    assert re.search(r"Amount +measure +Worth", said[0])
    main = json.loads((demo / "main.json").read_text())
    assert next(each for each in main["measures"] if each["field"] == "Amount")["label"] == "Worth"
    assert json.loads((demo / "metadata/opportunities.json").read_text()) == main

    found = swell.open(demo).query(
        'q = load "opportunities"; q = group q by StageName; q = foreach q generate StageName;'
    )
    assert "Closed Won" in [row["StageName"] for row in found.rows()]
