"""What is known of a running server: numbers for Prometheus, and a line a request for a log."""
