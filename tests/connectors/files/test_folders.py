"""Folders of files that become one dataset."""

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.files import (
    FileImportError,
    HeaderError,
    RowError,
    UnreadableFileError,
    ValueFormatError,
    read_folder,
    read_upload_schema,
)


def rows(folder: Path, **options: Any) -> list[dict[str, Any]]:
    return [each for batch in read_folder(folder, **options).batches for each in batch.to_pylist()]


def write(folder: Path, **files: str) -> None:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content)


def test_parts_with_the_same_header_are_one_table(tmp_path: Path) -> None:
    write(tmp_path, p1="Id,Amount\n01,1\n", p10="Id,Amount\n03,2.5\n", p2="Id;Amount\n2;3\n", p3="Id,Amount\n")
    (tmp_path / ".hidden.csv").write_text("nonsense")
    (tmp_path / "notes.md").write_text("nonsense")
    (tmp_path / "p4.csv.tmp").write_text("nonsense")

    assert rows(tmp_path) == [
        {"Id": "01", "Amount": 1.0},
        {"Id": "2", "Amount": 3.0},
        {"Id": "03", "Amount": 2.5},
    ]
    assert read_folder(tmp_path).label == tmp_path.name


def test_what_a_column_is_the_values_of_all_parts_say(tmp_path: Path) -> None:
    write(tmp_path, a="When,Code\n1/2/24,1\n", b="When,Code\n31/12/23,x\n", c="When,Code\n,\n")

    assert rows(tmp_path) == [
        {"When": dt.date(2024, 2, 1), "Code": "1"},
        {"When": dt.date(2023, 12, 31), "Code": "x"},
        {"When": None, "Code": None},
    ]


@pytest.mark.parametrize(
    ("second", "error", "said"),
    [
        ("Id,Total\n2,2\n", HeaderError, 'Missing: "Amount". Not there: "Total"'),
        ("Amount,Id\n2,2\n", HeaderError, "same order"),
        ("Id\n2\n", HeaderError, "Amount"),
        ("Id,Amount\n2\n", RowError, "1 value"),
        ("Id,Amount\n\xff\n", FileImportError, ""),
        ("", UnreadableFileError, "empty"),
    ],
)
def test_a_mistake_in_a_part_is_told_with_its_name_and_place(
    tmp_path: Path, second: str, error: type[FileImportError], said: str
) -> None:
    write(tmp_path, a="Id,Amount\n1,1\n")
    (tmp_path / "b.csv").write_bytes(second.encode("latin-1"))

    with pytest.raises(error) as caught:
        read_folder(tmp_path)
    assert caught.value.file == tmp_path / "b.csv"
    assert said in str(caught.value)


SCHEMA = {
    "fileFormat": {"charsetName": "UTF-8", "fieldsDelimitedBy": ",", "numberOfLinesToIgnore": 1},
    "objects": [
        {
            "connector": "CSV",
            "fullyQualifiedName": "s",
            "label": "Sales of all parts",
            "name": "s",
            "fields": [
                {"name": "Id", "label": "Id", "fullyQualifiedName": "Id", "type": "Text"},
                {
                    "name": "Amount",
                    "label": "Amount",
                    "fullyQualifiedName": "Amount",
                    "type": "Numeric",
                    "precision": 18,
                    "scale": 2,
                    "defaultValue": "0",
                },
            ],
        }
    ],
}


