"""What files of dashboards and lenses said before: kept when the API changes one, so that it can be put back.

Clients see a text as an entry with an id that goes by the text. The newest twenty are kept, as in CRM Analytics.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from dashboards.model.json import Json, JsonObject, as_text
from dashboards.saving import put, version_of
from dashboards.server.wave.call import Call
from dashboards.server.wave.common import SERVER, instant
from dashboards.server.wave.errors import no_such
from dashboards.server.wave.ids import HISTORY, is_same, make_id

KEPT = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A text that a file had, when it was noted, and what people call it."""

    id: str
    text: str
    noted: dt.datetime
    label: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What one file said. `folder` is where that is kept."""

    folder: Path

    @staticmethod
    def of(call: Call, kind: str, name: str) -> History:
        """Return that of an asset.

        Args:
            call: the request.
            kind: `dashboards` or `lenses`.
            name: a name that is one of a file.
        """
        return History(call.services.session.store.folder / ".histories" / kind / name)

    def entries(self, now: str, changed: dt.datetime) -> list[Entry]:
        """Return the entries, the newest first: what the file says now, and what it said before.

        Args:
            now: the file's text.
            changed: when it was changed.
        """
        known = sorted(self._kept(), key=lambda each: each.noted, reverse=True)
        current = next((each for each in known if each.text == now), Entry(_id(now), now, changed))
        return [current, *(each for each in known if each.text != now)][:KEPT]

    def keep(self, text: str, when: dt.datetime, label: str = "") -> None:
        """Note what a file says."""
        known = {each.id: each for each in self._kept()}
        label = label or (known[_id(text)].label if _id(text) in known else "")
        value = {"text": text, "noted": when.isoformat(), "label": label}
        put(self._file(_id(text)), json.dumps(value, ensure_ascii=False))
        others = sorted((each for each in known.values() if each.text != text), key=lambda each: each.noted)
        for each in others[: max(len(others) + 1 - KEPT, 0)]:
            self._file(each.id).unlink(missing_ok=True)

    def find(self, given: str, now: str, changed: dt.datetime) -> Entry:
        """Return the entry with an id.

        Raises:
            WaveError: there is none.
        """
        found = next((each for each in self.entries(now, changed) if is_same(each.id, given)), None)
        if found is None:
            raise no_such("history", given)
        return found

    def forget(self) -> None:
        """Forget all of it, as the file is gone."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _kept(self) -> list[Entry]:
        files = self.folder.glob("*.json") if self.folder.is_dir() else ()
        found = [_entry(json.loads(each.read_text("utf-8"))) for each in files]
        return [each for each in found if each is not None]

    def _file(self, identity: str) -> Path:
        return self.folder / f"{identity}.json"


def shown(call: Call, entries: list[Entry], url: str) -> JsonObject:
    """Return entries as the API shows them; `url` is the address of their asset."""
    histories: list[Json] = [
        {
            "createdBy": SERVER,
            "createdDate": instant(each.noted),
            "id": each.id,
            "label": each.label or None,
            "name": each.label or instant(each.noted),
            "previewUrl": f"{url}/bundle?historyId={each.id}",
            "revertUrl": f"{url}/bundle",
            "url": f"{url}/histories/{each.id}",
        }
        for each in entries
    ]
    return {"histories": histories, "nextPageUrl": None, "totalSize": len(histories), "url": call.request.url.path}


def _id(text: str) -> str:
    return make_id(HISTORY, version_of(text))


def _entry(value: JsonObject) -> Entry | None:
    text = as_text(value.get("text"))
    noted = dt.datetime.fromisoformat(as_text(value.get("noted"), "2026-01-01T00:00:00+00:00"))
    return Entry(_id(text), text, noted, as_text(value.get("label")))
