"""What docs/guides/quality.md tells people to run is run, in order, in the demo workspace."""

import os
import re
import subprocess
from pathlib import Path

from engine.quality import changes, profile
from engine.quality.rule_file import read_rules

PAGE = Path(__file__).parents[2] / "docs/guides/quality.md"
BLOCK = re.compile(r"<!-- run -->\n```sh\n(.*?)```", re.S)


def test_the_guide_runs(swell_command: Path, tmp_path: Path) -> None:
    subprocess.run([swell_command, "demo", "--rows", "5000", "--dir", "demo", "--no-serve"], cwd=tmp_path, check=True)
    environment = {**os.environ, "PATH": f"{swell_command.parent}:{os.environ['PATH']}"}
    said = []
    for block in BLOCK.findall(PAGE.read_text("utf-8")):
        command = ["bash", "-euc", block]
        done = subprocess.run(
            command, cwd=tmp_path / "demo", env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout + done.stderr)
    rules, blocked, looked, told = said
    assert re.search(r"BROKEN +warn +Deals without an amount: ask their owners\. \d+ of 586 rows break it\.", rules)
    assert rules.count("ok ") == 4
    assert "Nothing has changed." in blocked
    assert '"opportunities" is not published: "Id" differs from row to row. 2 of 2 rows break it.' in blocked
    assert "3 rules are broken in all." in blocked
    assert "version 1" in looked
    assert "most frequent" in looked
    assert "remembered what there is now" in told


def test_every_kind_of_rule_of_the_table_is_one(tmp_path: Path) -> None:
    rows = re.findall(r"^\| `([^|`]*)`(?:, `([^|`]*)`)? \|", PAGE.read_text("utf-8"), re.M)
    written = ["\n".join(each for each in row if each) for row in rows if "=" in row[0]]
    assert len(written) == 8
    file = tmp_path / "x.toml"
    for each in written:
        field = "" if each.startswith("rows") else 'field = "A"\n'
        file.write_text(f"[[rule]]\n{field}{each}\n")
        assert len(read_rules(file)) == 1


def test_the_limits_of_the_page_are_those_of_the_code() -> None:
    limits = changes.ROWS, changes.EMPTY, changes.MEAN, changes.DISTINCT, changes.FEW, profile.STALE.days
    assert limits == (0.2, 0.05, 0.5, 0.5, 200, 365)
    page = PAGE.read_text("utf-8")
    assert all(f"`{each}`" in page for each in profile.CHANGE_DATES[:3])
