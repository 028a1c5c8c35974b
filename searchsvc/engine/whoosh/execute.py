"""Which documents match a tree, and how well?

A node becomes `Matches`: ascending document numbers and their scores. Deleted and hidden documents
are among them; whoever asked takes them out, once, at the end.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from searchsvc.cache import Cache
from searchsvc.day import first_day, last_day
from searchsvc.engine.whoosh.corpus import Corpus, Held, common
from searchsvc.engine.whoosh.expand import Expanded
from searchsvc.engine.whoosh.matches import (
    NONE,
    Docs,
    Matches,
    intersect,
    mask_of,
    subtract,
    unite,
)
from searchsvc.engine.whoosh.phrase import merged, near, side_by_side
from searchsvc.engine.whoosh.ranking import SCORING, Ranking
from searchsvc.query import And, Every, Fuzzy, Leaf, Node, Not, Or, Pattern, Phrase, Range, Word

Expansions = Mapping[Leaf, Expanded]
"""What each pattern and each fuzzy word of a tree stands for."""


class Executor:
    """Answers over all segments; what a leaf matches is kept in `cache`."""

    def __init__(self, corpus: Corpus, cache: Cache) -> None:
        self.corpus = corpus
        self.ranking = Ranking(corpus)
        self._cache = cache

    def match(self, node: Node, expanded: Expansions) -> Matches:
        """The documents that match `node`."""
        match node:
            case Every():
                return Matches(self.corpus.everything)
            case Word() | Pattern() | Fuzzy() | Phrase() | Range():
                key = (self.corpus.names, node)
                return self._cache.made(key, lambda: self.leaf(node, expanded))
            case And(nodes):
                return self.all_of(nodes, expanded)
            case Or(nodes, least):
                parts = [self.match(part, expanded) for part in nodes]
                return unite(parts, self.corpus.doc_count, least)
            case Not(part):
                without = self.match(part, expanded).docs
                return Matches(np.flatnonzero(~mask_of(without, self.corpus.doc_count)))

    def all_of(self, nodes: tuple[Node, ...], expanded: Expansions) -> Matches:
        """The documents that match all of `nodes`: fewest first, then without the excluded."""
        excluded = [node.node for node in nodes if isinstance(node, Not)]
        parts = [self.match(node, expanded) for node in nodes if not isinstance(node, Not)]
        found = self.common(parts)
        for node in excluded:
            found = subtract(found, self.match(node, expanded).docs, self.corpus.doc_count)
        return found

    def leaf(self, leaf: Leaf | Range, expanded: Expansions) -> Matches:
        """The documents that match a leaf or a range."""
        match leaf:
            case Word(_, fields, terms):
                return self.terms((field, term, None) for field in fields for term in terms)
            case Pattern() | Fuzzy():
                where = expanded[leaf].where.items()
                return self.terms((field, term, numbers) for (field, term), numbers in where)
            case Phrase(_, fields, words, distance):
                parts = [self.phrase(field, words, distance) for field in fields]
                return unite(parts, self.corpus.doc_count)
            case Range("event", first, last):
                covered = self.event_terms(first, last)
                return self.terms(("event", term, None) for term in covered)
            case Range(_, first, last):
                table = self.corpus.periods
                inside = table.inside([ends(first, last)])
                return Matches(np.flatnonzero(inside.take(table.codes)))

    def terms(self, names: Iterable[tuple[str, str, list[int] | None]]) -> Matches:
        """The documents with any (field, term) of `names`; each adds its score.

        With each come the numbers of the segments that have the term, None if not known.
        """
        parts = []
        for field, term, numbers in names:
            if held := self.corpus.held(field, term, numbers):
                parts.append(self.scored(field, held, len(held.docs)))
        return unite(parts, self.corpus.doc_count)

    def scored(self, field: str, held: Held, frequency: int) -> Matches:
        """Documents that hold a term of that document frequency, with their scores."""
        scoring = field in SCORING
        return Matches(held.docs, self.ranking.score(field, held, frequency) if scoring else None)

    def phrase(
        self, field: str, words: tuple[tuple[str, ...], ...], distance: int | None
    ) -> Matches:
        """The documents in which `field` holds `words` as `Phrase` asks."""
        terms = sorted({term for alternatives in words for term in alternatives})
        lists = {term: held for term in terms if (held := self.corpus.held(field, term))}
        entries = words if distance is None else tuple(dict.fromkeys(words))
        different = {entry: [term for term in entry if term in lists] for entry in entries}
        held_by = [
            unite([Matches(lists[term].docs) for term in present], self.corpus.doc_count)
            for present in different.values()
        ]
        candidates = self.common(held_by).docs
        if not len(candidates):
            return NONE
        placed = {
            entry: merged([self.corpus.places(field, term, candidates) for term in present])
            for entry, present in different.items()
        }
        sequence = [placed[entry] for entry in entries]
        docs = side_by_side(sequence) if distance is None else near(sequence, distance)
        parts = [self.scored(field, within(held, docs), len(held.docs)) for held in lists.values()]
        return unite(parts, self.corpus.doc_count)

    def common(self, parts: list[Matches]) -> Matches:
        """The documents in all of `parts`, their scores added; all documents if there is none."""
        parts = sorted(parts, key=lambda part: len(part.docs))
        found = parts[0] if parts else Matches(self.corpus.everything)
        for part in parts[1:]:
            found = intersect(found, part, self.corpus.doc_count)
        return found

    def event_terms(self, first: str | None, last: str | None) -> list[str]:
        """The event terms that lie between two days; years and months stand for their days."""
        low, high = ends(first, last)
        terms: set[str] = set()
        for segment in self.corpus.segments:
            lexicon = segment.terms("event")
            start = lexicon.bisect(f"{date.fromordinal(low).year:04}")
            end = lexicon.bisect(f"{date.fromordinal(high).year:04}-99")
            terms.update(lexicon[start:end])
        found: list[str] = []
        for term in sorted(terms):
            if not (found and term.startswith(found[-1])):
                begin, finish = ends(term, term)
                if low <= begin and finish <= high:
                    found.append(term)
        return found


def within(held: Held, docs: Docs) -> Held:
    """`held` in `docs` alone."""
    at = common(held.docs, docs)
    return Held(held.docs.take(at), None if held.weights is None else held.weights.take(at))


def ends(first: str | None, last: str | None) -> tuple[int, int]:
    """The first and the last day of a range as ordinals; where it is open, the calendar's."""
    return (
        (first_day(first) if first else date.min).toordinal(),
        (last_day(last) if last else date.max).toordinal(),
    )
