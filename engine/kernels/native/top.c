/* The rows that come first by a number. */
#include "scan.h"

typedef struct {
    double rank; /* the less, the earlier */
    int64_t row;
} entry;

static inline int before(entry one, entry other) {
    return one.rank < other.rank || (one.rank == other.rank && one.row < other.row);
}

/* A heap whose root comes last of all that are kept. */
static void sink(entry *heap, int64_t size, entry value) {
    int64_t place = 0;
    for (;;) {
        int64_t child = 2 * place + 1;
        if (child >= size) break;
        if (child + 1 < size && before(heap[child], heap[child + 1])) child++;
        if (!before(value, heap[child])) break;
        heap[place] = heap[child];
        place = child;
    }
    heap[place] = value;
}

static void rise(entry *heap, int64_t place, entry value) {
    while (place && before(heap[(place - 1) / 2], value)) {
        heap[place] = heap[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    heap[place] = value;
}

/* Fills `heap` (room for `most`) with the rows that come first and satisfy the conditions. Returns how many there are. */
EXPORT int64_t swell_top(int64_t end, const selector *where, int32_t conditions, const lookup *by, const uint8_t *valid,
                         int32_t descending, int32_t nulls_first, int64_t most, entry *heap) {
    block rows;
    rows.ahead = 1;
    double buffer[BLOCK];
    int64_t size = 0;
    if (most < 1) return 0;
    const double sign = descending ? -1.0 : 1.0, null = nulls_first ? -INFINITY : INFINITY;
    for (int64_t start = 0; start < end; start += BLOCK) {
        rows.start = start;
        rows.rows = (int)(end - start < BLOCK ? end - start : BLOCK);
        select_rows(&rows, where, conditions);
        const int all = rows.count == rows.rows;
        const double *values = chosen_numbers(&rows, by, buffer);
        for (int i = 0; i < rows.count; i++) {
            const int64_t row = start + (all ? i : rows.chosen[i]);
            entry next = {sign * values[i], row};
            if (size == most && next.rank > heap[0].rank && !(nulls_first && valid)) continue;
            if (valid && !bit(valid, row)) next.rank = null;
            if (size < most) rise(heap, size++, next);
            else if (before(next, heap[0])) sink(heap, size, next);
        }
    }
    return size;
}
