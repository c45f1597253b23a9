"""The queries of `tests/logic` on other engines: what their files say, or a refusal that is listed here."""

from pathlib import Path

import pytest
import test_logic as logic

from engine.back_end import open_back_end
from engine.session import Session
from engine.store import Store

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")  # of Ibis itself

pytest.importorskip("ibis", reason="Ibis is not installed: pip install 'swell[duckdb]'")


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Session]:
    pytest.importorskip("duckdb", reason="DuckDB is not installed: pip install 'swell[duckdb]'")
    made = {}
    for file in logic.HERE.rglob("*.test"):
        folder = tmp_path_factory.mktemp(file.stem)
        store = Store(folder)
        for each in logic.blocks(file.read_text()):
            if each.kind == "dataset":
                logic.write_dataset(store, each)
        made[file] = Session(store, back_end=open_back_end("duckdb", {"threads": 1}, folder))
    return made


@pytest.mark.parametrize(("file", "asked"), list(logic.cases()))
def test_query_gives_what_its_file_says(file: Path, asked: logic.Block, sessions: dict[Path, Session]) -> None:
    sort = "unordered" in asked.head
    found = logic.compared(logic.answer(sessions[file], asked), sort)
    assert found == logic.compared(list(asked.expected), sort)
