"""Jinja environments, and the scripts of the site joined into few files. May import `text`."""
