"""`swell import` as people use it: files of every kind, folders, and a folder that is watched."""

import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as parquet
import pytest

import swell

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def amounts(folder: Path, name: str = "sales") -> list[int]:
    """Return what the dataset has; nothing where there is none yet."""
    query = f'q = load "{name}"; q = foreach q generate Amount; q = order q by Amount; q = limit q 100000;'
    workspace = swell.open(folder)
    return [row["Amount"] for row in workspace.query(query).rows()] if name in workspace.store else []


@contextmanager
def watching(command: Path, folder: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    arguments = [command, "import", "in", "--as", "sales", "--watch", "0.1", *options]
    process = subprocess.Popen(arguments, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("what was waited for did not come in 30 seconds")


def test_parquet_and_arrow_files_are_imported(run: Run, tmp_path: Path) -> None:
    table = pa.table({"Region": ["North", "South"], "Amount": [1, 2]})
    parquet.write_table(table, tmp_path / "sales.parquet")
    pyarrow.feather.write_feather(table, str(tmp_path / "sales.arrow"))
    with pa.OSFile(str(tmp_path / "sales.stream"), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)

    for kind in ("parquet", "arrow", "stream"):
        done = run("import", f"sales.{kind}", "--as", kind)
        assert done.stdout == f"Imported 2 rows and 2 fields into '{kind}'.\n", done.stderr
        assert amounts(tmp_path, kind) == [1, 2]


def test_a_sheet_of_a_workbook_is_imported(run: Run, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl, which writes the workbook")
    pytest.importorskip("python_calamine", reason="needs the extra excel")
    book = openpyxl.Workbook()
    book.active.append(["Amount"])
    book.create_sheet("Second").append(["Amount"])
    book["Second"].append([5])
    book.save(tmp_path / "sales.xlsx")

    assert run("import", "sales.xlsx", "--sheet", "Second").returncode == 0
    assert amounts(tmp_path) == [5]
    done = run("import", "sales.xlsx", "--sheet", "Third")
    assert done.returncode == 2
    assert '"Second"' in done.stderr


def test_a_folder_of_parts_is_one_dataset_named_like_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sales").mkdir()
    for number in range(3):
        (tmp_path / "sales" / f"{number}.csv").write_text(f"Amount\n{number}\n")

    assert run("import", "sales").stdout == "Imported 3 rows and 1 fields into 'sales'.\n"
    assert amounts(tmp_path) == [0, 1, 2]


def test_append_adds_a_file_once(run: Run, tmp_path: Path) -> None:
    for name, amount in (("a", 1), ("b", 2)):
        (tmp_path / f"{name}.csv").write_text(f"Amount\n{amount}\n")

    for name in ("a", "b", "b"):
        done = run("import", f"{name}.csv", "--as", "sales", "--append")
        assert done.returncode == 0, done.stderr
    assert done.stdout == "Added b.csv to 'sales', which has 2 rows now.\n"
    assert amounts(tmp_path) == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.csv", "--watch"], "'a.csv' is none"),
        (["empty"], "no files to import"),
        (["a.csv", "--sheet", "One"], "Only Excel workbooks have sheets"),
        (["bad.parquet"], "The Parquet file can't be read"),
        (["nested.parquet"], 'The column "Place" is of the Arrow type struct'),
    ],
)
def test_what_can_not_be_imported_is_said_and_changes_nothing(
    run: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "a.csv").write_text("Amount\n1\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and no more")
    parquet.write_table(pa.table({"Place": [{"city": "x"}]}), tmp_path / "nested.parquet")

    done = run("import", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("options", [[], ["--append"]])
def test_a_watched_folder_is_imported_until_the_watch_is_stopped(
    swell_command: Path, tmp_path: Path, options: list[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("Amount\n1\n")
    with watching(swell_command, tmp_path, *options) as process:
        wait_for(lambda: amounts(tmp_path) == [1])
        (tmp_path / "in" / "bad.csv").write_text("Amount\n1,2\n")
        assert process.stderr is not None
        assert "bad.csv:2" in process.stderr.readline()
        (tmp_path / "in" / "bad.csv").unlink()
        (tmp_path / "in" / "b.csv").write_text("Amount\n2\n")
        wait_for(lambda: amounts(tmp_path) == [1, 2])
        process.send_signal(signal.SIGINT)
        said, mistakes = process.communicate(timeout=30)
    assert process.returncode == 0
    assert said.startswith("Watching in for 'sales', every 0.1 seconds")
    assert said.endswith("Stopped watching.\n")
    assert "Traceback" not in mistakes


def test_a_watch_that_is_killed_at_any_moment_imports_no_row_twice(swell_command: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    moments = random.Random(5)
    expected: list[int] = []
    for number in range(8):
        (tmp_path / "in" / f"{number}.csv").write_text("Amount\n" + "".join(f"{number}\n" for _ in range(1000)))
        expected += [number] * 1000
        with watching(swell_command, tmp_path, "--append"):
            time.sleep(moments.uniform(0.3, 1.2))
        found = amounts(tmp_path)
        assert [found.count(each) for each in range(8)] == [1000 if each in found else 0 for each in range(8)]
    with watching(swell_command, tmp_path, "--append"):
        wait_for(lambda: amounts(tmp_path) == expected)


SCHEMA = """{"objects": [{"name": "Sales", "label": "Sales of all years", "fields": [
  {"name": "Id", "type": "Text", "isUniqueId": true}, {"name": "Amount", "type": "Numeric"}]}]}"""


def test_operations_change_rows_by_their_unique_id_and_tell_refused_rows(run: Run, tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(SCHEMA)
    for operation, content, amounts_after in (
        ("upsert", "Id,Amount\na,1\nb,2\n", [1, 2]),
        ("upsert", "Id,Amount\nb,3\nc,4\n", [1, 3, 4]),
        ("delete", "Id,Amount\na,\nz,\n", [3, 4]),
        ("overwrite", "Id,Amount\na,9\n", [9]),
    ):
        (tmp_path / "sales.csv").write_text(content)
        done = run("import", "sales.csv", "--schema", "schema.json", "--operation", operation)
        assert done.returncode == 0, done.stderr
        assert amounts(tmp_path) == amounts_after
    (tmp_path / "plain.json").write_text(SCHEMA.replace("true", "false"))
    done = run("import", "sales.csv", "--schema", "plain.json", "--operation", "append")
    assert done.stdout == "Append of 1 rows: 'sales' has 2 rows now.\n", done.stderr


def test_more_errors_than_may_be_change_nothing_but_the_report(run: Run, tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(SCHEMA)
    (tmp_path / "sales.csv").write_text("Id,Amount\na,1\nb,two\nc,three\n")
    options = ["--schema", "schema.json", "--operation", "upsert", "--rejects", "refused.csv"]

    done = run("import", "sales.csv", *options, "--max-errors", "1")
    assert done.returncode == 2
    assert "sales.csv:3" in done.stderr
    assert "1 may be refused at most" in done.stderr
    assert not (tmp_path / "data").exists()
    report = (tmp_path / "refused.csv").read_text()
    assert [line.split(",")[0] for line in report.splitlines()] == ["Refused_Row", "3", "4"]

    done = run("import", "sales.csv", *options, "--max-errors", "2")
    assert done.returncode == 0
    assert "2 rows are refused: see refused.csv" in done.stderr
    assert amounts(tmp_path) == [1]
    (tmp_path / "refused.csv").write_text(report.replace("b,two", "b,2").replace("c,three", "c,3"))
    done = run("import", "refused.csv", "--as", "sales", *options[:-2], "--rejects", "again.csv")
    assert done.returncode == 0, done.stderr
    assert amounts(tmp_path) == [1, 2, 3]
    assert not (tmp_path / "again.csv").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--operation", "upsert"], "--schema"),
        (["--operation", "merge"], "merge"),
        (["--rejects", "r.csv", "--append"], "alone"),
        (["--max-errors", "3"], "take --schema"),
        (["--operation", "append", "--schema", "schema.json"], "Use Upsert"),
        (["--operation", "delete", "--schema", "schema.json"], "no dataset"),
    ],
)
def test_operations_that_make_no_sense_are_refused(run: Run, tmp_path: Path, options: list[str], said: str) -> None:
    (tmp_path / "schema.json").write_text(SCHEMA)
    (tmp_path / "a.csv").write_text("Id,Amount\na,1\n")
    done = run("import", "a.csv", *options)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "data" / "CURRENT").exists()
