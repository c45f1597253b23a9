"""The page on HubSpot says what the connector does."""

import re
from pathlib import Path

from connectors.hubspot.objects import STANDARD
from connectors.hubspot.settings import SETTINGS
from connectors.hubspot.snapshots import SNAPSHOTS

PAGE = (Path(__file__).parents[2] / "docs" / "guides" / "hubspot.md").read_text("utf-8")


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_all_settings_are_there_with_their_defaults() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (?:`([^`]*)`)?", section("Settings"), re.MULTILINE)
    assert rows == [(each.name, each.default) for each in SETTINGS if not each.secret]


def test_all_objects_are_there() -> None:
    named = re.findall(r"`([a-z_]+)`", section("Objects"))
    assert named == [*STANDARD, *SNAPSHOTS]
