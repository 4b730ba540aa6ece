"""Hand-written reading lists in Markdown, parsed into entries. Imports `common`, `entry` and `urls`."""
