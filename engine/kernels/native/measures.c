/* What is kept of a column for each group.
 *
 * SUM        the first of a question: double [replicas][groups][2], sum and rows; others: double [replicas][groups].
 *            Numbers have 0 under null, so that a sum needs no look at the bitmap; nulls are counted apart, by group.
 * LEAST, GREATEST   double [groups], set to the edge by the caller.
 * FIRST, LAST       int64 [groups], the number of a row.
 * DISTINCT   uint64 [groups][width], a bit for each place of the lookup.
 * HISTOGRAM  uint32 [groups][width], how many values have the same upper bits (see percentiles.c).
 */
#include "lookup.h"

typedef double pair __attribute__((vector_size(16)));

typedef double four __attribute__((vector_size(32)));

#define RUN 64

/* Rows lie in the order of a date, so that many in a row are often in one group of it. These are added up first: one by
 * one, each would wait until the state that the one before it has changed is written. */
static inline int are_one_group(const uint32_t *groups) {
    return groups[0] == groups[RUN - 1] && !memcmp(groups, groups + 1, (RUN - 1) * sizeof *groups);
}

static inline double sum_of_run(const double *v) {
    four sums[4] = {{0}, {0}, {0}, {0}}, next;
    for (int i = 0; i < RUN; i += 16)
        for (int j = 0; j < 4; j++) {
            memcpy(&next, v + i + 4 * j, sizeof next);
            sums[j] += next;
        }
    sums[0] += sums[1] + (sums[2] + sums[3]);
    return sums[0][0] + sums[0][1] + (sums[0][2] + sums[0][3]);
}

/* Goes through rows `RUN` at a time, of one group or of several, and then the rest. */
#define BY_RUNS(ONE, SEVERAL)                                \
    int i = 0;                                               \
    for (; i + RUN <= n; i += RUN) {                         \
        if (are_one_group(groups + i)) { ONE }               \
        else for (int j = i; j < i + RUN; j += 4) { SEVERAL } \
    }

static void count_rows(const uint32_t *groups, int n, int64_t *rows, int64_t size, int replicas) {
    const int64_t next = replicas == REPLICAS ? size : 0;
    BY_RUNS(rows[groups[i]] += RUN;,
            rows[groups[j]]++;
            rows[next + groups[j + 1]]++;
            rows[2 * next + groups[j + 2]]++;
            rows[3 * next + groups[j + 3]]++;)
    for (; i < n; i++) rows[groups[i]]++;
}

#define AHEAD 16 /* a state that is not in the cache is asked for so many rows before */

#define PREFETCH                                                                   \
    if (!next && j + AHEAD + 4 <= n)                                               \
        for (int k = AHEAD; k < AHEAD + 4; k++) __builtin_prefetch(state + groups[j + k], 1);

static inline pair of_run(const double *v) { return (pair){sum_of_run(v), RUN}; }

static void sum_and_count(const uint32_t *groups, const double *v, int n, pair *state, int64_t size, int replicas) {
    const int64_t next = replicas == REPLICAS ? size : 0;
#define ADD(at, where) { const pair more = {v[at], 1.0}; (where)[groups[at]] += more; }
    BY_RUNS(state[groups[i]] += of_run(v + i);,
            PREFETCH
            ADD(j, state)
            ADD(j + 1, state + next)
            ADD(j + 2, state + 2 * next)
            ADD(j + 3, state + 3 * next))
    for (; i < n; i++) ADD(i, state)
}

static void sum_only(const uint32_t *groups, const double *v, int n, double *state, int64_t size, int replicas) {
    const int64_t next = replicas == REPLICAS ? size : 0;
    BY_RUNS(state[groups[i]] += sum_of_run(v + i);,
            PREFETCH
            state[groups[j]] += v[j];
            state[next + groups[j + 1]] += v[j + 1];
            state[2 * next + groups[j + 2]] += v[j + 2];
            state[3 * next + groups[j + 3]] += v[j + 3];)
    for (; i < n; i++) state[groups[i]] += v[i];
}

/* The chosen values as doubles, in a buffer or where they are. */
HOT const double *chosen_numbers(const block *rows, const lookup *of, double *buffer) {
    const int n = rows->count;
    const uint16_t *chosen = n == rows->rows ? 0 : rows->chosen;
    if (rows->ahead) fetch_ahead(of, rows->start);
    if (of->type == FLOAT64) {
        const double *v = (const double *)of->values + rows->start;
        if (!chosen) return v;
        for (int i = 0; i < n; i++) buffer[i] = v[chosen[i]];
        return buffer;
    }
#define LOOP(T) {                                                             \
        const T *v = (const T *)of->values + rows->start;                     \
        if (chosen) for (int i = 0; i < n; i++) buffer[i] = (double)v[chosen[i]]; \
        else for (int i = 0; i < n; i++) buffer[i] = (double)v[i]; }
    BY_TYPE(of->type, LOOP)
#undef LOOP
    return buffer;
}

/* Read the numbers of a column, unless that was done for another measure of the same rows. */
static void read_column(const block *rows, const measure *of, reading *read) {
    if (read->values == of->of.values && read->type == of->of.type) return;
    read->values = of->of.values;
    read->type = of->of.type;
    read->numbers = chosen_numbers(rows, &of->of, read->buffer);
}

