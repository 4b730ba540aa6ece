"""papertrail: reading lists as checked records, rendered as documents and published as a site."""

__version__ = "0.1.0"
