"""What a page tells machines in its head."""

from __future__ import annotations

from papertrail.text.markdown import html_text


def meta(name: str, content: str) -> str:
    """A `meta` element by name."""
    return f'<meta name="{html_text(name)}" content="{html_text(content)}">\n'


def property_meta(name: str, content: str) -> str:
    """A `meta` element of the Open Graph protocol (https://ogp.me)."""
    return f'<meta property="{html_text(name)}" content="{html_text(content)}">\n'


def feed_link(url: str, title: str) -> str:
    """The link by which a reader of feeds finds the page's own.

    The theme takes each `rel=alternate`, spelled just so, for the same page in another language.
    """
    return (
        f'<link rel="alternate feed" type="application/atom+xml" href="{html_text(url)}" title="{html_text(title)}">\n'
    )


def json_ld(json: str) -> str:
    """Data for search engines; `json` holds no `<`."""
    return f'<script type="application/ld+json">{json}</script>\n'


def moved_to(url: str) -> str:
    """Sends a reader on, and tells search engines to pass over this page."""
    return f'<meta http-equiv="refresh" content="0; url={html_text(url)}">\n' + meta("robots", "noindex")
