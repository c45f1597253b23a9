"""The dictionary of a field: each part brings the texts that the parts before it do not have.

Code 0 is null, code `i + 1` the text at place `i` of all these texts one after the other. Texts of one length need no
offsets. Where each row of a part has a text of its own, in the order of the rows, the part has no codes either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.kernels import arrays, arrow
from engine.kernels.arrays import Array
from engine.kernels.codes import EMPTY_DICTIONARY
from engine.store.array_file import ArrayFile, ArrayFileWriter, Read
from saql.record import record

BLOCK_TEXTS = 1 << 15

Places = npt.NDArray[np.int32]


@record(eq=False)
class Texts:
    """The texts of a field that one file brings."""

    file: ArrayFile
    field: str

    def __len__(self) -> int:
        if (self.field, "texts") in self.file:
            return self.file.place((self.field, "texts")).count
        if (self.field, "text offsets") in self.file:
            return self.file.place((self.field, "text offsets")).count - 1
        return 0

    @property
    def width(self) -> int | None:
        """The bytes of each text where all have the same."""
        key = (self.field, "texts")
        return self.file.place(key).kind.itemsize if key in self.file else None

    @property
    def size(self) -> int:
        """The bytes of all texts together."""
        if self.width is not None:
            return self.width * len(self)
        return self.file.place((self.field, "text bytes")).count if len(self) else 0

    def array(self) -> pa.StringArray:
        """Return all texts, mapped into memory."""
        return self._slice(self.file.array, 0, len(self))

    def copy(self) -> pa.StringArray:
        """Return all texts; they stay in memory no longer than the result."""
        return self._slice(self.file.fresh, 0, len(self))

    def blocks(self, size: int) -> Iterator[tuple[int, pa.StringArray]]:
        """Yield `size` texts at a time, each with the place of its first; no more than these stay in memory."""
        for start in range(0, len(self), size):
            yield start, self._slice(self.file.fresh, start, min(start + size, len(self)))

    def take(self, block: int, places: Array) -> pa.StringArray:
        """Return the texts at places within a block, copied; no more than the block stays in memory."""
        start = block * BLOCK_TEXTS
        stop = min(start + BLOCK_TEXTS, len(self))
        if self.width is not None:
            return fixed_width(self.file.fresh((self.field, "texts"), start, stop)[places - start])
        return arrow.take(self._slice(self.file.fresh, start, stop), arrays.array(places - start))

    def _slice(self, read: Read, start: int, stop: int) -> pa.StringArray:
        if self.width is not None:
            return fixed_width(read((self.field, "texts"), start, stop))
        offsets = read((self.field, "text offsets"), start, stop + 1)
        first = int(offsets[0])
        data = read((self.field, "text bytes"), first, int(offsets[-1]))
        return _strings(offsets - np.int32(first) if first else offsets, data)


@record(eq=False)
class Dictionary:
    """All texts of a field in a version: those of its parts, one after the other."""

    chunks: tuple[Texts, ...]

    def __len__(self) -> int:
        return sum(len(each) for each in self.chunks)

    @property
    def size(self) -> int:
        """The bytes of all texts together."""
        return sum(each.size for each in self.chunks)

    @property
    def starts(self) -> list[int]:
        """The place of the first text of each chunk."""
        lengths = [len(each) for each in self.chunks]
        return [sum(lengths[:index]) for index in range(len(lengths))]

    @property
    def width(self) -> int | None:
        """The bytes of each text where all have the same."""
        widths = {each.width for each in self.chunks if len(each)}
        return widths.pop() if len(widths) == 1 else None

    def array(self) -> pa.StringArray:
        """Return all texts; mapped where one part brings them all."""
        filled = [each.array() for each in self.chunks if len(each)]
        if len(filled) == 1:
            return filled[0]
        return pa.concat_arrays(filled) if filled else EMPTY_DICTIONARY

    def find(self, texts: pa.StringArray) -> Places:
        """Return the code of each of the texts, which are distinct, 0 for those that are not there.

        The dictionary is read once, in blocks; the memory it takes goes by the texts that are looked for.
        """
        codes = np.zeros(len(texts), np.int32)
        size = max(BLOCK_TEXTS, len(texts))  # each block builds a table of the texts anew
        for start, chunk in zip(self.starts, self.chunks, strict=True):
            for first, block in chunk.blocks(size) if len(texts) else ():
                found = arrow.index_in(block, texts)
                valid = arrays.validity(found)
                hits = np.arange(len(block)) if valid is None else np.flatnonzero(valid)
                codes[arrays.values(found)[hits]] = hits + (start + first + 1)
        return codes

    def take(self, places: Array) -> pa.StringArray:
        """Return the texts at places, copied, block by block of the chunks."""
        starts = np.array(self.starts)
        chunk_of = np.searchsorted(starts, places, side="right") - 1
        within = places - starts[chunk_of]
        block_of = (chunk_of << 32) + within // BLOCK_TEXTS
        order = np.argsort(block_of, kind="stable")
        found = []
        for mine in np.split(order, np.flatnonzero(np.diff(block_of[order])) + 1) if len(order) else ():
            chunk, block = divmod(int(block_of[mine[0]]), 1 << 32)
            found.append(self.chunks[chunk].take(block, within[mine]))
        if len(found) < 2:
            return found[0] if found else EMPTY_DICTIONARY
        back = np.empty(len(places), np.int64)
        back[order] = np.arange(len(places))
        return arrow.take(pa.concat_arrays(found), arrays.array(back))


def write_texts(writer: ArrayFileWriter, field: str, texts: pa.StringArray) -> None:
    """Write the texts that a part brings."""
    ends = offsets(texts)
    lengths = np.diff(ends)
    data = text_bytes(texts)
    width = int(lengths[0]) if len(lengths) else 0
    if width and bool((lengths == width).all()):
        writer.put((field, "texts"), data.view(f"V{width}"))
    elif len(lengths):
        writer.put((field, "text offsets"), ends - ends[0])
        writer.put((field, "text bytes"), data)


def write_text_blocks(
    writer: ArrayFileWriter, field: str, count: int, width: int | None, blocks: Sequence[Iterator[pa.StringArray]]
) -> None:
    """Write texts block by block.

    Args:
        writer: the file.
        field: their field.
        count: how many texts there are.
        width: the bytes of each where all have the same.
        blocks: the same blocks twice; texts of different lengths are read once for the offsets and once more.
    """
    first, second = blocks
    if width is not None:
        region = writer.reserve((field, "texts"), np.dtype(f"V{width}"), count)
        for block in first:
            region.append(text_bytes(block).view(f"V{width}"))
        return
    region = writer.reserve((field, "text offsets"), np.dtype(np.int32), count + 1)
    region.append(np.zeros(1, np.int32))
    end = np.int32(0)
    for block in first:
        ends = offsets(block)
        region.append(ends[1:] - ends[0] + end)
        end += ends[-1] - ends[0]
    region = writer.reserve((field, "text bytes"), np.dtype(np.uint8), int(end))
    for block in second:
        region.append(text_bytes(block))


def offsets(texts: pa.StringArray) -> npt.NDArray[np.int32]:
    """Return where each text starts among the bytes of the array, and where the last one ends."""
    buffer = texts.buffers()[1]
    if buffer is None or not len(texts):
        return np.zeros(1, np.int32)
    return np.frombuffer(buffer, np.int32, len(texts) + 1, texts.offset * 4)


def text_bytes(texts: pa.StringArray) -> npt.NDArray[np.uint8]:
    """Return the bytes of all texts one after the other."""
    ends = offsets(texts)
    return np.frombuffer(texts.buffers()[2] or b"", np.uint8)[ends[0] : ends[-1]]


def fixed_width(items: Array) -> pa.StringArray:
    """Return texts of one length as an Arrow array, without a copy of their bytes."""
    width = items.dtype.itemsize
    ends = np.arange(0, (len(items) + 1) * width, width, dtype=np.int32)[: len(items) + 1]
    return _strings(ends, np.ascontiguousarray(items).view(np.uint8))


def _strings(ends: npt.NDArray[np.int32], data: npt.NDArray[np.uint8]) -> pa.StringArray:
    return pa.StringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), pa.py_buffer(data), null_count=0)
