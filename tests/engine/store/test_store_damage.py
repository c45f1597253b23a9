"""Files of the store that were damaged from outside are named, and can be replaced."""

import datetime as dt
import re
from pathlib import Path

import pyarrow as pa
import pytest

from engine.store import CorruptDatasetError, Store


@pytest.fixture
def written(store: Store, now: dt.datetime) -> Store:
    store.write("sales", pa.table({"Stage": ["a", "b"], "Amount": [1, 2]}), created=now).close()
    return store


def only(store: Store, pattern: str) -> Path:
    (file,) = store.folder.rglob(pattern)
    return file


@pytest.mark.parametrize(
    ("pattern", "content"),
    [
        (pattern, content)
        for pattern in ("CURRENT", "1.json", "parts/1.columns")
        for content in (None, b"", b"{}", b"[1, 2", b"\xff\xfe", b"\0" * 4_000)
        if (pattern, content) != ("CURRENT", None)  # a dataset without a pointer was never published
    ],
)
def test_a_damaged_file_is_named_and_a_new_write_repairs_the_dataset(
    written: Store, now: dt.datetime, pattern: str, content: bytes | None
) -> None:
    file = only(written, pattern)
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with pytest.raises(CorruptDatasetError) as caught:
        read(written)
    assert caught.value.file == file
    assert str(file) in str(caught.value)
    assert caught.value.hint
    written.write("sales", pa.table({"Stage": ["c"], "Amount": [3]}), created=now).close()
    read(written)


def test_a_file_of_the_right_size_that_is_no_file_of_columns_is_named(written: Store) -> None:
    file = only(written, "parts/1.columns")
    file.write_bytes(b"x" * file.stat().st_size)
    with pytest.raises(CorruptDatasetError) as caught:
        read(written)
    assert caught.value.file == file


def test_a_code_without_a_text_is_found_before_anything_looks_it_up(written: Store, now: dt.datetime) -> None:
    written.write("sales", pa.table({"Stage": ["a", "b", "a"], "Amount": [1, 2, 3]}), created=now).close()
    file = only(written, "parts/2.columns")
    data = bytearray(file.read_bytes())
    found = re.search(rb'"Stage", "codes", "[^"]*", (\d+)', data)
    assert found is not None
    data[int(found[1])] = 200
    file.write_bytes(data)
    with pytest.raises(CorruptDatasetError, match='a code of "Stage" has no text') as caught:
        read(written)
    assert caught.value.file == file


@pytest.mark.parametrize(("number", "hint"), [(3, "Update Swell."), (1, "Import the dataset again.")])
def test_another_format_is_refused(written: Store, number: int, hint: str) -> None:
    file = only(written, "1.json")
    file.write_text(file.read_text().replace('"format": 2', f'"format": {number}'))
    with pytest.raises(CorruptDatasetError, match=f"format {number}") as caught:
        written.open("sales")
    assert caught.value.hint == hint


def test_one_damaged_dataset_does_not_hide_the_others(written: Store, now: dt.datetime) -> None:
    written.write("other", pa.table({"Stage": ["a"]}), created=now)
    damaged = next(each for each in written.folder.rglob("CURRENT") if each.parent.name.startswith("sales"))
    damaged.write_text("?")
    assert written.names() == ["other"]
    with pytest.raises(CorruptDatasetError):
        written.open("sales")


def test_other_files_and_folders_in_the_data_folder_are_no_datasets(written: Store) -> None:
    (written.folder / "notes.txt").write_text("hello")
    (written.folder / "empty").mkdir()
    assert written.names() == ["sales"]


def read(store: Store) -> None:
    with store.open("sales") as dataset:
        for field in dataset.fields:
            dataset.column(field.name)
