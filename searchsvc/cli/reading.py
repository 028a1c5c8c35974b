"""What articles does an importer make of a source? The command read."""

from pathlib import Path

import click

from searchsvc.article import Article, to_record
from searchsvc.cli.context import Archive, print_json, say, several
from searchsvc.record import Reject
from searchsvc.reindex import read_articles


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--json", "json", is_flag=True, help="Print JSON Lines, an article a line.")
@click.option("--strict", is_flag=True, help="Fail if a record can't be read.")
@click.pass_obj
def read(archive: Archive, sources: tuple[str, ...], json: bool, strict: bool) -> None:
    """Show the articles that are in files and folders, without indexing them."""
    zone = archive.load({}).zone()
    rejects = 0
    for article in read_articles(map(Path, sources), zone):
        if isinstance(article, Reject):
            rejects += 1
            say(str(article))
        elif json:
            print_json(to_record(article))
        else:
            print_article(article)
    if rejects:
        say(f"{several(rejects, 'record')} could not be read.")
        if strict:
            raise click.exceptions.Exit(1)


def print_article(article: Article) -> None:
    """Print one article for a person."""
    click.echo(f"{article.title}\n   id        {article.id}")
    for name in ("category", "date", "language", "url"):
        click.echo(f"   {name:9} {getattr(article, name) or 'none'}")
    note = " (an excerpt)" if article.excerpt else ""
    click.echo(f"   body      {len(article.body.split()):,} words{note}\n")
