"""Files beside the datasets, one a dataset: what the file of a dataset is called."""

from __future__ import annotations

import hashlib
import urllib.parse
from pathlib import Path

_LONGEST = 150


def dataset_file(folder: Path, dataset: str) -> Path:
    """Return the JSON file of a dataset in a folder: its name, as far as names of files may have it."""
    quoted = urllib.parse.quote(dataset, safe=" ")
    if len(quoted) > _LONGEST:
        quoted = f"{quoted[:60]}~{hashlib.sha256(dataset.encode()).hexdigest()[:32]}"
    return folder / f"{quoted}.json"
