"""Commands that change an index: reindex, add, delete, withdraw, rollback."""

import os
from dataclasses import asdict
from pathlib import Path

import click

from searchsvc import reindex as indexing
from searchsvc.article import Article
from searchsvc.cli.context import (
    Archive,
    Progress,
    as_json,
    on_index,
    print_json,
    print_rejects,
    say,
    several,
)
from searchsvc.engine import Engine, Report
from searchsvc.errors import BadRecord, BadValue, IndexUnusable, NotFound
from searchsvc.record import Reject
from searchsvc.settings import Settings

PATH = click.Path(path_type=Path)


@click.command()
@click.argument("sources", nargs=-1, type=PATH, metavar="[SOURCE]...")
@click.option("--sample", is_flag=True, help="Index the sample archive that comes along.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes; the default is one a core.")
@click.option("--strict", is_flag=True, help="Stop if a record can't be read.")
@click.option("--allow-shrink", is_flag=True, help="Publish even far fewer articles than before.")
@click.option("--if-changed", is_flag=True, help="Do nothing if the sources are as they were.")
@as_json
@on_index
def reindex(
    archive: Archive,
    sources: tuple[Path, ...],
    sample: bool,
    jobs: int | None,
    strict: bool,
    allow_shrink: bool,
    if_changed: bool,
    json: bool,
    index: str | None,
    engine: str | None,
) -> None:
    """Build the index anew from files and folders, and publish it at once.

    Without a SOURCE the configured ones are read, else those of the live index. What was added,
    deleted or withdrawn by hand stays so.
    """
    opened, settings = archive.open(index, engine)
    paths, names = choose_sources(opened, settings, sources, sample)
    if if_changed and is_current(opened, paths, names):
        say("The sources are as they were; nothing was done.")
        state = opened.state()
        tell(Report(state.generation, state.articles, embargoed=state.embargoed), [], json)
        return
    say(f"Reading {', '.join(names)} into {settings.index} ...")
    progress = Progress()
    report, rejects = indexing.reindex(
        opened,
        paths,
        settings.zone(),
        jobs or os.cpu_count() or 1,
        strict,
        allow_shrink,
        names,
        progress,
    )
    seconds = progress.done()
    folder = Path(settings.index) / "generations" / report.generation
    print_rejects(rejects, f"all are in {folder / 'rejects.jsonl'}")
    tell(report, rejects, json)
    say(f"Took {seconds:.1f} s, {report.articles / max(seconds, 0.001):,.0f} articles a second.")


def choose_sources(
    engine: Engine, settings: Settings, sources: tuple[Path, ...], sample: bool
) -> tuple[list[Path], tuple[str, ...]]:
    """What to read, and under which names the manifest keeps it."""
    live = engine.sources()
    if sample:
        if sources:
            raise BadValue("--sample and a SOURCE don't go together.")
        if live not in (None, (indexing.SAMPLE,)):
            raise BadValue(
                f"{settings.index} is the index of {', '.join(live) or 'unknown sources'}; the"
                " sample archive does not replace it. Use another folder: --index DIR."
            )
        return [indexing.sample()], (indexing.SAMPLE,)
    if sources:
        return list(sources), tuple(str(path.resolve()) for path in sources)
    names = settings.sources or live or ()
    if not names:
        raise BadValue(
            "There is nothing to read: name a SOURCE, set `sources` in searchsvc.toml, or use"
            " --sample."
        )
    paths = [indexing.sample() if name == indexing.SAMPLE else Path(name) for name in names]
    return paths, tuple(names)


def is_current(engine: Engine, paths: list[Path], names: tuple[str, ...]) -> bool:
    """Whether the live index was built from just these sources."""
    try:
        return not indexing.changed(engine, paths, names)
    except IndexUnusable:
        return False


def tell(report: Report, rejects: list[Reject], json: bool) -> None:
    """Say what was done."""
    if json:
        print_json({**asdict(report), "rejects": [asdict(reject) for reject in rejects]})
    say(f"The index holds {several(report.articles, 'article')} (generation {report.generation}).")
    if rejects:
        say(f"{several(len(rejects), 'record')} could not be read.")
    if report.duplicates:
        say(
            f"{several(len(report.duplicates), 'id')} came more than once, the last of each counts:"
            f" {shorten(report.duplicates)}"
        )
    if report.still_withdrawn:
        say(f"Withdrawn before, and still: {shorten(report.still_withdrawn)}")
    if report.from_journal:
        say(f"Added by hand, and kept: {several(report.from_journal, 'article')}.")
    if report.embargoed:
        say(f"Hidden until their embargo ends: {several(report.embargoed, 'article')}.")


def shorten(ids: tuple[str, ...]) -> str:
    """The first ten of `ids`."""
    return ", ".join(ids[:10]) + (" ..." if len(ids) > 10 else "")


@click.command()
@click.argument("sources", nargs=-1, required=True, type=PATH, metavar="SOURCE...")
@click.option("--strict", is_flag=True, help="Stop if a record can't be read.")
@as_json
@on_index
def add(
    archive: Archive,
    sources: tuple[Path, ...],
    strict: bool,
    json: bool,
    index: str | None,
    engine: str | None,
) -> None:
    """Add the articles of files and folders, or replace those with the same id."""
    opened, settings = archive.open(index, engine)
    opened.state()
    found = list(indexing.read_articles(sources, settings.zone()))
    rejects = [each for each in found if isinstance(each, Reject)]
    if strict and rejects:
        raise BadRecord(f"{len(rejects):,} records can't be read; the first is {rejects[0]}")
    with opened.update() as update:
        for article in found:
            if isinstance(article, Article):
                update.add(article)
    print_rejects(rejects, "see --json for all of them")
    tell(update.report(), rejects, json)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@as_json
@on_index
def delete(
    archive: Archive, ids: tuple[str, ...], json: bool, index: str | None, engine: str | None
) -> None:
    """Delete articles."""
    opened, _ = archive.open(index, engine)
    missing = []
    with opened.update() as update:
        for article_id in ids:
            found = opened.get(article_id)
            if not (found and update.delete(found.id)):
                missing.append(article_id)
    tell(update.report(), [], json)
    if missing:
        raise NotFound(f"There is no article {', '.join(missing)} that could be deleted.")


@click.command()
@click.argument("article_id", metavar="ID")
@click.option("--reason", required=True, help="Shown to readers who come to its address.")
@click.option("--purge", is_flag=True, help="Also take its text out of all kept files.")
@as_json
@on_index
def withdraw(
    archive: Archive,
    article_id: str,
    reason: str,
    purge: bool,
    json: bool,
    index: str | None,
    engine: str | None,
) -> None:
    """Take an article back, for ever: its address then gives the reason."""
    if not reason.strip():
        raise BadValue("--reason is empty; readers are told why an article is gone.")
    opened, _ = archive.open(index, engine)
    with opened.update() as update:
        found = opened.get(article_id)
        update.withdraw(found.id if found else article_id, reason, purge)
    tell(update.report(), [], json)


@click.command()
@as_json
@on_index
def rollback(archive: Archive, json: bool, index: str | None, engine: str | None) -> None:
    """Serve the generation before the live one; what was withdrawn stays withdrawn."""
    opened, _ = archive.open(index, engine)
    state = opened.rollback()
    if json:
        print_json(asdict(state))
    articles = several(state.articles, "article")
    say(f"The index holds {articles} again (generation {state.generation}).")
