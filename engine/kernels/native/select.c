/* Which rows of a block satisfy all conditions. */
#include "lookup.h"

/* A condition makes the flags, the following ones take some away. */
#define EACH(expression)                                              \
    if (first) for (int i = 0; i < n; i++) flags[i] = (expression);   \
    else for (int i = 0; i < n; i++) flags[i] &= (expression);

#if defined(__GNUC__) && !defined(__clang__)
typedef uint8_t sixteen __attribute__((vector_size(16)));

/* The flags of up to 16 places fit a register, which looks up 16 rows at once. */
static HOT void by_small_table(const selector *where, int64_t start, int n, uint8_t *flags, int first) {
    const uint8_t *values = (const uint8_t *)where->of.values + start;
    uint8_t padded[16] = {0};
    sixteen table, places, found, before;
    memcpy(padded, where->flags, (size_t)where->of.size);
    memcpy(&table, padded, 16);
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        memcpy(&places, values + i, 16);
        found = __builtin_shuffle(table, places);
        if (!first) {
            memcpy(&before, flags + i, 16);
            found &= before;
        }
        memcpy(flags + i, &found, 16);
    }
    for (; i < n; i++) flags[i] = padded[values[i] & 15] & (first ? 1 : flags[i]);
}
#endif

static HOT void by_table(const selector *where, int64_t start, int n, uint8_t *flags, int first) {
    const uint8_t *table = where->flags;
    const int64_t low = where->of.low, size = where->of.size, divisor = where->of.divisor;
#if defined(__GNUC__) && !defined(__clang__)
    if (where->of.type == UINT8 && !low && divisor == 1 && !where->of.clamped && size && size <= 16) {
        by_small_table(where, start, n, flags, first);
        return;
    }
#endif
    if (where->of.clamped || divisor > 1) {
#define CLAMPED(T) { const T *v = (const T *)where->of.values + start; EACH(table[place_of(v[i], low, size, divisor)]) }
        BY_TYPE(where->of.type, CLAMPED)
    } else {
        table -= low;
#define DIRECT(T) { const T *v = (const T *)where->of.values + start; EACH(table[v[i]]) }
        BY_TYPE(where->of.type, DIRECT)
    }
}

static HOT void by_range(const selector *where, int64_t start, int n, uint8_t *flags, int first) {
    if (where->of.type == FLOAT64) {
        const double *v = (const double *)where->of.values + start, least = where->least, greatest = where->greatest;
        EACH((v[i] >= least) & (v[i] <= greatest))
        return;
    }
    /* the caller has cut the bounds to what the type holds */
#define RANGE(T) {                                                                                  \
        const T *v = (const T *)where->of.values + start, low = (T)where->first, high = (T)where->last; \
        EACH((v[i] >= low) & (v[i] <= high)) }
    BY_TYPE(where->of.type, RANGE)
}

static void without_nulls(const uint8_t *valid, int64_t start, int n, uint8_t *flags) {
    for (int i = 0; i < n; i += 64) {
        uint64_t missing = missing_bits(valid, start + i, n - i);
        for (; missing; missing &= missing - 1) flags[i + __builtin_ctzll(missing)] = 0;
    }
}

/* The places of the flags that are set, eight flags at a time: `places[mask]` are those of a byte of bits. The room of
 * `chosen` ends with the block, so that the last few go one by one. */
static uint16_t places_of[256][8];

__attribute__((constructor)) static void fill_places(void) {
    for (int mask = 0; mask < 256; mask++)
        for (int bit = 0, count = 0; bit < 8; bit++)
            if (mask >> bit & 1) places_of[mask][count++] = (uint16_t)bit;
}

typedef uint16_t eight __attribute__((vector_size(16)));

static HOT int compact(const uint8_t *flags, int n, uint16_t *chosen) {
    int count = 0, i = 0;
    for (; i + 8 <= n && count + 8 <= BLOCK; i += 8) {
        uint64_t word;
        memcpy(&word, flags + i, 8);
        const unsigned mask = (unsigned)(word * 0x0102040810204080ull >> 56); /* the lowest bits of eight bytes */
        eight places;
        memcpy(&places, places_of[mask], 16);
        places += (uint16_t)i;
        memcpy(chosen + count, &places, 16);
        count += __builtin_popcount(mask);
    }
    for (; i < n; i++) {
        chosen[count] = (uint16_t)i;
        count += flags[i];
    }
    return count;
}

void select_rows(block *rows, const selector *where, int conditions) {
    const int n = rows->rows;
    if (!conditions) {
        rows->count = n;
        return;
    }
    for (int i = 0; i < conditions; i++) {
        if (rows->ahead) fetch_ahead(&where[i].of, rows->start);
        (where[i].flags ? by_table : by_range)(where + i, rows->start, n, rows->flags, i == 0);
        if (where[i].valid) without_nulls(where[i].valid, rows->start, n, rows->flags);
    }
    rows->count = compact(rows->flags, n, rows->chosen);
}

/* The rows of `outer` that satisfy more conditions. */
void refine_rows(block *rows, const block *outer, const selector *where, int conditions) {
    rows->start = outer->start;
    rows->ahead = outer->ahead;
    rows->rows = outer->rows;
    select_rows(rows, where, conditions);
    if (outer->count == outer->rows) return;
    for (int i = 0; i < rows->rows; i++) rows->flags[i] &= outer->flags[i];
    rows->count = compact(rows->flags, rows->rows, rows->chosen);
}
