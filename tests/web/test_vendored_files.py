import hashlib
import itertools
import json
import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "dashboards" / "web"
VENDOR = WEB / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())
MODULES = sorted((WEB / "src").rglob("*.js"))


def test_vendored_modules_are_the_ones_in_the_manifest() -> None:
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
    assert hashes == {name: file["sha256"] for name, file in MANIFEST["files"].items()}


@pytest.mark.parametrize("package", MANIFEST["packages"])
def test_each_vendored_package_comes_with_its_licence(package: str) -> None:
    stem = package.replace("/", "+").lstrip("@")
    assert (VENDOR / "licenses" / f"{stem}.LICENSE.txt").stat().st_size > 100
    assert MANIFEST["packages"][package]["license"] in {"MIT", "BSD-3-Clause", "Apache-2.0", "ISC"}


def test_the_versions_that_are_written_down_are_the_ones_that_were_bundled() -> None:
    written = dict(line.split() for line in (VENDOR / "VERSION").read_text().splitlines())
    assert written == {name: MANIFEST["packages"][name]["version"] for name in written}


def test_the_shell_has_no_inline_script_and_no_inline_style() -> None:
    shell = (WEB / "index.html").read_text()
    assert "<style" not in shell
    assert not re.search(r"\s(style|on\w+)=", shell)
    assert all(re.search(r'src="/static/\{version\}/', tag) for tag in re.findall(r"<script[^>]*>", shell))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_modules_import_only_files_that_are_here_by_relative_address(path: Path) -> None:
    text = path.read_text()
    imported = re.findall(r"""(?:^|\s)(?:import|from)\s*\(?\s*'([^']+)'""", text)
    for address in imported:
        if address.endswith(".d.ts"):
            continue
        assert address.startswith("."), address
        assert (path.parent / address).resolve().is_file(), address


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_templates_set_no_style_attribute(path: Path) -> None:
    """The content policy would drop it without a word to whoever wrote it."""
    assert not re.search(r"""\sstyle=["$]""", path.read_text())


@pytest.mark.parametrize(
    "path", [WEB / "src" / "options.js", *sorted((WEB / "src" / "options").glob("*.js"))], ids=lambda path: path.stem
)
def test_options_of_charts_are_made_without_a_browser(path: Path) -> None:
    """An engine without one draws charts with the same modules."""
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.DOTALL)
    assert not re.findall(r"\b(?:window|document|navigator|fetch|getComputedStyle|matchMedia)\b", code)


@pytest.mark.parametrize("name", ["map_world.js", "map_us_states.js"])
def test_shapes_of_maps_stay_on_their_side_of_the_antimeridian(name: str) -> None:
    """A ring that crosses it would be drawn across the whole map."""
    shapes = json.loads((VENDOR / name).read_text().removeprefix("export default ").rstrip(";\n"))
    rings = [ring for each in shapes["features"] for polygon in each["geometry"]["coordinates"] for ring in polygon]
    assert len(shapes["features"]) == (240 if name == "map_world.js" else 51)
    assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)
    assert max(abs(a[0] - b[0]) for ring in rings for a, b in itertools.pairwise(ring)) < 180
