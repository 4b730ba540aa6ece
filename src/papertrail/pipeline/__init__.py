"""Reads a list, checks it, and plans its site. May import every layer except the edges."""
