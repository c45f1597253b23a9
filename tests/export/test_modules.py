"""ES modules made one script, run in the engine."""

from pathlib import Path

import pytest
from py_mini_racer import MiniRacer

from dashboards.export.modules import files, linked

FORMS = {
    "entry.js": """\
import { one, two as zwei } from './a.js';
import * as all from './deep/b.js';
import './c.js';
import {
  three,
} from './a.js';
export { four as vier } from './deep/b.js';
export * from './d.js';
const local = [one, zwei(), three, all.four, globalThis.ran];
import shapes from './e.js';
export { local as result, shapes };
export class Kind { name = 'kind'; }
""",
    "a.js": "export const one = 1;\nexport function two() { return 2; }\nexport let three = one + 2;\n",
    "deep/b.js": "import { one } from '../a.js';\nconst hidden = one + 3;\nexport { hidden as four };\n",
    "c.js": "globalThis.ran = (globalThis.ran ?? 0) + 1;\n",
    "e.js": "export default { type: 'shapes' };\n",
    "d.js": "import './c.js';\nconst one = 'not that of a';\nexport async function later() { return one; }\n",
}


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    for name, text in FORMS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path / "entry.js"


def test_all_forms_of_imports_and_exports(entry: Path) -> None:
    engine = MiniRacer()
    engine.eval(linked(entry, "made"))

    assert engine.eval("JSON.stringify(made.result)") == "[1,2,3,4,1]"
    assert engine.eval("made.vier") == 4
    assert engine.eval("new made.Kind().name") == "kind"
    assert engine.eval("Object.keys(made).sort().join()") == "Kind,later,result,shapes,vier"
    assert engine.eval("made.shapes.type") == "shapes"


def test_scripts_of_several_modules_live_in_one_engine(entry: Path) -> None:
    engine = MiniRacer()
    engine.eval(linked(entry, "made"))
    engine.eval(linked(entry.with_name("e.js"), "other"))

    assert engine.eval("other.default.type + made.vier") == "shapes4"


def test_a_module_comes_after_those_that_it_needs(entry: Path) -> None:
    names = [path.name for path in files(entry)]

    assert names[-1] == "entry.js"
    assert names.index("a.js") < names.index("b.js")
    assert len(names) == len(set(names)) == 6