/* Find the nulls of a column, unless that was done. */
static void find_missing(const block *rows, const measure *of, reading *read) {
    if (read->valid == of->valid) return;
    read->valid = of->valid;
    int count = 0;
    if (rows->count < rows->rows) {
        for (int i = 0; i < rows->count; i++) {
            read->missing[count] = (uint16_t)i;
            count += !bit(of->valid, rows->start + rows->chosen[i]);
        }
    } else {
        for (int i = 0; i < rows->rows; i += 64) {
            uint64_t missing = missing_bits(of->valid, rows->start + i, rows->rows - i);
            for (; missing; missing &= missing - 1) read->missing[count++] = (uint16_t)(i + __builtin_ctzll(missing));
        }
    }
    read->missing_count = count;
}

/* Leave out the rows that have no value. Returns how many are left of `groups` and the numbers. */
static int known(const block *rows, const uint32_t *groups, const reading *read, uint32_t *some_groups, double *some) {
    int count = 0, begin = 0;
    for (int next = 0; next <= read->missing_count; next++) {
        const int end = next < read->missing_count ? read->missing[next] : rows->count;
        memcpy(some_groups + count, groups + begin, (size_t)(end - begin) * sizeof *groups);
        memcpy(some + count, read->numbers + begin, (size_t)(end - begin) * sizeof *some);
        count += end - begin;
        begin = end + 1;
    }
    return count;
}

#define FEW 4

/* Nulls by group. Where all rows are chosen, `FEW` of 64 rows are counted whether there are as many or not, as processors
 * don't foresee how many there are. */
static void count_nulls(const block *rows, const uint32_t *groups, const measure *of, reading *read) {
    int64_t *nulls = of->nulls;
    if (rows->count == rows->rows && of->fold == SUM) {
        for (int i = 0; i < rows->rows; i += 64) {
            uint64_t missing = missing_bits(of->valid, rows->start + i, rows->rows - i);
            for (int j = 0; j < FEW; j++, missing &= missing - 1)
                nulls[groups[i + (missing ? __builtin_ctzll(missing) : 0)]] += missing != 0;
            for (; missing; missing &= missing - 1) nulls[groups[i + __builtin_ctzll(missing)]]++;
        }
        return;
    }
    find_missing(rows, of, read);
    const int count = read->missing_count;
    for (int i = 0; i < count; i++) {
        if (i + AHEAD < count) __builtin_prefetch(nulls + groups[read->missing[i + AHEAD]], 1);
        nulls[groups[read->missing[i]]]++;
    }
}

static void extremes(const uint32_t *groups, const double *v, int n, double *state, int largest) {
    if (largest) {
        for (int i = 0; i < n; i++) if (v[i] > state[groups[i]]) state[groups[i]] = v[i];
    } else {
        for (int i = 0; i < n; i++) if (v[i] < state[groups[i]]) state[groups[i]] = v[i];
    }
}

static void outer_rows(const block *rows, const uint32_t *groups, int64_t *state, int last) {
    const int all = rows->count == rows->rows;
    for (int i = 0; i < rows->count; i++) {
        const int64_t row = rows->base + rows->start + (all ? i : rows->chosen[i]);
        int64_t *best = state + groups[i];
        if (last ? row > *best : row < *best) *best = row;
    }
}

static void mark(const block *rows, const uint32_t *groups, const measure *of) {
    uint32_t found[BLOCK];
    uint64_t *bitmap = of->state;
    places(rows, &of->of, found);
    for (int i = 0; i < rows->count; i++)
        bitmap[(int64_t)groups[i] * of->width + (found[i] >> 6)] |= 1ull << (found[i] & 63);
}

static HOT void histogram(const uint32_t *groups, const double *v, int n, const measure *of) {
    uint32_t *bins = of->state;
    const int64_t width = of->width, first_bin = of->first_bin;
    const int shift = of->shift;
    for (int i = 0; i < n; i++) bins[groups[i] * width + bin_of(v[i], shift, first_bin, width)]++;
}

void fold_block(const block *rows, const uint32_t *groups, const question *asked, reading *read) {
    double some[BLOCK];
    uint32_t some_groups[BLOCK];
    int counted = 0;
    for (int i = 0; i < asked->measure_count; i++) {
        const measure *of = asked->measures + i;
        if (of->fold == FIRST || of->fold == LAST) {
            outer_rows(rows, groups, of->state, of->fold == LAST);
            continue;
        }
        if (of->fold == DISTINCT) {
            mark(rows, groups, of);
            continue;
        }
        read_column(rows, of, read);
        if (of->nulls) count_nulls(rows, groups, of, read);
        if (of->fold == SUM) {
            if (counted++) sum_only(groups, read->numbers, rows->count, of->state, asked->groups, asked->replicas);
            else sum_and_count(groups, read->numbers, rows->count, of->state, asked->groups, asked->replicas);
            continue;
        }
        const uint32_t *g = groups;
        const double *v = read->numbers;
        int n = rows->count;
        if (of->valid) {
            find_missing(rows, of, read);
            n = known(rows, groups, read, some_groups, some);
            g = some_groups;
            v = some;
        }
        if (of->fold == HISTOGRAM) histogram(g, v, n, of);
        else extremes(g, v, n, of->state, of->fold == GREATEST);
    }
    if (asked->rows && !counted) count_rows(groups, rows->count, asked->rows, asked->groups, asked->replicas);
}
