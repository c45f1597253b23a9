"""What docs/guides/dataflows.md tells people to run is run, in order, in the demo workspace."""

import os
import re
import subprocess
import sys
from pathlib import Path

from engine.recipes.dataflow.actions import READERS

GUIDE = (Path(__file__).parents[2] / "docs/guides/dataflows.md").read_text("utf-8")
BLOCK = re.compile(r"<!-- run -->\n```(?P<language>sh|python)\n(?P<text>.*?)```", re.S)
SAID = [
    "aged_deals: made,",
    "daysBetween(CreatedDate, now()) as Age",
    "Wrote recipes/aged_deals.toml.",
    "fresh",
    "won Won [",
    "[('/Won/parameters/source', \"Did you mean 'Load'?\")]",
]
OF_REST = {"dataset", "register", "sobjectDigest"}


def test_the_guide_runs(swell_command: Path, tmp_path: Path) -> None:
    subprocess.run([swell_command, "demo", "--rows", "2000", "--dir", "demo", "--no-serve"], cwd=tmp_path, check=True)
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
    assert [each for each in SAID if each not in told] == []


def test_every_action_is_in_the_guide() -> None:
    assert {each for each in READERS if f"`{each}`" not in GUIDE} == OF_REST
