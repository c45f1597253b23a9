"""What docs/guides/export.md tells people to run is run, in order, in the demo workspace."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/guides/export.md"
BLOCK = re.compile(r"<!-- run -->\n```(?P<language>sh|python)\n(?P<text>.*?)```", re.S)
FILES = {
    "pipeline.pdf": b"%PDF",
    "pipeline.png": b"\x89PNG",
    "pipeline.xlsx": b"PK",
    "america.pdf": b"%PDF",
    "stages.csv": b"Stage,",
    "stages.svg": b"<svg",
    "dark.png": b"\x89PNG",
}


def test_the_guide_runs(swell_command: Path, tmp_path: Path) -> None:
    subprocess.run([swell_command, "demo", "--rows", "5000", "--dir", "demo", "--no-serve"], cwd=tmp_path, check=True)
    blocks = list(BLOCK.finditer(PAGE.read_text("utf-8")))
    assert len(blocks) == 6

    for block in blocks:
        python = block["language"] == "python"
        command = [sys.executable, "-c", block["text"]] if python else ["bash", "-euc", block["text"]]
        environment = {**os.environ, "PATH": f"{swell_command.parent}:{os.environ['PATH']}"}
        done = subprocess.run(
            command, cwd=tmp_path / "demo", env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr

    assert {name: (tmp_path / "demo" / name).read_bytes()[: len(start)] for name, start in FILES.items()} == FILES


@pytest.mark.parametrize("name", ["mini-racer", "typst", "xlsxwriter"])
def test_the_extra_is_what_the_guide_says(name: str) -> None:
    assert name in PAGE.read_text("utf-8")
    assert f'"{name}>=' in (ROOT / "pyproject.toml").read_text("utf-8")
