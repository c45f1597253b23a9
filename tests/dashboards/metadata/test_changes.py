"""Changes of what people say, field by field."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.metadata import MetadataError, Xmd, read_xmd
from dashboards.metadata.changes import changed
from engine.store import Role

ROLES: dict[str, Role] = {"Stage": "dimension", "Amount": "measure", "Closed": "date", "Tags": "multivalue"}
KNOWN: Any = {
    "dimensions": [{"field": "Stage", "label": "Step", "mine": 1, "members": [{"member": "Won", "x": 2}]}],
    "measures": [{"field": "Amount", "format": {"customFormat": '["0",1]', "delimiters": {"decimal": ","}}}],
    "more": [{}],
}


def after(fields: Any, known: Any = KNOWN, **rest: Any) -> Any:
    return changed(read_xmd(copy.deepcopy(known)), ROLES, {"fields": fields, **rest}).json


def test_a_change_says_something_and_leaves_the_rest() -> None:
    found = after(
        {
            "Stage": {
                "label": "Stage",
                "members": {"Won": {"color": "#123456"}, "Lost": {"label": "Gone"}},
                "link": "/{{Id}}",
            },
            "Amount": {"format": "#,##0K", "multiplier": 0.001, "hidden": True, "description": "In euro"},
            "Closed": {"format": "dd.MM.yyyy"},
        },
        details=["Closed", "Amount"],
    )
    assert found == {
        "dimensions": [
            {
                "field": "Stage",
                "label": "Stage",
                "mine": 1,
                "members": [{"member": "Won", "x": 2, "color": "#123456"}, {"member": "Lost", "label": "Gone"}],
                "linkTemplate": "/{{Id}}",
                "linkTemplateEnabled": True,
            }
        ],
        "measures": [
            {
                "field": "Amount",
                "format": {"customFormat": '["#,##0K",0.001]', "delimiters": {"decimal": ","}},
                "showInExplorer": False,
                "description": "In euro",
            }
        ],
        "dates": [{"alias": "Closed", "fields": {"fullField": "Closed"}, "format": "dd.MM.yyyy"}],
        "more": [{}],
        "showDetailsDefaultFields": ["Closed", "Amount"],
    }


def test_null_takes_back_what_was_said() -> None:
    found = after({"Stage": {"label": None}, "Amount": {"format": None, "hidden": None}})
    assert "label" not in found["dimensions"][0]
    assert found["measures"] == [{"field": "Amount", "format": {"delimiters": {"decimal": ","}}}]


def test_a_per_cent_multiplies_by_a_hundred_where_nothing_else_is_said() -> None:
    assert changed(None, ROLES, {"fields": {"Amount": {"format": "0%"}}}).measures[0].multiplier == 100


@pytest.mark.parametrize(
    ("wanted", "pointer"),
    [
        ([], "top"),
        ({"more": 1}, "top"),
        ({"fields": []}, "/fields"),
        ({"fields": {"None": {}}}, "/fields"),
        ({"fields": {"Stage": {"format": "0"}}}, "/fields/Stage/format"),
        ({"fields": {"Stage": {"colour": "red"}}}, "/fields/Stage"),
        ({"fields": {"Stage": {"members": {"Won": {"color": "red"}}}}}, "/members/0/color"),
        ({"fields": {"Stage": {"label": 5}}}, "/fields/Stage/label"),
        ({"fields": {"Stage": {"link": "javascript:x"}}}, "linkTemplate"),
        ({"fields": {"Amount": {"link": "/x"}}}, "/fields/Amount/link"),
        ({"fields": {"Amount": {"format": "0", "multiplier": -1}}}, "/fields/Amount/multiplier"),
        ({"fields": {"Amount": {"multiplier": 2}}}, "/fields/Amount/multiplier"),
        ({"fields": {"Closed": {"format": "Q"}}}, "/fields/Closed/format"),
        ({"fields": {"Closed": {"multiplier": 2}}}, "/fields/Closed/multiplier"),
        ({"details": ["None"]}, "/details"),
        ({"details": "Stage"}, "/details"),
    ],
)
def test_a_change_that_is_none_is_refused(wanted: Any, pointer: str) -> None:
    known = read_xmd(copy.deepcopy(KNOWN))
    with pytest.raises(MetadataError, match=pointer):
        changed(known, ROLES, wanted)
    assert known == read_xmd(KNOWN)


texts = st.none() | st.text(min_size=1, max_size=5)
colors = st.none() | st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
members = st.dictionaries(
    st.text(max_size=3), st.fixed_dictionaries({}, optional={"label": texts, "color": colors}), max_size=3
)
common = {"label": texts, "description": texts, "hidden": st.none() | st.booleans()}
wishes = st.fixed_dictionaries(
    {},
    optional={
        "Stage": st.fixed_dictionaries({}, optional={**common, "members": members}),
        "Tags": st.fixed_dictionaries({}, optional={**common, "members": members}),
        "Amount": st.fixed_dictionaries({}, optional={**common, "format": texts}),
        "Closed": st.fixed_dictionaries({}, optional={**common, "format": st.sampled_from([None, "yyyy", "d.M.yy"])}),
    },
)


@given(st.lists(wishes, max_size=3))
def test_changes_say_what_they_said_and_a_second_time_nothing_new(several: list[Any]) -> None:
    known: Xmd | None = read_xmd(copy.deepcopy(KNOWN))
    for fields in several:
        made = changed(known, ROLES, {"fields": fields})
        assert changed(made, ROLES, {"fields": fields}) == made
        known = made
        said = {each.field: each for each in (*made.dimensions, *made.measures, *made.dates)}
        for name, wish in fields.items():
            for key in ("label", "description", "hidden"):
                assert key not in wish or getattr(said[name], key) == wish[key]
    assert known is not None
    assert known.json["more"] == KNOWN["more"]
    assert known.json["dimensions"][0]["mine"] == 1  # type: ignore[index,call-overload]
