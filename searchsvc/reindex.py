"""How do sources become an index? Read them, make articles of their records, publish at once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, tzinfo
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

from searchsvc.article import Article, Mention
from searchsvc.dates import find_dates
from searchsvc.engine import Engine, Report, Source
from searchsvc.errors import BadRecord, BadSource
from searchsvc.importers import digest, make_article, read
from searchsvc.language import detect
from searchsvc.record import Record, Reject

SAMPLE = "sample"
"""The name under which the sample archive stands in a manifest."""


def prepare(record: Record, zone: tzinfo = UTC) -> Article | Reject:
    """The article of a record, with everything that its text yields. Runs in a worker."""
    article = make_article(record, zone)
    if isinstance(article, Reject):
        return article
    language = article.language or detect(f"{article.title}\n{article.body}")
    mentions = article.mentions or find_mentions(article, language)
    return replace(article, language=language, mentions=mentions)


def find_mentions(article: Article, language: str) -> tuple[Mention, ...]:
    """The dates that title and body speak of, as seen from the day of publication if known."""
    day = article.date if article.date and len(article.date) == len("1990-01-20") else None
    published = date.fromisoformat(day) if day else None
    titled = find_dates(article.title, published, language)
    return (
        *(replace(each, field="title") for each in titled),
        *find_dates(article.body, published, language),
    )


def read_sources(paths: Iterable[Path]) -> Iterator[Record | Reject]:
    """The records of all sources, one after another. Raises BadSource."""
    for path in paths:
        for each in read(path):
            yield replace(each, file=printable(each.file))


def printable(name: str) -> str:
    """A file name in which bytes that are not UTF-8 are written as `\\xff`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def reindex(
    engine: Engine,
    paths: list[Path],
    zone: tzinfo = UTC,
    jobs: int = 1,
    strict: bool = False,
    allow_shrink: bool = False,
    names: tuple[str, ...] = (),
    progress: Callable[[int], None] = lambda count: None,
) -> tuple[Report, list[Reject]]:
    """Build and publish a new generation of all articles in `paths`.

    `names` are kept in place of the paths. `progress` is told after each record how many there
    were. Raises BadSource if one can't be read or holds nothing, BadRecord for the first reject if
    `strict` or if there is nothing else; the old generation then stays.
    """
    for path in paths:
        if printable(str(path.resolve())) != str(path.resolve()):
            raise BadSource(f"The name {printable(str(path))} is not UTF-8; give it another one.")
    sources = tuple(
        Source(name, digest(path))
        for name, path in zip(names or [str(path.resolve()) for path in paths], paths, strict=True)
    )
    count = 0
    with engine.build(partial(prepare, zone=zone), sources, jobs, allow_shrink) as build:
        for count, record in enumerate(read_sources(paths), start=1):
            build.add(record)
            progress(count)
        rejects = build.rejects()
        if rejects and (strict or len(rejects) == count):
            raise BadRecord(f"{len(rejects):,} of {count:,} records can't be read: {rejects[0]}")
    return build.report(), rejects


def changed(engine: Engine, paths: list[Path], names: tuple[str, ...] = ()) -> bool:
    """Whether the sources differ from those that the live generation was built from."""
    state = engine.state()
    here = names or tuple(str(path.resolve()) for path in paths)
    return (state.sources, state.digests) != (here, tuple(digest(path) for path in paths))


def read_articles(paths: Iterable[Path], zone: tzinfo = UTC) -> Iterator[Article | Reject]:
    """What the records of `paths` are as articles, in order."""
    for record in read_sources(paths):
        yield record if isinstance(record, Reject) else prepare(record, zone)


def sample() -> Path:
    """The folder of the sample archive that comes with the package."""
    with as_file(files("searchsvc").joinpath("sample")) as folder:
        if not folder.is_dir():
            raise BadSource("The sample archive is not installed.")
        return folder
