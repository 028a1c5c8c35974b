"""Which terms and forms does a text have? Each piece is analysed once, then looked up.

A piece is what stands between white space: `said,` or `well-known`. A builder keeps the numbers of
the words of every piece that it meets; words become terms in bulk, as arrays, when a segment is
written.
"""

from array import array
from itertools import islice
from struct import Struct

import numpy as np

from searchsvc import text
from searchsvc.engine.whoosh.layout import Ints, Longs, starts_of

LONG = 32
"""White space parts a text into pieces where they have fewer characters than this on average;
scripts without spaces don't."""

NUMBER = Struct("=i")
"""Numbers are kept as bytes: to join those of a text is the fastest way to an array of them."""


class Numbering(dict[str, int]):
    """Numbers strings in the order in which they are first asked for, from 0."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


class Words(dict[str, bytes]):
    """The words of one language: the number of each, as an int32."""

    def __init__(self, vocabulary: "Vocabulary", language: str) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._language = language

    def __missing__(self, word: str) -> bytes:
        number = self[word] = NUMBER.pack(self._vocabulary.learn(word, self._language))
        return number


class Pieces(dict[str, bytes]):
    """Pieces of texts of one language: the numbers of the words of each, as int32."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, piece: str) -> bytes:
        numbers = self[piece] = b"".join([self._words[word] for word in text.words(piece)])
        return numbers


class Labels(dict[str, tuple[str, ...]]):
    """The terms of names that were met before."""

    def __missing__(self, name: str) -> tuple[str, ...]:
        terms = self[name] = text.labels(name)
        return terms


class Vocabulary:
    """Words of all languages by number. Not to be shared between threads."""

    def __init__(self) -> None:
        self.labels = Labels()
        self._numbers = Numbering()
        self._listed: list[str] = []
        self._known: dict[str, tuple[Words, Pieces]] = {}
        self._terms = array("i")
        self._forms = array("i")
        self._ends = array("q", [0])

    def __len__(self) -> int:
        """How many words and pieces are known."""
        return sum(len(words) + len(pieces) for words, pieces in self._known.values())

    def numbers(self, written: str, language: str) -> bytes:
        """The words of a text by their numbers, int32 each."""
        if language not in self._known:
            words = Words(self, language)
            self._known[language] = words, Pieces(words)
        words, pieces = self._known[language]
        parts = written.split()
        if len(written) > LONG * len(parts):
            return b"".join(map(words.__getitem__, text.words(written)))
        return b"".join(map(pieces.__getitem__, parts))

    def learn(self, word: str, language: str) -> int:
        """Analyse a new word; its number."""
        self._terms.append(self._numbers[text.term(word, language)])
        self._forms.extend(self._numbers[form] for form in text.forms(word, language))
        self._ends.append(len(self._forms))
        return len(self._terms) - 1

    def terms(self) -> list[str]:
        """All terms and forms by their number."""
        if len(self._listed) < len(self._numbers):
            self._listed.extend(islice(self._numbers, len(self._listed), None))
        return self._listed

    def terms_of(self, words: Ints) -> Ints:
        """The term of each of `words`, as a number."""
        return np.array(self._terms, np.int32)[words]

    def forms_of(self, words: Ints) -> tuple[Ints, Longs]:
        """The forms of `words` end to end, as numbers, and at which place each word stands."""
        ends = np.array(self._ends, np.int64)
        sizes = np.diff(ends)
        places = np.flatnonzero((sizes > 0)[words])
        counts = sizes[words[places]]
        places = np.repeat(places, counts)
        nth = np.arange(len(places)) - np.repeat(starts_of(counts)[:-1], counts)
        return np.array(self._forms, np.int32)[ends[words[places]] + nth], places
