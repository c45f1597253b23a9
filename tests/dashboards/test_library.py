import json
from pathlib import Path

import pytest

from dashboards.errors import DashboardError, DashboardNotFoundError
from dashboards.library import Library, parse


def test_a_folder_that_is_not_there_has_no_dashboards(tmp_path: Path) -> None:
    assert Library(tmp_path / "none").entries() == []


def test_dashboards_are_listed_by_label_with_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "z.json").write_text(json.dumps({"label": "Accounts", "description": "All", "state": {"steps": {}}}))
    (tmp_path / "broken.json").write_text('{"steps": {},}')
    (tmp_path / "notes.txt").write_text("no dashboard")
    first, second = Library(tmp_path).entries()
    assert (first.name, first.label, first.description, first.error) == ("z", "Accounts", "All", None)
    assert (second.name, second.label) == ("broken", "broken")
    assert second.error is not None


def test_broken_json_is_placed_in_its_file(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{\n  "steps": {},\n}')
    with pytest.raises(DashboardError) as caught:
        Library(tmp_path).open("broken")
    assert caught.value.place == f"{tmp_path / 'broken.json'}:3:1"


def test_a_wrong_part_is_placed_in_its_file(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text('{\n  "steps": {},\n  "widgets": []\n}')
    with pytest.raises(DashboardError) as caught:
        Library(tmp_path).load("d")
    assert (caught.value.line, caught.value.column) == (3, 14)


@pytest.mark.parametrize("name", ["gone", "../d", "d.json", "/etc/passwd", ""])
def test_only_names_of_the_list_open(name: str, tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text('{"steps": {}}')
    with pytest.raises(DashboardNotFoundError):
        Library(tmp_path).open(name)


@pytest.mark.parametrize("text", ["", "[]", "[" * 100_000, '"x"', "nul"])
def test_text_that_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(DashboardError):
        parse(text)
