"""What the guide to dashboards as code tells people to do is done here, in order."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guides" / "dashboards-as-code.md"
BLOCK = re.compile(
    r"<!-- (?P<mark>tour(?:: (?P<code>\d))?|said|file: (?P<file>\S+)) -->\n```\w*\n(?P<text>.*?)```", re.S
)


def test_the_guide_works_as_it_is_written(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    blocks = list(BLOCK.finditer(GUIDE.read_text("utf-8")))
    assert len(blocks) >= 12

    said = ""
    for block in blocks:
        if block["file"]:
            (tmp_path / block["file"]).write_text(block["text"], "utf-8")
        elif block["mark"] == "said":
            assert block["text"] == said
        else:
            said = run(block["text"], tmp_path, int(block["code"] or 0))


def run(text: str, folder: Path, code: int) -> str:
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-euc", text], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == code, (text, done.stdout, done.stderr)
    return done.stderr
