"""Code that rules share. May import `core`, `text`, `yaml`, `records` and `notes`, like the rules."""
