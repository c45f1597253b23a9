import os
import shutil
import subprocess
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "dashboards" / "web"


def test_the_modules_types_hold() -> None:
    """Needs TypeScript 5.5 or newer: `tsc` on the path, or its address in SWELL_TSC."""
    compiler = os.environ.get("SWELL_TSC") or shutil.which("tsc")
    if compiler is None:
        pytest.skip("no tsc on this machine")
    found = subprocess.run([compiler, "-p", str(WEB / "jsconfig.json")], capture_output=True, text=True)
    assert found.stdout == ""
