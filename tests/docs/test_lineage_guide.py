"""What docs/guides/lineage.md tells people to run is run in the demo workspace, and says what the page shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

GUIDE = (Path(__file__).parents[2] / "docs/guides/lineage.md").read_text("utf-8")
BLOCK = re.compile(r"<!-- run -->\n```(?P<language>sh|python)\n(?P<text>.*?)```", re.S)
SHOWN = re.compile(r"\n\n```\n(.*?)```", re.S)


def test_the_guide_runs_and_shows_what_is_told(swell_command: Path, tmp_path: Path) -> None:
    subprocess.run([swell_command, "demo", "--rows", "3000", "--dir", "demo", "--no-serve"], cwd=tmp_path, check=True)
    told = ""
    for block in BLOCK.finditer(GUIDE):
        python = block["language"] == "python"
        command = [sys.executable, "-c", block["text"]] if python else ["bash", "-euc", block["text"]]
        environment = {**os.environ, "PATH": f"{swell_command.parent}:{os.environ['PATH']}"}
        done = subprocess.run(
            command, cwd=tmp_path / "demo", env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        told += done.stdout
    shown = SHOWN.search(GUIDE)
    assert shown is not None
    assert shown[1] in told
    assert told.endswith("sum(Thousands) of deals\n")
