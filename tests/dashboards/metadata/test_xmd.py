"""Extended metadata as files: what is read of it, what is refused, and that nothing is lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.metadata import Metadata, MetadataError, merged, read_xmd, read_xmd_file, system_xmd
from dashboards.metadata.links import RecordLink
from engine.store import Calendar, DatasetField, FieldSpec, Member, Store
from saql.types import Type

WHOLE: Any = {
    "dataset": {"connector": "CSV"},
    "dates": [
        {
            "alias": "Closed",
            "label": "Closed on",
            "format": "dd.MM.yyyy",
            "fields": {"fullField": "Closed", "year": "Closed_Year"},
            "fiscalMonthOffset": 2,
            "firstDayOfWeek": 1,
            "isYearEndFiscalYear": False,
        }
    ],
    "dimensions": [
        {
            "field": "Stage",
            "label": "The stage",
            "description": "How far it is",
            "members": [{"member": "W", "label": "Won", "color": "#00ff00"}, {"member": "", "label": None}],
            "showInExplorer": False,
            "linkTemplate": "/{{row.Id}}",
            "linkTooltip": "Open it",
            "salesforceActions": [{"name": "new_task", "enabled": True}],
        },
        {"field": "Account", "recordIdField": "AccountId", "linkTemplateEnabled": True},
    ],
    "derivedDimensions": [{"field": "Size", "label": "How large"}],
    "measures": [
        {"field": "Amount", "label": "Sum", "format": {"customFormat": '["#,##0.0%",100]', "delimiters": {}}},
    ],
    "derivedMeasures": None,
    "organizations": [{"id": "00D1", "label": "Ours", "instanceUrl": "https://example.my.salesforce.com"}],
    "showDetailsDefaultFields": ["Stage", "Amount"],
}

keys = st.sampled_from(
    "field label alias members member color format customFormat showInExplorer linkTemplate description x".split()
)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 99)
    | st.text(max_size=4)
    | st.sampled_from(['["0",1]', "#fff", "/{{a}}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=8,
)
entries = st.lists(
    st.fixed_dictionaries({"field": st.text(min_size=1, max_size=4)}, optional={"label": st.text(max_size=4)}).flatmap(
        lambda entry: st.dictionaries(st.text(max_size=5), json_values, max_size=3).map(lambda rest: {**rest, **entry})
    ),
    max_size=3,
)
files = st.dictionaries(
    st.sampled_from(["dates", "dimensions", "measures", "derivedDimensions", "organizations", "more"]),
    entries | json_values,
    max_size=4,
)


def test_what_is_known_of_a_file_is_read() -> None:
    xmd = read_xmd(WHOLE)
    stage, account = xmd.dimensions
    assert (stage.label, stage.description, stage.hidden) == ("The stage", "How far it is", True)
    assert stage.members == (Member("W", "Won", "#00ff00"), Member(""))
    assert stage.link == RecordLink("/{{row.Id}}", "Open it")
    assert account.link == RecordLink("/{{row.AccountId}}")
    assert (xmd.measures[0].format, xmd.measures[0].multiplier) == ("#,##0.0%", 100.0)
    assert xmd.dates[0].format == "dd.MM.yyyy"
    assert xmd.dates[0].calendar == Calendar(fiscal_month_offset=2, named_by_end=False, first_weekday=1)
    assert [each.field for each in xmd.derived_dimensions] == ["Size"]
    assert xmd.organizations[0].url == "https://example.my.salesforce.com"
    assert xmd.details == ("Stage", "Amount")


def test_a_file_that_is_read_and_written_says_what_it_said(tmp_path: Path) -> None:
    metadata = Metadata(tmp_path / "metadata")
    file = metadata.put("deals", read_xmd(WHOLE))
    assert json.loads(file.read_text("utf-8")) == WHOLE
    assert read_xmd_file(file) == read_xmd(WHOLE)


@given(files)
def test_whatever_is_read_is_written_the_same(value: Any) -> None:
    try:
        text = read_xmd(value).to_text()
    except MetadataError:  # it is not valid
        return
    assert json.loads(text) == value


def test_the_sample_is_written_as_it_was_read(samples: Path) -> None:
    file = samples / "widget_sales" / "external_files" / "ABCWidgetSales2017_XMD.json"
    assert json.loads(read_xmd_file(file).to_text()) == json.loads(file.read_text("utf-8"))


@pytest.mark.parametrize(
    ("section", "entry", "pointer"),
    [
        ("measures", {"field": "A", "format": {"customFormat": "$0"}}, "/measures/0/format/customFormat"),
        ("measures", {"field": "A", "format": {"customFormat": '["0",0]'}}, "/measures/0/format/customFormat"),
        ("measures", {"field": "A", "format": {"customFormat": '["0",true]'}}, "/measures/0/format/customFormat"),
        ("measures", {"field": "A", "format": "0"}, "/measures/0/format"),
        ("measures", {"label": "A"}, "/measures/0/field"),
        ("measures", {"field": "A", "conditionalFormatting": [1]}, "/measures/0/conditionalFormatting"),
        ("dimensions", {"field": "A", "members": [{"label": "x"}]}, "/dimensions/0/members/0/member"),
        ("dimensions", {"field": "A", "members": [{"member": "x", "color": "url(x)"}]}, "/members/0/color"),
        ("dimensions", {"field": "A", "showInExplorer": "no"}, "/dimensions/0/showInExplorer"),
        ("dimensions", {"field": "A", "linkTemplate": "javascript:alert(1)"}, "/dimensions/0/linkTemplate"),
        ("dimensions", {"field": "A", "linkTemplate": "https://{{row.A}}/x"}, "/dimensions/0/linkTemplate"),
        ("dates", {"fields": {}}, "/dates/0/alias"),
        ("dates", {"alias": "A", "fiscalMonthOffset": 12}, "/dates/0/fiscalMonthOffset"),
        ("organizations", {"id": "1", "instanceUrl": "javascript:x"}, "/organizations/0/instanceUrl"),
        ("showDetailsDefaultFields", 3, "/showDetailsDefaultFields/0"),
    ],
)
def test_a_value_that_is_not_valid_is_named_by_its_pointer(section: str, entry: Any, pointer: str) -> None:
    with pytest.raises(MetadataError, match=pointer):
        read_xmd({section: [entry]})


def test_a_file_that_is_no_json_is_answered_with_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "xmd.json"
    file.write_text('{\n  "measures": [,]\n}')
    with pytest.raises(MetadataError) as caught:
        read_xmd_file(file)
    assert (caught.value.line, caught.value.column) == (2, 16)
    file.write_bytes(b'{"a": "\xff"}')
    with pytest.raises(MetadataError, match="offset 7"):
        read_xmd_file(file)
    file.write_text('{"a": NaN}')
    with pytest.raises(MetadataError, match="NaN"):
        read_xmd_file(file)
    with pytest.raises(MetadataError, match="can't be read"):
        read_xmd_file(tmp_path / "none.json")


def test_an_invalid_file_leaves_the_dataset_as_it_was_imported(tmp_path: Path) -> None:
    metadata = Metadata.beside(Store(tmp_path / "data"))
    file = metadata.put("deals", read_xmd({}))
    file.write_text('{"measures": 5}')
    assert metadata.usable("deals") is None
    with pytest.raises(MetadataError, match="/measures"):
        metadata.find("deals")


def test_dates_count_as_the_file_says_where_the_import_does_not() -> None:
    xmd, own = read_xmd(WHOLE), Calendar(fiscal_month_offset=5)
    found = xmd.counted([FieldSpec(name="Closed"), FieldSpec(name="Other")])
    assert [each.calendar.fiscal_month_offset for each in found] == [2, 0]
    assert xmd.counted([FieldSpec(name="Closed", calendar=own)])[0].calendar == own


def test_the_main_metadata_are_those_of_the_system_with_what_people_say() -> None:
    fields = [
        DatasetField(name="Stage", role="dimension", type=Type.TEXT, label="Stage", members=(Member("W", "Won"),)),
        DatasetField(name="Amount", role="measure", type=Type.NUMBER, label="Amount", format="0", multiplier=2.0),
        DatasetField(name="Closed", role="date", type=Type.DAY, label="Closed"),
    ]
    user: Any = {
        "dates": [{"alias": "Closed", "label": "When", "format": "yyyy"}],
        "dimensions": [{"field": "Stage", "label": None, "members": [{"member": "W", "color": "#fff"}]}],
        "derivedMeasures": [{"field": "Rate", "label": "Our rate"}],
        "showDetailsDefaultFields": ["Stage"],
        "more": {"a": 1},
    }
    main: Any = merged(system_xmd(fields), user)
    assert main["dimensions"][0]["label"] == "Stage"
    assert main["dimensions"][0]["members"] == [{"member": "W", "label": "Won", "color": "#fff"}]
    assert main["measures"][0]["format"] == {"customFormat": '["0",2]'}
    assert (main["dates"][0]["label"], main["dates"][0]["format"]) == ("When", "yyyy")
    assert main["dates"][0]["fields"]["fullField"] == "Closed"
    assert main["derivedMeasures"] == user["derivedMeasures"]
    assert (main["showDetailsDefaultFields"], main["more"]) == (["Stage"], {"a": 1})
    assert merged(system_xmd(fields), {}) == system_xmd(fields)
    assert read_xmd(main).measures[0].multiplier == 2.0
