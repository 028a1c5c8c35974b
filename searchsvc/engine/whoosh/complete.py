"""Which words of the archive's texts begin with what somebody has typed so far?

The terms that begin so stand together in a sorted lexicon, and how many documents hold each is an
array: only the most frequent of them are looked at one by one. A word is offered once, however
many of its forms there are, and as some visible text spells it: a term that is only a stem is none.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np

from searchsvc import text
from searchsvc.cache import Cache
from searchsvc.engine.whoosh.corpus import Corpus
from searchsvc.engine.whoosh.lexicon import Lexicon
from searchsvc.engine.whoosh.spelling import FIELDS, spellings

LOOKED_AT = 40
"""How many terms of one lexicon are looked at, the most frequent first."""

HEADLINES = ("title", "title_forms")


class Spelt(NamedTuple):
    """Words as visible texts spell them."""

    words: tuple[str, ...]

    @property
    def nbytes(self) -> int:
        return 300 + sum(100 + 2 * len(word) for word in self.words)


def complete(prefix: str, limit: int, corpus: Corpus, cache: Cache, now: int) -> tuple[str, ...]:
    """Up to `limit` words that begin with `prefix`, accents aside, in texts visible at `now`.

    In lower case; of words with the same term the most frequent, and those first that stand in
    most headlines, then in most texts.
    """
    start = text.fold(prefix) if prefix else ""
    seen = (corpus.names, hash(corpus.gone(now).tobytes()))

    def spelt(word: str) -> Spelt:
        return cache.made((*seen, "spelt", word), partial(spell, word, corpus, now))

    def found() -> Spelt:
        return Spelt(tuple(islice(words(start, corpus, spelt), limit)))

    return cache.made((*seen, "complete", start, limit), found).words


def words(start: str, corpus: Corpus, spelt: Callable[[str], Spelt]) -> Iterator[str]:
    """The words that begin with `start`, the best first, as they are `spelt`."""
    headlines, documents = beginning(start, corpus)
    languages = corpus.languages.values
    terms = {
        word: max(
            (term for term in text.alternatives(word, languages) if term in documents),
            key=lambda term: (documents[term], term != word, term),
        )
        for word in documents
        if word == text.fold(word)
    }
    alone = Counter(documents)
    for word, term in terms.items():
        if word != term:
            alone[term] = min(alone[term], documents[term] - documents[word])

    def place(word: str) -> tuple[int, int, str, int, str]:
        term = terms[word]
        return (-headlines[term], -documents[term], term, -alone[word], word)

    offered: set[str] = set()
    for word in sorted(terms, key=place):
        if terms[word] not in offered:
            for written in spelt(word).words:
                offered.add(terms[word])
                yield written


def beginning(start: str, corpus: Corpus) -> tuple[Counter[str], Counter[str]]:
    """The most frequent terms and forms that begin with `start`: in how many headlines, and texts.

    Deleted and hidden documents are counted too.
    """
    headlines: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for field in FIELDS:
        held: Counter[str] = Counter()
        for segment in corpus.segments:
            held.update(dict(most_frequent(segment.terms(field), start)))
        documents |= held
        if field in HEADLINES:
            headlines |= held
    return headlines, documents


def most_frequent(lexicon: Lexicon, start: str) -> Iterator[tuple[str, int]]:
    """The terms that begin with `start` and stand in most documents, and in how many."""
    span = lexicon.prefixed(start)
    frequencies = lexicon.frequencies(span)
    chosen = np.arange(len(frequencies))
    if len(chosen) > LOOKED_AT:
        chosen = np.argpartition(-frequencies, LOOKED_AT)[:LOOKED_AT]
    for place, count in zip(chosen.tolist(), frequencies[chosen].tolist(), strict=True):
        yield lexicon[span.start + place], count


def spell(word: str, corpus: Corpus, now: int) -> Spelt:
    """How `word` is spelt in a text visible at `now`; nothing if it is only a stem."""
    return Spelt(tuple(islice(spellings(word, corpus, now), 1)))
