"""Markdown that people keep by hand: documents taken apart into entries."""
