"""The command line as people use it: a process, its output, its exit code."""

import io
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

SALES = "Region,Amount,Closed\nNorth,10,2026-01-05\nSouth,20.5,2026-02-06\nNorth,,2026-03-07\n"
BY_REGION = 'q = load "sales"; q = group q by Region; q = foreach q generate Region, sum(Amount) as total;'


@pytest.fixture
def sales(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "sales.csv").write_text(SALES)
    done = run("import", "sales.csv", "--as", "sales")
    assert done.returncode == 0, done.stderr
    return tmp_path


@pytest.mark.usefixtures("sales")
def test_a_query_gives_csv_into_a_pipe(run: Run) -> None:
    assert run("query", "-e", BY_REGION).stdout == "Region,total\nNorth,10.0\nSouth,20.5\n"


@pytest.mark.usefixtures("sales")
def test_a_query_gives_a_table(run: Run) -> None:
    assert run("query", "-e", BY_REGION, "-o", "table").stdout.splitlines() == [
        "Region  total",
        "──────  ─────",
        "North   10.00",
        "South   20.50",
        "",
        "2 rows",
    ]


@pytest.mark.usefixtures("sales")
def test_a_query_gives_json(run: Run) -> None:
    rows = json.loads(run("query", "-e", BY_REGION, "-o", "json").stdout)

    assert rows == [{"Region": "North", "total": 10.0}, {"Region": "South", "total": 20.5}]


def test_python_runs_the_command_line_as_a_module(sales: Path) -> None:
    call = [sys.executable, "-m", "swell", "query", "-e", BY_REGION, "-o", "csv"]
    done = subprocess.run(call, cwd=sales, capture_output=True, text=True, check=True)

    assert done.stdout == "Region,total\nNorth,10.0\nSouth,20.5\n"


def test_a_query_gives_an_arrow_stream(sales: Path, swell_command: Path) -> None:
    done = subprocess.run([swell_command, "query", "-e", BY_REGION, "-o", "arrow"], cwd=sales, capture_output=True)

    assert pa.ipc.open_stream(io.BytesIO(done.stdout)).read_all().to_pydict() == {
        "Region": ["North", "South"],
        "total": [10.0, 20.5],
    }


def test_a_query_comes_from_a_file_or_from_standard_input(run: Run, sales: Path) -> None:
    (sales / "by_region.saql").write_text(BY_REGION)

    assert run("query", "by_region.saql").stdout == run("query", "-", stdin=BY_REGION).stdout != ""


@pytest.mark.usefixtures("sales")
def test_a_mistake_in_a_query_is_shown_at_its_place_with_what_to_write(run: Run) -> None:
    done = run("query", "-e", BY_REGION.replace("sum(Amount)", "sum(Amout)"))

    assert done.returncode == 2
    assert "Amout" in done.stderr
    assert "^^^^^" in done.stderr
    assert "Amount" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("sales")
def test_a_warning_is_shown_apart_from_the_rows(run: Run) -> None:
    done = run("query", "-e", BY_REGION.replace("; ", " ", 1))

    assert (done.returncode, done.stdout) == (0, "Region,total\nNorth,10.0\nSouth,20.5\n")
    assert done.stderr.startswith("warning[SAQL107]: a `;` is missing before `q`\n --> query:1:18\n")


def test_check_lists_warnings_and_does_not_fail(run: Run, sales: Path) -> None:
    (sales / "by_region.saql").write_text(BY_REGION.replace("; ", " ", 1))
    done = run("check", "by_region.saql")

    assert (done.returncode, done.stdout) == (0, "1 file checked, no mistakes, 1 warning.\n")
    assert "warning[SAQL107]" in done.stderr


def test_a_query_without_a_query_is_a_usage_error(run: Run) -> None:
    done = run("query")

    assert done.returncode == 2
    assert "-e" in done.stderr


@pytest.mark.usefixtures("sales")
def test_an_unknown_dataset_is_named_with_the_nearest_one(run: Run) -> None:
    done = run("query", "-e", 'q = load "sale"; q = foreach q generate Region;')

    assert done.returncode == 2
    assert 'did you mean "sales"' in done.stderr


@pytest.mark.usefixtures("sales")
def test_datasets_and_describe_show_what_there_is(run: Run) -> None:
    assert "sales" in run("datasets").stdout
    described = run("describe", "sales").stdout
    assert [name for name in ("Region", "Amount", "Closed") if name not in described] == []
    assert "date" in described


