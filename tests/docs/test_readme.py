"""What the README tells people to do is done here, in order."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(
    r"<!-- (?P<mark>tour|tour: fails|file: (?P<file>\S+)) -->\n```(?P<language>\w*)\n(?P<text>.*?)```", re.S
)


def test_the_tour_works_as_it_is_written(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    blocks = list(BLOCK.finditer(README.read_text("utf-8")))
    assert len(blocks) >= 7

    for block in blocks:
        if block["file"]:
            (tmp_path / block["file"]).write_text(block["text"], "utf-8")
        else:
            code = run(block["language"], block["text"], tmp_path)
            assert (code == 2) == (block["mark"] == "tour: fails"), block["text"]


def run(language: str, text: str, folder: Path) -> int:
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    command = [sys.executable, "-c", text] if language == "python" else ["bash", "-euc", text]
    done = subprocess.run(command, cwd=folder, env={"PATH": path}, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


@pytest.mark.parametrize("page", sorted(path.relative_to(ROOT) for path in [README, *(ROOT / "docs").rglob("*.md")]))
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    text = (ROOT / page).read_text("utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in target]
    assert [target for target in targets if not (ROOT / page.parent / target).exists()] == []


def test_the_table_of_commands_is_that_of_the_command_line() -> None:
    from swell.cli.commands import COMMANDS

    row = next(line for line in README.read_text("utf-8").splitlines() if line.startswith("| Command line"))
    assert row.split("`")[1].split() == list(COMMANDS)
