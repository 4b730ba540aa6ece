"""The site generators for which papertrail writes projects."""

from papertrail.publishing.export_hugo import HUGO
from papertrail.publishing.export_mkdocs import MKDOCS, ZENSICAL

BUILDERS = {"mkdocs": MKDOCS, "zensical": ZENSICAL, "hugo": HUGO}
