"""A query must not wait for libraries that it does not need."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from engine.store import Store

SLOW = (
    "pandas",
    "pyarrow.compute",
    "pyarrow.acero",
    "pyarrow.dataset",
    "pyarrow.csv",
    "rich",
    "starlette",
    "pydantic",
    "statsmodels",
    "scipy",
)

SCRIPT = f"""
import datetime as dt, sys
from pathlib import Path
from engine.session import Session
from engine.store import Store
result = Session(Store(Path(sys.argv[1]))).query(sys.argv[2], now=dt.datetime(2024, 5, 20, tzinfo=dt.UTC))
assert result.table.num_rows == 1, result.table
print(*[name for name in {SLOW!r} if name in sys.modules])
"""

QUERY = """q = load "deals";
q = filter q by date('Close_Year', 'Close_Month', 'Close_Day') in ["1 year ago".."current day"] && Stage matches "wo";
q = group q by (Stage, Close_Year);
q = foreach q generate Stage, Close_Year, sum(Amount) as total,
    case when sum(Amount) > 2 then upper(Stage) + "!" else "small" end as size,
    rank() over ([..] partition by all order by sum(Amount) desc) as place;
q = order q by total desc;"""


FORECAST = """q = load "deals";
q = foreach q generate Close_Year, Close_Month, Amount;
q = fill q by (dateCols=(Close_Year, Close_Month, "Y-M"));
q = timeseries q generate Amount as f with (length=1, predictionInterval=95, dateCols=(Close_Year, Close_Month, "Y-M"));
q = limit q 1;"""


@pytest.mark.parametrize("query", [QUERY, FORECAST], ids=["groups", "forecast"])
def test_a_query_imports_neither_pandas_nor_the_wrappers_of_arrow(query: str, tmp_path: Path) -> None:
    days = pa.array([dt.datetime(2024, 1, 2), dt.datetime(2021, 1, 2)], pa.timestamp("ms"))
    table = pa.table({"Stage": ["Won", "Won"], "Amount": [3.0, 4.0], "Close": days})
    Store(tmp_path).write("deals", table, created=dt.datetime.now(dt.UTC))
    command = [sys.executable, "-c", SCRIPT, str(tmp_path), query]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
