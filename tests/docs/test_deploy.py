"""What docs/deploy says can be done: its commands run, and the files fit the command line."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from swell.cli import root
from swell.cli.backup import command as backup
from swell.cli.serve import command as serve

ROOT = click.Context(root, **root.context_settings)
"""Above commands, as always: what the first context allows for help stays with a command."""
DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"


def test_the_commands_of_the_page_run(swell_command: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"<!-- runs -->\n```sh\n(.*?)```", (DEPLOY / "README.md").read_text("utf-8"), re.S)
    assert len(blocks) == 2
    for block in blocks:
        text = block.replace("/srv/swell", str(tmp_path)).replace("swell ", f"{swell_command} ")
        subprocess.run(["sh", "-euc", text], check=True, capture_output=True, timeout=60)
    assert (tmp_path / "sales-again" / "data" / "people.sqlite").exists()


def parsed(arguments: list[str]) -> dict[str, object]:
    assert arguments[:2] == ["swell", "serve"]
    return serve.make_context("serve", arguments[2:], parent=ROOT).params


def test_the_unit_starts_what_there_is() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # names of systemd have capitals
    unit.read(DEPLOY / "swell.service")
    program, *rest = shlex.split(unit["Service"]["ExecStart"])
    given = parsed([Path(program).name, *rest])
    assert (given["workers"], given["log"]) == (2, "json")
    assert str(given["folder"]).startswith(unit["Service"]["ReadWritePaths"])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_unit() -> None:
    command = ["systemd-analyze", "verify", "--man=no", str(DEPLOY / "swell.service")]
    found = subprocess.run(command, capture_output=True, text=True)
    said = [each for each in found.stderr.splitlines() if "not executable" not in each]  # it is not installed here
    assert said == []


def test_the_image_starts_what_there_is() -> None:
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    steps = [each.split(" ", 1) for each in lines if each and not each.startswith("#")]
    known = {"FROM", "RUN", "COPY", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "CMD"}
    assert {name for name, _ in steps} <= known
    given = parsed(json.loads(dict(steps)["CMD"]))
    assert (given["host"], given["folder"]) == ("0.0.0.0", Path("/workspace"))
    health = json.loads(dict(steps)["HEALTHCHECK"].removeprefix("CMD "))
    compile(health[2], "health", "exec")


def test_a_backup_is_named_by_a_file() -> None:
    with pytest.raises(click.UsageError):
        backup.make_context("backup", [], parent=ROOT)
