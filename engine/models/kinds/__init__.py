"""The kinds of models: one a file, each thin; what it computes stands in the folder of its idea."""
