/* The number of the group that each chosen row of a block is in. */
#include "lookup.h"

/* Sets or adds, for the chosen rows or, where these are all, for one after the other. */
#define EACH(PLACE)                                                            \
    if (chosen) {                                                              \
        if (add) for (int i = 0; i < n; i++) out[i] += stride * (PLACE(v[chosen[i]])); \
        else for (int i = 0; i < n; i++) out[i] = stride * (PLACE(v[chosen[i]]));      \
    } else {                                                                   \
        if (add) for (int i = 0; i < n; i++) out[i] += stride * (PLACE(v[i]));  \
        else for (int i = 0; i < n; i++) out[i] = stride * (PLACE(v[i]));       \
    }

#define CODED(value) (uint32_t)codes[value]
#define PLAIN(value) ((uint32_t)(value) - (uint32_t)low)
#define CLAMPED_CODED(value) (uint32_t)codes[place_of(value, low, size, divisor)]
#define CLAMPED_PLAIN(value) place_of(value, low, size, divisor)

static HOT void add_key(const lookup *of, const int32_t *codes, uint32_t stride, const uint16_t *chosen, int64_t start,
                        int n, uint32_t *out, int add) {
    const int64_t low = of->low, size = of->size, divisor = of->divisor;
    if (of->clamped || divisor > 1) {
        if (codes) {
#define LOOP(T) { const T *v = (const T *)of->values + start; EACH(CLAMPED_CODED) }
            BY_TYPE(of->type, LOOP)
#undef LOOP
        } else {
#define LOOP(T) { const T *v = (const T *)of->values + start; EACH(CLAMPED_PLAIN) }
            BY_TYPE(of->type, LOOP)
#undef LOOP
        }
    } else if (codes) {
        codes -= low;
#define LOOP(T) { const T *v = (const T *)of->values + start; EACH(CODED) }
        BY_TYPE(of->type, LOOP)
#undef LOOP
    } else {
#define LOOP(T) { const T *v = (const T *)of->values + start; EACH(PLAIN) }
        BY_TYPE(of->type, LOOP)
#undef LOOP
    }
}

/* Few rows are gathered; of many, all are computed in order and those not chosen left out. */
void group_numbers(const block *rows, const key *keys, int count, uint32_t *groups) {
    const int all = rows->count == rows->rows, gather = !all && rows->count * 2 < rows->rows;
    const uint16_t *chosen = gather ? rows->chosen : 0;
    const int n = gather ? rows->count : rows->rows;
    if (!count) memset(groups, 0, (size_t)rows->count * sizeof *groups);
    for (int i = 0; i < count; i++) {
        if (rows->ahead) fetch_ahead(&keys[i].of, rows->start);
        add_key(&keys[i].of, keys[i].codes, (uint32_t)keys[i].stride, chosen, rows->start, n, groups, i > 0);
    }
    if (count && !all && !gather)
        for (int i = 0; i < rows->count; i++) groups[i] = groups[rows->chosen[i]];
}

void places(const block *rows, const lookup *of, uint32_t *found) {
    const uint16_t *chosen = rows->count == rows->rows ? 0 : rows->chosen;
    add_key(of, 0, 1, chosen, rows->start, rows->count, found, 0);
}
