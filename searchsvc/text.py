"""Which terms does a text hold? The only analysis there is: for the index, the query, the marks.

A text is cut into words without regard to language; each word becomes exactly one term, by folding
case and accents and then stemming in the article's language. So `term(word, language)` is all that
an index needs, and a query word stands for its terms in every language that the index holds.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

import Stemmer

VERSION = "1"
"""Raised whenever any text gets other terms than before."""

LONGEST = 100
"""Terms are cut after this many code points."""

STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "hy": "armenian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
"""Snowball's stemmer for each language that has one."""

WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:[\u00ad'’ʼ]?[^\W_]\w*)*")


class Token(NamedTuple):
    """A term and where its word stands in the text (code points, `end` exclusive)."""

    term: str
    start: int
    end: int


def words(text: str) -> list[str]:
    """The words of `text` in order, as they are written."""
    return WORD.findall(text)


def spans(text: str) -> list[tuple[int, int]]:
    """Where the words of `text` begin and end."""
    return [match.span() for match in WORD.finditer(text)]


def spelling(word: str) -> str:
    """`word` in lower case and composed form, with its accents."""
    return unicodedata.normalize("NFKC", word.replace("\u00ad", "")).casefold()[:LONGEST]


def fold(word: str) -> str:
    """`word` in lower case without accents; letters of their own (й, ї) stay."""
    plain = unicodedata.normalize("NFD", spelling(word).replace("ё", "е").replace("ı", "i"))
    kept = (
        mark
        for base, mark in zip(" " + plain, plain, strict=False)
        if not (unicodedata.combining(mark) and unicodedata.name(base, "")[:5] in LATIN)
    )
    return unicodedata.normalize("NFC", "".join(kept))[:LONGEST]


LATIN = ("LATIN", "GREEK", "COMBI")


def term(word: str, language: str) -> str:
    """The term of `word` in an article of `language` (ISO 639-1; without a stemmer: folded)."""
    folded = fold(word)
    name = STEMMERS.get(language)
    stem = Stemmer.Stemmer(name).stemWord(folded) if name else folded
    return stem or folded


def forms(word: str, language: str) -> tuple[str, ...]:
    """The unstemmed spellings of `word`, accented and folded, that differ from its term."""
    known = term(word, language)
    return tuple(form for form in dict.fromkeys((spelling(word), fold(word))) if form != known)


def tokens(text: str, language: str) -> list[Token]:
    """The terms of `text` with their places."""
    return [Token(term(text[start:end], language), start, end) for start, end in spans(text)]


def alternatives(word: str, languages: Iterable[str]) -> tuple[str, ...]:
    """The terms that `word` may have in an index that holds `languages`."""
    return tuple(dict.fromkeys(term(word, language) for language in ("", *languages)))


def labels(value: str) -> tuple[str, ...]:
    """The terms of a name such as a category, a tag or an author: the whole of it and its words."""
    parts = tuple(fold(word) for word in words(value))
    return tuple(dict.fromkeys((" ".join(parts), *parts))) if parts else ()
