"""For each message a query that gets it, over the datasets of the language pages (docs/language/index.md)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_LOAD = 'q = load "opportunities";\n'
_BOTH = 'a = load "opportunities";\nb = load "accounts";\n'
_COGROUP = f"{_BOTH}c = cogroup a by Account, b by Id;\n"
_BY_STAGE = f"{_LOAD}q = group q by Stage;\n"
_NAMES = "\nq = foreach q generate Name;"
_MONTHS = (
    f"{_LOAD}q = group q by (CloseDate_Year, CloseDate_Month);\n"
    "q = foreach q generate CloseDate_Year, CloseDate_Month, sum(Amount) as Total, count() as Deals;\n"
)
_DATES = 'dateCols=(CloseDate_Year, CloseDate_Month, "Y-M")'


def _arimax(parameters: str, forecast: str = "Total as Next", before: str = _MONTHS) -> str:
    return f"{before}q = arimax q generate {forecast} with (length=2, {_DATES}, {parameters});"


MESSAGE_EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "SAQL100": f"{_LOAD}q = union q p;",
        "SAQL101": f"{_LOAD}q = filter q by Amount > $5;",
        "SAQL102": f'{_LOAD}q = filter q by Stage == "Won;{_NAMES}',
        "SAQL103": f"{_LOAD}q = filter q by (Amount > 100;{_NAMES}",
        "SAQL104": f"{_LOAD}q = filter q by Amount > 100);{_NAMES}",
        "SAQL105": f"{_LOAD}/* all of them{_NAMES}",
        "SAQL106": f"{_LOAD}q = filter q by Amount >;{_NAMES}",
        "SAQL107": f'q = load "opportunities"{_NAMES}',
        "SAQL108": f'{_LOAD}q = filter q by Stage = "Won";{_NAMES}',
        "SAQL109": f"{_LOAD}q = filter q by Amount between 1 and 100;{_NAMES}",
        "SAQL110": "select Name from opportunities;",
        "SAQL111": f'{_LOAD}q = group q by "Stage";',
        "SAQL112": f"{_LOAD}q = group q Stage;",
        "SAQL113": f"{_LOAD}q = foreach q Name;",
        "SAQL114": f"{_LOAD}q = filter q by Amount > 1 AND Amount < 100;{_NAMES}",
        "SAQL115": f"{_LOAD}q = group q by Stage, Region;",
        "SAQL116": f"{_LOAD}q = foreach q generate Name, Stage,;",
        "SAQL117": f"{_LOAD}q = limit 10;",
        "SAQL118": f"{_LOAD}q = filter q by Amount > 1,000;{_NAMES}",
        "SAQL119": f"{_LOAD}order = foreach q generate Name;",
        "SAQL120": f"q = load opportunities;{_NAMES}",
        "SAQL121": f"{_LOAD}q = filter q by {'!' * 200}(Amount > 100);{_NAMES}",
        "SAQL122": f"{_LOAD}q = filter q by Amount < {'9' * 301};{_NAMES}",
        "SAQL123": f"{_BY_STAGE}q = foreach q generate percentile_disc(0) within group (order by (Amount, Name)) as p;",
        "SAQL124": f"{_LOAD}q = filter by Amount > 100;{_NAMES}",
        "SAQL125": f"{_LOAD}q = foreach q generate Amount * 2 Double;",
        "SAQL126": f"{_LOAD}q = foreach q generate *;",
        "SAQL127": f'{_LOAD}q = filter q by Stage in ("Won", "Lost");{_NAMES}',
        "SAQL128": f"{_LOAD}q = foreach q genrate Name;",
        "SAQL130": f'{_LOAD}q = filter q by Stage in ["Won""Lost", "Open"];{_NAMES}',
        "SAQL131": f"{_LOAD}q = filter q by Amount > 1 and and Amount < 100;{_NAMES}",
        "SAQL132": f'q == load "opportunities";{_NAMES}',
        "SAQL133": f"{_LOAD}q = filter q by Amount > 1; and Amount < 100;{_NAMES}",
        "SAQL134": f'{_LOAD}q = foreach q generate case when Amount > 100 then "big" else "small" as Size;',
        "SAQL135": f'{_LOAD}q = foreach q generate case when Amount > 100 "big" else "small" end as Size;',
        "SAQL136": f"{_LOAD}q = group q by Stage as State;",
        "SAQL137": f"{_LOAD}q = foreach q generate Name as, Stage;",
        "SAQL138": f'{_LOAD}q = filter q by Stage not like "W%";{_NAMES}',
        "SAQL139": f'{_LOAD}q = filter q by Stage is "Won";{_NAMES}',
        "SAQL140": f'{_LOAD}q = filter q by Deal Stage == "Won";{_NAMES}',
        "SAQL141": f"{_LOAD}q = order q by q Amount;",
        "SAQL142": f"{_BOTH}a = join a by Account, b by Id;",
        "SAQL143": f"{_BY_STAGE}q = foreach q generate sum(sum(Amount)) over (partition by all) as Total;",
        "SAQL144": f"{_BOTH}a = augment a by Account generate b.Industry;",
        "SAQL145": 'r = load "roles";\nr = flatten r by Id generate ancestors as Above;',
        "SAQL201": f'q = load "oportunities";{_NAMES}',
        "SAQL202": f"{_LOAD}q = filter p by Amount > 100;{_NAMES}",
        "SAQL203": f"{_LOAD}q = filter q by Amonut > 100;{_NAMES}",
        "SAQL204": f"{_LOAD}q = foreach q generate p.Name as Name;",
        "SAQL205": f"{_LOAD}q = foreach q generate length(Name) as Letters;",
        "SAQL301": f"{_LOAD}q = filter q by CloseDate > 20260101;{_NAMES}",
        "SAQL302": f"{_LOAD}q = foreach q generate round(Amount, 1, 2) as Rounded;",
        "SAQL303": f'{_BY_STAGE}q = foreach q generate Stage, sum("Amount") as Total;',
        "SAQL304": f"{_LOAD}q = foreach q generate round(Amount, Amount) as Rounded;",
        "SAQL305": f'{_LOAD}q = foreach q generate date_diff("days", CloseDate, now()) as Age;',
        "SAQL306": f"{_LOAD}q = foreach q generate coalesce(CloseDate, 0) as Closed;",
        "SAQL307": f"{_LOAD}q = filter q by Stage in ['Won'];{_NAMES}",
        "SAQL308": f"{_LOAD}q = foreach q generate dateRange([2026,1,1], [2026,12,31]) as Dates;",
        "SAQL309": f"{_LOAD}q = filter q by CloseDate in [dateRange([2026,1,1], [2026,2,30])];{_NAMES}",
        "SAQL310": f'{_LOAD}q = filter q by CloseDate in ["2026-01-01T10:00:00Z".."current day"];{_NAMES}',
        "SAQL311": f'{_LOAD}q = filter q by CloseDate in ["last 30 days"];{_NAMES}',
        "SAQL312": f'{_LOAD}q = filter q by CloseDate in [dateRange("2026-01-01", "2026-12-31")];{_NAMES}',
        "SAQL313": f'{_LOAD}q = foreach q generate Amount + " dollars" as Price;',
        "SAQL314": f"{_LOAD}q = foreach q generate CloseDate - 30 as Before;",
        "SAQL315": f"{_LOAD}q = filter q by Stage;{_NAMES}",
        "SAQL316": f"{_LOAD}q = filter q by Amount > [100, 200];{_NAMES}",
        "SAQL317": f"{_LOAD}q = foreach q generate case when Amount > 100 then CloseDate else 0 end as Closed;",
        "SAQL320": f'{_LOAD}q = filter q by Amount > "100";{_NAMES}',
        "SAQL321": f"{_BY_STAGE}q = foreach q generate Stage, sum(Account) as Total;",
        "SAQL322": f'{_LOAD}q = foreach q generate case when Amount > 100 then "big" else 0 end as Size;',
        "SAQL323": (
            f"{_BOTH}a = foreach a generate Account as Value;\n"
            "b = foreach b generate Employees as Value;\nu = union a, b;"
        ),
        "SAQL324": f'{_LOAD}q = filter q by !Stage == "Won";{_NAMES}',
        "SAQL325": f'{_LOAD}q = filter q by "Stage" == "Won";{_NAMES}',
        "SAQL326": f'{_LOAD}q = filter q by CloseDate == "last year";{_NAMES}',
        "SAQL327": f'{_LOAD}q = filter q by Name like "*a*";{_NAMES}',
        "SAQL328": f"{_LOAD}q = filter q by Region != null;{_NAMES}",
        "SAQL329": f'{_LOAD}q = filter q by Stage == ["Won"];{_NAMES}',
        "SAQL400": "-- nothing yet",
        "SAQL401": _BY_STAGE.rstrip(),
        "SAQL402": f"{_BY_STAGE}q = filter q by sum(Amount) > 100;\nq = foreach q generate Stage;",
        "SAQL403": f"{_BY_STAGE}q = foreach q generate Stage, sum(avg(Amount)) as Total;",
        "SAQL404": f"{_BY_STAGE}q = foreach q generate max(sum(Amount) over ([..] partition by all)) as Most;",
        "SAQL405": f"{_BY_STAGE}q = foreach q generate Stage, percentile_cont(0.5) as Middle;",
        "SAQL406": f"{_BY_STAGE}q = foreach q generate Stage, sum(Amount) within group (order by Amount) as Total;",
        "SAQL407": f"{_LOAD}q = group q by rollup(Region, Stage);\nq = foreach q generate median(Amount) as Middle;",
        "SAQL408": f"{_COGROUP}c = foreach c generate regr_slope(b.Employees, b.Employees) as Slope;",
        "SAQL409": f"{_COGROUP}c = foreach c generate count() as Deals;",
        "SAQL410": f"{_LOAD}q = foreach q generate sum(Amount) over ([..] partition by all) as Total;",
        "SAQL411": f"{_BY_STAGE}q = foreach q generate unique(Name) over ([..] partition by all) as Names;",
        "SAQL412": f"{_BY_STAGE}q = foreach q generate max(count()) over ([..] partition by all order by Stage) as x;",
        "SAQL413": f"{_COGROUP}c = foreach c generate sum(sum(a.Amount)) over ([.. 0] partition by b.Id) as Total;",
        "SAQL414": f"{_BY_STAGE}q = foreach q generate Stage, rank() as Place;",
        "SAQL415": f"{_LOAD}q = group q by rollup(Region);\nq = foreach q generate grouping(Stage) as Subtotal;",
        "SAQL416": f"{_COGROUP}c = foreach c generate sum(a.Amount / b.Employees) as Share;",
        "SAQL417": f"{_COGROUP}c = foreach c generate sum(Amount) as Total;",
        "SAQL418": f"{_LOAD}q = filter q by lag(Amount) over ([..] partition by all order by Name) > 5;{_NAMES}",
        "SAQL420": f'{_BY_STAGE}p = load "opportunities";\np = union p, q;\np = foreach p generate Name;',
        "SAQL421": f'q = load "opportunities" sample(120);{_NAMES}',
        "SAQL422": f"{_LOAD}q = foreach q generate Amount * 2;",
        "SAQL423": f"{_LOAD}q = foreach q generate Name as Label, Stage as Label;",
        "SAQL424": f"{_LOAD}q = foreach q generate Name as 'none';",
        "SAQL430": f"{_LOAD}c = cogroup q by Stage, q by Region;\nc = foreach c generate count(q) as Deals;",
        "SAQL431": f"{_BOTH}c = cogroup a by Account, b by (Id, Industry);\nc = foreach c generate count(a) as Deals;",
        "SAQL432": f"{_BOTH}c = cogroup a by rollup(Account), b by Id;\nc = foreach c generate count(a) as Deals;",
        "SAQL433": f"{_BOTH}c = cogroup a by Account, b by Employees;\nc = foreach c generate count(a) as Deals;",
        "SAQL440": (
            f"{_BOTH}a = foreach a generate CloseDate as Value;\n"
            "b = foreach b generate Employees as Value;\nu = union a, b;"
        ),
        "SAQL441": f"{_BOTH}b = foreach b generate Employees;\n"
        "a = join a by Amount semi, b by Employees;\na = foreach a generate Name;",
        "SAQL450": f'{_MONTHS}q = fill q by ({_DATES}, first="2026-01");',
        "SAQL451": f"{_MONTHS}q = fill q by ({_DATES}, {_DATES});",
        "SAQL452": f'{_MONTHS}q = fill q by (startDate="2026-01");',
        "SAQL453": f'{_MONTHS}q = timeseries q generate Total as Next with (length="two", {_DATES});',
        "SAQL454": f'{_MONTHS}q = fill q by (dateCols=(CloseDate_Year, CloseDate_Month, "M-Y"));',
        "SAQL455": f'{_MONTHS}q = fill q by (dateCols=(CloseDate_Year, "Y-M"));',
        "SAQL456": (
            f"{_LOAD}q = foreach q generate CloseDate_Year, CloseDate;\n"
            'q = fill q by (dateCols=(CloseDate_Year, CloseDate, "Y-M"));'
        ),
        "SAQL457": f'{_MONTHS}q = fill q by ({_DATES}, startDate="2026-05", endDate="2026-01");',
        "SAQL459": f"{_MONTHS}q = timeseries q generate Total as Next with (length=2, {_DATES}, order=CloseDate_Year);",
        "SAQL460": f"{_MONTHS}q = timeseries q generate Total * 2 as Next with (length=2, {_DATES});",
        "SAQL461": f"{_MONTHS}q = timeseries q generate CloseDate_Year as Next with (length=2, {_DATES});",
        "SAQL462": f"{_MONTHS}q = timeseries q generate Total as CloseDate_Year with (length=2, {_DATES});",
        "SAQL463": _arimax("seasonalOrder=(1, 0, 0, 0)"),
        "SAQL464": _arimax("arimaOrder=(1, 0, 0), xreg=(Total), xregFutures=(Total: [1, 2])", "Total as N, Total as M"),
        "SAQL465": _arimax("arimaOrder=(1, 0, 0), xreg=(Total), xregFutures=(Total: [1, 2], Other: [1, 2])"),
        "SAQL466": _arimax("arimaOrder=(1, 0, 0), xreg=(Total), xregFutures=(Total: [1])"),
        "SAQL467": _arimax("arimaOrder=(1, 0, 0), xreg=(Total, Deals), xregFutures=(Total: [1, 2])"),
        "SAQL468": _arimax('arimaOrder=(1, 0, 0), showParams="top"') + "\nq = limit q 5;",
        "SAQL469": f"{_LOAD}q = fill q by ({_DATES});\nq = foreach q generate CloseDate_Year;",
        "SAQL470": 'r = load "roles";\nr = flatten r by Id, Parent generate Title as Name;\nr = foreach r generate Id;',
        "SAQL471": f"{_LOAD}q = flatten q by Name, Amount generate path as Path;{_NAMES}",
        "SAQL601": f"{_LOAD}q = foreach q generate string_to_number(Name) as Number;",
    }
)
"""By the message's code."""
