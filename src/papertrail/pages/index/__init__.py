"""The indexes that the filters and the search of the site are made from."""
