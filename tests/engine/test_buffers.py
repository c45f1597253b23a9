"""Memory that passes use again: each array is alone in its memory, and of zeros."""

import gc
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.physical.buffers import Buffers

MEGA = 1 << 20


def test_memory_comes_back_when_no_view_of_it_is_left() -> None:
    buffers = Buffers()
    array = buffers.zeros((2, MEGA // 8))
    array[:] = 7
    part = array[1, 3:]
    del array
    other = buffers.zeros((2, MEGA // 8))
    other[:] = 5
    assert (part == 7).all()
    assert buffers.size == 0
    del part, other
    assert buffers.size == 4 * MEGA
    again = buffers.zeros((MEGA // 4 - 5,), np.int64)
    assert not again.any()
    assert buffers.size == 2 * MEGA


def test_no_more_is_kept_than_allowed() -> None:
    buffers = Buffers(3 * MEGA)
    arrays = [buffers.zeros((MEGA,), np.uint8) for _ in range(5)]
    assert len({each.ctypes.data for each in arrays}) == 5
    arrays.clear()
    assert buffers.size == 3 * MEGA


def test_what_was_used_last_is_kept() -> None:
    buffers = Buffers(4 * MEGA)
    for megabytes in (1, 1, 3, 4, 2):
        buffers.zeros((megabytes * MEGA,), np.uint8)  # and nobody wants it any more
        assert buffers.size <= 4 * MEGA
    before = buffers.size
    array = buffers.zeros((2 * MEGA,), np.uint8)
    assert buffers.size == before - array.nbytes


def test_small_arrays_are_not_kept() -> None:
    buffers = Buffers()
    array = buffers.zeros((1000, 3), np.uint32)
    assert array.shape == (1000, 3)
    assert array.dtype == np.uint32
    del array
    gc.collect()
    assert buffers.size == 0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3 * MEGA), st.integers(0, 5)), max_size=12))
def test_arrays_in_use_do_not_overlap(steps: list[tuple[int, int]]) -> None:
    buffers = Buffers(4 * MEGA)
    used: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]] = []
    for number, (size, dropped) in enumerate(steps, 1):
        array = buffers.zeros((size,), np.uint8)
        assert not array.any()
        array[:] = number
        used.append(array)
        del used[:dropped:2]
        for each in used:
            assert not len(each) or each.min() == each.max()


@pytest.mark.parametrize("threads", [4])
def test_threads_have_memory_of_their_own(threads: int) -> None:
    buffers, wrong = Buffers(8 * MEGA), []

    def work(number: int) -> None:
        for _ in range(200):
            array = buffers.zeros((MEGA // 4,), np.int32)
            if array.any():
                wrong.append(number)
            array[:] = number
            if (array != number).any():
                wrong.append(number)

    workers = [threading.Thread(target=work, args=(each,)) for each in range(1, threads + 1)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert not wrong
    assert buffers.size <= 8 * MEGA
