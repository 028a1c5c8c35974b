"""Which terms and forms does a text have? Each piece is analysed once, then looked up.

A piece is what stands between white space: `said,` or `well-known`. A builder keeps a number for
every piece that it meets; pieces become terms in bulk, as arrays, when a segment is written.
"""

from array import array
from collections.abc import Iterable
from itertools import chain, islice

import numpy as np

from searchsvc import text
from searchsvc.engine.whoosh.layout import Ints, starts_of

LONG = 32
"""White space parts a text into pieces where they have fewer characters than this on average;
scripts without spaces don't."""


class Numbering(dict[str, int]):
    """Numbers strings in the order in which they are first asked for, from 0."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self)
        return number


class Runs:
    """Runs of numbers, which have numbers themselves."""

    def __init__(self) -> None:
        self._numbers = array("i")
        self._ends = array("q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, run: int) -> "array[int]":
        return self._numbers[self._ends[run] : self._ends[run + 1]]

    def add(self, numbers: Iterable[int]) -> None:
        """Append a run."""
        self._numbers.extend(numbers)
        self._ends.append(len(self._numbers))

    def of(self, runs: Ints) -> tuple[Ints, Ints]:
        """The numbers of all `runs` end to end, and how many each has."""
        ends = np.array(self._ends, np.int32)
        counts = np.diff(ends)[runs]
        starts = starts_of(counts)
        places = np.arange(starts[-1], dtype=np.int32)
        places += np.repeat(ends[runs] - starts[:-1].astype(np.int32), counts)
        return np.array(self._numbers, np.int32)[places], counts


class Words(dict[str, int]):
    """The words of one language, by the numbers of their runs."""

    def __init__(self, vocabulary: "Vocabulary", language: str) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._language = language

    def __missing__(self, word: str) -> int:
        number = self[word] = self._vocabulary.learn(word, self._language)
        return number


class Pieces(dict[str, int]):
    """Pieces of texts of one language, by the numbers of their runs."""

    def __init__(self, vocabulary: "Vocabulary", words: Words) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._words = words

    def __missing__(self, piece: str) -> int:
        parts = [self._words[word] for word in text.words(piece)]
        number = self[piece] = parts[0] if len(parts) == 1 else self._vocabulary.join(parts)
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
        self._numbers = Numbering()
        self._listed: list[str] = []
        self._known: dict[str, tuple[Words, Pieces]] = {}
        self._terms = Runs()
        self._forms = Runs()

    def __len__(self) -> int:
        """How many words and pieces are known."""
        return sum(len(words) + len(pieces) for words, pieces in self._known.values())

    def numbers(self, written: str, language: str) -> list[int]:
        """A text as numbers of runs, whose terms end to end are those of its words."""
        if language not in self._known:
            words = Words(self, language)
            self._known[language] = words, Pieces(self, words)
        words, pieces = self._known[language]
        parts = written.split()
        if len(written) > LONG * len(parts):
            return list(map(words.__getitem__, text.words(written)))
        return list(map(pieces.__getitem__, parts))

    def learn(self, word: str, language: str) -> int:
        """Analyse a new word; its number."""
        self._terms.add((self._numbers[text.term(word, language)],))
        self._forms.add(self._numbers[form] for form in text.forms(word, language))
        return len(self._terms) - 1

    def join(self, parts: list[int]) -> int:
        """The number of a new run that has the terms and forms of all `parts`."""
        for runs in (self._terms, self._forms):
            runs.add(chain.from_iterable(runs[part] for part in parts))
        return len(self._terms) - 1

    def terms(self) -> list[str]:
        """All terms and forms by their number."""
        if len(self._listed) < len(self._numbers):
            self._listed.extend(islice(self._numbers, len(self._listed), None))
        return self._listed

    def terms_of(self, runs: Ints) -> tuple[Ints, Ints]:
        """The terms of `runs` end to end, as numbers, and how many each has."""
        return self._terms.of(runs)

    def forms_of(self, runs: Ints) -> tuple[Ints, Ints]:
        """The forms of `runs` end to end, as numbers, and how many each has."""
        return self._forms.of(runs)
