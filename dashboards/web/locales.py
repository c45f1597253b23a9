"""Write `dashboards/locales.json`: how languages write numbers and dates, as a JavaScript engine says.

Run `python dashboards/web/locales.py` after a change of `src/locale.js` or a new version of the engine, which comes
with the extra `export`; its data are those of Unicode (CLDR).
The file has each language whole, and of a country only what it does in another way.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

from dashboards.export.modules import linked

WEB = Path(__file__).parent
LANGUAGES = (
    "af am ar az be bg bn bs ca ckb cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk "
    "km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl no pa pl ps pt ro ru sd si sk sl sq sr sv sw ta te th tr ug uk ur "
    "uz vi zh zu"
)

_COUNTRIES = """
const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
JSON.stringify(letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => names.of(code)));
"""


def main() -> None:
    """Ask the engine for every language in every country, and write what it says."""
    engine = MiniRacer()
    engine.eval(linked(WEB / "src" / "locale.js", "locales"))
    countries = json.loads(str(engine.eval(_COUNTRIES)))

    def told(tag: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(str(engine.eval(f"JSON.stringify(locales.conventionsOf({tag!r}))")))
        if not any("{MMM}" in each for each in found["dates"].values()):
            found["months"] = {}
        return found

    lines = {}
    for language in LANGUAGES.split():
        whole = told(language)
        lines[language] = whole
        for country in countries:
            other = {key: value for key, value in told(f"{language}-{country}").items() if value != whole[key]}
            if other:
                lines[f"{language}-{country}"] = other
    rows = ",\n".join(f"{json.dumps(tag)}: {json.dumps(told, ensure_ascii=True)}" for tag, told in lines.items())
    (WEB.parent / "locales.json").write_text(f"{{\n{rows}\n}}\n", "utf-8")


if __name__ == "__main__":
    main()
