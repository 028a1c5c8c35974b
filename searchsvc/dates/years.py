"""Which years does a text speak of, on their own or as the setting of its days?"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from searchsvc.dates.guards import before_christ
from searchsvc.dates.language import Language
from searchsvc.dates.patterns import CLOCK, begins, spelled

YEARS = tuple(
    re.compile(rf"{first}[0-9]{{3}}(?![0-9]|[.,][0-9])(?<![\w.,:/$€£+#][0-9]{{4}})")
    for first in "12"  # apart, each is found by its first digit alone, which is fast
)
TIME_OF_DAY = re.compile(CLOCK)
DECADE = re.compile(r"[-‐‑–'’]?[^\W\d]")
PLAIN_AFTER = frozenset('.;:)]!?\n»”"')
DASHES = tuple("-–—")
LATEST = 2149
EARLY = 1500  # a number below is a year only where a word says so
BEFORE = 24  # characters in which the word before a year is looked for


class Year(NamedTuple):
    """A year as written. `spoken`: the words around say that it is one; `sure`: they say "year"."""

    start: int
    end: int
    year: int
    spoken: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class YearWords:
    """Words beside a year, and those beside a number that is none; `named` say "year"."""

    before: frozenset[str]
    named: frozenset[str]
    after: re.Pattern[str]
    decade: re.Pattern[str]
    before_christ: re.Pattern[str]
    unit: re.Pattern[str]


def year_words(language: Language) -> YearWords:
    """The words of a table."""
    words = language.words
    return YearWords(
        before=frozenset(spelled(words("year", "before"))),
        named=frozenset(spelled(words("year", "named"))),
        after=begins((*words("year", "after"), *words("year", "plural_after")), space="[ \xa0]?"),
        decade=begins(words("year", "decades"), space="[ \xa0]?"),
        before_christ=before_christ(language),
        unit=begins((*words("guard", "units"), *words("guard", "counted")), space="[ \xa0-]?"),
    )


def years(text: str, words: YearWords, taken: list[tuple[int, int]]) -> list[Year]:
    """The years that stand outside the `taken` spans, in order."""
    places = [match.span() for pattern in YEARS for match in pattern.finditer(text)]
    places.sort()
    found: list[Year] = []
    spans = iter(taken)
    span = next(spans, None)
    spoken_until = -1
    for start, end in places:
        while span and span[1] <= start:
            span = next(spans, None)
        if span and span[0] <= start:
            continue
        year = int(text[start:end])
        if year > LATEST:
            continue
        sure = False
        if text[end : end + 1] not in PLAIN_AFTER:
            if words.decade.match(text, end):
                continue
            suffix = words.after.match(text, end)
            if words.before_christ.match(text, suffix.end() if suffix else end):
                continue
            if suffix:
                sure, end = True, suffix.end()
            elif (
                DECADE.match(text, end)
                or words.unit.match(text, end)
                or TIME_OF_DAY.match(text, end)
            ):
                continue
        spoken = sure or start == spoken_until
        if not spoken:
            before = text[max(0, start - BEFORE) : start].rsplit(None, 1)
            leading = words.before if year >= EARLY else words.named
            spoken = bool(before) and before[-1].lstrip('(«"“') in leading
            if not spoken and year < EARLY:
                continue
        spoken_until = end + 1 if text[end : end + 1] in DASHES else -1
        found.append(Year(start, end, year, spoken, sure))
    return found
