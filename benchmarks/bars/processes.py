"""Functions called in fresh processes, where memory is measured and limited for them alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

_CALL = """
import importlib, json, sys
module, function, arguments = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
print(json.dumps(getattr(importlib.import_module(module), function)(*arguments)))
"""


class ChildError(Exception):
    """The process ended in an error; the message is the line of what it said that names it."""


def call(module: str, function: str, *arguments: str | int) -> Any:
    """Call a function in a fresh process; arguments and value are plain data.

    Raises:
        ChildError: it raised, or the process was ended.
    """
    made = [sys.executable, "-c", _CALL, module, function, json.dumps(arguments)]
    answer = subprocess.run(made, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        said = answer.stderr.strip().splitlines() or [f"exit code {answer.returncode}"]
        errors = [each for each in said if re.match(r"[\w.]+(Error|Exception)\b", each)]
        raise ChildError((errors or said)[-1])
    return json.loads(answer.stdout)


def prepare(folder: Path, rows: int) -> None:
    """Generate data, and write it into Swell and DuckDB, where that is missing: apart from what is measured."""
    call("benchmarks.bars.processes", "load_engines", str(folder), rows)


def load_engines(folder: str, rows: int) -> list[str]:
    """Load Swell and DuckDB in this process; return their names."""
    from benchmarks.data import make
    from benchmarks.engines import DUCKDB, SWELL, load

    return [each.name for each in load([SWELL, DUCKDB], make(Path(folder), rows))]
