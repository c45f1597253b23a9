"""Ready-made sync plans, a file each: KIND/NAME.toml (read by `connectors.sync.ready_made`)."""
