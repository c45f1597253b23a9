"""Bad files: one clear message each, exit code 2, and nothing changed on disk."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

SCHEMA = {
    "fileFormat": {"charsetName": "UTF-8", "fieldsDelimitedBy": ",", "numberOfLinesToIgnore": 1},
    "objects": [
        {
            "connector": "CSV",
            "fullyQualifiedName": "s",
            "label": "s",
            "name": "s",
            "fields": [
                {"name": "Name", "label": "Name", "fullyQualifiedName": "Name", "type": "Text"},
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


@pytest.fixture
def workspace(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "good.csv").write_text("Name,Amount\na,1\n")
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    assert run("import", "good.csv", "--as", "sales").returncode == 0
    return tmp_path


def data_files(workspace: Path) -> dict[str, bytes]:
    files = sorted((workspace / "data").rglob("*"))
    return {str(path): path.read_bytes() for path in files if path.is_file()}


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        (b"Name,Amount\na,1\nb,2,3\n", "bad.csv:3", "3"),
        (b"Name,Amount\na,1\nb,much\n", "bad.csv:3:3", "much"),
        (b"Name\na\n", "bad.csv:1", "Amount"),
        (b"Name,Amount\na,1\nM\xfcller,2\n", "bad.csv:3:2", "UTF-8"),
        (b"", "bad.csv", "empty"),
        (b"\x00\x01\x02\x00", "bad.csv", ""),
    ],
    ids=["bad row", "bad number", "missing column", "wrong encoding", "empty", "binary"],
)
def test_a_bad_csv_file_is_refused_at_its_place(
    run: Run, workspace: Path, content: bytes, place: str, said: str
) -> None:
    (workspace / "bad.csv").write_bytes(content)
    before = data_files(workspace)

    done = run("import", "bad.csv", "--as", "sales", "--schema", "schema.json")

    assert done.returncode == 2
    assert place in done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert data_files(workspace) == before


@pytest.mark.parametrize("path", ["nowhere.csv", "folder"])
def test_a_path_that_is_no_file_is_refused(run: Run, workspace: Path, path: str) -> None:
    (workspace / "folder").mkdir()
    before = data_files(workspace)

    done = run("import", path, "--as", "sales")

    assert done.returncode == 2
    assert path in done.stderr
    assert "Traceback" not in done.stderr
    assert data_files(workspace) == before


def test_a_schema_that_is_no_json_is_refused_at_its_place(run: Run, workspace: Path) -> None:
    (workspace / "broken.json").write_text('{"objects": [\n  nonsense]}')

    done = run("import", "good.csv", "--as", "sales", "--schema", "broken.json")

    assert done.returncode == 2
    assert "broken.json:2:3" in done.stderr


def dashboard(**changes: object) -> dict[str, object]:
    step = {"type": "aggregateflex", "query": {"measures": [["sum", "Amount"]]}, "datasets": [{"name": "sales"}]}
    widget = {"type": "number", "parameters": {"step": "total", "measureField": "sum_Amount"}}
    return {"steps": {"total": step | changes.pop("step", {})}, "widgets": {"number_1": widget | changes}}  # type: ignore[operator]


def test_a_sound_dashboard_has_no_mistakes(run: Run, workspace: Path) -> None:
    (workspace / "good.json").write_text(json.dumps(dashboard()))

    done = run("check", "good.json")

    assert done.returncode == 0, done.stderr
    assert "no mistakes" in done.stdout


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type": "hologram"}, "hologram"),
        ({"step": {"datasets": [{"name": "sails"}]}}, "sails"),
    ],
    ids=["unknown widget", "unknown dataset"],
)
def test_a_mistake_in_a_dashboard_is_named_with_its_line(
    run: Run, workspace: Path, changes: dict[str, object], said: str
) -> None:
    text = json.dumps(dashboard(**changes), indent=2)
    (workspace / "bad.json").write_text(text)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if f'"{said}"' in each)

    done = run("check", "bad.json")

    assert done.returncode == 2
    assert said in done.stderr
    assert f"bad.json:{line}:" in done.stderr


def test_a_dashboard_that_is_no_json_is_refused_at_its_place(run: Run, workspace: Path) -> None:
    (workspace / "broken.json").write_text('{"steps": {\n  "a": ]}}')

    done = run("check", "broken.json")

    assert done.returncode == 2
    assert "broken.json:2:8" in done.stderr


def test_check_finds_every_mistake_of_a_query(run: Run, workspace: Path) -> None:
    (workspace / "bad.saql").write_text(
        'q = load "sales";\nq = filter q by Nam == "a" && Amout > 1;\nq = foreach q generate Name;\n'
    )

    done = run("check", "bad.saql")

    assert done.returncode == 2
    assert "bad.saql:2:17" in done.stderr
    assert "bad.saql:2:31" in done.stderr
