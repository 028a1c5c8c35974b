"""Does an index stay small and fast through many small commits, and how soon is an article found?

    python benchmarks/soak.py FILE [--articles N] [--commits N]

FILE holds one JSON object a line (id, title, body, category, date, language), gzipped or not. An
index of its first N articles gets one commit after another: two in three add an article, one
replaces an article that is there. Then the live generation is compared with a fresh build of the
same articles: bytes on the disk, and CPU time of searches for common words that have to read their
postings anew.
"""

import argparse
import gzip
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import orjson

from searchsvc import text
from searchsvc.article import Article
from searchsvc.cache import Cache
from searchsvc.engine.whoosh import WhooshEngine
from searchsvc.engine.whoosh.generations import Generations
from searchsvc.engine.whoosh.segment import open_segments
from searchsvc.engine.whoosh.snapshot import Snapshot
from searchsvc.query import TEXT_FIELDS, Facet, Search, Word
from searchsvc.record import Record
from searchsvc.reindex import prepare

NOW = 2_000_000_000
WORDS = 20
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--commits", type=int, default=1_000)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        soak(given.file, folder, given.articles, given.commits)
    finally:
        shutil.rmtree(folder)


def soak(file: Path, folder: Path, count: int, commits: int) -> None:
    """Print what the commits cost and what they left."""
    lines = records(file)
    engine = build(folder / "soaked", list(islice(lines, count)))
    waits = []
    for number, record in enumerate(islice(lines, commits)):
        article = prepare(record)
        assert isinstance(article, Article)
        if number % 3 == 2:
            article = replace(article, id=f"soak-{number - 1}")
        else:
            article = replace(article, id=f"soak-{number}")
        began = perf_counter()
        with engine.update() as update:
            update.add(article)
        found = engine.search(Search(Word("", ("id",), (article.id,)), now=NOW))
        assert found.hits[0].article.title == article.title
        waits.append(perf_counter() - began)
    waits.sort()
    print(f"{count:,} articles, {commits:,} commits")
    print(
        f"from commit to found: median {median(waits) * 1e3:.0f} ms,"
        f" 95th percentile {waits[len(waits) * 95 // 100] * 1e3:.0f} ms, most {waits[-1] * 1e3:.0f}"
    )
    compact = build(folder / "compact", [as_record(each) for each in engine.articles()])
    words = common(compact)
    print(f"{'':10}{'segments':>10}{'MB':>10}{'ms a search':>14}")
    for name, index in (("soaked", engine), ("compact", compact)):
        live = generation(folder / name)
        segments = open_segments(live, Cache(0))
        size = sum(path.stat().st_size for path in live.iterdir())
        spent = searching(live, words)
        print(f"{name:10}{len(segments):>10}{size / 1e6:>10.1f}{spent * 1e3:>14.2f}", flush=True)
        index.close()


def records(file: Path) -> Iterator[Record]:
    """The lines of `file`."""
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            yield Record(line, file.name, number, "soak")


def as_record(article: Article) -> Record:
    """A record of `article` as it stands, for a fresh build."""
    fields = {"id": article.id, "title": article.title, "body": article.body}
    more = {"category": article.category, "date": article.date, "language": article.language}
    return Record(orjson.dumps(fields | more), "soak", 1, "soak")


def build(folder: Path, given: list[Record]) -> WhooshEngine:
    """An engine that holds the articles of the records."""
    engine = WhooshEngine(folder)
    with engine.build(prepare, jobs=1) as building:
        for record in given:
            building.add(record)
    return engine


def generation(folder: Path) -> Path:
    """Where the live generation of an index stands."""
    generations = Generations(folder)
    return generations.folder(generations.live())


def common(engine: WhooshEngine) -> list[str]:
    """Words that stand in many articles."""
    found = Counter[str]()
    for article in islice(engine.articles(), 500):
        found.update(set(text.words(article.title)))
    return [word for word, _ in found.most_common(WORDS)]


def searching(folder: Path, words: list[str]) -> float:
    """Seconds of CPU that a search takes when nothing of its terms is in memory."""
    cache = Cache(1 << 28)
    snapshot = Snapshot(open_segments(folder, cache), cache)
    spent = []
    for word in words:
        node = Word(word, TEXT_FIELDS, text.alternatives(word, ("en",)), (text.spelling(word),))
        search = Search(node, facets=(Facet("category"), Facet("year")), limit=10, now=NOW)
        snapshot.search(search)
        for _ in range(ROUNDS):
            cache.clear()
            began = process_time()
            snapshot.search(search)
            spent.append(process_time() - began)
    return median(spent)


if __name__ == "__main__":
    main()