def test_a_schema_describes_each_part(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    schema = read_upload_schema(tmp_path / "schema.json")
    write(tmp_path, a="Id,Amount\n1,\n", b="Id,Amount\n2,2.5\n")

    assert rows(tmp_path, schema=schema) == [{"Id": "1", "Amount": 0.0}, {"Id": "2", "Amount": 2.5}]
    assert read_folder(tmp_path, schema=schema).label == "Sales of all parts"
    write(tmp_path, b="Id,Amount\n2,much\n")
    with pytest.raises(ValueFormatError) as caught:
        read_folder(tmp_path, schema=schema)
    assert (caught.value.file, caught.value.line, caught.value.column) == (tmp_path / "b.csv", 2, 3)


WHOLE = "Name,Amount\n" + "".join(f'"row, {n}",{n}\n' for n in range(200))
NAMES = [
    "sales.csv.{}",
    "sales.csv.part{}",
    "sales_part{}.csv",
    "sales.part-{}.csv",
    "InsightsExternalDataPart{}",
    "InsightsExternalDataPart_{}.csv",
]


@given(cuts=st.lists(st.integers(1, len(WHOLE) - 1), min_size=1, max_size=12, unique=True), name=st.sampled_from(NAMES))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_that_was_cut_anywhere_is_whole_again(tmp_path: Path, cuts: list[int], name: str) -> None:
    for each in tmp_path.iterdir():
        each.unlink()
    ends = [max(cuts[0], 14), *sorted(c for c in cuts if c > max(cuts[0], 14)), len(WHOLE)]
    start = 0
    for number, end in enumerate(ends, 1):
        (tmp_path / name.format(number)).write_text(WHOLE[start:end])
        start = end

    assert rows(tmp_path) == [{"Name": f"row, {n}", "Amount": n} for n in range(200)]


def test_a_file_that_was_compressed_and_cut_is_whole_again(tmp_path: Path) -> None:
    packed = gzip.compress(WHOLE.encode())
    third = len(packed) // 3 + 1
    for number in range(3):
        (tmp_path / f"sales.csv.gz.{number + 1}").write_bytes(packed[number * third : (number + 1) * third])

    assert len(rows(tmp_path)) == 200
    (tmp_path / "sales.csv.gz.3").write_bytes(b"")
    with pytest.raises(UnreadableFileError, match="unpacked"):
        read_folder(tmp_path)


def test_a_mistake_in_a_file_that_was_cut_is_told_by_the_part(tmp_path: Path) -> None:
    (tmp_path / "s.csv.1").write_text("A,B\n1,2\n3")
    (tmp_path / "s.csv.2").write_text(",4\n5,6,7\n8,9\n")

    with pytest.raises(RowError) as caught:
        read_folder(tmp_path)
    assert (caught.value.file, caught.value.line) == (tmp_path / "s.csv.2", 2)


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "s.csv.1").write_text("A,B\n1,2\n")
    (tmp_path / "s.csv.3").write_text("3,4\n")

    with pytest.raises(UnreadableFileError, match="Part 2 is missing"):
        read_folder(tmp_path)


def test_parts_by_name_that_have_a_header_each_are_files_of_their_own(tmp_path: Path) -> None:
    for number in (1, 2, 4):
        (tmp_path / f"s_part{number}.csv").write_text(f"A,B\n{number},x")

    assert [each["A"] for each in rows(tmp_path)] == [1, 2, 4]


def test_parquet_files_are_read_one_after_the_other(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"a": [1], "b": pa.array(["x"]).dictionary_encode()}), tmp_path / "1.parquet")
    parquet.write_table(pa.table({"b": ["y"], "a": [2.5]}), tmp_path / "2.parquet")

    assert rows(tmp_path) == [{"a": 1.0, "b": "x"}, {"a": 2.5, "b": "y"}]


@pytest.mark.parametrize("other", [pa.table({"a": ["text"]}), pa.table({"b": [1]})])
def test_parquet_files_that_do_not_fit_are_refused(tmp_path: Path, other: pa.Table) -> None:
    parquet.write_table(pa.table({"a": [1]}), tmp_path / "1.parquet")
    parquet.write_table(other, tmp_path / "2.parquet")

    with pytest.raises(HeaderError, match='"a"') as caught:
        read_folder(tmp_path)
    assert caught.value.file == tmp_path / "2.parquet"


def test_files_of_several_kinds_are_refused(tmp_path: Path) -> None:
    write(tmp_path, a="a\n1\n")
    parquet.write_table(pa.table({"a": [1]}), tmp_path / "b.parquet")

    with pytest.raises(UnreadableFileError, match=r"kind Parquet, and a\.csv is of the kind CSV"):
        read_folder(tmp_path)


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no files"):
        read_folder(tmp_path)
    with pytest.raises(UnreadableFileError, match="can't be read"):
        read_folder(tmp_path / "nowhere")
