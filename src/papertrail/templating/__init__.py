"""The Jinja environment, and the scripts of the site bundled into few files. May import `text`."""
