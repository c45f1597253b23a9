"""How two versions of a dashboard differ: their JSON (`structure`), and what their widgets show (`numbers`)."""
