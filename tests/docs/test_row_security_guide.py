"""What docs/guides/row-security.md tells people to run is run, in order, in the demo workspace."""

import json
import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/guides/row-security.md"
BLOCK = re.compile(r"<!-- run -->\n```sh\n(.*?)```", re.S)


def test_the_guide_runs(swell_command: Path, tmp_path: Path) -> None:
    subprocess.run([swell_command, "demo", "--rows", "5000", "--dir", "demo", "--no-serve"], cwd=tmp_path, check=True)
    page = PAGE.read_text("utf-8")
    environment = {**os.environ, "PATH": f"{swell_command.parent}:{os.environ['PATH']}"}
    said = []
    for block in BLOCK.findall(page):
        command = ["bash", "-euc", block]
        done = subprocess.run(
            command, cwd=tmp_path / "demo", env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)

    written = re.search(r"```json\n(.*?)```", page, re.S)
    assert written is not None
    assert json.loads((tmp_path / "demo/security/opportunities.json").read_text()) == json.loads(written[1])
    total = re.search(r"opportunities, ([\d,]+) rows", said[1])
    seen = re.search(r"lorrimic19@example.com: ([\d,]+) rows?", said[1])
    boss = re.search(r"Role=CEO, Id=nobody: ([\d,]+) rows", said[1])
    assert total is not None
    assert seen is not None
    assert boss is not None
    assert int(seen[1]) < int(total[1]) == int(boss[1])
    assert said[1].endswith(f"Seen\n{seen[1]}\n")
    assert said[2] == "1 file checked, no mistakes.\n"
