"""The indexes for the filters and the search in the browser."""
