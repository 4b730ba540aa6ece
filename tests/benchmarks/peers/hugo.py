"""Hugo, with the same pages made from the same records, in the way that is fastest for it.

What was tried with 10,000 records on two cores, the first run of three left out:

- Reading them alone takes 0.6 s as data files, 0.6 s as assets that a template parses, and 1.2 s as content files with
  their fields as front matter, the copying not counted. So the folder of records is mounted as data.
- With a page for each and templates that show names only, grouping them in a template takes 3 to 4 s, Hugo's taxonomies
  6 to 7 s. So `catalog.html` groups them, and the content adapter adds every page by name.
- `partialCached` holds a thousand results: with it rows were made again for most pages, and a site without a page for
  each took 5.3 s. Kept in the catalog instead, they take 2.7 s.
- With 100,000, groups that grow paper by paper are copied each time, and a site took 59 s; filed by their place and
  sorted once, 35 s.
- Rows put together by `printf` in the place of a template were no faster.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urljoin

from benchmarks.peers import Builder
from benchmarks.peers.compare import sought

_TEMPLATES = Path(__file__).parent / "hugo_site"
_ADDRESS = re.compile(r'( (?:href|src)=")([^"#][^"]*)(?=")')
_SPLIT = 300


def found(named: str | None) -> Path | None:
    """The program itself, `named` or on the path; None where there is none."""
    path = shutil.which(named or "hugo")
    if path is None:
        return None
    told = subprocess.run([path, "version"], check=True, capture_output=True, text=True)
    # The packages of Python have a script that starts the program and says where that is; it would be timed as well.
    behind = re.search(r" at (\S+/hugo(?:\.exe)?)\b", told.stdout + told.stderr)
    return Path(behind[1] if behind else path).resolve()


def version(program: Path) -> str:
    """What it says it is."""
    told = subprocess.run([program, "version"], check=True, capture_output=True, text=True).stdout
    return " ".join(told.split()[:2])


def builder(program: Path, root: Path, built: Path, *, paper_pages: bool) -> Builder:
    """Set up the project of Hugo in the list's folder; `built` is the site that papertrail made of it."""
    folder = root / "hugo"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_TEMPLATES, folder)
    with (folder / "hugo.toml").open("a", encoding="utf-8") as settings:
        settings.write(_params(paper_pages=paper_pages, search_papers=_papers_are_sought(built)))
    shell = next(page for page in sorted((built / "venues").glob("*/index.html")))
    text = _shell(shell.read_text(encoding="utf-8"), f"/{shell.parent.relative_to(built).as_posix()}/")
    (folder / "layouts" / "baseof.html").write_text(text, encoding="utf-8")
    _copy_assets(built, folder / "static")
    output = folder / "public"
    return Builder(
        name="hugo",
        folder=folder,
        build=(str(program), "--quiet"),
        output=output,
        caches=(folder / "resources", folder / ".hugo_build.lock"),
        serve=lambda port: (str(program), "server", "--port", str(port), "--bind", "127.0.0.1", "--quiet"),
    )


def _params(*, paper_pages: bool, search_papers: bool) -> str:
    switches = {"paper_pages": paper_pages, "search_papers": search_papers}
    told = [f"{name} = {str(value).lower()}" for name, value in switches.items()]
    described = 'description = "Papers worth reading, by topic, venue, institution and year."'
    return "\n".join(["", "[params]", *told, f"split = {_SPLIT}", described, ""])


def _papers_are_sought(built: Path) -> bool:
    """Whether the search of our site knows single papers, by their pages or by their rows."""
    return any(re.match(r"/papers/|/lists/[^#]*#(?!s-)", address) for address in sought(built))


def _copy_assets(built: Path, static: Path) -> None:
    """The style and the scripts that the pages ask for; not the indexes that papertrail makes of its papers."""
    shutil.copytree(built / "assets", static / "assets", ignore=shutil.ignore_patterns("index", "texts"))


def _shell(html: str, address: str) -> str:
    """A page of the theme with a hole in the place of its content, and its own head in the places of ours."""
    start = html.index('<div class="papertrail')
    end = html.index("</article>", start)
    html = f'{html[:start]}{{{{ block "main" . }}}}{{{{ end }}}}\n{html[end:]}'
    html = _ADDRESS.sub(lambda found: found[1] + urljoin(address, found[2]), html)
    depth = "/".join([".."] * address.strip("/").count("/") + [".."])
    html = html.replace(f'new URL("{depth}",location)', 'new URL("/",location)')
    html = html.replace(f'"base": "{depth}"', '"base": "/"').replace(f'"search": "{depth}/', '"search": "/')
    title = re.search(r"<title>(.*?) - ", html)
    name = re.escape(title[1]) if title else ""
    for pattern, told in (
        (r"(?<=<title>).*?(?=</title>)", "{{ .Title }} - {{ site.Title }}"),
        (rf"(?<=\n) *{name}\s*\n(?=\s*</span>)", "{{ .Title }}\n"),
        (r'(?<=<meta name="description" content=)"[^"]*"', _DESCRIPTION),
        (r'(?<=<meta property="og:description" content=)"[^"]*"', _DESCRIPTION),
        (r'(?<=<meta property="og:title" content=)"[^"]*"', '"{{ .Title }}"'),
        (r'(?<=<meta property="og:url" content=)"[^"]*"', '"{{ .Permalink }}"'),
        (r'(?<=<link rel="canonical" href=)"[^"]*"', '"{{ .Permalink }}"'),
        (r'<link rel="alternate feed"[^>]*>', _FEED),
    ):
        html, made = re.subn(pattern, told, html, count=1)
        if not made:
            raise ValueError(f"the theme's page has no {pattern}")
    return html


_DESCRIPTION = '"{{ .Params.description | default site.Params.description }}"'
_FEED = (
    '{{ with .OutputFormats.Get "feed" }}<link rel="alternate feed" type="application/atom+xml" '
    'href="{{ .RelPermalink }}" title="{{ $.Title }}">{{ end }}'
)
