"""How does one search from a shell?"""

import time

import click

from searchsvc.cli.context import Archive, as_json, on_index, print_json, say
from searchsvc.objects import search_object
from searchsvc.request import SORTS, read_request
from searchsvc.search import Page
from searchsvc.search import search as find


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query", nargs=-1, type=click.UNPROCESSED, metavar="QUERY...")
@click.option("--category", multiple=True, help="Only in this category; several are alternatives.")
@click.option("--language", multiple=True, help="Only in this language, such as en.")
@click.option("--from", "start", default="", help="Published on or after this date.")
@click.option("--to", "end", default="", help="Published on or before this date.")
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True)
@click.option("--page", type=int, default=1)
@as_json
@on_index
def search(
    archive: Archive,
    query: tuple[str, ...],
    category: tuple[str, ...],
    language: tuple[str, ...],
    start: str,
    end: str,
    sort: str,
    page: int,
    json: bool,
    index: str | None,
    engine: str | None,
) -> None:
    """Search the archive; the query may begin with a minus sign."""
    for part in query:
        if part.startswith("--"):
            raise click.NoSuchOption(part.partition("=")[0])
    opened, _ = archive.open(index, engine)
    request = read_request(
        {
            "q": [" ".join(query)],
            "category": list(category),
            "language": list(language),
            "from": [start],
            "to": [end],
            "sort": [sort],
            "page": [str(page)],
        }
    )
    found = find(opened, request, int(time.time()))
    if json:
        print_json(search_object(found))
    else:
        print_page(found)


def print_page(page: Page) -> None:
    """Print hits for a person."""
    for note in page.notes:
        say(note.text)
    held = "" if page.match == "all" else " hold most of the words, none holds all"
    plural = "article" if page.total == 1 else "articles"
    click.echo(f"{page.total:,} {plural}{held}")
    if page.suggestion:
        click.echo(f"Did you mean: {page.suggestion}")
    offset = (page.request.page - 1) * page.request.per_page
    for number, hit in enumerate(page.hits, start=offset + 1):
        article = hit.article
        where = ", ".join(filter(None, (article.date or "undated", article.category)))
        click.echo(f"\n{number}. {article.title}\n   {where} [{article.id}]")
        if hit.snippet:
            click.echo(f"   {hit.snippet.striptags()}")
    if page.pages > page.request.page:
        click.echo(f"\nPage {page.request.page} of {page.pages:,}; --page shows more.")
