"""Commands for editors: this day, what comes round, what a date is known for, the brief."""

import time
from datetime import date, timedelta

import click

from searchsvc.anniversaries import DayPage, recurs
from searchsvc.anniversaries import on_this_day as look_up
from searchsvc.brief import as_html, as_text, write_brief
from searchsvc.calendars import ago, calendar_feed
from searchsvc.cli.context import Archive, as_json, on_index, print_json, several
from searchsvc.day_objects import day_object, desk_object, event_object
from searchsvc.desk import Desk, plan
from searchsvc.events import EventPage, as_csv, look_at_date
from searchsvc.evidence import Evidence

SHOWN = 3
"""Articles that are printed with an anniversary."""

DAY = click.DateTime(["%Y-%m-%d"])


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
        print_json(day_object(page))
        return
    print_day(page)


def print_day(page: DayPage) -> None:
    """Print what happened on a calendar day and what was published on it."""
    events, articles = several(len(page.events), "event"), several(page.total, "article")
    click.echo(f"{page.day}: {events}, {articles} published")
    for event in page.events:
        mark = ", a round anniversary" if event.round else ""
        mark += ", marked every year" if event.recurring else ""
        ago = (
            "every year" if recurs(event.date) else f"{several(event.years_ago, 'year')} ago{mark}"
        )
        click.echo(f"\n{event.date}, {ago}")
        for each in event.articles:
            click.echo(f"   {each.article.title} [{each.article.id}]\n      {each.text}")
    for published in page.published:
        mark = ", a round anniversary" if published.round else ""
        click.echo(f"\n{published.year}, {several(published.years_ago, 'year')} ago{mark}")
        for article in published.articles:
            click.echo(f"   {article.title} [{article.id}]")
        if more := published.total - len(published.articles):
            click.echo(f"   and {more:,} more")
    if not page.total and not page.events:
        near = [each for each in (page.before, page.after) if each]
        click.echo(f"The nearest days with something are {' and '.join(near)}." if near else "")


@click.command()
@click.option("--from", "start", metavar="DATE", type=DAY, help="The first day; default: today.")
@click.option("--days", type=int, default=30, show_default=True, help="How many days, to 366.")
@click.option("--round", "only_round", is_flag=True, help="Only round anniversaries.")
@click.option("--category", multiple=True, help="Only by articles of this category.")
@click.option("--least", type=int, default=1, show_default=True, help="Articles at least.")
@click.option("--ics", is_flag=True, help="Print an iCalendar file.")
@as_json
@on_index
def anniversaries(
    archive: Archive,
    start: date | None,
    days: int,
    only_round: bool,
    category: tuple[str, ...],
    least: int,
    ics: bool,
    json: bool,
    index: str | None,
    engine: str | None,
) -> None:
    """What comes round in the coming days, what is worth most first."""
    if ics and json:
        raise click.UsageError("--ics and --json are two forms of the same; choose one.")
    opened, settings = archive.open(index, engine)
    first = date(start.year, start.month, start.day) if start else settings.today_is()
    desk = plan(opened, settings, first, days, only_round, category, least, int(time.time()))
    if ics:
        click.echo(calendar_feed(desk, settings), nl=False)
    elif json:
        print_json(desk_object(desk))
    else:
        print_desk(desk)


def print_desk(desk: Desk) -> None:
    """Print anniversaries for a person."""
    held = "1 anniversary" if len(desk.entries) == 1 else f"{len(desk.entries):,} anniversaries"
    click.echo(f"{desk.first} to {desk.last}: {held}")
    for number, entry in enumerate(desk.entries, start=1):
        mark = ", round" if entry.round else ""
        click.echo(f"\n{number}. {entry.on}, {ago(entry.years)}{mark}: {entry.title}")
        click.echo(f"   {entry.date}. {' '.join(entry.why)}")
        print_evidence(entry.articles[:SHOWN])


def print_evidence(found: tuple[Evidence, ...]) -> None:
    """Print articles, each with the sentence that speaks of a day."""
    for each in found:
        article = each.article
        click.echo(f"   {article.date or 'undated'}  {article.title} [{article.id}]")
        click.echo(f"      {each.text}")


@click.command()
@click.option(
    "--date", "day", metavar="DATE", default="today", help="A day, or today, or tomorrow."
)
@click.option("--html", is_flag=True, help="Print a page of HTML, not plain text.")
@on_index
def brief(archive: Archive, day: str, html: bool, index: str | None, engine: str | None) -> None:
    """The page of one day for the morning's mail."""
    opened, settings = archive.open(index, engine)
    written = write_brief(opened, settings, read_day(day, settings.today_is()), int(time.time()))
    click.echo(as_html(written) if html else as_text(written), nl=False)


def read_day(written: str, today: date) -> date:
    """The day that is meant. Raises a usage error for anything else."""
    if written in ("today", "tomorrow"):
        return today + timedelta(days=written == "tomorrow")
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise click.BadParameter(
            f"{written!r} is not today, tomorrow or a day such as 2026-01-20.",
            param_hint="--date",
        ) from error


@click.command()
@click.argument("day", metavar="DATE")
@click.option("--csv", is_flag=True, help="Print the articles as CSV.")
@as_json
@on_index
def event(
    archive: Archive, day: str, csv: bool, json: bool, index: str | None, engine: str | None
) -> None:
    """Everything about one date, such as 1990-01-20: then, and in all the years since."""
    opened, settings = archive.open(index, engine)
    page = look_at_date(opened, settings, day, int(time.time()))
    if csv:
        click.echo(as_csv(page), nl=False)
    elif json:
        print_json(event_object(page))
    else:
        print_event(page)


def print_event(page: EventPage) -> None:
    """Print the page of a date for a person."""
    plural = "article speaks" if page.total == 1 else "articles speak"
    click.echo(f"{page.date}: {page.total:,} {plural} of it")
    print_evidence(page.articles)
    for title, lines in (
        ("Coverage by year", [f"{each.year}  {len(each.articles)}" for each in page.timeline]),
        (
            "Round anniversaries without an article",
            [f"{each.on}  {each.years}" for each in page.missed],
        ),
        (
            "Published around it",
            [
                f"{article.date}  {article.title} [{article.id}]"
                for each in page.around
                for article in each.articles
            ],
        ),
    ):
        if lines:
            click.echo("\n   ".join(("", title, *lines)).rstrip())
