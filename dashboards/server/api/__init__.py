"""The server's own API described: what each address takes and gives, as OpenAPI and as a page to read."""
