"""Which terms and forms does a written word have? Each is analysed once, then looked up.

A builder keeps a number for every word that it meets; words become terms in bulk, as arrays, when
a segment is written.
"""

from array import array
from itertools import islice

import numpy as np

from searchsvc import text
from searchsvc.engine.whoosh.layout import Ints, Longs


class Numbering(dict[str, int]):
    """Numbers strings in the order in which they are first asked for, from 0."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


class Words(dict[str, int]):
    """The numbers of the words of one language in a vocabulary."""

    def __init__(self, vocabulary: "Vocabulary", language: str) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._language = language

    def __missing__(self, word: str) -> int:
        number = self[word] = self._vocabulary.learn(word, self._language)
        return number


class Labels(dict[str, tuple[str, ...]]):
    """The terms of names that were met before."""

    def __missing__(self, name: str) -> tuple[str, ...]:
        terms = self[name] = text.labels(name)
        return terms


class Vocabulary:
    """Words of all languages by number. Not to be shared between threads."""

    def __init__(self) -> None:
        self.labels = Labels()
        self._terms = Numbering()
        self._listed: list[str] = []
        self._words: dict[str, Words] = {}
        self._term = array("i")
        self._forms = array("i")
        self._forms_end = array("q", [0])

    def __len__(self) -> int:
        """How many words are known."""
        return len(self._term)

    def words(self, language: str) -> Words:
        """The numbers of written words of `language`."""
        if language not in self._words:
            self._words[language] = Words(self, language)
        return self._words[language]

    def learn(self, word: str, language: str) -> int:
        """Analyse a new word; its number."""
        self._term.append(self._terms[text.term(word, language)])
        self._forms.extend(self._terms[form] for form in text.forms(word, language))
        self._forms_end.append(len(self._forms))
        return len(self._term) - 1

    def terms(self) -> list[str]:
        """All terms and forms by their number."""
        if len(self._listed) < len(self._terms):
            self._listed.extend(islice(self._terms, len(self._listed), None))
        return self._listed

    def terms_of(self, words: Ints) -> Ints:
        """The term of each word, as numbers."""
        return np.array(self._term, np.int32)[words]

    def forms_of(self, words: Ints) -> tuple[Ints, Longs]:
        """The forms of the words end to end, as numbers, and how many each word has."""
        end = np.array(self._forms_end, np.int64)
        counts = np.diff(end)[words]
        total = int(counts.sum())
        before = np.repeat(end[words] - np.cumsum(counts) + counts, counts)
        return np.array(self._forms, np.int32)[before + np.arange(total)], counts
