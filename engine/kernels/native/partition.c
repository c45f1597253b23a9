/* Rows split by the number of their group, so that each part has few groups, and all of them to itself. */
#include "lookup.h"

/* The numbers of the groups of the rows that satisfy the conditions, which may be far apart, and the rows' places. Returns
 * how many rows these are; `numbers` and `chosen` have room for all. */
EXPORT int64_t swell_numbers(int64_t end, const selector *where, int32_t conditions, const key *keys, int32_t count,
                             int64_t *numbers, int32_t *chosen) {
    block rows;
    rows.ahead = 1;
    uint32_t found[BLOCK];
    int64_t total = 0;
    for (int64_t start = 0; start < end; start += BLOCK) {
        rows.start = start;
        rows.rows = (int)(end - start < BLOCK ? end - start : BLOCK);
        select_rows(&rows, where, conditions);
        const int n = rows.count, all = n == rows.rows;
        int64_t *out = numbers + total;
        memset(out, 0, (size_t)n * sizeof *out);
        for (int k = 0; k < count; k++) {
            const int32_t *codes = keys[k].codes;
            const int64_t stride = keys[k].stride;
            if (!n) break;
            places(&rows, &keys[k].of, found);
            if (codes) for (int i = 0; i < n; i++) out[i] += stride * codes[found[i]];
            else for (int i = 0; i < n; i++) out[i] += stride * found[i];
        }
        for (int i = 0; i < n; i++) chosen[total + i] = (int32_t)(start + (all ? i : rows.chosen[i]));
        total += n;
    }
    return total;
}

/* How many numbers are in each bin of 2^shift numbers; the first bin starts at 0. */
EXPORT void swell_count_bins(int64_t count, const int64_t *numbers, int32_t shift, int32_t *bins) {
    for (int64_t i = 0; i < count; i++) bins[numbers[i] >> shift]++;
}

/* A column to be moved: `mark`, of the column's width, stands for null in the target. */
typedef struct {
    const void *values;
    const uint8_t *valid;
    void *target;
    int64_t mark;
    int32_t width;
} moved;

/* Each row goes to the place at the cursor of its part, and the cursor on. */
EXPORT void swell_move(int64_t count, const int64_t *numbers, const int32_t *chosen, int32_t shift,
                       const int32_t *part_of_bin, const int64_t *starts, int64_t *cursors, void *local, int32_t wide,
                       const moved *columns, int32_t column_count) {
    int64_t target[BLOCK];
    for (int64_t begin = 0; begin < count; begin += BLOCK) {
        const int n = (int)(count - begin < BLOCK ? count - begin : BLOCK);
        const int64_t *number = numbers + begin;
        const int32_t *row = chosen + begin;
        for (int i = 0; i < n; i++) {
            const int32_t part = part_of_bin[number[i] >> shift];
            const int64_t place = cursors[part]++, distance = number[i] - starts[part];
            target[i] = place;
            if (wide) ((int64_t *)local)[place] = distance;
            else ((int32_t *)local)[place] = (int32_t)distance;
        }
        for (int c = 0; c < column_count; c++) {
            const moved *of = columns + c;
#define MOVE(T) {                                                                                      \
            const T *v = of->values, mark = (T)of->mark;                                               \
            T *to = of->target;                                                                        \
            if (of->valid) for (int i = 0; i < n; i++) to[target[i]] = bit(of->valid, row[i]) ? v[row[i]] : mark; \
            else for (int i = 0; i < n; i++) to[target[i]] = v[row[i]]; }
            if (of->width == 8) MOVE(int64_t)
            else if (of->width == 4) MOVE(int32_t)
            else if (of->width == 2) MOVE(int16_t)
            else MOVE(int8_t)
        }
    }
}

/* Numbers below `size` as their ranks among the different ones there are, which `distinct` gets, ascending. Returns how
 * many. `bitmap` has a zeroed bit a number, `before` an integer for each of its words. */
EXPORT HOT int64_t swell_rank(int64_t count, const int32_t *numbers, int64_t size, uint64_t *bitmap, int32_t *before,
                              int32_t *ranks, int32_t *distinct) {
    const int64_t words = (size + 63) >> 6;
    int64_t found = 0;
    for (int64_t i = 0; i < count; i++) bitmap[numbers[i] >> 6] |= 1ull << (numbers[i] & 63);
    for (int64_t w = 0; w < words; w++) {
        before[w] = (int32_t)found;
        for (uint64_t rest = bitmap[w]; rest; rest &= rest - 1)
            distinct[found++] = (int32_t)((w << 6) + __builtin_ctzll(rest));
    }
    for (int64_t i = 0; i < count; i++) {
        const int32_t number = numbers[i];
        const uint64_t lower = bitmap[number >> 6] & ((1ull << (number & 63)) - 1);
        ranks[i] = before[number >> 6] + __builtin_popcountll(lower);
    }
    return found;
}
