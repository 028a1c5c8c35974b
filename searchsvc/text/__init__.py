"""Which terms does a text hold? The only analysis there is: for the index, the query, the marks.

A text is cut into words without regard to language, and each word becomes exactly one term: its
stem in the article's language, then without accents. So `term(word, language)` is all that an
index needs, and a query word stands for its terms in every language that the index holds.

    written   spelling  fold     term in French
    L’Été     l'été     lete     ete
    élèves    élèves    eleves   elev
    1,000     1000      1000     1000

What a language adds (stemmer, elisions, endings) stands in `languages.toml`, with examples;
how words are cut and folded, in `segment` and `folding`.
"""

import tomllib
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache, reduce
from itertools import chain, compress, repeat
from operator import not_
from pathlib import Path
from typing import Any, NamedTuple

import Stemmer

from searchsvc.text.folding import LONGEST, WRITTEN, fold, joined, lower, spelling, unaccented
from searchsvc.text.segment import occurrences, spans, stretches, words
from searchsvc.text.sieve import Sieve, sieve

__all__ = [
    "LANGUAGES",
    "LONGEST",
    "VERSION",
    "Lexicon",
    "Token",
    "alternatives",
    "fold",
    "forms",
    "labels",
    "places",
    "spans",
    "spelling",
    "term",
    "tokens",
    "words",
]

VERSION = "3"
"""Raised whenever any text gets other terms than before."""

KNOWN = 200_000
"""How many words a `Lexicon` remembers: about 50 MB."""

LANGUAGES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("languages.toml").read_text("utf-8")
)

ENDINGS = {
    language: frozenset(
        form for ending in rules["endings"].split() for form in (ending, unaccented(ending))
    )
    for language, rules in LANGUAGES.items()
    if "endings" in rules
}


class Token(NamedTuple):
    """A term and where its word stands in the text (code points, `end` exclusive)."""

    term: str
    start: int
    end: int


