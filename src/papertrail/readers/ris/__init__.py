"""RIS: the records of a file."""
