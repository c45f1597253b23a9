"""What becomes of open deals: forecasts of what will be won, how long deals take, what changed in the pipeline.

    read → deals and what is known of their past → what was open at each past moment and how it ended → chances
    → the present pipeline, simulated → amounts by period, owner and segment; beside it the same of past months

It reads datasets of any CRM: `source` says which fields mean what.
"""
