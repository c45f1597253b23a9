"""The demo on a day that never ends, served from this process, and its rows as pandas has them."""

import datetime as dt
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import uvicorn

import swell
from connectors.files import read_csv, read_upload_schema
from dashboards.library import Library
from dashboards.server import create_app
from swell.demo import Demo, generate
from swell.demo.workspace import create

from .walker import Walker

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
ROWS = 40_000
SIZE = {"width": 1360, "height": 1700}
"""px in which every page of the demo is seen whole."""


@contextmanager
def served(workspace: swell.Workspace) -> Iterator[str]:
    """Serve a workspace as `swell serve` does, but with a clock that stands still."""
    library = Library(workspace.folder / "dashboards")
    app = create_app(workspace.session, library, name=workspace.name, now=lambda: NOW)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> swell.Workspace:
    made = swell.open(tmp_path_factory.mktemp("walks"))
    create(made, today=NOW.date(), rows=ROWS)
    return made


@pytest.fixture(scope="session")
def address(workspace: swell.Workspace) -> Iterator[str]:
    with served(workspace) as found:
        yield found


@pytest.fixture(scope="session")
def rows() -> dict[str, pd.DataFrame]:
    """The demo's rows by dataset; texts are objects, dates are instants without a zone."""
    frames = {each.name: each.table.to_pandas() for each in generate(Demo(today=NOW.date(), rows=ROWS))}
    return {name: plain(frame) for name, frame in frames.items()}


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy()
    for column in frame.columns:
        if isinstance(frame[column].dtype, pd.CategoricalDtype):
            frame[column] = frame[column].astype(object)
        if column.endswith("Date"):
            frame[column] = pd.to_datetime(frame[column], utc=True).dt.tz_localize(None)
    return frame


@pytest.fixture
def walk(page: Any, address: str) -> Callable[..., Walker]:
    """Open a dashboard on a screen that shows it whole."""

    def walk(dashboard: str, at: str = address) -> Walker:
        page.set_viewport_size(SIZE)
        page.clock.set_fixed_time(NOW)
        page.goto(f"{at}/dashboards/{dashboard}")
        walker = Walker(page)
        walker.settle()
        return walker

    return walk


@pytest.fixture(scope="session")
def widget_sales(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, pd.DataFrame]]:
    """A template's dashboard on its own data, served: the address, and the rows."""
    template = samples / "widget_sales"
    files = template / "external_files"
    table = read_csv(files / "ABCWidgetSales2017.csv", schema=read_upload_schema(files / "ABCWidgetSales2017.json"))
    made = swell.open(tmp_path_factory.mktemp("widget_sales"))
    made.write("ABCWidgetSales2017", table.table, table.fields)
    state = json.loads((template / "dashboards" / "Table_Grid_Expansion_Template1.json").read_text("utf-8"))
    (made.folder / "dashboards").mkdir(exist_ok=True)
    (made.folder / "dashboards" / "widget_sales.json").write_text(json.dumps(state), "utf-8")
    with served(made) as found:
        yield found, pd.read_csv(files / "ABCWidgetSales2017.csv")
