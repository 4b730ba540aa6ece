"""CSV: the rows of a file."""
