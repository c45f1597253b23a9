"""The kinds of models, one a module, which has it as `KIND`; what they compute stands in the folders of their ideas."""
