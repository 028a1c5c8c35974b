"""How is searchsvc asked? Through its engine, with the marks that pages show.

It does more than the others: counts of years leave the filter by year out, and there is a
histogram.
"""

from functools import partial
from pathlib import Path

import orjson
from queries import read_search

from peers import Answer, Ask, Entry, Hit
from searchsvc.article import Article
from searchsvc.engine.whoosh import WhooshEngine
from searchsvc.highlight import snippet, sought
from searchsvc.query import Search
from searchsvc.record import Record, Reject


def prepare(record: Record) -> Article | Reject:
    """The article on a line, taken as it stands, as the others take it."""
    assert isinstance(record.data, bytes)
    said = orjson.loads(record.data)
    return Article(
        id=said["id"],
        title=said["title"],
        body=said["body"],
        category=said["category"],
        date=said["date"],
        language=said["language"],
        source=record.source,
    )


def build(archive: Path, folder: Path, jobs: int) -> None:
    """Publish an index of articles that are ready."""
    with WhooshEngine(folder).build(prepare, jobs=jobs) as made, archive.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            made.add(Record(line, archive.name, number, archive.name))


def build_whole(archive: Path, folder: Path, jobs: int) -> None:
    """What `searchsvc reindex` does: read leniently, tell languages, find dates, then publish."""
    # What a search does not need is not counted among what it imports.
    from searchsvc import reindex
    from searchsvc.importers import read

    with WhooshEngine(folder).build(reindex.prepare, jobs=jobs) as made:
        for record in read(archive):
            made.add(record)


class Searcher:
    """The live generation."""

    def __init__(self, folder: Path) -> None:
        self._engine = WhooshEngine(folder)
        self._engine.live()

    def prepare(self, entry: Entry) -> Ask | None:
        return partial(self._ask, read_search(entry, histogram=True))

    def _ask(self, search: Search) -> Answer:
        results = self._engine.search(search)
        found = sought(search.query, results.expanded)
        hits = [
            Hit(
                article.id,
                article.title,
                article.date or "",
                article.category,
                snippet(article.body, article.language, found["body"]),
            )
            for article in (hit.article for hit in results.hits)
        ]
        counts = {
            name: {each.value: each.count for each in facet}
            for name, facet in results.facets.items()
        }
        years = {int(year): count for year, count in counts["year"].items()}
        return Answer(results.total, hits, counts["category"], years)
