"""Where datasets come from: files, and the CRMs to follow."""
