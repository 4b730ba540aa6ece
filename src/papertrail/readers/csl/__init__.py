"""CSL-JSON: the items of a file."""
