"""What do the tests share? Small archives, the engines that hold them, and outside data."""

import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from searchsvc.article import Article, Image, from_record, to_record
from searchsvc.engine import Engine, Report
from searchsvc.engine.opening import open_engine
from searchsvc.record import Record
from searchsvc.reindex import prepare

settings.register_profile(
    "short",
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("long", settings.get_profile("short"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))

OUTSIDE = Path(__file__).parents[2] / "shared" / "data"

ARTICLES = (
    Article(
        "moon",
        "Men walk on the Moon",
        "Two astronauts landed in the Sea of Tranquility.\n\nThe landing was watched by millions.",
        "Science",
        "1969-07-21",
        "en",
        "https://archive.example/moon",
        "wire",
        ("Ada Bright",),
        ("space", "New York"),
        translation_of="moon-1969",
    ),
    Article("luna", "Люди на Луне", "Космонавты и учёные следили за посадкой.", "Science",
            "1969-07-22", "ru", translation_of="moon-1969"),
    Article("crash", "Stock markets crash", "Share prices fell around the world on Monday.",
            "Economy", "1987-10-20", "en", source="wire"),
    Article("crash2", "A year after the crash", "Prices have recovered, traders said.", "Economy",
            "1988-10-19", "en"),
    Article("café", "Café closes", "The old café on the corner closed. Its owner retires.",
            "Society", "1988-02-29", "en", tags=("food",)),
    Article("wall", "Die Mauer ist offen", "Tausende gingen über die Grenze.", "Politics",
            "1989-11-10", "de", authors=("Karl Weiß", "Ada Bright")),
    Article("month", "Review of the month", "What the month brought.", "", "1990-01", "en"),
    Article("year", "Review of the year", "What the year brought.", "", "1990", "en"),
    Article("undated", "A letter found in a drawer", "Nobody knows when it was written.", "",
            None, "en"),
    Article("picture", "Harbour in winter", "", "Society", "1991-01-21", "en",
            image=Image("https://archive.example/harbour.jpg", "Ice around the lighthouse")),
    Article("teaser", "Prices of bread rise", "Bread will cost more.", "Economy", "1990-01-22",
            "en", excerpt=True, status="corrected", note="An earlier version named another town."),
    Article("secret", "To be published later", "Hidden moon news.", "Science", "1990-01-23", "en",
            visible_from=4_000_000_000),
)  # fmt: skip


def records_of(articles: tuple[Article, ...] | list[Article]) -> list[Record]:
    """`articles` as an importer would hand them on."""
    return [Record(to_record(each), "test", line, "test") for line, each in enumerate(articles, 1)]


def fill(engine: Engine, articles: tuple[Article, ...] | list[Article], **options: object) -> None:
    """Rebuild `engine` from `articles`."""
    with engine.build(partial(prepare), **options) as build:
        for record in records_of(articles):
            build.add(record)


def as_given(record: Record) -> Article:
    """The article of a record that `records_of` made, with nothing added."""
    return from_record(record.data)


def rebuild(engine: Engine, articles: Iterable[Article], **options: object) -> Report:
    """Rebuild `engine` from just these `articles`, as they are."""
    with engine.build(as_given, **options) as build:
        for article in articles:
            build.add(*records_of([article]))
    return build.report()


def add(engine: Engine, *articles: Article) -> Report:
    """Add `articles` by hand."""
    with engine.update() as update:
        for article in articles:
            update.add(article)
    return update.report()


def withdraw(engine: Engine, article_id: str, reason: str = "", purge: bool = False) -> Report:
    """Take an article back."""
    with engine.update() as update:
        update.withdraw(article_id, reason, purge)
    return update.report()


def broken(articles: Iterable[Article] = ()) -> Iterator[Article]:
    """`articles`, and then a failure."""
    yield from articles
    raise RuntimeError


def held(engine: Engine) -> dict[str, Article]:
    """All articles that `engine` holds, by id."""
    return {article.id: article for article in engine.articles()}


MEMORY = Path("/dev/shm")
"""Where files are kept in memory, on Linux: syncing costs nothing there."""


@contextmanager
def fast_folder() -> Iterator[Path]:
    """A folder for tests that sync many small files; in memory where there is such a place."""
    with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as name:
        yield Path(name)


def bytes_under(folder: Path) -> bytes:
    """All that stands in the files of `folder`, compressed texts also as they read."""
    found = []
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        found.append(data)
        for start in re.finditer(b"x[\x01\x5e\x9c\xda]", data):
            with suppress(zlib.error):
                found.append(zlib.decompressobj().decompress(data[start.start() :]))
    return b"\n".join(found)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index folder that does not exist yet."""
    return tmp_path / "index"


@pytest.fixture
def empty(index: Path) -> Iterator[Engine]:
    """An engine without an index."""
    engine = open_engine("whoosh", index)
    yield engine
    engine.close()


@pytest.fixture
def engine(empty: Engine) -> Engine:
    """An engine that holds ARTICLES."""
    fill(empty, ARTICLES)
    return empty


@pytest.fixture
def outside() -> Callable[[str], Path]:
    """A file of real news that does not belong to the project; the test skips without it."""

    def find(name: str) -> Path:
        if not (OUTSIDE / name).exists():
            pytest.skip(f"the data set {name} is not on this machine")
        return OUTSIDE / name

    return find
