"""What may a search engine's crawler read, and where is it? robots.txt and sitemaps."""

import time
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from markupsafe import escape

from searchsvc.article import Article, visible_at
from searchsvc.engine import Engine
from searchsvc.errors import NotFound
from searchsvc.query import Every, Search
from searchsvc.settings import Settings
from searchsvc.web.links import article_path, site

MOST_URLS = 50_000
"""Addresses that one sitemap may hold (sitemaps.org)."""

NARROWING = (
    *("category", "tag", "author", "language", "year", "month", "day"),
    *("from", "to", "about", "sort", "per_page"),
)
"""Parameters whose pages show nothing that is not on other pages."""

FOR_OTHERS = ("/search.csv", "/search.jsonl", "/suggest.json", "/api/", "/interface/")
"""What programs and readers ask for, and crawlers have no use of."""

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def add_crawlers(
    blueprint: Blueprint, engine: Engine, settings: Settings, most: int = MOST_URLS
) -> None:
    """Give `blueprint` robots.txt, and sitemaps of at most `most` articles each."""

    @blueprint.get("/robots.txt")
    def robots() -> ResponseReturnValue:
        return Response(write_robots(settings), mimetype="text/plain")

    @blueprint.get("/sitemap.xml")
    def sitemaps() -> ResponseReturnValue:
        return Response(write_index(site(settings), parts()), mimetype="application/xml")

    @blueprint.get("/sitemap-<int(min=1):part>.xml")
    def sitemap(part: int) -> ResponseReturnValue:
        if part not in parts():
            raise NotFound(f"There is no sitemap {part}.")
        visible = visible_articles(engine, int(time.time()))
        chosen = islice(visible, (part - 1) * most, part * most)
        return Response(write_sitemap(site(settings), chosen), mimetype="application/xml")

    def parts() -> range:
        """The numbers of the sitemaps; there is always a first one."""
        total = engine.search(Search(Every(), limit=0, now=int(time.time()))).total
        return range(1, max(-(-total // most), 1) + 1)


def visible_articles(engine: Engine, now: int) -> Iterator[Article]:
    """The articles that readers may see at `now`."""
    return (article for article in engine.articles() if visible_at(article) <= now)


def write_index(root: str, parts: range) -> str:
    """The sitemap index of a site whose sitemaps have the numbers `parts`."""
    rows = (f"<sitemap><loc>{escape(root)}/sitemap-{part}.xml</loc></sitemap>\n" for part in parts)
    return f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">\n{"".join(rows)}</sitemapindex>\n'


def write_sitemap(root: str, articles: Iterator[Article]) -> Iterator[str]:
    """One sitemap, a line each; it is sent while the articles are read."""
    yield f'{HEAD}<urlset xmlns="{NAMESPACE}">\n'
    for article in articles:
        yield write_url(root, article)
    yield "</urlset>\n"


def write_url(root: str, article: Article) -> str:
    """The entry of one article; its date has the precision that is known."""
    changed = (article.updated or article.date or "")[: len("1990-01-20")]
    modified = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(root + article_path(article.id))}</loc>{modified}</url>\n"


def write_robots(settings: Settings) -> str:
    """robots.txt: what only narrows a search, or is no page, is left out; names the sitemap."""
    root = site(settings)
    base = urlsplit(root).path
    lines = ["User-agent: *", *(f"Disallow: {base}/search?*{name}=" for name in NARROWING)]
    lines += [f"Disallow: {base}{path}" for path in FOR_OTHERS]
    if settings.public_url:
        lines.append(f"Sitemap: {root}/sitemap.xml")
    return "\n".join(lines) + "\n"
