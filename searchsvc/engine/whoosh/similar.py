"""Which terms tell most about an article, so that articles which share them are like it?"""

from collections import Counter
from math import log

from searchsvc import text
from searchsvc.article import Article
from searchsvc.engine.whoosh.corpus import Corpus
from searchsvc.query import Or, Word

TELLING = 25
"""How many terms stand for an article."""

FIELDS = ("title", "body")

RAREST = 2
"""A term that no other article holds finds none."""

COMMON = 10
"""A term in more than this many articles tells little if they are over a tenth of all."""


def telling_terms(article: Article, corpus: Corpus) -> Or:
    """Any of the terms that stand often in `article` and seldom in others."""
    words = text.words(f"{article.title}\n{article.body}")
    often = Counter(text.term(word, article.language) for word in words)
    most = max(COMMON, corpus.doc_count // 10)
    weights = {}
    for term, count in often.items():
        documents = corpus.frequency("body", term)
        if RAREST <= documents <= most:
            weights[term] = count * log(corpus.doc_count / documents)
    best = sorted(weights, key=lambda term: (-weights[term], term))[:TELLING]
    return Or(tuple(Word(term, FIELDS, (term,)) for term in best))
