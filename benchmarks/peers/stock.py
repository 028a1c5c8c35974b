"""How is stock Whoosh asked? As its documentation says, with the schema one would write."""

from datetime import datetime
from functools import partial
from pathlib import Path

from whoosh import index
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import DATETIME, ID, NUMERIC, TEXT, Schema
from whoosh.highlight import ContextFragmenter
from whoosh.qparser import MultifieldParser
from whoosh.query import Every, FuzzyTerm, NumericRange, Or, Query, Term
from whoosh.sorting import Count

from peers import TITLE_WEIGHT, Answer, Ask, Entry, Hit, read

DISTANCE = 1


def schema() -> Schema:
    """All words stemmed, none left out, as the other engines have it."""
    words = StemmingAnalyzer(stoplist=None, minsize=1)
    return Schema(
        id=ID(stored=True, unique=True),
        title=TEXT(words, stored=True),
        body=TEXT(words, stored=True),
        category=ID(stored=True, sortable=True),
        year=NUMERIC(sortable=True),
        date=DATETIME(stored=True, sortable=True),
        monthday=ID,
    )


def build(archive: Path, folder: Path, jobs: int) -> None:
    """One process: its pool of writers joins pickled files and is no faster on so few cores."""
    writer = index.create_in(str(folder), schema()).writer(limitmb=256)
    for said in read(archive):
        writer.add_document(
            id=said["id"],
            title=said["title"],
            body=said["body"],
            category=said["category"],
            year=int(said["date"][:4]),
            date=datetime.fromisoformat(said["date"]),
            monthday=said["date"][5:],
        )
    writer.commit()


class Searcher:
    """One searcher, for one thread."""

    def __init__(self, folder: Path) -> None:
        opened = index.open_dir(str(folder))
        self._searcher = opened.searcher()
        self._analyzer = opened.schema["body"].analyzer
        self._parser = MultifieldParser(
            ["title", "body"], opened.schema, fieldboosts={"title": TITLE_WEIGHT}
        )

    def prepare(self, entry: Entry) -> Ask | None:
        limits: dict[str, object] = {"limit": 10}
        if "category" in entry:
            limits["filter"] = Term("category", entry["category"])
        if "year" in entry:
            limits["filter"] = NumericRange("year", entry["year"], entry["year"])
        if entry.get("sort") == "date" or "month" in entry or "matchall" in entry:
            limits |= {"sortedby": "date", "reverse": True}
        return partial(self._ask, self._query(entry), limits)

    def _query(self, entry: Entry) -> Query:
        if "matchall" in entry:
            return Every()
        if "month" in entry:
            return Term("monthday", f"{entry['month']:02}-{entry['day']:02}")
        if "fuzzy" in entry:
            (term,) = (token.text for token in self._analyzer(entry["fuzzy"], mode="query"))
            title = FuzzyTerm("title", term, TITLE_WEIGHT, DISTANCE, 1)
            return Or([title, FuzzyTerm("body", term, 1.0, DISTANCE, 1)])
        if "phrase" in entry:
            written = f'"{" ".join(entry["phrase"])}"'
        elif "prefix" in entry:
            written = f"{entry['prefix']}*"
        else:
            parts = list(entry.get("must", ()))
            for name in ("should", "should_group"):
                if name in entry:
                    parts.append(f"({' OR '.join(entry[name])})")
            parts += [f"NOT {word}" for word in entry.get("must_not", ())]
            written = " AND ".join(parts)
        return self._parser.parse(written)

    def _ask(self, query: Query, limits: dict[str, object]) -> Answer:
        results = self._searcher.search(
            query, groupedby=["category", "year"], maptype=Count, **limits
        )
        results.fragmenter = ContextFragmenter(maxchars=200, surround=40)
        hits = []
        for hit in results[:10]:  # with groups, Whoosh keeps all
            held = hit.fields()
            passage = hit.highlights("body", top=1) or held["body"][:200]
            day = held["date"].date().isoformat()
            hits.append(Hit(held["id"], held["title"], day, held["category"], passage))
        years = {int(year): count for year, count in results.groups("year").items()}
        return Answer(len(results), hits, dict(results.groups("category")), years)
