"""Processes, shared texts, folders that are replaced as a whole, and progress. May import `core`."""
