"""The data for other programs."""

from papertrail.exporters.json import json_export

__all__ = ["json_export"]
