/* Loops over the values of a lookup, one for each type that a column may have. `BODY(i, value)` is what each value is for. */
#ifndef SWELL_LOOKUP_H
#define SWELL_LOOKUP_H

#include "scan.h"

/* For each type: PER_TYPE(T) with the C type. */
#define BY_TYPE(type, PER_TYPE)                 \
    switch (type) {                             \
        case UINT8: { PER_TYPE(uint8_t) break; }  \
        case UINT16: { PER_TYPE(uint16_t) break; } \
        case INT8: { PER_TYPE(int8_t) break; }    \
        case INT16: { PER_TYPE(int16_t) break; }  \
        case INT32: { PER_TYPE(int32_t) break; }  \
        case UINT32: { PER_TYPE(uint32_t) break; } \
        case INT64: { PER_TYPE(int64_t) break; }  \
        default: break;                         \
    }

/* Ask for what the next block reads of a column, while this one is worked on; beyond the end nothing happens. */
static inline void fetch_ahead(const lookup *of, int64_t start) {
    static const uint8_t sizes[] = {0, 1, 2, 0, 4, 0, 0, 0, 8, 8, 2, 1, 4}; /* of the types */
    const int64_t size = sizes[of->type];
    const char *next = (const char *)of->values + (start + BLOCK) * size;
    for (int64_t i = 0; i < BLOCK * size; i += 64) __builtin_prefetch(next + i);
}

#define LIKELY(condition) __builtin_expect(!!(condition), 1)

/* Where a value is in the table of a lookup. */
static inline uint32_t place_of(int64_t value, int64_t low, int64_t size, int64_t divisor) {
    int64_t distance = value - low;
    if (divisor > 1) {
        int64_t quotient = (int64_t)((double)distance / (double)divisor); /* distances stay below 2^53 */
        distance = distance < 0 ? -1 : quotient;
    }
    uint64_t place = (uint64_t)distance;
    return (uint32_t)(place < (uint64_t)(size - 1) ? place : (uint64_t)(size - 1));
}

#endif
