"""How long ago was a day, where the words around it count the years since?

"30 years ago" says so of the day beside it and not of every day in its sentence.
"""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from searchsvc.dates.language import Language
from searchsvc.dates.patterns import MARKS, any_of, cover, last_word, near, numbered, spelled

Kind = Literal["anniversary", "ago", "since"]
PIECE = 3
WORDS_BEFORE = re.compile(r"(?:(?<!\w)([^\W\d_]+)[- ])?(?<!\w)([^\W\d_]+)\Z")
NUMBER = 24  # characters of a number in words
NAME = 16  # characters of the kind of a place that is named after an anniversary
WORDS = re.compile(r"(?:['’]s)?(?:[\s-]+[«“\"]?[\w'’.-]+[»”\"]?)*[\s-]+")
BESIDE = re.compile(r"[\s,՝()–—-]*")
FEW = 6  # words between an anniversary and what it is of
LESS = 4  # words after "years after"
OWN = 2  # words from a day to its anniversary: "January 20 marks the 35th anniversary"


class Count(NamedTuple):
    """A place where years are counted."""

    start: int
    end: int
    years: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class CountWords:
    """The words that count years, and those that tie the count to a day.

    `of` begins and `on` ends what may stand between an anniversary and a day: "of the massacre
    of", but not "of the massacre falls on". A language without such words has `chain`, the forms
    of nouns in the genitive, or none, where the day stands first. `marks` are those between a day
    and its years.
    """

    pattern: re.Pattern[str]
    ago: re.Pattern[str]
    since: re.Pattern[str]
    signs: tuple[str, ...]
    in_words: tuple[str, ...]
    numbers: dict[str, int]
    names: frozenset[str]
    of: frozenset[str]
    on: frozenset[str]
    chain: re.Pattern[str] | None
    marks: frozenset[str]
    joins: frozenset[str]
    own: int

    def counts(self, text: str) -> list[Count]:
        """Where a text counts years since something, in order."""
        lowered = text.lower()
        if not any(sign in lowered for sign in self.signs):
            return []
        found = [
            self._count(*match.span(), int(next(filter(None, match.groups()))), match[0])
            for match in self.pattern.finditer(text)
        ]
        for words in self.in_words:
            for at in near(lowered, (words,)) if len(lowered) == len(text) else ():
                number = WORDS_BEFORE.search(lowered, max(0, at - NUMBER), at)
                ones = self.numbers.get(number[2], 0) if number else 0
                if number and ones:
                    tens = self.numbers.get(number[1] or "", 0) if ones < 10 else 0
                    start = number.start(1 if tens else 2)
                    found.append(self._count(start, at + len(words), tens + ones, f"1{words}"))
        names = [last_word(text[max(0, count.start - NAME) : count.start]) for count in found]
        return sorted(
            count for count, name in zip(found, names, strict=True) if name not in self.names
        )

    def _count(self, start: int, end: int, years: int, said: str) -> Count:
        if self.ago.fullmatch(said):
            return Count(start, end, years, "ago")
        return Count(start, end, years, "since" if self.since.fullmatch(said) else "anniversary")

    def before(self, text: str, count: Count, start: int) -> bool:
        """Does an anniversary, or the years since, speak of the day that begins after it?"""
        gap = text[count.end : start]
        words = gap.split()
        since = count.kind == "since"
        if len(words) > (LESS if since else FEW) or not WORDS.fullmatch(gap):
            return False
        if self.of:
            return since or (bool(words) and words[0] in self.of and words[-1] not in self.on)
        chain = self.chain
        return chain is not None and all(chain.fullmatch(word.strip(MARKS)) for word in words)

    def after(self, text: str, end: int, count: Count) -> bool:
        """Does a count of years speak of the day that ends before it?"""
        gap = text[end : count.start]
        if count.kind == "ago":
            return BESIDE.fullmatch(gap) is not None
        words = gap.split()
        if count.kind == "since":
            return any(word in self.marks for word in words[:1]) and len(words) <= OWN
        if len(words) > self.own or not WORDS.fullmatch(gap):
            return False
        return not words or words[0] not in self.joins


def count_words(language: Language) -> CountWords:
    """The words of a table."""

    def listed(key: str) -> tuple[str, ...]:
        return language.words("anniversary", key)

    ago, since = listed("ago"), listed("since")
    patterns = (*listed("patterns"), *ago, *since)
    places = (
        word for key in ("place", "street") for word in language.words("guard", f"{key}_before")
    )
    return CountWords(
        pattern=numbered(patterns),
        ago=numbered(ago),
        since=numbered(since),
        signs=cover({sign(pattern) for pattern in patterns}, PIECE),
        in_words=listed("in_words"),
        numbers=dict(language.data["anniversary"].get("numbers", {})),
        names=frozenset(spelled(places)),
        of=frozenset(listed("of")),
        on=frozenset(listed("on")),
        chain=re.compile(any_of(listed("chain"))) if listed("chain") else None,
        marks=frozenset(spelled(listed("marks"))),
        joins=frozenset(language.words("join", "list")),
        own=OWN if language.words("anniversary", "of") or listed("chain") else OWN + 1,
    )


def sign(pattern: str) -> str:
    """The longest word of a pattern, in small letters: where it is missing, so is the pattern."""
    words = re.findall(r"[^\W\d_]+", pattern.replace("{n}", " ").lower())
    return str(max(words, key=len))
