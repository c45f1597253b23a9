"""How sure numbers are, for analyses that say so in words."""