class Lexicon(dict[str, tuple[str, tuple[str, ...]]]):
    """The words of one language by how they are written: term, and forms that differ from it.

    `lexicon[word]` analyses what it doesn't know yet and starts afresh once it is full. For one
    thread.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, word: str) -> tuple[str, tuple[str, ...]]:
        known = term(word, self.language), forms(word, self.language)
        if len(word) <= WRITTEN:
            if len(self) >= KNOWN:
                self.clear()
            self[word] = known
        return known


def term(word: str, language: str) -> str:
    """The term of `word` in an article of `language` (ISO 639-1; without a stemmer: folded).

    At most LONGEST code points, never empty, without white space, whatever `word` is.
    """
    return remembered_term(word[:WRITTEN], language)


@lru_cache(1 << 16)
def remembered_term(word: str, language: str) -> str:
    """`term` of a word of bounded length."""
    small = lower(word, "dotless" in LANGUAGES.get(language, ()))
    return joined(unaccented(stem(bare(small, language), language) or small))


def bare(word: str, language: str) -> str:
    """`word` without what `language` writes to it with an apostrophe: l'homme, Ankara'da."""
    if "'" not in word or language not in LANGUAGES:
        return word
    rules = LANGUAGES[language]
    head, _, tail = word.partition("'")
    if tail and head in rules.get("elisions", ()):
        word = tail
    if rules.get("apostrophe_endings") and len(before := word.rpartition("'")[0]) > 1:
        word = before
    return word


def stem(word: str, language: str) -> str:
    """The stem of `word`, which is in lower case, by Snowball or by the table of endings."""
    rules = LANGUAGES.get(language, {})
    if name := rules.get("stemmer"):
        # Making one takes 0.3 microseconds, and none may be shared by threads.
        stemmed: str = Stemmer.Stemmer(name, 0).stemWord(word)
        return stemmed
    endings = ENDINGS.get(language, frozenset())
    shortest = rules.get("shortest", 3)
    cuts = (cut for cut in range(shortest, len(word)) if word[cut:] in endings)
    return word[: next(cuts, None)]


def forms(word: str, language: str) -> tuple[str, ...]:
    """The unstemmed spellings of `word`, accented and folded, that differ from its term."""
    known = term(word, language)
    small = lower(word)
    accented = small.replace("ı", "i")
    folded = joined(unaccented(small))
    if accented == folded:
        return (folded,) if folded != known else ()
    return tuple(form for form in (accented, folded) if form != known)


def tokens(text: str, language: str) -> list[Token]:
    """The terms of `text` with their places."""
    return [Token(term(text[start:end], language), start, end) for start, end in spans(text)]


def places(
    text: str, language: str, terms: frozenset[str], forms: frozenset[str]
) -> Iterator[tuple[int, int, str]]:
    """The words of `text` with one of `terms` or `forms` as their term, or of `forms` as a form.

    In order, each with its span and that term or form. `text` is analysed only where one may be.
    """
    wanted = terms | forms
    for start, stretch in stretches(text):
        for low, high in holders(stretch, language, terms, forms):
            known = piece_words if high - low <= LONGEST else piece_words.__wrapped__
            for first, last, names in known(stretch[low:high], language, bool(forms)):
                for name in names:
                    if name in (wanted if name == names[0] else forms):
                        yield start + low + first, start + low + last, name
                        break


def holders(
    stretch: str, language: str, terms: frozenset[str], forms: frozenset[str]
) -> list[tuple[int, int]]:
    """Where in a stretch of a text the pieces stand that may hold what `places` looks for."""
    sift = known_sieve(terms, forms, language)
    places = sift.pieces(stretch) if sift else None
    if places is None:
        pieces = holding(set(stretch.split(" ")) - {""}, language, terms, forms)
        return sorted(occurrences(pieces, stretch))
    return sorted(places)


@lru_cache(256)
def known_sieve(terms: frozenset[str], forms: frozenset[str], language: str) -> Sieve | None:
    """The `sieve` for words of `language`."""
    return sieve(terms | forms, LANGUAGES.get(language, {}))


def holding(
    pieces: Collection[str], language: str, terms: frozenset[str], forms: frozenset[str]
) -> set[str]:
    """Which of `pieces` of a text may hold a word with one of `terms` or `forms` as term or form.

    None that does is left out; those longer than LONGEST are not looked into.
    """
    long = {piece for piece in pieces if len(piece) > LONGEST}
    short = [piece for piece in pieces if len(piece) <= LONGEST] if long else pieces
    known = map(piece_forms if forms else piece_terms, short, repeat(language))
    return long.union(compress(short, map(not_, map((terms | forms).isdisjoint, known))))


@lru_cache(1 << 16)
def piece_terms(piece: str, language: str) -> tuple[str, ...]:
    """The terms of the words of `piece`, which is short."""
    return tuple({term(word, language) for word in words(piece)})


@lru_cache(1 << 15)
def piece_forms(piece: str, language: str) -> tuple[str, ...]:
    """The terms and the forms of the words of `piece`, which is short."""
    spelled = (forms(word, language) for word in words(piece))
    return tuple({*piece_terms(piece, language), *chain.from_iterable(spelled)})


@lru_cache(1 << 15)
def piece_words(
    piece: str, language: str, spelled: bool
) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """The spans of the words of `piece`, and of each its term and, if `spelled`, its forms."""
    return tuple(
        (start, end, (term(word, language), *(forms(word, language) if spelled else ())))
        for start, end in spans(piece)
        for word in [piece[start:end]]
    )


def alternatives(word: str, languages: Iterable[str]) -> tuple[str, ...]:
    """The terms that `word` may have in an index that holds `languages`, typed with accents or not.

    `term(word, language)` is among them for each of `languages`.
    """
    plain = unaccented(lower(word))
    terms = {fold(word): None}
    for language in languages:
        typed = [word, plain]
        for meant in LANGUAGES.get(language, {}).get("typed", ()):
            typed.append(reduce(lambda form, pair: form.replace(*pair), meant.items(), plain))
        for form in typed:
            stemmed = term(form, language)
            terms[stemmed] = terms[term(stemmed, language)] = None
    return tuple(terms)


def labels(value: str) -> tuple[str, ...]:
    """The terms of a name such as a category, a tag or an author: the whole of it and its words."""
    parts = tuple(fold(word) for word in words(value))
    return tuple(dict.fromkeys((" ".join(parts), *parts))) if parts else ()
