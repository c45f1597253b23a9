"""A part of the logic tests, and the functions, on one Spark in this process; the scale of it is measured elsewhere."""

import os
import shutil
import zoneinfo
from pathlib import Path

import pytest
import test_functions_on_back_ends as functions
import test_logic as logic

from engine.back_end import open_back_end
from engine.session import Session
from engine.store import Store

pytest.importorskip("ibis", reason="Ibis is not installed: pip install 'swell[spark]'")
pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'swell[spark]'")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="Java is not installed"),
    pytest.mark.filterwarnings("ignore"),  # of PySpark itself
]

OPTIONS = {
    "master": "local[2]",
    "config": {
        "spark.driver.memory": "1g",
        "spark.sql.codegen.wholeStage": "false",  # the rows are few, and to compile takes longer than to run
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    },
}
EVERY = 8
"""Each so many of the logic tests runs."""


def asked() -> list[object]:
    every = [each for each in logic.cases() if each.values[1].kind == "query"]
    return every[::EVERY]


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Session]:
    made = {}
    for file in logic.HERE.rglob("*.test"):
        folder = tmp_path_factory.mktemp(file.stem)
        store = Store(folder)
        for each in logic.blocks(file.read_text()):
            if each.kind == "dataset":
                logic.write_dataset(store, each)
        made[file] = Session(store, back_end=open_back_end("spark", OPTIONS, folder / "engines"))
    return made


@pytest.mark.parametrize(("file", "each"), asked())
def test_query_gives_what_its_file_says(file: Path, each: logic.Block, sessions: dict[Path, Session]) -> None:
    sort = "unordered" in each.head
    assert logic.compared(logic.answer(sessions[file], each), sort) == logic.compared(list(each.expected), sort)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("functions")
    store = Store(folder / "data")
    functions.write(store)
    return Session(store, back_end=open_back_end("spark", OPTIONS, folder / "engines"))


@pytest.mark.parametrize("about", functions.EXPRESSIONS)
def test_functions_give_what_the_embedded_engine_gives(about: str, spark: Session) -> None:
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    written = functions.EXPRESSIONS[about]
    assert functions.differences(Session(spark.store), spark, written, timezone=zone) == []
