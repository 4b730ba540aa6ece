"""Joins the stages: reads a list, checks it, and plans its site. May import everything but the edges."""
