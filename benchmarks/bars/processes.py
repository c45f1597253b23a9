"""Functions called in fresh processes, where memory is measured and limited for them alone."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

_CALL = """
import importlib, json, sys
module, function, arguments = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
print(json.dumps(getattr(importlib.import_module(module), function)(*arguments)))
"""


class ChildError(Exception):
    """The process ended in an error; the message is the last line of what it said."""


def call(module: str, function: str, *arguments: str | int) -> Any:
    """Call a function in a fresh process; arguments and value are plain data.

    Raises:
        ChildError: it raised, or the process was ended.
    """
    made = [sys.executable, "-c", _CALL, module, function, json.dumps(arguments)]
    answer = subprocess.run(made, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        said = answer.stderr.strip().splitlines() or [f"exit code {answer.returncode}"]
        raise ChildError(said[-1])
    return json.loads(answer.stdout)
