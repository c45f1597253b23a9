"""Runs what guides tell people to run: the blocks after `<!-- run -->`, one after the other, in a demo workspace."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

BLOCK = re.compile(r"<!-- run -->\n```(?P<language>sh|python)\n(?P<text>.*?)```", re.S)


@pytest.fixture
def run_guide(swell_command: Path, tmp_path: Path) -> Callable[[str, int], str]:
    """A function that takes the text of a guide and the rows of the demo, and returns what the commands printed."""

    def run(guide: str, rows: int) -> str:
        demo = [swell_command, "demo", "--rows", str(rows), "--dir", "demo", "--no-serve"]
        subprocess.run(demo, cwd=tmp_path, check=True)
        environment = {**os.environ, "PATH": f"{swell_command.parent}:{os.environ['PATH']}"}
        told = ""
        for block in BLOCK.finditer(guide):
            shell = ["bash", "-euc"] if block["language"] == "sh" else [sys.executable, "-c"]
            done = subprocess.run(
                [*shell, block["text"]],
                cwd=tmp_path / "demo",
                env=environment,
                capture_output=True,
                text=True,
                timeout=60,
            )
            assert done.returncode == 0, done.stderr
            told += done.stdout
        return told

    return run
