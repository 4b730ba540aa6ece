"""BibTeX: the entries of a file."""
