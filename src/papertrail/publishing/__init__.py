"""Publishes the site with MkDocs. The only package that imports MkDocs; may import all others."""
