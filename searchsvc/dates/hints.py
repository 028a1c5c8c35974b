"""What do the words around a date say of its year? That it returns, or how long ago it was."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from searchsvc.dates.language import Language
from searchsvc.dates.patterns import begins, cover, ends, numbered, spelled
from searchsvc.dates.phrase import Found

LOOK = 40
PIECE = 3
NEXT_TO = 16  # characters before a day in which a word says that it is the last or the next


WORD = re.compile(r"\w+")
SHORT, FEW, SEVERAL = 3, 3, 7  # letters of a preposition; words beside, and words away
PAUSE = re.compile(r"[,;:()!?\n–—]|\.\s")
STOP = re.compile(r"[.;:!?()\n]")


class Anniversary(NamedTuple):
    """Where a text counts years since something; `ago` if it only says how long that is."""

    start: int
    end: int
    years: int
    ago: bool


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
    ago: re.Pattern[str]
    signs: tuple[str, ...]
    street: re.Pattern[str]
    celebrated: re.Pattern[str]

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

    def anniversaries(self, text: str) -> list[Anniversary]:
        """Where a text counts years since something, and how many; no streets named so."""
        lowered = text.lower()
        if not any(sign in lowered for sign in self.signs):
            return []
        found = [
            Anniversary(*match.span(), int(next(filter(None, match.groups()))), ago)
            for ago, pattern in ((False, self.anniversary), (True, self.ago))
            for match in pattern.finditer(text)
            if not self.street.search(text, max(0, match.start() - LOOK), match.start())
        ]
        return sorted(found)

    def explains(self, text: str, counted: Anniversary, start: int, end: int) -> bool:
        """Do counted years belong to the day from `start` to `end`, or only stand near it?

        "30 years ago, on January 20" stands beside it. Of "the 35th anniversary of the events of
        January 20" and "January 20 is the 35th anniversary" no sign parts them; but one that is
        marked "with a concert on January 20" is another day's.
        """
        after = start >= counted.end
        between = text[counted.end : start] if after else text[end : counted.start]
        words = WORD.findall(between)
        if all(len(word) <= SHORT for word in words) and len(words) <= FEW:
            return not STOP.search(between)
        if counted.ago or PAUSE.search(between) or len(words) > SEVERAL:
            return False
        return not (after and len(words) > FEW and self.celebrated.search(between))


def hints(language: Language) -> Hints:
    """The hints of a table."""
    patterns = language.words("anniversary", "patterns")
    ago = language.words("anniversary", "ago")
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
        ago=numbered(ago),
        signs=cover({sign(pattern) for pattern in (*patterns, *ago)}, PIECE),
        street=ends(language.words("guard", "street_before"), space=r"[\s«»„“”\"'()]{1,3}"),
        celebrated=ends(language.words("anniversary", "day_before"), space=r"\s+"),
    )


def sign(pattern: str) -> str:
    """The longest word of a pattern, in small letters: where it is missing, so is the pattern."""
    words = re.findall(r"[^\W\d_]+", pattern.replace("{n}", " ").lower())
    return str(max(words, key=len))
