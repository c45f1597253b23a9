"""Stories: what changed between two periods, which segments explain it, what to expect, where to look first.

    measure, periods → rows → splits (values of fields) → sums → effects (with chances) → choice → report

Nothing here says why people did what they did: a segment that moved differently from all others is where to look.
"""
