"""CDNOW: the purchases of 2,357 customers of a shop for music, a tenth of those who began in early 1997.

The files are those of the package `lifetimes`, which is not imported: nobody keeps it up.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from engine.analyses.customers.buying import History

END = dt.date(1997, 9, 30)
"""Of the 39 weeks from which the model is learnt."""


def summary() -> History:
    """What was observed of each customer in 39 weeks, in weeks."""
    rows = np.array([[float(each) for each in row[1:]] for row in _rows("cdnow_customers_summary.csv")])
    return History(rows[:, 0], rows[:, 1], rows[:, 2])


def spent() -> tuple[np.ndarray, np.ndarray]:
    """The repeat purchases of those who had any in 39 weeks, and their mean amounts."""
    rows = np.array([[float(each) for each in row] for row in _rows("cdnow_customers_summary_with_transactions.csv")])
    rows = rows[rows[:, 1] > 0]
    return rows[:, 1], rows[:, 4]


def transactions() -> Iterator[tuple[str, dt.date, float]]:
    """Customer, day and amount of each of the purchases in 78 weeks."""
    for line in (_folder() / "CDNOW_sample.txt").read_text("ascii").splitlines():
        _, customer, day, _, amount = line.split()
        yield customer, dt.datetime.strptime(day, "%Y%m%d").date(), float(amount)


def _rows(name: str) -> list[list[str]]:
    with (_folder() / name).open(encoding="ascii", newline="") as file:
        return list(csv.reader(file))[1:]


def _folder() -> Path:
    spec = find_spec("lifetimes")
    assert spec is not None, "pip install 'swell[test]' brings the data"
    return Path(str(spec.origin)).parent / "datasets"
