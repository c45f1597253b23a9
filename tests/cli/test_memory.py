"""What `swell.toml` says of a query's memory is what the query keeps to."""

from pathlib import Path

import pytest

import swell
from engine.errors import SwellError
from swell.memory import query_limits
from swell.settings import QuerySettings

QUERY = """
q = load "orders"; q = group q by (Customer, Amount); q = foreach q generate Customer, Amount, sum(Amount) as s;
"""


def test_half_of_the_memory_is_the_default_where_it_is_known() -> None:
    memory = query_limits(QuerySettings()).memory
    assert memory is None or memory > 1_000_000


def test_a_folder_for_files_can_be_named() -> None:
    limits = query_limits(QuerySettings(memory_mb=3, spill_folder="somewhere"))
    assert limits.memory == 3_000_000
    assert limits.spill_folder is not None
    assert limits.spill_folder() == Path("somewhere")


def test_a_query_that_needs_more_goes_to_the_folder(tmp_path: Path) -> None:
    import pyarrow as pa

    rows = 60_000
    names = [f"C{each}" for each in range(rows)]
    (tmp_path / "swell.toml").write_text('[query]\nmemory_mb = 1\nspill_folder = "nowhere"\n')
    workspace = swell.open(tmp_path)
    workspace.write("orders", pa.table({"Customer": names, "Amount": [each + 0.5 for each in range(rows)]}))
    with pytest.raises(SwellError, match="nowhere"):
        workspace.query(QUERY)
    (tmp_path / "swell.toml").write_text("[query]\nmemory_mb = 1\nrow_limit = 100000\n")
    assert swell.open(tmp_path).query(QUERY).table.num_rows == rows
