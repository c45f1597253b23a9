"""The kinds of models, a module each, which `engine.models.registry` names."""
