"""Tables as CSV: rows of a file as works."""
