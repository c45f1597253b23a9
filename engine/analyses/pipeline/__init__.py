"""What becomes of open deals: forecasts of what will be won, what changed in the pipeline, how long deals take.

    read → deals and what is known of their past, from datasets of any CRM (`source` says which fields mean what)

    forecast   moments (what was open at each past moment, and how it ended) → chances, arrivals → outlook → simulation
               misses (how far earlier outlooks were off) corrects and widens it; backtest tries it on past months
    change     what each deal adds to a period's pipeline, or takes from it, between two moments
    cycle      survival (shares won by age, open deals counted rightly), speed (what is won sooner)

Each has a report in words and its datasets beside it; the kinds of models that show them are in `engine/models/kinds`.
"""
