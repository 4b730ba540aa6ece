"""CSL-JSON: items of a file as works."""
