"""What do the words around a date say of its year? That it returns, or how long ago it was."""

import re
from dataclasses import dataclass

from searchsvc.dates.language import Language
from searchsvc.dates.patterns import begins, cover, ends, numbered, spelled
from searchsvc.dates.phrase import Found

LOOK = 40
PIECE = 3
NEXT_TO = 16  # characters before a day in which a word says that it is the last or the next


@dataclass(frozen=True, slots=True)
class Hints:
    """Words beside a day of every year, and those that count the years since a day.

    A text holds a piece of `every` wherever `every_before` matches, and in small letters one of
    `signs` wherever `anniversary` does.
    """

    every: tuple[str, ...]
    every_before: re.Pattern[str]
    every_after: re.Pattern[str]
    turns: tuple[tuple[int, re.Pattern[str], re.Pattern[str]], ...]
    anniversary: re.Pattern[str]
    signs: tuple[str, ...]

    def recurs(self, text: str, group: list[Found]) -> bool:
        """Does a phrase say that its day comes every year?"""
        if self.every_after.match(text, group[-1].end):
            return True
        start = group[0].start
        before = text[max(0, start - LOOK) : start]
        for piece in self.every:
            if piece in before:
                return self.every_before.search(before) is not None
        return False

    def turn(self, text: str, group: list[Found]) -> int:
        """Does a phrase say that its day is the last (-1) or the next (1) before or after now?"""
        start, end = group[0].start, group[-1].end
        for turn, before, after in self.turns:
            if before.search(text, max(0, start - NEXT_TO), start) or after.match(text, end):
                return turn
        return 0

    def anniversaries(self, text: str) -> list[tuple[int, int, int]]:
        """Where a text counts years since something, and how many."""
        lowered = text.lower()
        for sign in self.signs:
            if sign in lowered:
                return [
                    (*match.span(), int(next(filter(None, match.groups()))))
                    for match in self.anniversary.finditer(text)
                ]
        return []


def hints(language: Language) -> Hints:
    """The hints of a table."""
    patterns = language.words("anniversary", "patterns")
    return Hints(
        every=cover(spelled(language.words("every", "before")), PIECE),
        every_before=ends(language.words("every", "before"), space=r"[\s,]+(?:\w+[\s,]+)?"),
        every_after=begins(language.words("every", "after"), space=r"[\s,]*"),
        turns=tuple(
            (
                turn,
                ends(language.words(section, "before"), space=r"\s+"),
                begins(language.words(section, "after"), space=r"\s+"),
            )
            for turn, section in ((-1, "last"), (1, "next"))
            if section in language.data
        ),
        anniversary=numbered(patterns),
        signs=cover({sign(pattern) for pattern in patterns}, PIECE),
    )


def sign(pattern: str) -> str:
    """The longest word of a pattern, in small letters: where it is missing, so is the pattern."""
    words = re.findall(r"[^\W\d_]+", pattern.replace("{n}", " ").lower())
    return str(max(words, key=len))
