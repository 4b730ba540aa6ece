"""`papertrail init`: the files of a new list, and the JSON Schemas for editors. May import every other package."""
