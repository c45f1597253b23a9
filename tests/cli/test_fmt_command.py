"""`swell fmt` as people use it: what it writes, what it leaves alone, and how it ends."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

LOOSE = 'q=load "a";q=limit q 5'
CANONICAL = 'q = load "a";\nq = limit q 5;\n'
BROKEN = 'q = loda "a";\n'


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    folder = tmp_path / "queries"
    (folder / "more").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "canonical.saql").write_text(CANONICAL)
    (folder / "more" / "loose.saql").write_text(LOOSE)
    (folder / "notes.txt").write_text(LOOSE)
    (folder / ".hidden" / "loose.saql").write_text(LOOSE)
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_stands_for_the_queries_in_it_and_below_it(run: Run, queries: Path) -> None:
    before = contents(queries)

    done = run("fmt", "queries")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "formatted: queries/more/loose.saql\n2 files: 1 formatted, 1 unchanged.\n"
    assert contents(queries) == {**before, "more/loose.saql": CANONICAL}


def test_a_canonical_file_is_not_written(run: Run, queries: Path) -> None:
    before = (queries / "canonical.saql").stat()

    done = run("fmt", "queries/canonical.saql")

    after = (queries / "canonical.saql").stat()
    assert done.returncode == 0
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_check_names_what_would_change_and_changes_nothing(run: Run, queries: Path) -> None:
    before = contents(queries)

    done = run("fmt", "--check", "queries", "queries/more/loose.saql")

    assert done.returncode == 2
    assert done.stdout == "would change: queries/more/loose.saql\n2 files: 1 would change, 1 unchanged.\n"
    assert contents(queries) == before


def test_check_of_canonical_files_is_content(run: Run, queries: Path) -> None:
    assert run("fmt", "--check", "queries/canonical.saql").returncode == 0


def test_mistakes_of_one_file_do_not_stop_the_others(run: Run, queries: Path) -> None:
    (queries / "broken.saql").write_text(BROKEN)
    (queries / "latin.saql").write_bytes(b'q = load "M\xfcller";')

    done = run("fmt", "nowhere.saql", "queries")

    assert done.returncode == 2
    assert "nowhere.saql" in done.stderr
    assert "queries/broken.saql:1:5" in done.stderr
    assert "queries/latin.saql: can't be read as UTF-8 text" in done.stderr
    assert "Traceback" not in done.stderr
    assert (queries / "broken.saql").read_text() == BROKEN
    assert (queries / "more" / "loose.saql").read_text() == CANONICAL


def test_standard_input_goes_to_standard_output(run: Run) -> None:
    done = run("fmt", "-", stdin=LOOSE)

    assert (done.returncode, done.stdout, done.stderr) == (0, CANONICAL, "")


def test_check_of_standard_input_writes_no_query(run: Run) -> None:
    done = run("fmt", "--check", "-", stdin=LOOSE)

    assert (done.returncode, done.stdout) == (2, "would change: standard input\n")


def test_a_query_with_bindings_is_refused_with_what_they_are(run: Run) -> None:
    done = run("fmt", "-", stdin="q = filter q by {{filter}};")

    assert (done.returncode, done.stdout) == (2, "")
    assert "standard input:1:17" in done.stderr
    assert "filled in by a dashboard" in done.stderr


def test_a_file_keeps_its_line_ends_its_permissions_and_the_link_to_it(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "windows.saql"
    file.write_bytes(b'q = load "a";\r\nq=limit q 5;\r\n')
    file.chmod(0o640)
    link = tmp_path / "link.saql"
    link.symlink_to(file)

    assert run("fmt", "link.saql").returncode == 0

    assert link.is_symlink()
    assert file.read_bytes() == CANONICAL.replace("\n", "\r\n").encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.saql", "windows.saql"]


def test_files_are_needed(run: Run) -> None:
    done = run("fmt")

    assert done.returncode == 2
    assert "FILES" in done.stderr
