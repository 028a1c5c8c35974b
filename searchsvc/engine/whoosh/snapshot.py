"""How does the index as it stands at one moment answer?

A snapshot is made of the segments of one generation and never changes; any number of threads ask
it at the same time, and what they decode is kept in one cache for all, also for the next snapshot.
"""

from collections.abc import Iterator, Sequence
from sys import getsizeof
from time import time
from typing import NamedTuple

from searchsvc.article import Article
from searchsvc.bonus import BEST
from searchsvc.cache import Cache
from searchsvc.engine.whoosh.collect import Selection
from searchsvc.engine.whoosh.complete import complete
from searchsvc.engine.whoosh.corpus import Corpus
from searchsvc.engine.whoosh.events import (
    EventTable,
    count_days,
    count_events,
    neighbours,
    read_events,
)
from searchsvc.engine.whoosh.exact import boost
from searchsvc.engine.whoosh.execute import Executor
from searchsvc.engine.whoosh.expand import Expanded, expand
from searchsvc.engine.whoosh.matches import Matches, subtract
from searchsvc.engine.whoosh.schema import stored_article
from searchsvc.engine.whoosh.segment import Segment
from searchsvc.engine.whoosh.similar import telling_terms
from searchsvc.engine.whoosh.spelling import nearest
from searchsvc.engine.whoosh.top import best, page
from searchsvc.query import (
    And,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Pattern,
    Search,
    Word,
    leaves,
    scores,
)
from searchsvc.results import EventCount, Hit, Results


class Kept(NamedTuple):
    """An article in memory."""

    article: Article

    @property
    def nbytes(self) -> int:
        texts = getsizeof(self.article.title) + getsizeof(self.article.body)
        return 1_000 + texts + 150 * len(self.article.mentions)


class Snapshot:
    """The articles of some segments, to be searched."""

    def __init__(self, segments: Sequence[Segment], cache: Cache) -> None:
        self.corpus = Corpus(segments, cache)
        self._executor = Executor(self.corpus, cache)
        self._cache = cache

    def search(self, search: Search) -> Results:
        """The answer to `search`."""
        selection, expanded = self.selection(search)
        hits = selection.under()
        found = self.page(hits, search)
        return Results(
            total=len(hits.docs),
            hits=tuple(Hit(self.article(doc), score) for doc, score in found),
            facets={facet.name: selection.facet(facet) for facet in search.facets},
            histogram=selection.histogram() if search.histogram else (),
            expanded={leaf: found.expansion for leaf, found in expanded.items()},
        )

    def walk(self, search: Search) -> tuple[int, Iterator[Article]]:
        """How many articles `search` finds, and those it asks for, one after another."""
        hits = self.selection(search)[0].under()
        docs = [doc for doc, _ in self.page(hits, search)]
        return len(hits.docs), map(self.read, docs)

    def selection(self, search: Search) -> tuple[Selection, dict[Leaf, Expanded]]:
        """What matches `search`, and what its patterns and fuzzy words stand for."""
        expanded: dict[Leaf, Expanded] = {
            leaf: self.expand(leaf) for leaf in expandable(search.query)
        }
        matches = self._executor.match(search.query, expanded)
        return Selection(self._executor, search, matches), expanded

    def page(self, hits: Matches, search: Search) -> list[tuple[int, float]]:
        """The documents on the page of `search`; by relevance, the best get their bonus first."""
        sort = search.sort
        if sort == "relevance" and not any(map(scores, leaves(search.query))):
            sort = "newest"
        asked = search.offset, search.limit
        if sort != "relevance" or search.offset >= BEST:
            return page(hits, sort, *asked, self.corpus, self._cache)
        leaders = boost(
            best(hits, BEST, self.corpus, self._cache), search.query, self.corpus, self._cache
        )
        found = page(leaders, sort, *asked, self.corpus, self._cache)
        behind = search.offset + search.limit - BEST
        return found + page(hits, sort, BEST, max(0, behind), self.corpus, self._cache)

    def expand(self, leaf: Pattern | Fuzzy) -> Expanded:
        """The terms that `leaf` stands for."""
        key = (self.corpus.names, "expanded", leaf)
        return self._cache.made(key, lambda: expand(leaf, self.corpus.segments, self._cache))

    def get(self, article_id: str) -> Article | None:
        """The article of this id, or the only one that has it as an alias; also a hidden one."""
        for field in ("id", "alias"):
            docs = self.living(self._executor.terms([(field, article_id, None)]))
            if len(docs) == 1:
                return self.article(docs[0])
        return None

    def articles(self) -> Iterator[Article]:
        """All articles, also hidden ones."""
        return map(self.read, self.living(Matches(self.corpus.everything)))

    def similar(self, article_id: str, limit: int, now: int) -> tuple[Article, ...]:
        """The articles visible at `now` that share most of the telling terms of this one.

        Neither itself nor its translations are among them.
        """
        article = self.get(article_id)
        if article is None:
            return ()
        without: list[Node] = [Not(Word(article.id, ("id",), (article.id,)))]
        if key := article.translation_of:
            without.append(Not(Word(key, ("translation",), (key,))))
        query = And((telling_terms(article, self.corpus), *without))
        return tuple(hit.article for hit in self.search(Search(query, limit=limit, now=now)).hits)

    def events(
        self, days: tuple[str, ...], categories: frozenset[str], now: int
    ) -> tuple[EventCount, ...]:
        """What visible articles say of the calendar `days`, by day and year."""
        return count_events(self.corpus, self.event_table(), days, categories, now)

    def event_days(self, until: int, categories: frozenset[str], now: int) -> dict[str, int]:
        """How many visible articles speak of each calendar day, in years up to `until`."""
        return count_days(self.corpus, self.event_table(), until, categories, now)

    def event_neighbours(self, date: str, now: int) -> tuple[str | None, str | None]:
        """The nearest dates before and after `date` that visible articles name."""
        return neighbours(self.corpus, self.event_table(), date, now)

    def event_table(self) -> EventTable:
        """What all articles say of days."""
        key = (self.corpus.names, "events")
        return self._cache.made(key, lambda: read_events(self.corpus))

    def correct(self, word: str) -> str | None:
        """The word of visible texts nearest to `word`, None if that one is in the index."""
        return nearest(word, self.corpus, self._cache, int(time()))

    def complete(self, prefix: str, limit: int, now: int) -> tuple[str, ...]:
        """Words of visible texts that begin with `prefix`."""
        return complete(prefix, limit, self.corpus, self._cache, now)

    def living(self, matches: Matches) -> list[int]:
        """The documents of `matches` that are not deleted."""
        living: list[int] = subtract(
            matches, self.corpus.deleted, self.corpus.doc_count
        ).docs.tolist()
        return living

    def article(self, doc: int) -> Article:
        """The article that is document `doc`."""
        segment, number = self.corpus.find(doc)
        key = (segment.name, "article", number)
        return self._cache.made(key, lambda: Kept(self.read(doc))).article

    def read(self, doc: int) -> Article:
        """The article that is document `doc`, from the disk; for those who want them all."""
        segment, number = self.corpus.find(doc)
        return stored_article(segment.stored(number))


def expandable(node: Node) -> Iterator[Pattern | Fuzzy]:
    """The patterns and fuzzy words anywhere in `node`."""
    match node:
        case And(nodes) | Or(nodes):
            for part in nodes:
                yield from expandable(part)
        case Not(part):
            yield from expandable(part)
        case Pattern() | Fuzzy():
            yield node
