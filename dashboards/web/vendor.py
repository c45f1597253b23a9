"""Writes ``vendor/``: the page's third-party modules, minified, with licences and hashes.

For maintainers only; neither users nor the wheel's build need it. It wants ``npm`` (node 20 or newer), fetches the
pinned packages into a temporary folder, bundles Lit and CodeMirror with esbuild (ECharts ships a ready module), makes
the shapes of maps with ``vendor_maps.mjs``, and replaces the folder. Change a version in ``PINS``, run
``python dashboards/web/vendor.py``, and commit the result.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PINS = {
    "echarts": "6.1.0",
    "i18n-iso-countries": "7.14.0",
    "lit": "3.3.3",
    "us-atlas": "3.0.1",
    "world-atlas": "2.0.2",
    "@codemirror/autocomplete": "6.20.4",
    "@codemirror/commands": "6.11.1",
    "@codemirror/language": "6.13.1",
    "@codemirror/lint": "6.9.8",
    "@codemirror/search": "6.7.2",
    "@codemirror/state": "6.7.6",
    "@codemirror/view": "6.43.15",
}
TOOLS = {"esbuild": "0.28.2", "topojson-client": "3.1.0"}
"""What makes the files and is in none of them."""
MAPS = ("places.js", "map_world.js", "map_us_states.js")

LIT = """\
export {LitElement, html, svg, css, nothing, unsafeCSS} from 'lit';
export {directive, Directive, PartType} from 'lit/directive.js';
export {repeat} from 'lit/directives/repeat.js';
export {classMap} from 'lit/directives/class-map.js';
export {live} from 'lit/directives/live.js';
export {ref, createRef} from 'lit/directives/ref.js';
"""

CODEMIRROR = """\
export {EditorState, Compartment, Prec, StateEffect, StateField} from '@codemirror/state';
export {
  EditorView, keymap, lineNumbers, highlightActiveLine, highlightActiveLineGutter, drawSelection, placeholder,
  tooltips, hoverTooltip, Decoration,
} from '@codemirror/view';
export {defaultKeymap, history, historyKeymap, indentWithTab, toggleComment} from '@codemirror/commands';
export {searchKeymap, highlightSelectionMatches} from '@codemirror/search';
export {
  autocompletion, completionKeymap, closeBrackets, closeBracketsKeymap, startCompletion, snippetCompletion,
} from '@codemirror/autocomplete';
export {setDiagnostics, lintGutter, linter, lintKeymap} from '@codemirror/lint';
export {
  StreamLanguage, LanguageSupport, syntaxHighlighting, HighlightStyle, bracketMatching, indentOnInput,
} from '@codemirror/language';
export {tags} from '@lezer/highlight';
"""


def run(folder: Path, *command: str) -> None:
    """Runs a command in ``folder``; raises ``CalledProcessError`` when it fails."""
    subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr)


def bundle(folder: Path, name: str, entry: str) -> set[str]:
    """Bundles the exports of ``entry`` into ``name``.js, minified, and returns the packages whose code went in."""
    (folder / f"{name}.entry.js").write_text(entry)
    run(
        folder,
        "node_modules/.bin/esbuild",
        f"{name}.entry.js",
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--legal-comments=none",
        f"--metafile={name}.meta.json",
        f"--outfile={name}.js",
    )
    inputs = json.loads((folder / f"{name}.meta.json").read_text())["inputs"]
    return {package_of(path) for path in inputs if path.startswith("node_modules/")}


def package_of(path: str) -> str:
    """The package that a path below ``node_modules/`` belongs to, with its scope."""
    parts = path.removeprefix("node_modules/").split("/")
    return "/".join(parts[:2]) if parts[0].startswith("@") else parts[0]


def licences(folder: Path, target: Path, packages: set[str]) -> dict[str, dict[str, str]]:
    """Copies the licence files of ``packages`` and returns version and licence of each."""
    described = {}
    for name in sorted(packages):
        home = folder / "node_modules" / name
        package = json.loads((home / "package.json").read_text())
        described[name] = {"version": package["version"], "license": package["license"]}
        for text in [*sorted(home.glob("LICENSE*")), *sorted(home.glob("NOTICE*"))]:
            shutil.copy(text, target / f"{name.replace('/', '+').lstrip('@')}.{text.stem}.txt")
    return described


def build(target: Path) -> None:
    """Fetches, bundles, and replaces ``target`` as a whole once everything has succeeded."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "package.json").write_text('{"private": true}')
        pins = [f"{name}@{version}" for name, version in {**PINS, **TOOLS}.items()]
        run(folder, "npm", "install", "--no-audit", "--no-fund", "--save-exact", *pins)
        packages = bundle(folder, "lit", LIT) | bundle(folder, "codemirror", CODEMIRROR)
        packages |= {"echarts", "zrender"}  # zrender is inside the module that ECharts publishes
        packages |= {"i18n-iso-countries", "us-atlas", "world-atlas"}
        shutil.copy(Path(__file__).with_name("vendor_maps.mjs"), folder)
        run(folder, "node", "vendor_maps.mjs")
        built = [folder / "node_modules/echarts/dist/echarts.esm.min.mjs", folder / "lit.js", folder / "codemirror.js"]
        built += [folder / name for name in MAPS]
        fresh = folder / "vendor"
        (fresh / "licenses").mkdir(parents=True)
        for path in built:
            # One ending for all: not every server knows .mjs, and a module of the wrong media type does not load.
            shutil.copy(path, fresh / f"{path.name.split('.')[0]}.js")
        described = licences(folder, fresh / "licenses", packages)
        files = {
            path.name: {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
            for path in sorted(fresh.glob("*.js"))
        }
        (fresh / "manifest.json").write_text(json.dumps({"files": files, "packages": described}, indent=2) + "\n")
        (fresh / "VERSION").write_text("".join(f"{name} {version}\n" for name, version in PINS.items()))
        for types in sorted(target.glob("*.d.ts")):
            shutil.copy(types, fresh / types.name)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(fresh, target)


if __name__ == "__main__":
    build(Path(__file__).parent / "vendor")
