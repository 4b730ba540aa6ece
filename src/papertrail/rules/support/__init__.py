"""What several rules share. May import `core`, `text`, `yaml`, `records` and `notes`, as the rules may."""
