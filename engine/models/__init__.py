"""Models: files that say what to learn from datasets, and the datasets that they make of what they learnt.

    file → definition → trained (kept with its report) → scores as datasets

A kind of model is a module in `kinds/`; what it computes stands in the folder of its idea.
"""
