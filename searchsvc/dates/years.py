"""Which years does a text speak of, on their own or as the setting of its days?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from searchsvc.dates.grammar import Grammar

YEAR = re.compile(r"[12][0-9]{3}(?![0-9]|[.,][0-9])(?<![\w.,:/$€£+#][0-9]{4})")
DECADE = re.compile(r"[-‐‑–'’]?[^\W\d]")
LATEST = 2149
BEFORE = 24  # characters in which the word before a year is looked for


@dataclass(frozen=True, slots=True)
class Year:
    """A year as written. `spoken`: the words around say that it is one; `sure`: they say "year"."""

    start: int
    end: int
    year: int
    spoken: bool
    sure: bool


def years(text: str, grammar: Grammar, taken: list[tuple[int, int]]) -> Iterator[Year]:
    """The years that stand outside the `taken` spans, in order."""
    spans = iter(taken)
    span = next(spans, None)
    spoken_until = -1
    for match in YEAR.finditer(text):
        start, end = match.span()
        while span and span[1] <= start:
            span = next(spans, None)
        if span and span[0] <= start:
            continue
        year = int(match[0])
        before = text[max(0, start - BEFORE) : start]
        if year > LATEST or grammar.decade.match(text, end):
            continue
        suffix = grammar.year_after.match(text, end)
        if grammar.before_christ.match(text, suffix.end() if suffix else end):
            continue
        spoken = bool(suffix) or start == spoken_until or _last_word(before) in grammar.year_before
        if not suffix and (DECADE.match(text, end) or grammar.unit.match(text, end)):
            continue
        end = suffix.end() if suffix else end
        spoken_until = end + 1 if text[end : end + 1] in tuple("-–—") else -1
        yield Year(start, end, year, spoken, bool(suffix))


def _last_word(text: str) -> str:
    words = text.split()
    return words[-1].lstrip('(«"“') if words else ""
