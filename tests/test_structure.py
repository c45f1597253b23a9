"""The rules of the layout, as tests: what a linter of single files can't see."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("saql", "engine", "connectors", "dashboards", "swell")
MAX_LINES = 400
MAX_TEST_LINES = 800


def source_files(*suffixes: str) -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*"))
        if path.suffix in suffixes and not {"vendor", "__pycache__"} & set(path.parts)
    ]


def test_no_source_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): n for path in source_files(".py", ".js", ".lark") if (n := lines(path)) > MAX_LINES
    }
    assert long == {}


def test_no_test_file_is_longer_than_800_lines() -> None:
    assert [path for path in (ROOT / "tests").rglob("*.py") if lines(path) > MAX_TEST_LINES] == []


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in source_files(".py")
        if path.read_text("utf-8").strip() and not path.read_text("utf-8").lstrip().startswith('"""')
    ]
    assert silent == []


def test_each_top_level_folder_has_a_short_readme() -> None:
    for package in PACKAGES:
        assert 0 < lines(ROOT / package / "README.md") <= 60, package


def test_nothing_is_left_for_later_in_the_code() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [str(path) for path in source_files(".py", ".js", ".css") if marks.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("module", ["swell.cli", "swell.workspace", "engine.session", "saql"])
def test_the_way_of_a_query_imports_nothing_slow(module: str) -> None:
    script = f"import {module}, sys; print(*sorted(m for m in {SLOW!r} if m in sys.modules))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []


SLOW = ("pandas", "pyarrow.acero", "pyarrow.dataset", "pyarrow.csv", "starlette", "uvicorn", "rich", "connectors")


def test_the_help_of_the_command_line_does_not_import_the_engine() -> None:
    script = "import swell.cli, sys; print('pyarrow' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
