"""The functions and operators of the language, one declaration each, a file a family."""
