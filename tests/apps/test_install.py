"""Apps are added and removed whole, and leave alone what is somebody else's."""

import datetime as dt
from pathlib import Path

import pytest

import swell
from dashboards.check import check
from dashboards.widgets.number import NO_RESULT
from swell.apps.catalog import app_names
from swell.apps.errors import AppError
from swell.apps.install import add, remove
from swell.apps.overview import overview
from swell.models import kept_models
from swell.models import run as run_models

NOW = dt.datetime.now(dt.UTC)
TOTAL = 'q = load "{0}"; q = group q by all; q = foreach q generate count() as Rows, sum({1}) as Amount;'


def files(folder: Path) -> dict[str, bytes]:
    found = (each for each in sorted(folder.rglob("*")) if each.is_file() and "data" not in each.parts)
    return {str(each.relative_to(folder)): each.read_bytes() for each in found}


def total(workspace: swell.Workspace, dataset: str, field: str) -> tuple[float, float]:
    row = workspace.query(TOTAL.format(dataset, field)).rows()[0]
    return row["Rows"], row["Amount"]


def added(workspace: swell.Workspace, *sources: str) -> list[str]:
    """Add all apps, and return what is said of the sources of each."""
    return [" ".join(add(workspace, name, NOW, sources).sources) for name in app_names()]


def shows(workspace: swell.Workspace, dashboard: str, widget: str) -> str:
    return str(workspace.dashboard(dashboard).widgets(now=NOW)[widget].view["text"])


def test_apps_of_the_demo_have_the_rows_of_the_demo(demo: swell.Workspace) -> None:
    assert {said.split(".")[0] for said in added(demo)} == {"Rows of the demo"}

    assert total(demo, "crm_deals", "Amount") == total(demo, "opportunities", "Amount")
    assert total(demo, "crm_cases", "Satisfaction") == total(demo, "cases", "CSAT")
    assert {each.state for each in overview(demo)} == {"installed"}


def test_apps_of_two_crms_have_the_rows_of_both(crms: swell.Workspace) -> None:
    assert {said.split(".")[0] for said in added(crms)} == {"Rows of Salesforce (acme) and HubSpot"}

    salesforce, hubspot = total(crms, "opportunity", "Amount"), total(crms, "hs_deal", "amount")
    rows, amount = total(crms, "crm_deals", "Amount")
    assert rows == salesforce[0] + hubspot[0]
    assert amount == pytest.approx(salesforce[1] + hubspot[1])


@pytest.mark.parametrize("place", ["demo", "crms"])
def test_dashboards_are_without_mistakes_and_problems(place: str, request: pytest.FixtureRequest) -> None:
    workspace = request.getfixturevalue(place)
    added(workspace)

    for file in sorted((workspace.folder / "dashboards").glob("app_*.json")):
        assert check(file, workspace.session, NOW) == []
        widgets = workspace.dashboard(file.stem).widgets(now=NOW)
        assert {name: each.problem for name, each in widgets.items() if each.problem} == {}


def test_what_a_source_lacks_is_said_and_shown_as_nothing(crms: swell.Workspace) -> None:
    said = " ".join(add(crms, "service", NOW, ["hubspot"]).sources)

    assert "HubSpot has no escalated, first response (hours) or satisfaction (1 to 5) of cases." in said
    assert said in shows_text(crms, "app_service", "about_1")
    unknown = [shows(crms, "app_service", each) for each in ("csat_1", "rated_1", "escalated_1", "response_1")]
    assert set(unknown) == {NO_RESULT}
    assert shows(crms, "app_service", "cases_1") != NO_RESULT


def shows_text(workspace: swell.Workspace, dashboard: str, widget: str) -> str:
    return str(workspace.dashboard(dashboard).widgets(now=NOW)[widget].view)


def test_other_sources_hold_for_all_apps(crms: swell.Workspace) -> None:
    add(crms, "sales", NOW, ["hubspot"])
    assert total(crms, "crm_deals", "Amount") == total(crms, "hs_deal", "amount")

    add(crms, "service", NOW, ["salesforce"])
    add(crms, "sales", NOW)
    assert total(crms, "crm_deals", "Amount") == total(crms, "opportunity", "Amount")


def test_adding_again_changes_nothing(demo: swell.Workspace) -> None:
    added(demo)
    before = files(demo.folder)
    again = add(demo, "sales", NOW)

    assert (again.change.written, again.change.removed, again.change.kept) == ({}, (), ())
    assert {each.state for each in again.made} == {"fresh"}
    assert files(demo.folder) == before


def test_a_file_that_somebody_changed_stays(demo: swell.Workspace) -> None:
    add(demo, "sales", NOW)
    mine = demo.folder / "recipes/crm_deals.saql"
    mine.write_text(mine.read_text("utf-8") + "-- Mine.\n", "utf-8")
    text = mine.read_text("utf-8")
    (demo.folder / "recipes/crm_leads.toml").unlink()

    done = add(demo, "sales", NOW)
    assert done.change.kept == ("recipes/crm_deals.saql",)
    assert list(done.change.written) == ["recipes/crm_leads.toml"]
    assert next(each for each in overview(demo) if each.app.name == "sales").changed == ("recipes/crm_deals.saql",)

    gone = remove(demo, "sales")
    assert gone.change.kept == ("recipes/crm_deals.saql",)
    assert "crm_deals" not in gone.datasets
    assert mine.read_text("utf-8") == text


