"""Which word of the archive's texts did somebody mean who wrote one that is not in it?"""

from collections import Counter
from collections.abc import Iterator

from searchsvc import text
from searchsvc.cache import Cache
from searchsvc.engine.whoosh.corpus import Corpus
from searchsvc.engine.whoosh.expand import near
from searchsvc.engine.whoosh.matches import Matches, subtract
from searchsvc.engine.whoosh.schema import stored_article

FIELDS = ("title", "body", "caption", "title_forms", "body_forms")

FARTHEST = 2
"""The most letters that a correction may change."""

MOST_LOOKED_AT = 20
"""How many near terms are looked up in texts before giving up."""

READ = 3
"""In how many texts a word is looked for."""


def nearest(word: str, corpus: Corpus, cache: Cache, now: int) -> str | None:
    """The word nearest to `word` that stands in a text visible at `now`, in lower case.

    Of words equally near the most frequent; None if `word` itself is in a lexicon, or no word
    with the same first letter is at most two edits away.
    """
    wanted = text.fold(word)
    if not wanted or any(corpus.frequency(field, wanted) for field in FIELDS):
        return None
    distances: dict[str, int] = {}
    frequency: Counter[str] = Counter()
    for found in near(wanted, FARTHEST, FIELDS, corpus.segments, cache):
        distances[found.term] = found.distance
        frequency[found.term] += found.documents
    best = sorted(distances, key=lambda term: (distances[term], -frequency[term], term))
    for term in best[:MOST_LOOKED_AT]:
        for spelling in spellings(term, corpus, now):
            return spelling
    return None


def spellings(term: str, corpus: Corpus, now: int) -> Iterator[str]:
    """How words that are `term` but for accents are spelt in some visible texts.

    A term that is only a stem is no word, and has none.
    """
    gone = corpus.gone(now)
    for field in FIELDS:
        if held := corpus.held(field, term):
            seen = subtract(Matches(held.docs), gone, corpus.doc_count).docs
            for doc in seen[:READ].tolist():
                segment, number = corpus.find(doc)
                article = stored_article(segment.stored(number))
                caption = article.image.caption if article.image else ""
                for written in text.words(f"{article.title}\n{article.body}\n{caption}"):
                    if text.fold(written) == text.fold(term):
                        yield text.spelling(written)
