"""Which documents hold the words of a query as they were typed, not only a word of the same stem?

The fields of forms hold the spellings that differ from their term. Where the typed spelling is a
term itself ("general"), a document holds it as typed if it has the term more often than all other
spellings that have it ("generals", "generally"). Typed without accents, a word is held as typed
with or without them.
"""

from collections import Counter
from functools import partial, reduce

import numpy as np

from searchsvc import text
from searchsvc.bonus import bonus
from searchsvc.cache import Cache
from searchsvc.engine.whoosh.corpus import Corpus, Held
from searchsvc.engine.whoosh.expand import fitting
from searchsvc.engine.whoosh.matches import (
    NONE,
    Docs,
    Mask,
    Matches,
    intersect,
    scores_of,
    subtract,
    unite,
)
from searchsvc.query import Leaf, Node, Phrase, Word, leaves

MOST_FORMS = 200
"""How many spellings that begin like a term are looked at, the most frequent first."""

FORMS_OF = {"title": "title_forms", "body": "body_forms", "caption": "body_forms"}


def boost(hits: Matches, query: Node, corpus: Corpus, cache: Cache) -> Matches:
    """`hits` with the bonus of those that hold words of `query` as typed."""
    asked = [leaf for leaf in leaves(query) if spelled(leaf)]
    if not asked:
        return hits
    held = np.zeros(len(hits.docs), np.int64)
    for leaf in asked:
        key = (corpus.names, "typed", leaf)
        held += among(hits.docs, cache.made(key, partial(as_typed, leaf, corpus)).docs)
    bonuses = np.array([bonus(count / len(asked)) for count in range(len(asked) + 1)])
    return Matches(hits.docs, scores_of(hits) * bonuses.take(held))


def spelled(leaf: Leaf) -> bool:
    """Whether `leaf` has words in text fields whose spelling is known."""
    return isinstance(leaf, Word | Phrase) and bool(leaf.spellings) and leaf.fields[0] in FORMS_OF


def as_typed(leaf: Leaf, corpus: Corpus) -> Matches:
    """The documents in which a field holds all words of `leaf` as typed."""
    assert isinstance(leaf, Word | Phrase)
    alternatives = [leaf.terms] if isinstance(leaf, Word) else leaf.words
    found = []
    for form_field in dict.fromkeys(FORMS_OF[field] for field in leaf.fields):
        fields = tuple(field for field in leaf.fields if FORMS_OF[field] == form_field)
        holding = (
            typed(spelling, spelling in terms, fields, corpus)
            for spelling, terms in zip(leaf.spellings, alternatives, strict=True)
        )
        found.append(reduce(lambda one, other: intersect(one, other, corpus.doc_count), holding))
    return unite(found, corpus.doc_count)


def among(docs: Docs, others: Docs) -> Mask:
    """For each of `docs`, whether it is in the ascending `others`."""
    if not len(others):
        return np.zeros(len(docs), np.bool_)
    found: Mask = others.take(others.searchsorted(docs), mode="clip") == docs
    return found


def typed(spelling: str, is_term: bool, fields: tuple[str, ...], corpus: Corpus) -> Matches:
    """The documents that hold `spelling` in `fields`, which share one field of forms."""
    form_field = FORMS_OF[fields[0]]
    written = corpus.held(form_field, spelling)
    found = [Matches(written.docs)] if written else []
    if is_term:
        whole = unite([often(corpus.held(field, spelling)) for field in fields], corpus.doc_count)
        forms = other_forms(spelling, form_field, corpus).items()
        others = [often(corpus.held(form_field, form, numbers)) for form, numbers in forms]
        found.append(oftener(whole, unite(others, corpus.doc_count), corpus.doc_count))
    return unite(found, corpus.doc_count)


def oftener(one: Matches, other: Matches, doc_count: int) -> Matches:
    """The documents that `one` counts more often than `other` does."""
    both = intersect(one, Matches(other.docs, -scores_of(other)), doc_count)
    rarer = both.docs.compress(scores_of(both) <= 0)
    return Matches(subtract(one, rarer, doc_count).docs)


def often(held: Held | None) -> Matches:
    """How often each document holds a term, as scores."""
    if held is None:
        return NONE
    counts = np.ones(len(held.docs)) if held.weights is None else held.weights.astype(np.float64)
    return Matches(held.docs, counts)


def other_forms(term: str, field: str, corpus: Corpus) -> dict[str, list[int]]:
    """The spellings in `field` that begin with `term` and have it as their term.

    With each come the numbers of the segments that have it.
    """
    documents = Counter[str]()
    numbers: dict[str, list[int]] = {}
    for found in fitting(term + "*", (field,), corpus.segments):
        documents[found.term] += found.documents
        numbers.setdefault(found.term, []).append(found.segment)
    most = sorted(documents, key=lambda form: (-documents[form], form))[:MOST_FORMS]
    languages = corpus.languages.values
    return {
        form: numbers[form]
        for form in most
        if text.fold(form) == form and any(text.term(form, each) == term for each in languages)
    }
