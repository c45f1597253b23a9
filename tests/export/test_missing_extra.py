"""Without the extra, what needs it says so, and what does not works."""

import sys
from typing import Any

import pytest

from dashboards.export.errors import ExportError


@pytest.mark.parametrize(
    ("module", "form", "named"),
    [("py_mini_racer", "svg", "Charts"), ("typst", "png", "PDF and PNG files"), ("xlsxwriter", "xlsx", "Workbooks")],
)
def test_a_library_that_is_not_there(
    export: Any, monkeypatch: pytest.MonkeyPatch, module: str, form: str, named: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(ExportError, match=f"{named} need the extra 'export'") as caught:
        export(form)
    assert caught.value.hint == "Install it: pip install 'swell[export]'"


def test_csv_needs_no_extra(export: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("py_mini_racer", "typst", "xlsxwriter"):
        monkeypatch.setitem(sys.modules, module, None)

    assert export("csv", widget="bars").startswith(b"Stage,")
