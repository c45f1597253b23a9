"""Selections as the command line takes them."""

from typing import Any

import pytest

from dashboards.errors import DashboardError
from dashboards.select_words import read_selections

from .conftest import DASHBOARD, HOSTILE, NOW


@pytest.fixture
def read(space: Any) -> Any:
    opened = space.dashboard(DASHBOARD)
    return lambda *words: read_selections(words, opened.dashboard, opened.session, NOW)


@pytest.mark.parametrize(
    ("words", "selected"),
    [
        (["regions=South"], {"regions": [{"Region": "South"}]}),
        (["stages=Won", f"stages={HOSTILE}"], {"stages": [{"Stage": "Won"}, {"Stage": HOSTILE}]}),
        (["stages==1+1"], {"stages": [{"Stage": "=1+1"}]}),
        (["regions=–"], {"regions": [{"Region": None}]}),  # noqa: RUF001
        (["months=2026-03"], {"months": [{"Closed_Year~~~Closed_Month": "2026~~~03"}]}),
        (["months=2026~~~03"], {"months": [{"Closed_Year~~~Closed_Month": "2026~~~03"}]}),
        (["regions="], {"regions": []}),
        (['regions={"Region": "North"}'], {"regions": [{"Region": "North"}]}),
        (['stages=[{"Stage": "a"}, {"Stage": "b"}]'], {"stages": [{"Stage": "a"}, {"Stage": "b"}]}),
    ],
)
def test_words_are_rows(read: Any, words: list[str], selected: Any) -> None:
    assert read(*words) == selected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["regions"], "'regions' selects nothing"),
        (["region=South"], "'region' is no step of this dashboard"),
        (["regions=Sout"], "Step 'regions' has no row 'Sout'"),
        (["regions=South", "regions=North"], "takes one value, and 2 are given"),
        (["regions={South"], "is not JSON"),
        (["regions=[1]"], "is not a list of rows"),
    ],
)
def test_what_is_wrong_is_said(read: Any, words: list[str], message: str) -> None:
    with pytest.raises(DashboardError, match=message):
        read(*words)


def test_what_may_be_meant_is_said(read: Any) -> None:
    with pytest.raises(DashboardError) as caught:
        read("regions=Sout")
    assert caught.value.hint == "Did you mean 'South'?"