@pytest.mark.parametrize("place", ["demo", "crms"])
def test_what_a_model_makes_is_shown_once_it_is_there(place: str, request: pytest.FixtureRequest) -> None:
    workspace = request.getfixturevalue(place)
    before, datasets = files(workspace.folder), workspace.store.names()
    first = add(workspace, "customers", NOW)
    assert "models/customers_rfm.json" in first.change.written
    assert "dashboards/app_customers_rfm.json" not in first.change.written

    assert [each.error for each in run_models(workspace, NOW, ["customers_rfm"])] == [None]
    assert next(each for each in overview(workspace) if each.app.name == "customers").state == "older"
    again = add(workspace, "customers", NOW)
    assert list(again.change.written) == ["dashboards/app_customers_rfm.json", "metadata/customers_rfm.json"]
    assert check(workspace.folder / "dashboards/app_customers_rfm.json", workspace.session, NOW) == []
    assert shows(workspace, "app_customers_rfm", "customers_1") != NO_RESULT

    remove(workspace, "customers")
    assert (files(workspace.folder), workspace.store.names()) == (before, datasets)


def test_removing_leaves_what_was_there_before(demo: swell.Workspace) -> None:
    before, datasets = files(demo.folder), demo.store.names()
    added(demo)
    for name in app_names():
        remove(demo, name)

    assert files(demo.folder) == before
    assert demo.store.names() == datasets


def test_what_another_app_needs_stays(demo: swell.Workspace) -> None:
    add(demo, "sales", NOW)
    alone = files(demo.folder)
    add(demo, "service", NOW)
    remove(demo, "service")

    assert files(demo.folder) == alone
    assert "crm_cases" not in demo.store
    with pytest.raises(AppError, match="'service' is not installed"):
        remove(demo, "service")


def test_files_of_others_are_not_written_over(demo: swell.Workspace) -> None:
    (demo.folder / "recipes").mkdir()
    (demo.folder / "recipes/crm_deals.saql").write_text('q = load "opportunities";', "utf-8")
    before = files(demo.folder)

    with pytest.raises(AppError, match=r"already files of these names: recipes/crm_deals\.saql"):
        add(demo, "sales", NOW)
    assert files(demo.folder) == before


def test_where_the_disk_refuses_all_is_as_before(demo: swell.Workspace) -> None:
    (demo.folder / "recipes/crm_people.saql").mkdir(parents=True)
    before, datasets = files(demo.folder), demo.store.names()

    with pytest.raises(AppError, match=r"crm_people\.saql.* can't be written"):
        add(demo, "sales", NOW)
    assert files(demo.folder) == before
    assert demo.store.names() == datasets


def test_a_dataset_of_somebody_else_is_not_replaced(demo: swell.Workspace) -> None:
    demo.write("crm_deals", demo.query('q = load "users"; q = foreach q generate Id;').table)
    before, datasets = files(demo.folder), demo.store.names()

    with pytest.raises(AppError, match="'crm_deals' can't be made"):
        add(demo, "sales", NOW)
    assert files(demo.folder) == before
    assert demo.store.names() == datasets


def test_a_field_that_a_crm_hides_is_named(demo: swell.Workspace) -> None:
    demo.write("opportunities", demo.query('q = load "opportunities"; q = foreach q generate Id, Amount;').table)
    before = files(demo.folder)

    with pytest.raises(AppError, match=r"'crm_deals' can't be made of the demo: 'demo' has no field 'Name'"):
        add(demo, "sales", NOW)
    assert files(demo.folder) == before


def test_what_is_missing_is_named_with_what_to_do(crms: swell.Workspace, tmp_path: Path) -> None:
    crms.store.delete("lead")
    with pytest.raises(AppError) as raised:
        add(crms, "sales", NOW, ["acme"])
    assert "there is no dataset 'lead'" in raised.value.message
    assert "swell sync acme" in str(raised.value.hint)
    assert "HubSpot" in " ".join(add(crms, "sales", NOW).sources)

    (tmp_path / "empty").mkdir()
    (tmp_path / "empty/swell.toml").write_text("", "utf-8")
    with pytest.raises(AppError, match="No source has the datasets"):
        add(swell.open(tmp_path / "empty"), "sales", NOW)


def test_names_that_are_not_there_are_said(demo: swell.Workspace) -> None:
    with pytest.raises(AppError, match="no app 'sale'"):
        add(demo, "sale", NOW)
    with pytest.raises(AppError, match="no source 'hubspot'"):
        add(demo, "sales", NOW, ["hubspot"])


def test_an_app_that_was_removed_leaves_nothing_of_what_its_models_learnt(demo: swell.Workspace) -> None:
    add(demo, "customers", NOW)
    run_models(demo, NOW, ["customers_rfm"])
    kept = kept_models(demo)
    assert kept.versions("customers_rfm") == [1]
    remove(demo, "customers")

    assert not list(kept.folder.glob("customers_*"))
    assert not (demo.folder / "apps").exists()
