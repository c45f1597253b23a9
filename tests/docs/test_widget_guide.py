"""The widget that docs/guides/write-a-widget.md shows is built, installed, tested and used as the page says."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/guides/write-a-widget.md"
BLOCK = re.compile(r"<!-- (?:file: (?P<file>\S+)|run) -->\n```\w+\n(?P<text>.*?)```", re.S)
FILES = {"goals.png": b"\x89PNG", "goals.pdf": b"%PDF", "goals.xlsx": b"PK"}
CHECKED = 13
"""Checks of the contract."""


@dataclass(frozen=True)
class Made:
    """What the guide makes: its folder, with the package installed in `site`."""

    folder: Path

    def run(self, command: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
        environment = {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "PYTHONPATH": f"{self.folder / 'site'}:{ROOT}",
        }
        done = subprocess.run(
            ["bash", "-euc", command], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == code, (command, done.stdout, done.stderr)
        return done


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    found = Made(tmp_path_factory.mktemp("widget"))
    shutil.copytree(ROOT / "examples", found.folder / "examples")
    found.run("swell init work; swell import examples/orders.csv --as orders -w work")
    for block in BLOCK.finditer(PAGE.read_text("utf-8")):
        if block["file"]:
            file = found.folder / block["file"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block["text"], "utf-8")
    found.run("python -m pip install --quiet --no-index --no-deps --no-build-isolation --target site .")
    shutil.rmtree(found.folder / "swell_goal")  # from here on only what was installed is there
    return found


def test_the_example_keeps_the_contract(made: Made) -> None:
    done = made.run("python -m pytest -q -p no:cacheprovider -c /dev/null test_goal.py")
    assert f"{CHECKED} passed" in done.stdout


def test_the_commands_of_the_guide_work(made: Made) -> None:
    (commands,) = (block["text"] for block in BLOCK.finditer(PAGE.read_text("utf-8")) if not block["file"])
    shown = made.run(commands).stdout
    assert "Orders by region" in shown
    assert "39,812.97" in shown
    assert {name: (made.folder / name).read_bytes()[: len(start)] for name, start in FILES.items()} == FILES
    assert (made.folder / "goals.csv").read_text().splitlines()[:2] == ["Region,Sum of Amount", "North,39812.97"]


def test_its_parameters_are_checked_and_in_the_schema(made: Made) -> None:
    file = made.folder / "wrong.json"
    right = (made.folder / "work/dashboards/goals.json").read_text()
    file.write_text(right.replace('"goal": 60000', '"gaol": 60000, "barColor": 5'))
    said = made.run("swell check wrong.json -w work", code=2).stderr
    assert "'gaol' is no known member of widget 'goal_1'.\nDid you mean 'goal'?" in said
    assert "'barColor' of widget 'goal_1' is a number; it should be a color." in said
    file.write_text(right.replace('"type": "goal"', '"type": "gaol"'))
    said = made.run("swell check wrong.json -w work", code=2).stderr
    assert "There is no widget of type 'gaol'.\nDid you mean 'goal'?" in said
    assert '"The goal of each row."' in made.run("swell schema").stdout


@pytest.fixture(scope="module")
def address(made: Made, serving: Any) -> Iterator[str]:
    environment = {"PYTHONPATH": f"{made.folder / 'site'}:{ROOT}"}
    with serving("serve", "-w", made.folder / "work", environment=environment) as found:
        yield found


@pytest.mark.browser
def test_the_page_draws_it_and_clicks_on_it_filter(page: Any, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(f"{address}/dashboards/goals")
    north = page.get_by_role("button", name="North: 66%")
    north.wait_for()
    assert len([each for each in asked if "/widgets/goal/" in each]) == 1
    total = page.locator("[data-widget=total_1] .value")
    assert total.inner_text() == "96,169.01"
    north.click()
    page.locator("[data-widget=total_1] .value", has_text="39,812.97").wait_for()
    page.get_by_role("button", name="North: 66%").and_(page.locator("[aria-pressed=true]")).wait_for()
    page.get_by_role("button", name="Show as a table: Orders by region").click()
    page.locator("swell-packaged").get_by_text("33,304.05").wait_for()
    page.get_by_role("button", name="Show as a drawing: Orders by region").click()
    south = page.get_by_role("button", name="South: 56%")
    south.press("Enter")
    page.locator("[data-widget=total_1] .value", has_text="33,304.05").wait_for()
    south.and_(page.locator("[aria-pressed=true]:focus")).wait_for()


@pytest.mark.browser
def test_the_editor_offers_it_and_asks_for_its_parameters(page: Any, address: str) -> None:
    page.goto(f"{address}/dashboards/goals/edit")
    page.locator("swell-edit-canvas[aria-busy=false]").wait_for()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Goals", exact=True).click()
    page.locator("[data-widget=goal_2]").get_by_text("100%").wait_for()
    page.get_by_label("The goal of each row").fill("80000")
    page.locator("[data-widget=goal_2]").get_by_text("50%").wait_for()


@pytest.mark.browser
def test_without_its_module_its_table_is_shown(page: Any, address: str) -> None:
    page.route("**/widgets/goal/**", lambda route: route.fulfill(status=404, body=""))
    page.goto(f"{address}/dashboards/goals")
    page.locator("swell-packaged").get_by_text("39,812.97").wait_for()
    page.locator("swell-packaged").get_by_text("Shown as a table.").wait_for()


def test_only_files_of_its_folder_are_served(made: Made) -> None:
    script = """
import asyncio, httpx, swell
app = swell.open("work").application()
async def main():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost") as client:
        (known,) = (await client.get("/api/widgets")).json()["widgets"]
        found = await client.get(known["module"])
        print(found.status_code, found.headers["content-type"], found.headers["cache-control"])
        print(found.headers["content-security-policy"].split("; ")[1])
        folder = known["module"].rpartition("/")[0]
        for path in ("/%2e%2e/__init__.py", "/..%2f__init__.py", "/nothing.js"):
            print((await client.get(folder + path)).status_code)
        print((await client.get("/widgets/goal/0/goal-meter.js")).status_code)
        print((await client.get("/widgets/nothing/0/x.js")).status_code)
asyncio.run(main())
"""
    (made.folder / "served.py").write_text(script)
    said = made.run("python served.py").stdout.splitlines()
    assert said[0] == "200 text/javascript; charset=utf-8 public, max-age=31536000, immutable"
    assert said[1] == "script-src 'self'"
    assert said[2:] == ["404"] * 5
