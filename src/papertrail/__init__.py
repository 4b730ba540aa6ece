"""papertrail manages reading lists as YAML: it validates, renders and publishes them."""

__version__ = "0.1.0"
