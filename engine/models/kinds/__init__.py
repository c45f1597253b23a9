"""The kinds of models, one a file; what they compute stands in the folders of their ideas."""
