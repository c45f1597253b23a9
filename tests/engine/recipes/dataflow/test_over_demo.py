"""Dataflows over the objects of the demo CRM run, and give what pandas computes from the same objects."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from engine.recipes.dataflow import Conversion

Frame = Callable[[str], pd.DataFrame]
RunFlow = Callable[[str], Conversion]


def test_lookups_hierarchies_and_expressions(frame: Frame, run_flow: RunFlow) -> None:
    run_flow("pipeline.json")
    found = frame("pipeline")

    wanted = frame("salesforce.Opportunity")
    wanted = wanted[(wanted.StageName != "Prospecting") & ((wanted.Amount > 20000) | (wanted.IsClosed == "true"))]
    wanted["Amount"] = wanted.Amount.fillna(0)
    accounts = frame("salesforce.Account")
    rich = accounts.AnnualRevenue.isna() | (accounts.AnnualRevenue > 50_000_000)
    accounts = accounts[accounts.Type.isin(["Customer", "Prospect"]) & rich].set_index("Id")
    for name in ("Name", "NumberOfEmployees"):
        wanted[f"Account.{name}"] = wanted.AccountId.map(accounts[name])
    wanted["Account.Industry"] = wanted.AccountId.map(accounts.Industry.fillna("Unknown"))
    wanted["Account.NumberOfEmployees"] = wanted["Account.NumberOfEmployees"].fillna(0)
    roles = frame("salesforce.UserRole").set_index("Id")
    users = frame("salesforce.User").set_index("Id")
    above = {each: ancestors(each, roles.ParentRoleId) for each in roles.index}
    wanted["Owner.Name"] = wanted.OwnerId.map(users.Name)
    role = wanted.OwnerId.map(users.UserRoleId)
    wanted["Owner.Role.Name"] = role.map(roles.Name)
    wanted["Owner.Role.Roles"] = [sorted(above[each]) for each in role]
    wanted["Owner.Role.RolePath"] = ["\\".join(above[each]) for each in role]
    close, created = pd.to_datetime(wanted.CloseDate, utc=True), pd.to_datetime(wanted.CreatedDate, utc=True)
    wanted["DaysToClose"] = (close.dt.normalize() - created.dt.normalize()).dt.days
    wanted["Speed"] = np.select([wanted.DaysToClose < 30, wanted.DaysToClose < 90], ["fast", "usual"], "slow")
    wanted["Month"] = close.dt.strftime("%Y-%m")
    wanted["Thousands"] = (wanted.Amount / 1000).round(2)
    wanted["Due"] = close.dt.strftime("%Y-%m-01")
    large = wanted["Account.NumberOfEmployees"] >= 1000
    wanted["Segment"] = np.select([large, wanted["Account.Name"].notna()], ["large", "other"], "none")
    wanted = wanted[wanted.Speed.isin(["usual", "slow"]) & (wanted.Thousands >= 30)]

    assert len(wanted) > 20
    assert set(wanted.Segment) == {"large", "other", "none"}
    assert "CreatedDate" not in found.columns
    found["Due"] = pd.to_datetime(found.Due).dt.strftime("%Y-%m-%d")
    found["Owner.Role.Roles"] = [sorted(each) for each in found["Owner.Role.Roles"]]
    same(found, wanted, "Id")


def test_rows_before_and_after(frame: Frame, run_flow: RunFlow) -> None:
    run_flow("trending.wdf")
    found = frame("trending")

    rows = frame("salesforce.OpportunityHistory")
    rows["CreatedDate"] = pd.to_datetime(rows.CreatedDate, utc=True)
    rows = rows.sort_values(["OpportunityId", "CreatedDate", "Id"])
    parts = rows.groupby("OpportunityId")
    end = pd.Timestamp("3000-01-01", tz="UTC")
    following = parts.CreatedDate.shift(-1)
    rows["StageBefore"] = parts.StageName.shift()
    rows["AmountBefore"] = parts.Amount.shift().fillna(0)
    rows["Change"] = rows.Amount - parts.Amount.shift()
    rows["ValidTo"] = [end if pd.isna(each) else each for each in following]
    rows["First"] = parts.CreatedDate.transform("first")
    rows["LastStage"] = parts.StageName.transform("last")
    rows["Moved"] = np.where(rows.StageName == rows.StageBefore, "0", "1")
    seconds = (following - rows.CreatedDate).dt.total_seconds().apply(np.floor)
    rows["Days"] = (seconds / 86400).round(2).fillna(-1)
    wanted = rows[rows.Moved == "1"].copy()
    deals = frame("salesforce.Opportunity").set_index("Id")
    deals = deals[deals.Type.isin(["Renewal", "New Business"])]
    wanted["Opportunity.Name"] = wanted.OpportunityId.map(deals.Name)
    wanted["Opportunity.Probability"] = wanted.OpportunityId.map(deals.Probability).fillna(0)

    assert wanted["Opportunity.Name"].isna().any()
    assert (wanted.Days > 0).any()
    same(found, wanted, "Id")


def test_several_matches_updates_and_changes(frame: Frame, run_flow: RunFlow) -> None:
    run_flow("accounts.json")
    found = frame("customers")

    accounts, deals = frame("salesforce.Account"), frame("salesforce.Opportunity")
    tasks, events = frame("salesforce.Task"), frame("salesforce.Event")
    seconds = tasks.groupby("AccountId").CallDurationInSeconds.sum()
    seconds = seconds.add(events.groupby("AccountId").DurationInMinutes.sum() * 60, fill_value=0)
    wanted = accounts[["Id", "Name", "Industry", "OwnerId", "BillingPostalCode"]].copy()
    wanted["Activity.Seconds"] = wanted.Id.map(seconds).fillna(0)
    own = dict(list(deals.groupby(["AccountId", "OwnerId"])))
    mine = [own.get(key) for key in zip(accounts.Id, accounts.OwnerId, strict=True)]
    wanted["Own.Amount"] = [0 if part is None else part.Amount.sum() for part in mine]
    wanted["Own.StageName"] = [None if part is None else sorted(set(part.StageName)) for part in mine]
    year = pd.to_datetime(deals.CloseDate).dt.year
    won = set(deals[(deals.StageName == "Closed Won") & (year >= 2025)].AccountId)
    wanted["Segment__c"] = np.where(accounts.Id.isin(won), "won", accounts.Segment__c)
    wanted["Postal"] = pd.to_numeric(accounts.BillingPostalCode, errors="coerce").fillna(-1)

    assert 0 < len(won) < len(accounts)
    assert any(part is not None for part in mine)
    found["Own.StageName"] = [None if each is None else sorted(each) for each in found["Own.StageName"]]
    same(found, wanted, "Id")

    deals["CloseDate"] = pd.to_datetime(deals.CloseDate)
    deals = deals.sort_values(["AccountId", "CloseDate"], kind="stable")
    before = deals.groupby("AccountId", dropna=False).Amount.shift()
    deals["AmountChange"] = deals.Amount - before.fillna(deals.Amount)
    single = ~deals.duplicated(["AccountId", "CloseDate"], keep=False)  # the order of one day's rows is open
    changes = frame("changes")
    found = changes[changes.Id.isin(deals[single].Id)]
    assert (found.AmountChange != 0).any()
    same(found[["Id", "AmountChange"]], deals[single][["Id", "AmountChange"]], "Id")


def ancestors(role: str, parents: "pd.Series[Any]") -> list[str]:
    """Return a role and all above it, the nearest first."""
    found = [role]
    while isinstance(above := parents.get(found[-1]), str):
        found.append(above)
    return found


def same(found: pd.DataFrame, wanted: pd.DataFrame, key: str) -> None:
    """Compare the columns of `found` with those of another frame, row by row in the order of a key."""
    left = found.sort_values(key).reset_index(drop=True)
    right = wanted.sort_values(key).reset_index(drop=True)
    assert len(left) == len(right)
    for name in left.columns:
        one, other = plain(left[name]), plain(right[name])
        assert one == other, f"{name}: {next(pair for pair in zip(one, other, strict=True) if pair[0] != pair[1])}"


def plain(values: "pd.Series[Any]") -> list[object]:
    """Return values as they compare: instants of one zone, numbers in nine digits, None for nulls."""
    return [value(each) for each in values]


def value(each: Any) -> object:
    if each is None or (isinstance(each, float) and np.isnan(each)) or each is pd.NaT:
        return None
    if isinstance(each, np.ndarray | list):
        return list(each)
    if isinstance(each, int | float | np.number):
        return round(float(each), 6)
    if hasattr(each, "isoformat"):
        moment = pd.Timestamp(each)
        return (moment.tz_localize("UTC") if moment.tzinfo is None else moment).isoformat()
    return each
