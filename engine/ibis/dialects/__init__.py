"""Back ends that are known by name, one a file: how to connect to each, and what it calls differently."""
