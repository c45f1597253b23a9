"""Lenses in the browser: from clicks to JSON, and back."""

from typing import Any

import pytest

FIELDS = [
    {"name": "Stage", "label": "Stage", "role": "dimension", "distinct": 7},
    {"name": "Amount", "label": "Amount", "role": "measure", "distinct": None},
    {"name": "CloseDate", "label": "Close date", "role": "date", "distinct": None},
]


def lens(**more: Any) -> dict[str, Any]:
    plain = {
        "dataset": "deals",
        "label": "",
        "measures": [{"fn": "sum", "field": "Amount"}],
        "groups": [{"field": "Stage", "period": None}],
        "filters": [],
        "sort": None,
        "limit": 100,
        "chart": "auto",
    }
    return {**plain, **more}


def filtered(field: str, kind: str, operator: str, *values: Any) -> dict[str, Any]:
    return {"field": field, "kind": kind, "operator": operator, "values": list(values)}


def test_a_lens_is_a_step_and_a_widget(module: Any) -> None:
    assert module("lens.js", "toDocument", lens()) == {
        "label": "Sum of Amount by Stage",
        "step": {
            "type": "aggregateflex",
            "datasets": [{"name": "deals"}],
            "query": {
                "measures": [["sum", "Amount"]],
                "groups": ["Stage"],
                "filters": [],
                "order": [["sum_Amount", {"ascending": False, "nulls": "last"}]],
                "limit": 100,
            },
        },
        "widget": {"type": "chart", "parameters": {"visualizationType": "hbar"}},
    }


@pytest.mark.parametrize(
    ("made", "written"),
    [
        (filtered("Stage", "dimension", "in", "Won", None), ["Stage", ["Won", None], "in"]),
        (filtered("Stage", "dimension", "isnull"), ["Stage", [], "isnull"]),
        (filtered("Amount", "measure", ">=", "5"), ["Amount", [5], ">="]),
        (filtered("Amount", "measure", "between", "1", ""), ["Amount", [[1, None]], ">=<="]),
        (
            filtered("CloseDate", "date", "relative", "Last month"),
            ["CloseDate", [[["month", -1], ["month", -1]]], ">=<="],
        ),
        (
            filtered("CloseDate", "date", "between", "2026-01-01", "2026-01-31"),
            ["CloseDate", [[1767225600000, 1769817600000]], ">=<="],
        ),
        (filtered("Stage", "dimension", "in"), None),
        (filtered("Amount", "measure", ">=", ""), None),
    ],
)
def test_a_filter_is_one_of_a_dashboard_or_none_until_it_is_whole(module: Any, made: Any, written: Any) -> None:
    query = module("lens.js", "toDocument", lens(filters=[made]))["step"]["query"]
    assert query["filters"] == ([] if written is None else [written])


@pytest.mark.parametrize(
    "made",
    [
        lens(label="A", chart="hbar"),
        lens(
            label="A",
            chart="time",
            groups=[{"field": "CloseDate", "period": "quarter"}, {"field": "Stage", "period": None}],
        ),
        lens(label="A", chart="number", groups=[], measures=[{"fn": "count", "field": ""}], limit=None),
        lens(
            label="A",
            chart="table",
            measures=[{"fn": "unique", "field": "Stage"}],
            groups=[{"field": "CloseDate", "period": "year"}],
        ),
        lens(label="A", chart="pie", filters=[filtered("Stage", "dimension", "not in", "Won")]),
        lens(label="A", chart="pie", filters=[filtered("CloseDate", "date", "between", "2026-01-01", "")]),
        lens(label="A", chart="pie", filters=[filtered("CloseDate", "date", "relative", "This year")]),
    ],
)
def test_what_is_saved_is_opened_as_it_was(module: Any, made: Any) -> None:
    written = module("lens.js", "toDocument", made)
    again = module("lens.js", "fromDocument", written, FIELDS)
    assert {**again, "sort": None} == {**made, "sort": None}
    assert module("lens.js", "toDocument", again) == written


@pytest.mark.parametrize(
    "query",
    [
        {"measures": [["sum", "Amount", "alias"]]},
        {"groups": ["Gone"]},
        {"filters": [["Gone", [1], "=="]]},
        {"pigql": "q = load"},
        {"measures": [["sum", "Amount"]], "order": [[-1, {}], ["Stage", {}]]},
    ],
)
def test_what_the_explorer_can_not_show_is_no_lens(module: Any, query: Any) -> None:
    written = {"step": {"datasets": [{"name": "deals"}], "query": query}, "widget": {"type": "chart"}}
    assert module("lens.js", "fromDocument", written, FIELDS) is None


def test_a_lens_survives_the_address_and_what_can_not_be_read_is_none(module: Any) -> None:
    made = lens(filters=[filtered("Stage", "dimension", "in", "a & b #1 %")])
    assert module("lens.js", "decodeLens", "#" + module("lens.js", "encodeLens", made)) == made
    for hash_ in ("", "#lens=", "#lens=%7B", "#lens=3", '#lens={"dataset":"a"}', "#page=x"):
        assert module("lens.js", "decodeLens", hash_) is None


@pytest.mark.parametrize(
    ("groups", "chart", "drawn"),
    [
        ([], "auto", "number"),
        (["Stage"], "auto", "hbar"),
        (["Stage", "Stage"], "auto", "stackhbar"),
        (["Stage"], "heatmap", "hbar"),
    ],
)
def test_a_picture_that_does_not_fit_gives_way(module: Any, groups: Any, chart: str, drawn: str) -> None:
    made = lens(groups=[{"field": each, "period": None} for each in groups], chart=chart)
    assert module("lens.js", "chartOfLens", made) == drawn


def test_tokens_put_together_are_the_query(module: Any) -> None:
    text = "q = load \"a\\\"b\"; -- note\nq = filter q by 'x y' >= 1.5; q = foreach q generate sum('x') as 's';"
    found = module("saql_text.js", "tokens", text)
    assert "".join(each["text"] for each in found) == text
    kinds = {each["text"]: each["kind"] for each in found}
    assert (kinds["load"], kinds['"a\\"b"'], kinds["-- note"], kinds["1.5"], kinds["sum"], kinds["'x y'"]) == (
        "keyword",
        "string",
        "comment",
        "number",
        "function",
        "",
    )
