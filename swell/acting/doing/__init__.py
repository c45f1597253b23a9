"""How each kind of thing is done: one file a kind, each gives what came of it piece by piece."""
