"""Publishing with MkDocs: the only package that imports it."""
