"""BibTeX: entries of a file as works."""
