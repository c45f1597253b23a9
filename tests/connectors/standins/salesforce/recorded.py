"""Describes that real organisations gave, out of the wheel of CumulusCI (BSD-3) on PyPI; never part of the project."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

_WHEEL = "cumulusci==4.10.1"
_NAMES = ("Account", "Case", "Contact", "Event", "Lead", "Opportunity", "OpportunityContactRole")
_PATH = re.compile(r"cumulusci/tests/\w*cassettes/GET_sobjects_(\w+)_describe\.yaml")


def recorded_describes(config: pytest.Config) -> dict[str, Any]:
    """Return the describes by their files' names; skips the test where the wheel can't be had."""
    folder = Path(config.cache.mkdir("cumulusci")) if config.cache is not None else None
    if folder is None:
        pytest.skip("pytest runs without its cache: there is nowhere to put CumulusCI's wheel")
    if not list(folder.glob("*.whl")):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), _WHEEL]
        try:
            subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            pytest.skip(f"{_WHEEL} can't be downloaded: {str(error.stderr).strip().splitlines()[-1:]}")
    (wheel,) = folder.glob("*.whl")
    found = {}
    with zipfile.ZipFile(wheel) as archive:
        for path in archive.namelist():
            match = _PATH.fullmatch(path)
            if match and match[1].removesuffix("_PersonAccount") in _NAMES:
                found[match[1]] = _answer(archive.read(path).decode())
    return found


def _answer(recording: str) -> Any:
    """Return the JSON in a recording: YAML's text after `string:`, which is a block or stands in quotes."""
    text = re.search(r"^ +string: *>?-?\s*(.*)", recording, re.MULTILINE | re.DOTALL)
    assert text is not None
    rest = text[1]
    if rest[0] == '"':
        rest = json.loads(re.sub(r"\n\s*", " ", re.sub(r"\\\n\s*(\\(?= ))?", "", rest[: rest.rindex('"') + 1])))
    elif rest[0] == "'":
        rest = rest[1:].replace("''", "'")
    answer, _ = json.JSONDecoder().raw_decode(re.sub(r"\n\s*", " ", rest))
    return answer
