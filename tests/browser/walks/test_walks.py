"""Every example dashboard, walked as a person does; what it shows is reckoned again from the rows by pandas."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime

import pandas as pd
import pytest

from .walker import Walker

pytestmark = pytest.mark.browser

Walk = Callable[..., Walker]
Rows = Mapping[str, pd.DataFrame]

YEAR, QUARTER, END = datetime(2026, 1, 1), datetime(2026, 10, 1), datetime(2027, 1, 1)
NOTHING = "\N{EN DASH}"
DAYS_90 = datetime(2026, 8, 24)
"""Of the last 90 days, with today the first one."""


def where(frame: pd.DataFrame, **values: object) -> pd.DataFrame:
    """The rows that have these values; `Account__Region` stands for `Account.Region`."""
    for name, value in values.items():
        frame = frame[frame[name.replace("__", ".")] == value]
    return frame


def between(frame: pd.DataFrame, column: str, first: datetime, end: datetime) -> pd.DataFrame:
    return frame[(frame[column] >= first) & (frame[column] < end)]


def dollars(value: float) -> str:
    return f"${math.floor(value + 0.5):,}"


def share(part: pd.Series) -> str:
    """How many of a hundred are true."""
    return text(round(100 * part.mean(), 1))


def text(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def test_sales_pipeline_by_stage_and_by_regions(walk: Walk, rows: Rows) -> None:
    deals = rows["opportunities"]
    pipeline = where(deals, IsClosed="false")
    won = between(where(deals, IsWon="true"), "CloseDate", QUARTER, END)
    at = walk("sales_pipeline")
    at.shows("open_1", dollars(pipeline.Amount.sum()))
    at.shows("won_1", dollars(won.Amount.sum()))

    at.click_mark("stages_1", {"StageName": "Proposal"})
    at.shows("open_1", dollars(where(pipeline, StageName="Proposal").Amount.sum()))
    at.shows("won_1", NOTHING)  # no deal that is won is in this stage

    at.clear_all()
    at.choose("Region", "Central Europe", "Asia Pacific")
    chosen = deals[deals["Account.Region"].isin(["Central Europe", "Asia Pacific"])]
    at.shows("open_1", dollars(where(chosen, IsClosed="false").Amount.sum()))
    at.follow("Team")
    at.shows("open_1", dollars(where(chosen, IsClosed="false").Amount.sum()))
    year = between(where(chosen, IsWon="true"), "CloseDate", YEAR, END)
    best = year.groupby("Owner.Name").Amount.sum().nlargest(15)
    assert [line[0] for line in at.table("reps_1")] == list(best.index)
    assert [line[1] for line in at.table("reps_1")] == [dollars(each) for each in best]


def test_service_by_segment_and_status(walk: Walk, rows: Rows) -> None:
    cases = rows["cases"]
    at = walk("service")
    at.shows("open_1", text(len(where(cases, IsClosed="false"))))
    at.choose("Segment", "Small Business")
    small = where(cases, Account__Segment="Small Business")
    at.shows("open_1", text(len(where(small, IsClosed="false"))))
    new = small[small.CreatedDate >= DAYS_90]
    at.shows("new_1", text(len(new)))
    status = str(where(small, IsClosed="false").Status.mode()[0])
    at.click_mark("status_1", {"Status": status})
    at.shows("open_1", text(len(where(small, Status=status, IsClosed="false"))))
    at.clear_all()
    at.follow("Feedback")
    scored = between(cases, "CreatedDate", YEAR, END).groupby("Owner.Name").CSAT.mean()
    assert at.table("agents_1")[0][0] == scored.idxmax()


def test_marketing_by_rating_and_region(walk: Walk, rows: Rows) -> None:
    leads = rows["leads"]
    campaigns = between(rows["campaigns"], "StartDate", YEAR, END)
    year = between(leads, "CreatedDate", YEAR, END)
    at = walk("marketing")
    at.shows("cost_1", dollars(campaigns.ActualCost.sum()))
    at.click_mark("rating_1", {"Rating": "Hot"})
    at.shows("leads_1", text(len(between(where(leads, Rating="Hot"), "CreatedDate", QUARTER, END))))
    at.shows("conversion_1", share(where(year, Rating="Hot").IsConverted == "true"))
    at.choose("Region", "North America")
    hot = where(year, Rating="Hot", Region="North America")
    at.shows("conversion_1", share(hot.IsConverted == "true"))
    by_source = hot.groupby("LeadSource").size()
    assert {line[0]: line[1] for line in at.table("sources_1") if line[0] != NOTHING} == {
        name: text(count) for name, count in by_source.items()
    }


def test_forecast_by_category_and_on_its_second_page(walk: Walk, rows: Rows) -> None:
    deals = rows["opportunities"]
    due = between(where(deals, IsClosed="false"), "CloseDate", QUARTER, END)
    at = walk("forecast")
    at.shows("commit_1", dollars(where(due, ForecastCategory="Commit").Amount.sum()))
    at.click_mark("build_1", {"ForecastCategory": "Best Case"})
    at.shows("pushed_1", text(len(where(due, ForecastCategory="Best Case"))))
    at.shows("expected_1", dollars(where(due, ForecastCategory="Best Case").ExpectedRevenue.sum()))
    at.follow("Outlook")
    best = where(deals, IsClosed="false", ForecastCategory="Best Case")
    months = best.groupby(best.CloseDate.dt.strftime("%Y-%m")).ExpectedRevenue.sum()
    assert at.table("due_1") == [[month, dollars(value)] for month, value in months.items()]


def test_pipeline_flow_by_stage_and_segment(walk: Walk, rows: Rows) -> None:
    moves = rows["stage_history"]
    at = walk("pipeline_flow")
    at.shows("moves_1", text(len(moves)))
    at.click_mark("entered_1", {"StageName": "Negotiation"})
    at.shows("moves_1", text(len(where(moves, StageName="Negotiation"))))
    at.clear_all()
    at.choose("Segment", "Small Business")
    small = where(moves, Account__Segment="Small Business")
    at.shows("wins_1", text(len(where(small, StageName="Closed Won"))))
    at.follow("Time")
    at.shows("lost_1", text(len(where(small, StageName="Closed Lost"))))
    pipeline = where(rows["opportunities"], IsClosed="false", Account__Segment="Small Business")
    counts = pipeline.groupby(["Type", "StageName"]).size()
    assert {(line[0], line[1]): line[2] for line in at.table("types_1")} == {
        each: text(count) for each, count in counts.items()
    }


def test_territories_by_country_on_the_map(walk: Walk, rows: Rows) -> None:
    deals = rows["opportunities"]
    at = walk("territories")
    at.click_mark("open_map_1", {"Account.Country": "Canada"})
    won = between(where(deals, IsWon="true", Account__Country="Canada"), "CloseDate", YEAR, END)
    sums = won.groupby("Account.Segment").Amount.sum()
    assert {line[1]: line[2] for line in at.table("dots_1")} == {name: dollars(value) for name, value in sums.items()}
    assert {line[0] for line in at.table("dots_1")} == {"North America"}
    at.clear_all()
    at.click_mark("tree_1", {"Account.Region": "Central Europe", "Account.Country": "Germany"})
    pipeline = where(deals, IsClosed="false", Account__Country="Germany")
    assert at.table("open_map_1") == [["Germany", dollars(pipeline.Amount.sum())]]


def test_activities_of_one_day(walk: Walk, rows: Rows) -> None:
    acts = rows["activities"]
    at = walk("activities")
    at.shows("all_1", text(len(acts)))
    day = datetime(2026, 10, 9)
    at.click_mark("days_1", {"ActivityDate_Year~~~ActivityDate_Month~~~ActivityDate_Day": "2026~~~10~~~09"})
    of_day = where(acts, ActivityDate=day)
    at.shows("all_1", text(len(of_day)))
    at.click_mark("types_1", {"Account.Region": "North America", "Type": "Email"})
    at.shows("all_1", text(len(where(of_day, Account__Region="North America", Type="Email"))))


def test_customers_by_product_and_by_name(walk: Walk, rows: Rows) -> None:
    lines = where(rows["line_items"], Opportunity__IsWon="true")
    at = walk("customers")
    assert at.total("products_1")[1] == dollars(lines.TotalPrice.sum())
    at.click_row("products_1", "Data Hub")
    hub = where(lines, Product2__Name="Data Hub")
    families = hub.groupby(["Product2.Family", "Account.Region"]).TotalPrice.sum().unstack()
    family = families.index[0]
    assert at.table("families_1") == [[family, *map(dollars, families.loc[family]), dollars(hub.TotalPrice.sum())]]
    best = hub.groupby("Account.Name").TotalPrice.sum().nlargest(8)
    assert at.cards("cards_1") == list(best.index)

    at.page.get_by_role("option", name=best.index[0]).click()
    at.settle()
    assert at.total("products_1")[1] == dollars(where(lines, Account__Name=best.index[0]).TotalPrice.sum())

    at.clear_all()
    at.choose("Region", "Asia Pacific")  # of what was sold; accounts are linked to it
    kinds = where(rows["accounts"], Region="Asia Pacific").groupby(["Segment", "Type"]).size()
    assert {(line[0], line[1]): line[2] for line in at.table("kinds_1")} == {
        each: text(count) for each, count in kinds.items()
    }


def test_deal_finder_by_every_kind_of_filter(walk: Walk, rows: Rows) -> None:
    pipeline = where(rows["opportunities"], IsClosed="false")
    at = walk("deal_finder")
    at.shows("count_1", text(len(pipeline)))
    at.page.locator("[data-widget=stage_1]").get_by_role("checkbox", name="Proposal").click()
    proposals = where(pipeline, StageName="Proposal")
    at.shows("count_1", text(len(proposals)))

    at.page.get_by_role("slider", name="Share to expect, %").press("ArrowRight")
    at.shows("share_1", text(proposals.ExpectedRevenue.sum() * 1.05))

    at.page.get_by_role("button", name="Close date: ").click()
    at.page.get_by_role("button", name="Presets").click()
    at.page.get_by_role("radio", name="Current month", exact=True).click()
    november = between(proposals, "CloseDate", datetime(2026, 11, 1), datetime(2026, 12, 1))
    at.shows("count_1", text(len(november)))

    at.page.locator("[data-widget=bar_1]").get_by_role("button", name="Region: ").click()
    at.page.get_by_role("checkbox", name="North America").check()
    at.page.get_by_role("button", name="Apply").click()
    found = where(november, Account__Region="North America")
    at.shows("count_1", text(len(found)))
    largest = found.sort_values("Amount", ascending=False)
    assert [line[4] for line in at.table("found_1")] == [dollars(each) for each in largest.Amount.head(25)]


def test_service_quality_by_origin(walk: Walk, rows: Rows) -> None:
    cases = rows["cases"]
    at = walk("service_quality")
    assert at.table("content_1") == [[text(round(cases.CSAT.mean(), 1))]]
    at.click_mark("origins_1", {"Origin": "Phone"})
    phone = where(cases, Origin="Phone")
    assert at.table("content_1") == [[text(round(phone.CSAT.mean(), 1))]]
    counts = phone.groupby("Product2.Family").size()
    assert {line[0]: line[-1] for line in at.table("effort_1")} == {name: text(count) for name, count in counts.items()}


def test_widget_sales_by_division(walk: Walk, widget_sales: tuple[str, pd.DataFrame]) -> None:
    address, sales = widget_sales

    def plain(value: float) -> str:
        return f"{value:.2f}".rstrip("0").rstrip(".")

    at = walk("widget_sales", address)
    at.shows("number_1", plain(sales.Sales.sum()))
    at.click_mark("chart_9", {"Division_Name": "BCU"})
    division = sales[sales["Division Name"] == "BCU"]
    at.shows("number_1", plain(division.Sales.sum()))
    at.shows("number_6", plain(division["Total GM"].sum()))
    at.page.get_by_role("tab", name="Grid Expanded").click()
    at.settle()
    assert {line[0] for line in at.table("table_1")} == {"BCU"}