def test_datasets_of_an_empty_workspace_say_how_to_make_one(run: Run) -> None:
    assert "swell import" in run("datasets").stdout


@pytest.mark.usefixtures("sales")
@pytest.mark.parametrize("stage", ["syntax", "checked", "plan", "optimized"])
def test_explain_shows_each_stage(run: Run, stage: str) -> None:
    done = run("explain", "-e", BY_REGION, "--stage", stage)

    assert done.returncode == 0, done.stderr
    assert "Amount" in done.stdout


def test_init_makes_a_workspace_once(run: Run, tmp_path: Path) -> None:
    assert run("init", "mine").returncode == 0
    assert (tmp_path / "mine" / "swell.toml").is_file()
    assert run("datasets", "-w", "mine").returncode == 0
    assert run("init", "mine").returncode == 2


def test_a_misspelt_command_is_answered_with_the_one_that_is_meant(run: Run) -> None:
    done = run("querry")

    assert done.returncode == 2
    assert "'query'" in done.stderr


@pytest.mark.usefixtures("sales")
def test_explain_shows_how_a_query_ran(run: Run) -> None:
    text = BY_REGION.replace("q = group", 'q = filter q by Region == "North"; q = group')
    shown = run("explain", "-e", text, "--stage", "run").stdout
    assert "3 → 1 rows" in shown
    assert "tests ('Region' == \"North\") by code" in shown
    found = json.loads(run("explain", "-e", text, "--json").stdout)
    assert (found["rows"], found["kept"], found["bytes"]) == (1, False, 3 * (1 + 2))  # a code, an amount


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[query]\ntimezone = 'Mars'\n", "Mars"),
        ("[query]\nrowlimit = 5\n", "row_limit"),
        ("[query]\nrow_limit = 'x'\n", "whole number"),
        ("name = \n", "not valid TOML"),
    ],
)
def test_a_mistake_in_the_settings_is_named(run: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "swell.toml").write_text(text)

    done = run("datasets")

    assert done.returncode == 2
    assert said in done.stderr
    assert "swell.toml" in done.stderr


def test_a_busy_port_is_said_with_the_next_free_one(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        done = run("serve", "--port", str(port))

    assert done.returncode == 2
    assert f"Port {port}" in done.stderr
    assert "--port" in done.stderr


def test_the_doctor_finds_the_installation_sound(run: Run) -> None:
    done = run("doctor")

    assert done.returncode == 0, done.stderr
    assert "pyarrow" in done.stdout


def test_the_doctor_names_a_package_that_hides_one_of_ours(run: Run, tmp_path: Path) -> None:
    intruder = tmp_path / "engine"
    intruder.mkdir()
    (intruder / "__init__.py").touch()
    done = subprocess.run(
        [sys.executable, "-c", "from swell.cli import main; import sys; sys.argv = ['swell', 'doctor']; main()"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 2
    assert str(intruder) in done.stderr


@pytest.mark.parametrize(
    "command", ["demo", "init", "import", "datasets", "describe", "query", "check", "explain", "serve"]
)
def test_every_command_has_help(run: Run, command: str) -> None:
    done = run(command, "--help")

    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 5


WHOLE_QUERY = """
import sys
from swell.cli import root
root.main(["query", "-e", sys.argv[1]], standalone_mode=False)
slow = {"pandas", "pyarrow.acero", "pyarrow.dataset", "pyarrow.compute", "starlette", "rich", "connectors"}
print(sorted(slow & set(sys.modules)))
"""


def test_a_query_starts_without_what_is_slow_to_import(sales: Path) -> None:
    done = subprocess.run([sys.executable, "-c", WHOLE_QUERY, BY_REGION], cwd=sales, capture_output=True, text=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_a_reader_that_goes_early_is_no_mistake(sales: Path, swell_command: Path) -> None:
    rows = "\n".join(f"r{n},{n},2026-01-01" for n in range(50_000))
    (sales / "many.csv").write_text(f"Name,Amount,Day\n{rows}\n")
    many = 'q = load "many"; q = foreach q generate Name, Amount; q = limit q 50000;'
    script = f"{swell_command} import many.csv && {swell_command} query -e '{many}' | head -1"

    done = subprocess.run(["bash", "-c", script], cwd=sales, capture_output=True, text=True)

    assert done.stdout.splitlines()[-1] == "Name,Amount"
    assert done.stderr == ""
