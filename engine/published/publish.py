"""Publishing: all rows of a dataset, or where it is told which changed, the months that these are in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from engine.published.errors import NotPublishedError, TargetError
from engine.published.manifest import FILE_NAME, MONTH, ROW, PublishedFile, PublishedManifest, parse_published
from engine.published.months import places_by_month, places_of, stretches_by_month
from engine.published.rows import by_date, published_rows, row_numbers
from engine.published.target import Target
from engine.store import Dataset
from engine.store.gather import Places
from engine.store.since import ChangedRows, changed_rows
from saql.record import record

_ROWS_OF_A_FILE = 1 << 21
_ROWS_OF_A_GROUP = 1 << 18


@record
class Published:
    """What was published: `wrote` files, of `rows` rows and `bytes` bytes; `kept` files are as they were.

    `why` says why all rows were written, "" where only some months were.
    """

    manifest: PublishedManifest
    wrote: int
    kept: int
    rows: int
    bytes: int
    why: str


def publish(dataset: Dataset, target: Target, whole: bool = False) -> Published:
    """Bring a dataset to a place; readers find the version before, or this one.

    One process at a time may publish a dataset to a place.

    Args:
        dataset: the version.
        target: the folder that it has there.
        whole: whether all rows are written, also where it is known which changed.

    Raises:
        TargetError: the place can't be read or written.
        CorruptDatasetError: a file of the dataset is damaged.
    """
    before = _before(target)
    why = "it was asked for" if whole else _obstacle(dataset, before)
    serial = 1 if before is None else before.serial + 1
    files = _Writer(serial, target)
    if before is not None and not why:
        kept, replaced = _some(files, dataset, before)
    else:
        kept, replaced = (), () if before is None else before.files
        for month, stretches in stretches_by_month(dataset).items():
            files.write(month, _in_pieces(dataset, places_of(dataset, stretches)))
    written = tuple(files.written)
    manifest = _manifest(dataset, serial, (*kept, *written), tuple(each.path for each in replaced))
    target.replace(FILE_NAME, manifest.to_json())
    for each in () if before is None else before.replaced:
        target.remove(each)
    rows, size = sum(each.rows for each in written), sum(each.bytes for each in written)
    return Published(manifest, len(written), len(kept), rows, size, why)


def published(target: Target) -> PublishedManifest:
    """Return what is published in a place.

    Raises:
        NotPublishedError: nothing is, or it can't be read.
        TargetError: the place can't be read.
    """
    text = target.read(FILE_NAME)
    if text is None:
        raise NotPublishedError(target.url, "has no published dataset")
    return parse_published(text, f"{target.url}/{FILE_NAME}")


def _before(target: Target) -> PublishedManifest | None:
    text = target.read(FILE_NAME)
    if text is None:
        return None
    try:
        return parse_published(text, f"{target.url}/{FILE_NAME}")
    except NotPublishedError:
        return None  # all is written anew


def _obstacle(dataset: Dataset, before: PublishedManifest | None) -> str:
    """Return why all rows have to be written; "" where those that changed will do."""
    if before is None:
        return "nothing was there"
    seals = tuple(each.sealed.seal for each in dataset.manifest.parts)
    if dataset.fields != before.fields or dataset.main_date != before.main_date:
        return "its fields changed"
    if before.version > dataset.version or before.seals != seals[: len(before.seals)]:
        return "it was written anew or compacted"
    changed = changed_rows(dataset, before.version)
    return "" if isinstance(changed, ChangedRows) else f"it {changed.reason}"


def _some(
    files: _Writer, dataset: Dataset, before: PublishedManifest
) -> tuple[tuple[PublishedFile, ...], tuple[PublishedFile, ...]]:
    """Write the months of rows that changed anew; return the files of the others, and those that are replaced."""
    changed = changed_rows(dataset, before.version)
    assert isinstance(changed, ChangedRows)
    came, gone = places_by_month(dataset, changed.came), places_by_month(dataset, changed.gone)
    touched = {*came, *gone}
    for month in sorted(touched):
        old = [files.read(each) for each in before.files if each.month == month]
        files.write(month, iter([_merged(dataset, old, came.get(month), gone.get(month))]))
    kept = tuple(each for each in before.files if each.month not in touched)
    return kept, tuple(each for each in before.files if each.month in touched)


def _merged(dataset: Dataset, old: Sequence[pa.Table], came: Places | None, gone: Places | None) -> pa.Table:
    if gone is not None:
        numbers = pa.array(np.sort(row_numbers(dataset, gone)))
        old = [each.filter(pc.invert(pc.is_in(each[ROW], numbers))) for each in old]
    new = [] if came is None else [published_rows(dataset, came)]
    return by_date(pa.concat_tables([*old, *new], promote_options="default"), dataset.main_date)


def _in_pieces(dataset: Dataset, places: Places) -> Iterator[pa.Table]:
    """Yield rows as many at a time as a file has, in their order; those of several parts in that of the date."""
    several = len(places) and places.parts[0] != places.parts[-1]
    for start in range(0, len(places), _ROWS_OF_A_FILE):
        rows = published_rows(dataset, places.some(np.arange(start, min(start + _ROWS_OF_A_FILE, len(places)))))
        yield by_date(rows, dataset.main_date) if several else rows


class _Writer:
    """Writes the files of a version."""

    def __init__(self, serial: int, target: Target) -> None:
        self._serial = serial
        self._target = target
        self.written: list[PublishedFile] = []

    def read(self, file: PublishedFile) -> pa.Table:
        try:
            with parquet.ParquetFile(self._target.path(file.path), filesystem=self._target.files) as opened:
                return opened.read()
        except (OSError, pa.ArrowException) as error:
            raise TargetError(self._target.url, f"can't be read: {error}") from error

    def write(self, month: str, pieces: Iterator[pa.Table]) -> None:
        folder = f"rows/{MONTH}={month}" if month else "rows/without"
        for place, rows in enumerate(pieces):
            if rows.num_rows:
                path = f"{folder}/{self._serial:08d}-{place}.parquet"
                self.written.append(PublishedFile(path, month, rows.num_rows, self._put(path, rows)))

    def _put(self, path: str, rows: pa.Table) -> int:
        files, where = self._target.files, self._target.path(path)
        try:
            files.create_dir(where.rpartition("/")[0], recursive=True)
            with files.open_output_stream(where) as sink:
                parquet.write_table(rows, sink, compression="zstd", row_group_size=_ROWS_OF_A_GROUP)
            return int(files.get_file_info(where).size)
        except OSError as error:
            raise TargetError(self._target.url, f"can't be written: {error}") from error


def _manifest(
    dataset: Dataset, serial: int, files: Sequence[PublishedFile], replaced: tuple[str, ...]
) -> PublishedManifest:
    return PublishedManifest(
        name=dataset.name,
        serial=serial,
        version=dataset.version,
        label=dataset.label,
        created=dataset.created,
        fields=dataset.fields,
        main_date=dataset.main_date,
        files=tuple(sorted(files, key=lambda each: each.path)),
        seals=tuple(each.sealed.seal for each in dataset.manifest.parts),
        replaced=replaced,
    )
