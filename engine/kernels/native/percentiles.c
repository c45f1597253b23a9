/* The values of a group whose upper bits are wanted: of a histogram, the few bins in which the percentiles lie. */
#include "scan.h"

/* `wanted` [groups][width] says for a bin which list its values go to, from 1 on; lists start at `cursors` of `found`. */
EXPORT void swell_fetch(int64_t end, const selector *where, int32_t conditions, const question *asked,
                          const int32_t *wanted, double *found, int64_t *cursors) {
    block rows;
    rows.ahead = 1;
    uint32_t groups[BLOCK];
    double values[BLOCK];
    const measure *of = asked->measures;
    for (int64_t start = 0; start < end; start += BLOCK) {
        rows.start = start;
        rows.rows = (int)(end - start < BLOCK ? end - start : BLOCK);
        select_rows(&rows, where, conditions);
        if (!rows.count) continue;
        group_numbers(&rows, asked->keys, asked->key_count, groups);
        const double *v = chosen_numbers(&rows, &of->of, values);
        const int all = rows.count == rows.rows;
        for (int i = 0; i < rows.count; i++) {
            const int64_t bin = bin_of(v[i], of->shift, of->first_bin, of->width);
            const int32_t list = wanted[groups[i] * of->width + bin];
            if (list && (!of->valid || bit(of->valid, start + (all ? i : rows.chosen[i])))) found[cursors[list]++] = v[i];
        }
    }
}
