"""Reports: what an analysis found, as plain data that the page, the terminal and files show alike."""
