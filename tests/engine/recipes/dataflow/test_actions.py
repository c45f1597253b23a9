"""What each action becomes in SAQL."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.recipes.dataflow import dataflow_files, read_dataflows, recipe_of
from saql.types import Type

from .flow_of import DEALS, Datasets, Json, converted, digest, node, register, text_of

DEAL = digest("Deal", "Id", "AccountId", "Amount", "CloseDate", "CreatedDate", "Stage")
ACCOUNT = digest("Account", "Id", "Name", "Size", "Since")
LOADED = 'D = load "crm.Deal"; D = foreach D generate Id, AccountId, Amount, CloseDate, CreatedDate, Stage;'


def after_deals(action: Json, **others: Json) -> str:
    """Return what follows the digest of deals in the recipe of a node over them."""
    text = text_of({"D": DEAL, **others, "X": action, "R": register("X")})
    assert text.startswith(LOADED), text
    return text.removeprefix(LOADED).strip()


@pytest.mark.parametrize(
    ("condition", "written"),
    [
        ("Stage = 'Won'", 'Stage == "Won"'),
        ("stage != 'Won'", '(Stage != "Won" || Stage is null)'),
        ("Amount >= 10.5 and Stage like '%on'", 'Amount >= 10.5 && lower(Stage) like "%on"'),
        ("Stage LIKE '%won%'", 'Stage matches "won"'),
        ("Stage in ('Won', 'O\\'Neil') OR Amount = null", 'Stage in ["Won", "O\'Neil"] || Amount is null'),
        ("NOT (Stage = null)", "!(Stage is null)"),
        ("(Amount > 1 OR Amount < 0) AND Id != null", "(Amount > 1 || Amount < 0) && Id is not null"),
        ("CloseDate = THIS_YEAR", 'CloseDate in ["current year".."current year"]'),
        ("CreatedDate >= LAST_N_DAYS:30", 'CreatedDate in ["30 days ago"..]'),
        ("CloseDate > 2026-01-31", 'CloseDate > "2026-01-31"'),
        ("CALENDAR_YEAR(CloseDate) >= 2025", "year(CloseDate) >= 2025"),
        ("Tags INCLUDES ('a', 'b')", 'Tags in ["a", "b"]'),
        ("WHERE Stage NOT IN ('Lost')", '(Stage not in ["Lost"] || Stage is null)'),
    ],
)
def test_conditions_of_soql(condition: str, written: str) -> None:
    flow = {"D": digest("Deal", "Id", complexFilterConditions=condition), "R": register("D")}
    assert text_of(flow) == f'D = load "crm.Deal"; D = filter D by {written}; D = foreach D generate Id;'


def test_structured_conditions() -> None:
    conditions = [
        {"field": "Stage", "operator": "IN", "value": ["Won", "Lost"]},
        {"operator": "OR", "conditions": [
            {"field": "Amount", "operator": ">", "value": 5},
            {"field": "CloseDate", "operator": "=", "value": "LAST_MONTH", "isQuoted": True},
        ]},
    ]  # fmt: skip
    flow = {"D": digest("Deal", "Id", filterConditions=conditions), "R": register("D")}
    wanted = 'Stage in ["Won", "Lost"] && (Amount > 5 || CloseDate in ["1 month ago".."1 month ago"])'
    assert f"filter D by {wanted};" in text_of(flow)


def test_a_digest_says_what_its_dataset_lacks() -> None:
    found = converted({"D": digest("Deal", "id", "Missing", "MissingDate"), "R": register("D")})
    assert "generate Id as id, null as Missing, toDate(null) as MissingDate" in " ".join(found.recipes[0].text.split())
    assert [each.pointer for each in found.remarks] == ["/D/parameters/fields/1", "/D/parameters/fields/2"]


def test_a_digest_finds_the_connection_that_has_its_object() -> None:
    two = Datasets(b__Deal={"Id": Type.TEXT}, a__Deal={"Id": Type.TEXT})
    flow = {"D": digest("Deal", "Id"), "R": register("D")}
    assert 'load "a.Deal"' in text_of(flow, two)
    assert "'b.Deal' holds it too" in str(converted(flow, two).remarks[0])
    assert 'load "b.Deal"' in converted(flow, two, connection="b").recipes[0].text
    named = {"D": {**digest("Deal", "Id", connectionName="b"), "action": "digest"}, "R": register("D")}
    assert 'load "b.Deal"' in text_of(named, two)


def test_without_the_dataset_types_are_guessed() -> None:
    found = converted({"D": digest("Lead", "Id", "AnnualRevenue", "CreatedDate", "IsConverted"), "R": register("D")})
    kinds = [each.type for each in found.recipes[0].columns]
    assert kinds == [Type.TEXT, Type.NUMBER, Type.DATE, Type.TEXT]
    assert "There is no dataset 'salesforce.Lead' yet" in str(found.remarks[0])


def test_fields_of_an_edgemart_that_is_not_there_are_those_that_are_named() -> None:
    flow = {
        "E": node("edgemart", alias="quota"),
        "C": node("computeExpression", source="E", computedFields=[
            {"name": "Half", "type": "Numeric", "saqlExpression": "QuotaAmount / 2"}]),
        "R": register("C"),
    }  # fmt: skip
    assert text_of(flow).startswith('E = load "quota"; E = foreach E generate QuotaAmount;')


def test_lookups_of_all_matches_sum_and_collect() -> None:
    action = node(
        "augment",
        left="A", left_key="Id", right="D", right_key="AccountId",
        relationship="Deals", right_select=["Amount", "Stage", "CloseDate"], operation="LookupMultiValue",
    )  # fmt: skip
    text = text_of({"D": DEAL, "A": ACCOUNT, "X": action, "R": register("X")})
    wanted = (
        "sum(D.Amount) as 'Deals.Amount', collect(D.Stage) as 'Deals.Stage', first(D.CloseDate) as 'Deals.CloseDate'"
    )
    assert wanted in text


def test_parts_of_dates_are_keys_and_fields() -> None:
    action = node(
        "augment",
        left="D", left_key="CloseDate_Year", right="A", right_key="Since_Year",
        relationship="A", right_select=["Since_sec_epoch", "Name"],
    )  # fmt: skip
    text = after_deals(action, A=ACCOUNT)
    assert 'augment D by date_to_string(CloseDate, "yyyy"), A by date_to_string(Since, "yyyy")' in text
    assert "date_to_epoch(A.Since) as 'A.Since_sec_epoch'" in text


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ({"filter": "Stage:EQ:Won"}, 'Stage == "Won"'),
        ({"filter": "Stage:EQ:Won|Lost,Amount:R:10:20"}, 'Stage in ["Won", "Lost"] && Amount >= 10 && Amount <= 20'),
        ({"filter": "Stage:N:Won|Lost"}, 'Stage not in ["Won", "Lost"]'),
        ({"filter": "Amount:R::20"}, "Amount <= 20"),
        ({"filter": "CloseDate:R:2026-01-31"}, 'CloseDate >= "2026-01-31"'),
        ({"filter": "CloseDate_Year:EQ:2026"}, 'date_to_string(CloseDate, "yyyy") == "2026"'),
        ({"filter": "Stage:EQ:a\\|b"}, 'Stage == "a|b"'),
        (
            {"saqlFilter": "Amount > 5 && 'CloseDate_Month' == \"05\""},
            'Amount > 5 && date_to_string(CloseDate, "MM") == "05"',
        ),
        (
            {"saqlFilter": 'date(CloseDate_Year, CloseDate_Month, CloseDate_Day) in ["1 year ago"..]'},
            'CloseDate in ["1 year ago"..]',
        ),
    ],
)  # fmt: skip
def test_filters(said: Json, written: str) -> None:
    assert after_deals(node("filter", source="D", **said)) == f"X = filter D by {written};"


def computed(**said: Any) -> str:
    """Return the expression of one computed field."""
    text = after_deals(node("computeExpression", source="D", computedFields=[{"name": "New", **said}]))
    return text.removeprefix(
        "X = foreach D generate Id, AccountId, Amount, CloseDate, CreatedDate, Stage, "
    ).removesuffix(" as New;")


@pytest.mark.parametrize(
    ("kind", "expression", "written"),
    [
        ("Text", "Stage", "Stage"),
        ("Text", "Amount", 'number_to_string(Amount, "0.######")'),
        ("Text", "Amount > 5", 'case when Amount > 5 then "true" else "false" end'),
        ("Numeric", "Stage", "(Stage) * 1"),
        ("Numeric", "null", "null + 0"),
        ("Numeric", "daysBetween(toDate(CreatedDate_sec_epoch), now())", "daysBetween(CreatedDate, now())"),
        ("Numeric", "CloseDate_day_epoch % 7", "epochDay(CloseDate) % 7"),
        ("Date", "'CloseDate'", "'CloseDate'"),
        ("Date", "toDate('CloseDate', \"yyyy-MM-dd\")", "CloseDate"),
        ("Date", "CreatedDate_sec_epoch", "toDate(date_to_epoch(CreatedDate))"),
        ("Text", "&quot;Event&quot;", '"Event"'),
        ("text", "'CreatedDate' + \"-\" + 'Id';", "'CreatedDate' + \"-\" + 'Id'"),
    ],
)
def test_expressions_have_the_type_of_their_field(kind: str, expression: str, written: str) -> None:
    assert computed(type=kind, saqlExpression=expression) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ({"type": "Numeric", "saqlExpression": "Amount / 3", "scale": 2}, "round(Amount / 3, 2)"),
        ({"type": "Numeric", "saqlExpression": "Amount", "defaultValue": "0"}, "coalesce(Amount, 0)"),
        ({"type": "Text", "saqlExpression": "Stage", "defaultValue": '"none"'}, 'coalesce(Stage, "none")'),
        ({"type": "Text", "saqlExpression": "Stage", "defaultValue": "'Id'"}, "coalesce(Stage, 'Id')"),
        ({"type": "Date", "saqlExpression": "Stage", "format": "dd.MM.yyyy"}, 'toDate(Stage, "dd.MM.yyyy")'),
    ],
)
def test_defaults_scales_and_formats(said: Json, written: str) -> None:
    assert computed(**said) == written


def test_an_expression_that_replaces_a_field_is_used_by_the_next() -> None:
    fields = [
        {"name": "Stage", "type": "Text", "saqlExpression": '"new"'},
        {"name": "Copy", "type": "Text", "saqlExpression": "Stage"},
    ]
    text = after_deals(node("computeExpression", source="D", computedFields=fields, mergeWithSource=False))
    first, second, last = text.split("; ")
    assert first.endswith('"new" as Stage')
    assert second.endswith("Stage, Stage as Copy")
    assert last == "X = foreach X generate Stage, Copy;"


def test_an_update_takes_values_where_the_key_is_found() -> None:
    action = node("update", left="D", right="A", left_key="AccountId", right_key="Id", update_columns={"Stage": "Name"})
    text = after_deals(action, A=ACCOUNT)
    assert "case when 'swell found' == 1 then 'new Stage' else Stage end as Stage;" in text


def test_what_leads_to_no_dataset_is_left_out_and_said() -> None:
    flow = {"D": DEAL, "A": ACCOUNT, "X": node("export", source="A"), "R": register("D")}
    found = converted(flow)
    assert "crm.Account" not in found.recipes[0].text
    said = {each.pointer: each.message for each in found.remarks}
    assert "No dataset is made" in said["/A/parameters"]
    assert any("Einstein Discovery" in str(each) for each in found.remarks)


def test_a_dataset_registered_as_it_was_loaded_is_not_made() -> None:
    assert converted({"E": node("edgemart", alias="made"), "R": register("E")}).recipes == ()


def test_a_recipe_that_can_not_be_written_leaves_the_others() -> None:
    wrong = node(
        "computeExpression", source="D", computedFields=[{"name": "N", "type": "Text", "saqlExpression": "Nothing"}]
    )
    found = converted({"D": DEAL, "X": wrong, "R": register("D"), "S": register("X", alias="broken")})
    assert [(each.dataset, bool(each.text)) for each in found.recipes] == [("made", True), ("broken", False)]
    (finding,) = found.wrong
    assert finding.pointer == "/X/parameters/computedFields/0/saqlExpression"
    assert "no field Nothing" in finding.message


def test_labels_predicates_and_fiscal_years_go_along() -> None:
    deal = node("sfdcDigest", object="Deal", fields=[
        {"name": "Id", "label": "Deal"},
        {"name": "CloseDate", "fiscalMonthOffset": 3, "firstDayOfWeek": 1},
    ])  # fmt: skip
    deal["schema"] = {"objects": [{"fields": [{"name": "CloseDate", "label": "Closed on", "isSystemField": True}]}]}
    flow = {"D": deal, "R": register("D", rowLevelSecurityFilter="'Id' == \"$User.Id\"")}
    (recipe,) = converted(flow).recipes
    assert [(each.name, each.label, each.hidden) for each in recipe.columns] == [
        ("Id", "Deal", False),
        ("CloseDate", "Closed on", True),
    ]
    assert recipe.columns[1].calendar.fiscal_month_offset == 3
    assert recipe.predicate == "'Id' == \"$User.Id\""


def test_the_catalog_of_these_tests_has_parts_of_dates() -> None:
    schema = DEALS.schema("crm.Deal")
    assert schema is not None
    assert "CloseDate_Year" in schema


def test_a_dataset_that_is_read_to_be_added_to_is_no_recipe() -> None:
    flow = {
        "Before": node("edgemart", alias="made"),
        "D": DEAL,
        "X": node("append", sources=["Before", "D"], enableDisjointedSchemaMerge=True),
        "R": register("X"),
    }
    (found,) = converted(flow).recipes
    assert found.reads_itself
    assert "a recipe does not load its own" in str(recipe_of(found, "flow").problem)


def test_a_dataflow_over_an_object_that_is_not_synced_says_so(tmp_path: Path) -> None:
    (tmp_path / "flow.json").write_text(json.dumps({"D": digest("Lead", "Id"), "R": register("D")}))
    ((recipe,),) = [each.recipes for each in read_dataflows(dataflow_files(tmp_path), DEALS)]
    assert "reads what no connection has synced: Lead" in str(recipe.problem)


@pytest.mark.parametrize(
    ("expression", "more", "written"),
    [
        ("previous(Amount)", {}, "lag(Amount) over ({})"),
        ("Amount - coalesce(next('Amount'), 0)", {}, "Amount - coalesce(lead(Amount) over ({}), 0)"),
        ("previous(Stage)", {"default": "none", "type": "Text"}, 'coalesce(lag(Stage) over ({}), "none")'),
        ("first('CloseDate_sec_epoch')", {}, "first_value(date_to_epoch(CloseDate)) over ({})"),
        (
            "daysBetween(previous(CloseDate), current(CloseDate))",
            {},
            "daysBetween(lag(CloseDate) over ({}), CloseDate)",
        ),
        ("case when previous('New') > 0 then previous('New') + 1 else 1 end", {}, "ntile(1000000000) over ({})"),
        ("previous(New)+1", {"default": "0"}, "ntile(1000000000) over ({}) - 1 + 0"),
    ],
)
def test_values_of_other_rows(expression: str, more: Json, written: str) -> None:
    inner = {"saqlExpression": expression, "type": "Numeric", **more}
    field = {"name": "New", "expression": inner}
    order = [{"name": "CloseDate", "direction": "desc"}]
    text = after_deals(node("computeRelative", source="D", computedFields=[field], partitionBy="Stage", orderBy=order))
    found = text.removeprefix("X = foreach D generate Id, AccountId, Amount, CloseDate, CreatedDate, Stage, ")
    frame = "[..] partition by Stage order by CloseDate desc"
    assert found.replace("( ", "(").replace(" )", ")") == written.format(frame) + " as New;"


def test_a_value_that_is_made_of_its_own_in_another_row_is_named() -> None:
    inner = {"saqlExpression": "coalesce(previous('New'), Stage)", "type": "Text"}
    field = {"name": "New", "expression": inner}
    flow = {
        "D": DEAL,
        "X": node("computeRelative", source="D", computedFields=[field], partitionBy="Stage", orderBy="Id"),
        "R": register("X"),
    }
    (finding,) = converted(flow).wrong
    assert "'New' is computed of its own value in another row" in finding.message
