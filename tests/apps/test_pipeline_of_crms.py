"""The models of the pipeline on what is synced from both CRMs, with the settings that the guide gives."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest

import swell
from swell.models import run

GUIDE = (Path(__file__).parents[2] / "docs/guides/pipeline.md").read_text("utf-8")
SETTINGS = [json.loads(each) for each in re.findall(r"<!-- crm -->\n```json\n(.*?)```", GUIDE, re.S)]


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda each: each["dataset"])
def test_all_kinds_work_with_what_is_synced(crms: swell.Workspace, settings: dict[str, object]) -> None:
    folder = crms.folder / "models"
    folder.mkdir(exist_ok=True)
    for kind in ("pipeline", "pipeline_change", "cycle"):
        (folder / f"my_{kind}.json").write_text(json.dumps({**settings, "kind": kind}), "utf-8")
    outcomes = run(crms, dt.datetime.now(dt.UTC), [f"my_{kind}" for kind in ("pipeline", "pipeline_change", "cycle")])
    assert {each.model: each.error for each in outcomes if each.error} == {}
    assert {each.state for each in outcomes} <= {"trained", "unused"}
    assert {"my_pipeline_change", "my_cycle"} <= {each.name for each in crms.datasets()}
