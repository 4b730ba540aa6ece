"""Changes of the files of a list: as values, as a diff, and on the disk. May import from all layers below."""
