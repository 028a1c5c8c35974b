"""Commands that ask: search, on-this-day, read, doctor, stats, config."""

import time
from dataclasses import asdict
from pathlib import Path

import click

from searchsvc import objects
from searchsvc import reindex as indexing
from searchsvc.anniversaries import DayPage, recurs
from searchsvc.anniversaries import on_this_day as look_up
from searchsvc.article import Article, to_record
from searchsvc.cli.context import Archive, as_json, on_index, print_json, say
from searchsvc.errors import IndexDamaged
from searchsvc.record import Reject
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
        print_json(objects.search_object(found))
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


@click.command("on-this-day")
@click.argument("day", required=False, metavar="[MM-DD]")
@click.option("--year", type=click.IntRange(1, 9999), help="Seen from this year; default: now.")
@click.option("--category", multiple=True)
@as_json
@on_index
def on_this_day(
    archive: Archive,
    day: str | None,
    year: int | None,
    category: tuple[str, ...],
    json: bool,
    index: str | None,
    engine: str | None,
) -> None:
    """What happened on a calendar day, and what was published on it; today without MM-DD."""
    opened, settings = archive.open(index, engine)
    today = settings.today_is()
    page = look_up(
        opened,
        settings,
        day or today.strftime("%m-%d"),
        year or today.year,
        category,
        int(time.time()),
    )
    if json:
        print_json(objects.day_object(page))
        return
    print_day(page)


def print_day(page: DayPage) -> None:
    """Print what happened on a calendar day and what was published on it."""
    click.echo(f"{page.day}: {len(page.events):,} events, {page.total:,} articles published")
    for event in page.events:
        mark = ", a round anniversary" if event.round else ""
        recurring = "every year" if recurs(event.date) else f"{event.years_ago} years ago{mark}"
        click.echo(f"\n{event.date}, {recurring}")
        for each in event.articles:
            click.echo(f"   {each.article.title} [{each.article.id}]\n      {each.text}")
    for published in page.published:
        mark = ", a round anniversary" if published.round else ""
        click.echo(f"\n{published.year}, {published.years_ago} years ago{mark}")
        for article in published.articles:
            click.echo(f"   {article.title} [{article.id}]")
    if not page.total and not page.events:
        near = [each for each in (page.before, page.after) if each]
        click.echo(f"The nearest days with something are {' and '.join(near)}." if near else "")


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--json", "json", is_flag=True, help="Print JSON Lines, an article a line.")
@click.option("--strict", is_flag=True, help="Fail if a record can't be read.")
@click.pass_obj
def read(archive: Archive, sources: tuple[str, ...], json: bool, strict: bool) -> None:
    """Show the articles that are in files and folders, without indexing them."""
    zone = archive.load({}).zone()
    rejects = 0
    for article in indexing.read_articles(map(Path, sources), zone):
        if isinstance(article, Reject):
            rejects += 1
            say(str(article))
        elif json:
            print_json(to_record(article))
        else:
            print_article(article)
    if rejects:
        say(f"{rejects:,} records could not be read.")
        if strict:
            raise click.exceptions.Exit(1)


def print_article(article: Article) -> None:
    """Print one article for a person."""
    click.echo(f"{article.title}\n   id        {article.id}")
    for name in ("category", "date", "language", "url"):
        click.echo(f"   {name:9} {getattr(article, name) or 'none'}")
    note = " (an excerpt)" if article.excerpt else ""
    click.echo(f"   body      {len(article.body.split()):,} words{note}\n")


@click.command()
@as_json
@on_index
def doctor(archive: Archive, json: bool, index: str | None, engine: str | None) -> None:
    """Tell whether the index is sound, current and of this version, and what to do if not."""
    opened, settings = archive.open(index, engine)
    problems = opened.check()
    if json:
        print_json({"sound": not problems, "problems": problems})
    if not problems:
        state = opened.state()
        say(f"{settings.index} is sound: {state.articles:,} articles, built {state.built}.")
        return
    for problem in problems:
        say(problem)
    raise click.exceptions.Exit(IndexDamaged.exit_code)


@click.command()
@as_json
@on_index
def stats(archive: Archive, json: bool, index: str | None, engine: str | None) -> None:
    """Tell what the index holds."""
    opened, _ = archive.open(index, engine)
    state = asdict(opened.state())
    if json:
        print_json(state)
        return
    for name, value in state.items():
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
        click.echo(f"{name:12} {shown}")


@click.command()
@as_json
@click.pass_obj
def config(archive: Archive, json: bool) -> None:
    """Show all settings and where each comes from."""
    settings = archive.load({})
    if json:
        print_json(
            {
                name: {"value": getattr(settings, name), "origin": origin}
                for name, origin in settings.origins.items()
            }
        )
        return
    for name, origin in settings.origins.items():
        value = getattr(settings, name)
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
        click.echo(f"{name:12} {shown or '(none)':40} {origin}")


COMMANDS = (search, on_this_day, read, doctor, stats, config)
