"""The recipes that the dataflows of `flows` become; --update writes them anew."""

from pathlib import Path

import pytest

from engine.recipes.dataflow import convert_file
from swell.workspace import Workspace

from .conftest import FLOWS

GOLDEN = FLOWS.parent / "golden"


@pytest.mark.parametrize("file", sorted(FLOWS.iterdir()), ids=lambda each: each.stem)
def test_a_dataflow_becomes_these_recipes(file: Path, demo: Workspace, request: pytest.FixtureRequest) -> None:
    found = convert_file(file, demo.session.snapshot(()))
    texts = {f"{each.dataset}.saql": each.text for each in found.recipes}
    texts[f"{file.stem}.remarks.txt"] = "".join(f"{each}\n" for each in found.remarks)
    for name, text in texts.items():
        golden = GOLDEN / name
        if request.config.getoption("--update"):
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(text, "utf-8")
        assert golden.read_text("utf-8") == text
