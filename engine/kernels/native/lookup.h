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
