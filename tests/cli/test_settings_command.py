"""`swell settings` shows every setting, and no secret."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import swell
from swell.setting_sources import declared, shown


def test_each_setting_says_where_it_came_from(tmp_path: Path) -> None:
    (tmp_path / "swell.toml").write_text('name = "Sales"\n\n[server]\n# the port\nport = 9000\n')
    found = {(each.section, each.name): each for each in shown(swell.open(tmp_path))}
    assert (found["", "name"].value, found["", "name"].source) == ('"Sales"', "swell.toml, line 1")
    assert (found["server", "port"].value, found["server", "port"].source) == ("9000", "swell.toml, line 5")
    assert (found["server", "host"].value, found["server", "host"].source) == ('"127.0.0.1"', "default")


def test_every_setting_says_what_it_does() -> None:
    found = list(declared())
    assert len(found) > 20
    assert all(each.about.endswith(".") for each in found)


def test_secrets_are_not_shown(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("SWELL_CRM_CLIENT_SECRET", "hunter2")
    (tmp_path / "swell.toml").write_text('[connections.crm]\ntype = "salesforce"\n')
    found = {each.name: each for each in shown(swell.open(tmp_path)) if each.section == "connections.crm"}
    assert found["client_secret"].value == "set"
    assert found["client_secret"].source == "environment, SWELL_CRM_CLIENT_SECRET"
    assert "hunter2" not in repr(found)


def test_the_command_lists_them(run: Callable[..., Any], tmp_path: Path) -> None:
    found = run("settings")
    assert found.returncode == 0
    assert "server.grace_seconds" in found.stdout
