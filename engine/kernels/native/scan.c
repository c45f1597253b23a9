/* The pass itself: blocks of rows, each for every question while it is in the cache. */
#include "scan.h"

/* Processors foresee what a pass reads of one or two columns; of more they do not. */
static int reads_many(int conditions, const question *asked, int count) {
    for (int i = 0; i < count; i++) conditions += asked[i].conditions + asked[i].key_count + asked[i].measure_count;
    return conditions > 2;
}

/* Add the rows from `begin` to before `end`; that at 0 is row number `base` of the table. */
EXPORT void swell_scan(int64_t begin, int64_t end, int64_t base, const selector *where, int32_t conditions,
                       const question *asked, int32_t count) {
    block rows, fewer;
    reading shared, own;
    uint32_t groups[BLOCK];
    rows.base = fewer.base = base;
    rows.ahead = reads_many(conditions, asked, count);
    for (int64_t start = begin; start < end; start += BLOCK) {
        rows.start = start;
        rows.rows = (int)(end - start < BLOCK ? end - start : BLOCK);
        select_rows(&rows, where, conditions);
        if (!rows.count) continue;
        shared.values = shared.valid = 0;
        for (int i = 0; i < count; i++) {
            const block *chosen = &rows;
            reading *read = &shared;
            if (asked[i].conditions) {
                refine_rows(&fewer, &rows, asked[i].where, asked[i].conditions);
                chosen = &fewer;
                own.values = own.valid = 0;
                read = &own;
            }
            if (!chosen->count) continue;
            group_numbers(chosen, asked[i].keys, asked[i].key_count, groups);
            fold_block(chosen, groups, asked + i, read);
        }
    }
}

/* The numbers of the rows that satisfy the conditions, ascending. Returns how many; `found` has room for all. */
EXPORT int64_t swell_select(int64_t end, const selector *where, int32_t conditions, int32_t *found) {
    block rows;
    int64_t count = 0;
    rows.ahead = conditions > 1;
    for (int64_t start = 0; start < end; start += BLOCK) {
        rows.start = start;
        rows.rows = (int)(end - start < BLOCK ? end - start : BLOCK);
        select_rows(&rows, where, conditions);
        const int all = rows.count == rows.rows;
        for (int i = 0; i < rows.count; i++) found[count + i] = (int32_t)(start + (all ? i : rows.chosen[i]));
        count += rows.count;
    }
    return count;
}
