"""What docs/guides/recipes.md tells people to run is run, in order, in the demo workspace."""

import os
import re
import subprocess
import sys
from pathlib import Path

from engine.recipes import sidecar

GUIDE = (Path(__file__).parents[2] / "docs/guides/recipes.md").read_text("utf-8")
BLOCK = re.compile(r"<!-- run -->\n```(?P<language>sh|python)\n(?P<text>.*?)```", re.S)
SAID = [
    "deals: made,",
    "deals: would run (its settings were changed)",
    "deals_by_type: would run (deals would be made anew)",
    "recipe deals: recipes deals, every day at 06:00 (UTC)",
    "large made ",
]


def test_the_guide_runs(swell_command: Path, tmp_path: Path) -> None:
    subprocess.run([swell_command, "demo", "--rows", "5000", "--dir", "demo", "--no-serve"], cwd=tmp_path, check=True)
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


def test_every_setting_is_in_the_guide() -> None:
    table = GUIDE[GUIDE.index("| key | says |") : GUIDE.index("## What runs")]
    known = {*sidecar.SETTINGS, *sidecar.FIELD, *sidecar.CALENDAR} - {"fields", "color"}
    assert {each for each in known if f"`{each}`" not in table} == set()
