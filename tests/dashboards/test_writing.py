import json
from pathlib import Path

import pytest

from dashboards.errors import DashboardError, DashboardNotFoundError
from dashboards.library import Library
from dashboards.model.json import Json, JsonObject
from dashboards.saving import ChangedMeanwhileError, Saving
from dashboards.views import View, forget, keep, views
from dashboards.writing import create, empty, relabelled, save, source

WRAPPED: JsonObject = {
    "label": "Wrapped",
    "name": "w",
    "state": {
        "steps": json.dumps({"s": {"type": "aggregateflex", "query": {"query": '{"measures":[]}', "version": -1}}}),
        "widgets": {"n": {"type": "number", "parameters": '{"step": "s"}'}},
    },
}


def library(folder: Path, value: Json = WRAPPED) -> Library:
    (folder / "d.json").write_text(json.dumps(value, indent=1) + "\n", "utf-8")
    return Library(folder)


def state(value: JsonObject) -> JsonObject:
    found = value["state"]
    assert isinstance(found, dict)
    return found


def test_the_source_has_objects_where_the_file_has_strings_of_them(tmp_path: Path) -> None:
    found = state(source(library(tmp_path), "d").value)
    assert found["steps"] == {"s": {"type": "aggregateflex", "query": {"query": {"measures": []}, "version": -1}}}
    assert found["widgets"] == {"n": {"type": "number", "parameters": {"step": "s"}}}


def test_saving_the_source_unchanged_changes_no_byte(tmp_path: Path) -> None:
    kept, file = library(tmp_path), tmp_path / "d.json"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before, found = file.read_bytes(), source(kept, "d")
    assert save(kept, "d", found.value, found.version, Saving()) == found.version
    assert file.read_bytes() == before


def test_a_change_inside_a_string_of_json_stays_a_string(tmp_path: Path) -> None:
    kept = library(tmp_path)
    found = source(kept, "d")
    state(found.value)["widgets"] = {"n": {"type": "number", "parameters": {"step": "s", "title": "Sum"}}}
    version = save(kept, "d", found.value, found.version, Saving())
    written = json.loads((tmp_path / "d.json").read_text())
    assert written["state"]["widgets"]["n"]["parameters"] == '{"step": "s", "title": "Sum"}'
    assert written["state"]["steps"] == state(WRAPPED)["steps"]
    assert source(kept, "d").version == version != found.version


def test_a_file_that_has_changed_is_not_overwritten(tmp_path: Path) -> None:
    kept = library(tmp_path)
    found = source(kept, "d")
    (tmp_path / "d.json").write_text('{"steps": {}}')
    with pytest.raises(ChangedMeanwhileError):
        save(kept, "d", found.value, found.version, Saving())
    assert (tmp_path / "d.json").read_text() == '{"steps": {}}'
    assert [each.name for each in tmp_path.iterdir()] == ["d.json"]


def test_what_is_no_dashboard_is_not_saved(tmp_path: Path) -> None:
    kept = library(tmp_path)
    before, version = (tmp_path / "d.json").read_text(), source(kept, "d").version
    with pytest.raises(DashboardError):
        save(kept, "d", {"state": {"steps": []}}, version, Saving())
    assert (tmp_path / "d.json").read_text() == before


@pytest.mark.parametrize("label", ["Sales / EMEA", "../../etc/passwd", "", "???", "a" * 300])
def test_a_new_dashboard_gets_a_name_and_a_file_in_the_folder(tmp_path: Path, label: str) -> None:
    kept = Library(tmp_path / "new")
    first, second = create(kept, label, empty(label)), create(kept, label, empty(label))
    assert kept.names() == sorted({first, second})
    assert len({first, second}) == 2
    assert kept.load(first).layouts[0].pages[0].label == "Page 1"


def test_a_copy_has_another_label_and_the_same_state() -> None:
    assert relabelled(WRAPPED, "Copy") == {"label": "Copy", "state": WRAPPED["state"]}
    assert relabelled({"steps": {}}, "Copy") == {"label": "Copy", "state": {"steps": {}}}


def test_views_are_kept_beside_and_are_no_dashboards(tmp_path: Path) -> None:
    kept = library(tmp_path)
    assert views(kept, "d") == []
    keep(kept, "d", View("North", "one", {"s": [{"Region": "North"}]}, {"f": ["North"]}))
    keep(kept, "d", View("South", None, {}, {}))
    keep(kept, "d", View("North", None, {}, {}))
    assert views(kept, "d") == [View("North", None, {}, {}), View("South", None, {}, {})]
    assert forget(kept, "d", "North") == views(kept, "d") == [View("South", None, {}, {})]
    assert kept.names() == ["d"]
    with pytest.raises(DashboardNotFoundError):
        keep(kept, "../d", View("North", None, {}, {}))
