"""Folders of app templates."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from connectors.files import DescriptionError, FileImportError, read_template


def write_template(folder: Path, **more: Any) -> Path:
    dashboard = {
        "name": "Overview",
        "folder": {"id": "${App.Folder.Id}"},
        "count": 3,
        "state": {
            "query": 'q = load "${App.Datasets.Sales.Name}"; q = filter q by Region == "${Variables.Region}";',
            "label": "${App.Datasets.Sales.Label}",
            "limit": "${Variables.Options.limit}",
            "unknown": "${Other.Thing}",
        },
    }
    info = {
        "name": "Sales_App",
        "label": "Sales app",
        "variableDefinition": "variables.json",
        "externalFiles": [{"name": "Sales", "label": "All sales", "file": "files/sales.csv", "schema": None}],
        "dashboards": [
            {"name": "Overview/../x", "label": "An overview", "file": "overview.json"},
            {"name": "Left_Out", "file": "none.json", "condition": "${Variables.Options.all}"},
        ],
        **more,
    }
    variables = {"Region": {"defaultValue": "EMEA"}, "Options": {"defaultValue": {"limit": 5, "all": False}}}
    (folder / "files").mkdir()
    (folder / "files" / "sales.csv").write_text("Region,Amount\nEMEA,1\n")
    (folder / "overview.json").write_text(json.dumps(dashboard))
    (folder / "variables.json").write_text(json.dumps(variables))
    (folder / "template-info.json").write_text(json.dumps(info))
    return folder


def test_a_template_brings_datasets_and_dashboards_with_its_variables_resolved(tmp_path: Path) -> None:
    template = read_template(write_template(tmp_path))
    assert (template.name, template.label) == ("Sales_App", "Sales app")
    (dataset,) = template.datasets
    assert (dataset.name, dataset.label) == ("Sales", "All sales")
    assert dataset.table.to_pydict() == {"Region": ["EMEA"], "Amount": [1]}
    (dashboard,) = template.dashboards
    assert (dashboard.name, dashboard.label) == ("Overview_x", "An overview")
    assert dashboard.content == {
        "name": "Overview",
        "folder": {"id": "Sales_App"},
        "count": 3,
        "state": {
            "query": 'q = load "Sales"; q = filter q by Region == "EMEA";',
            "label": "All sales",
            "limit": 5,
            "unknown": "${Other.Thing}",
        },
    }


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"externalFiles": [{"name": "A", "file": "../../etc/passwd"}]}, "/externalFiles/0/file lies outside"),
        ({"externalFiles": [{"name": "A", "file": "no.csv"}]}, "the file no.csv, and there is none"),
        ({"externalFiles": [{"file": "files/sales.csv"}]}, "/externalFiles/0/name is missing"),
        ({"dashboards": [{"name": "A", "file": "files/sales.csv"}]}, "not JSON"),
        ({"dashboards": "x"}, "/dashboards should be an array"),
    ],
)
def test_a_template_with_a_mistake_is_refused(tmp_path: Path, more: dict[str, Any], words: str) -> None:
    with pytest.raises(DescriptionError) as caught:
        read_template(write_template(tmp_path, **more))
    assert words in caught.value.message


def test_a_folder_that_is_no_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileImportError) as caught:
        read_template(tmp_path)
    assert caught.value.file == tmp_path / "template-info.json"


def test_a_published_template_is_read_whole(samples: Path) -> None:
    template = read_template(samples / "widget_sales")
    (dataset,) = template.datasets
    assert (dataset.name, dataset.table.num_rows) == ("ABCWidgetSales2017", 1145)
    roles = [each.role for each in dataset.fields]
    assert roles == ["measure", *["dimension"] * 7, "date", *["measure"] * 4]
    first = dataset.table.slice(0, 1).to_pylist()[0]
    assert first["Location_Name"] == "ABC - BILLINGS, #409"
    assert first["Year"] == dt.date(2017, 1, 1)
    assert first["Sales"] == 983192.89
    assert {each.name: each.label for each in dataset.fields}["Division_Name"] == "Division Name"
    (dashboard,) = template.dashboards
    text = json.dumps(dashboard.content)
    assert "${" not in text
    assert text.count("ABCWidgetSales2017") == 12
    assert dashboard.content["state"]["steps"]
