"""The site generators for which papertrail writes projects."""

from papertrail.publishing.export_hugo import HUGO
from papertrail.publishing.export_mkdocs import MKDOCS, ZENSICAL
from papertrail.publishing.export_quarto import QUARTO

BUILDERS = {"mkdocs": MKDOCS, "zensical": ZENSICAL, "hugo": HUGO, "quarto": QUARTO}
