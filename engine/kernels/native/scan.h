/* One pass over the rows of a table: which rows count, which group each is in, what is summed up of them.
 *
 * Rows go through in blocks that stay in the first cache. The caller owns all memory; nothing here allocates, locks or
 * fails, so any number of threads may scan ranges of the same columns into states of their own.
 */
#ifndef SWELL_SCAN_H
#define SWELL_SCAN_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#define BLOCK 512     /* rows in a block, a multiple of 64: all that is read and made of them stays in the first cache */
#define REPLICAS 4    /* states of a small group-by: neighbouring rows of one group do not wait for each other */

#define EXPORT __attribute__((visibility("default")))
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__)
#define HOT __attribute__((target_clones("arch=x86-64-v3", "default"))) /* the loader takes what the machine has */
#else
#define HOT
#endif

enum type { UINT8 = 1, UINT16 = 2, INT32 = 4, INT64 = 8, FLOAT64 = 9, INT16 = 10, INT8 = 11, UINT32 = 12 };

/* Values as places in a small table: place = min((value - low) / divisor, size - 1), and what lies below `low` is the last
 * place, too: it stands for null. */
typedef struct {
    const void *values;
    int64_t low;
    int64_t size;
    int64_t divisor;
    int32_t type;
    int32_t clamped; /* whether values may lie outside of the table */
} lookup;

/* A condition on a row: flags[place of its value], or least <= value <= greatest where there are no flags. */
typedef struct {
    lookup of;
    const uint8_t *flags;
    const uint8_t *valid; /* a bitmap that starts with the column, or NULL: null is never true */
    double least, greatest;
    int64_t first, last; /* the same for integers */
} selector;

/* A part of the number of a row's group: codes[place] * stride, or the place itself times stride. */
typedef struct {
    lookup of;
    const int32_t *codes;
    int64_t stride;
} key;

enum fold { SUM, LEAST, GREATEST, FIRST, LAST, DISTINCT, HISTOGRAM };

/* What is kept of a column for each group; what a state is depends on the fold (measures.c). */
typedef struct {
    lookup of;            /* of.values are numbers, but for DISTINCT */
    const uint8_t *valid; /* as in a selector */
    void *state;
    int64_t *nulls;       /* [groups] or NULL */
    int64_t width;        /* words of a group's bitmap, bins of a group's histogram */
    int64_t first_bin;
    int32_t shift;
    int32_t fold;
} measure;

/* The groups of one question. */
typedef struct {
    const selector *where; /* besides the conditions of the scan */
    const key *keys;
    const measure *measures;
    int64_t *rows; /* [replicas][groups] or NULL */
    int64_t groups;
    int32_t conditions, key_count, measure_count, replicas;
} question;

typedef struct {
    int64_t base;           /* the number in the table of the row at 0 */
    int64_t start;          /* its first row */
    int rows;               /* how many */
    int ahead;              /* whether the next block is fetched meanwhile */
    int count;              /* how many count; all do where this is `rows` */
    uint16_t chosen[BLOCK]; /* which, from `start` */
    uint8_t flags[BLOCK];
} block;

/* What several measures read of the same rows: the chosen numbers of a column, and which of them are null. */
typedef struct {
    const void *values;   /* whose numbers these are, or NULL */
    int32_t type;
    const double *numbers;
    const uint8_t *valid; /* whose nulls these are, or NULL */
    int missing_count;
    double buffer[BLOCK];
    uint16_t missing[BLOCK]; /* places among the chosen rows */
} reading;

void select_rows(block *rows, const selector *where, int conditions);
void refine_rows(block *rows, const block *outer, const selector *where, int conditions);
void group_numbers(const block *rows, const key *keys, int count, uint32_t *groups);
void places(const block *rows, const lookup *of, uint32_t *found);
const double *chosen_numbers(const block *rows, const lookup *of, double *buffer);
void fold_block(const block *rows, const uint32_t *groups, const question *asked, reading *read);

static inline int bit(const uint8_t *bitmap, int64_t place) { return (bitmap[place >> 3] >> (place & 7)) & 1; }

/* The bits of up to 64 rows, the first lowest. */
static inline uint64_t bits(const uint8_t *bitmap, int64_t place, int count) {
    uint64_t word = 0;
    if (count == 64 && !(place & 7)) {
        memcpy(&word, bitmap + (place >> 3), 8);
        return word;
    }
    for (int i = 0; i < count; i++) word |= (uint64_t)bit(bitmap, place + i) << i;
    return word;
}

/* The bits of up to 64 rows that are not set. */
static inline uint64_t missing_bits(const uint8_t *bitmap, int64_t place, int count) {
    const uint64_t missing = ~bits(bitmap, place, count < 64 ? count : 64);
    return count < 64 ? missing & ((1ull << count) - 1) : missing;
}

/* A double as an integer of the same order. */
static inline uint64_t order_of(double value) {
    uint64_t word;
    memcpy(&word, &value, 8);
    return word ^ ((uint64_t)((int64_t)word >> 63) | 0x8000000000000000ull);
}

/* The bin of a histogram that a value is in; the bounds of values may be off by the sign of a zero. */
static inline int64_t bin_of(double value, int shift, int64_t first_bin, int64_t width) {
    const int64_t bin = (int64_t)((order_of(value) >> shift) - (uint64_t)first_bin);
    return bin < 0 ? 0 : bin < width ? bin : width - 1;
}

#endif
