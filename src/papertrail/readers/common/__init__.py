"""Shared by the readers of data: fields, links, names and venues of a work."""
