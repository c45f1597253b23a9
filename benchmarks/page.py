"""`python -m benchmarks.page`: how fast the page is, in chromium, from the outside.

A dashboard of the demo with a million opportunities: until it is drawn by a browser that never saw it, and again;
from a click on a bar until the other widgets show what it means; and a chart of 100,000 points.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

SWELL = str(Path(sys.executable).parent / "swell")
CLICKS = 40
POINTS = 100_000
CLOUD = {
    "label": "Cloud",
    "state": {
        "steps": {
            "cloud": {
                "type": "saql",
                "query": 'q = load "opportunities"; q = foreach q generate Id, Amount, Age; q = limit q 100000;',
            }
        },
        "widgets": {
            "cloud_1": {"type": "chart", "parameters": {"step": "cloud", "visualizationType": "scatter"}},
        },
        "gridLayouts": [
            {
                "name": "Default",
                "numColumns": 12,
                "pages": [
                    {
                        "name": "one",
                        "widgets": [{"name": "cloud_1", "row": 0, "column": 0, "rowspan": 12, "colspan": 12}],
                    }
                ],
            }
        ],
    },
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--rows", type=int, default=8_500_000, help="of all datasets; one in nine is an opportunity")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "bench-data")
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    workspace = given.folder / f"page-{given.rows}"
    if not workspace.exists():
        subprocess.run([SWELL, "demo", "--rows", str(given.rows), "--dir", workspace, "--no-serve"], check=True)
    (workspace / "dashboards" / "cloud.json").write_text(json.dumps(CLOUD))
    with served(workspace) as address, sync_playwright() as playwright:
        path = shutil.which("chromium")
        cold, warm, cloud = [], [], []
        for _ in range(given.repeat):
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1360, "height": 900})
            cold.append(drawn(page, f"{address}/dashboards/sales_pipeline", 5))
            warm.append(drawn(page, f"{address}/dashboards/sales_pipeline", 5))
            cloud.append(drawn(page, f"{address}/dashboards/cloud", 1))
            browser.close()
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1360, "height": 900}, reduced_motion="reduce")
        drawn(page, f"{address}/dashboards/sales_pipeline", 5)
        clicks = sorted(clicked(page, number) for number in range(CLICKS))
        browser.close()
    show("first dashboard, browser cold", statistics.median(cold))
    show("again, warm", statistics.median(warm))
    show(f"chart of {POINTS:,} points", statistics.median(cloud))
    show("click to repaint, median", statistics.median(clicks))
    show("click to repaint, 95th percentile", clicks[int(0.95 * len(clicks))])


def show(what: str, seconds: float) -> None:
    print(f"{what}: {seconds * 1000:.0f} ms")


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen([SWELL, "serve", "-w", workspace, "--port", str(port)], stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        server.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def drawn(page: Page, address: str, charts: int) -> float:
    """Return the seconds from the address to all widgets drawn."""
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    wait(lambda: page.locator("canvas").count() >= charts and page.locator("[data-widget] .waiting").count() == 0)
    return time.perf_counter() - start


WATCH = """(shown) => {
  const before = shown.innerText;
  window.changed = new Promise((done) => {
    addEventListener('pointerup', ({ timeStamp }) => {
      const look = (now) => (shown.innerText === before ? requestAnimationFrame(look) : done(now - timeStamp));
      requestAnimationFrame(look);
    }, { once: true, capture: true });
  });
}"""
"""Measures in the page: from the event of the pointer to the frame that shows another number."""


def clicked(page: Page, number: int) -> float:
    """Return the seconds from a click on one of five bars to the frame with another number beside it."""
    box: Any = page.locator("[data-widget=stages_1] canvas").bounding_box()
    page.locator("[data-widget=open_1] .value").evaluate(WATCH)
    page.mouse.click(box["x"] + box["width"] * 0.32, box["y"] + box["height"] * (0.1 + 0.2 * (number % 5)))
    taken = float(page.evaluate("window.changed"))
    page.wait_for_timeout(150)
    return taken / 1000


def wait(truth: Callable[[], bool]) -> None:
    until = time.perf_counter() + 20
    while not truth():
        if time.perf_counter() > until:
            raise TimeoutError("the page does not come to what is waited for")


if __name__ == "__main__":
    main()
