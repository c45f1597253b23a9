"""Files of matches, the ready-made ones, and what is said where something is missing."""

import sys
from pathlib import Path

import pyarrow as pa
import pytest

from engine.errors import SwellError
from engine.matching.errors import MatchingError
from engine.matching.ready_made import find_match, find_matches
from engine.matching.specification import read_match

from .made import NOW, match, run, store_in, write

SOURCE = '[[sources]]\ndataset = "a"\nid = "id"\nname = "name"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("label = ", "It can't be read"),
        ('lable = "x"\n' + SOURCE, "no setting 'lable'"),
        ("link = 2\n" + SOURCE, "'link' is no number"),
        ("link = 0.5\nreview = 0.6\n" + SOURCE, "'review' (0.6) is above 'link' (0.5)"),
        ('kind = "dog"\n' + SOURCE, "'kind'"),
        ('result = "a b"\n' + SOURCE, "'result' names no dataset"),
        ("", "no [[sources]]"),
        (SOURCE + SOURCE, "'a' is there twice"),
        ('[[sources]]\ndataset = "a"\nid = "id"\n', "'name' is missing"),
        ('[[sources]]\nid = "id"\nname = "n"\n', "'dataset' is missing"),
        (SOURCE + "email = []\n", "'email' names no field"),
    ],
)
def test_a_file_that_is_not_valid_says_what_to_do(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "x.toml"
    file.write_text(text)
    with pytest.raises(MatchingError) as caught:
        read_match(file)
    assert told in caught.value.message
    assert caught.value.file == file


@pytest.mark.parametrize(
    ("rows", "field", "told"),
    [
        ([{"id": "1", "name": "x"}, {"id": "1", "name": "y"}], "name", "several rows have the id '1'"),
        ([{"id": "1", "name": "x"}], "title", "has no field 'title'"),
        (None, "name", 'There is no dataset "a"'),
    ],
)
def test_data_that_do_not_fit_are_named_and_nothing_is_written(
    tmp_path: Path, rows: list[dict[str, str | None]] | None, field: str, told: str
) -> None:
    store = store_in(tmp_path)
    if rows:
        write(store, "a", rows)
    (tmp_path / "x.toml").write_text(f'[[sources]]\ndataset = "a"\nid = "id"\nname = "{field}"\n')
    with pytest.raises(SwellError, match=told):
        run(store, read_match(tmp_path / "x.toml"))
    assert "x" not in store


def test_without_the_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_in(tmp_path)
    write(store, "a", [{"id": "1", "name": "Alder"}])
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    with pytest.raises(MatchingError, match=r"'swell\[matching\]'"):
        run(store, match("a"))


def test_ready_made_matches_know_the_datasets_of_crms(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    shapes = {
        "account": ("Id", "Name", "Website"),
        "hubspot_company": ("hs_object_id", "name", "domain"),
        "opportunity": ("Id", "Name", "Account.Name"),
        "contact": ("Id", "FirstName", "LastName", "Email"),
        "hubspot_contact": ("hs_object_id", "firstname", "lastname", "email"),
    }
    for name, fields in shapes.items():
        store.write(name, pa.table({each: pa.array(["1"]) for each in fields}), created=NOW)
    accounts, contacts = (find_match(tmp_path / "matching", store, each) for each in ("accounts", "contacts"))
    assert [each.dataset for each in accounts.sources] == ["account", "hubspot_company"]
    assert [each.fields["name"] for each in contacts.sources] == [("FirstName", "LastName"), ("firstname", "lastname")]
    (tmp_path / "matching").mkdir()
    (tmp_path / "matching" / "accounts.toml").write_text(SOURCE)
    (tmp_path / "matching" / "wrong.toml").write_text("x")
    found = find_matches(tmp_path / "matching", store)
    assert list(found) == ["accounts", "wrong", "contacts"]
    assert isinstance(found["wrong"], MatchingError)
    with pytest.raises(MatchingError, match="There are: accounts, wrong, contacts"):
        find_match(tmp_path / "matching", store, "deals")


def test_numbers_can_be_ids(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.write("company", pa.table({"hs_object_id": [7.0, 8.0], "name": ["Alder", "Quill"]}), created=NOW)
    assert run(store, find_match(tmp_path, store, "accounts")).records == 2
    with store.open("customers") as dataset:
        assert [each["RecordId"] for batch in dataset.batches(["RecordId"]) for each in batch.to_pylist()] == ["7", "8"]
