"""What do the words around a date say of its year? That it returns, or how long ago it was."""

import re
from dataclasses import dataclass

from searchsvc.dates.anniversaries import CountWords, count_words
from searchsvc.dates.language import Language
from searchsvc.dates.lexer import LAST_YEAR, NEXT_YEAR, THIS_YEAR
from searchsvc.dates.patterns import any_of, begins, cover, ends, last_word, spelled
from searchsvc.dates.phrase import Found

LOOK = 40  # characters before a day that may tell its year
PIECE = 3
ASIDE = re.compile(r"(,\s+)(?:[^\W\d][\w'’-]*\s+){0,3}\Z")
AHEAD = ((LAST_YEAR, "last_ahead"), (THIS_YEAR, "this_ahead"), (NEXT_YEAR, "next_ahead"))
LAW = r"(?<![\w/.-])(?:[A-Z]{2,5}/)?(?!(?:19|20)[0-9]{2}/)[0-9]{1,4}/((?:19|20)[0-9]{2})"
NEXT_TO = 16  # characters before a day in which a word says that it is the last or the next


@dataclass(frozen=True, slots=True)
class Hints:
    """Words beside a day of every year, and those that count the years since a day.

    A text holds a piece of `every` wherever `every_before` or `every_year` matches, some words
    before the day. `lead` are the words that may
    stand between a year and its day, `ahead` name a year by its relation before a day. `opening`
    words may open a sentence with a year; `apart` ones after it say that it is of something else,
    and so does an ending that is not `adverbial`. `of` before a day, or `events` after it, call it
    back to mind. A law is `numbered` with its year.
    """

    every: tuple[str, ...]
    every_before: re.Pattern[str]
    every_year: re.Pattern[str]
    every_after: re.Pattern[str]
    turns: tuple[tuple[int, re.Pattern[str], re.Pattern[str]], ...]
    lead: re.Pattern[str]
    ahead: tuple[tuple[int, re.Pattern[str]], ...]
    opening: re.Pattern[str]
    apart: re.Pattern[str]
    adverbial: tuple[str, ...]
    ahead_signs: tuple[str, ...]
    numbered: re.Pattern[str]
    of: re.Pattern[str]
    events: re.Pattern[str]
    today: frozenset[str]
    counting: CountWords

    def recurs(self, text: str, before: str, end: int) -> bool:
        """Does a phrase that ends at `end` say that its day comes every year?"""
        if self.every_after.match(text, end):
            return True
        for piece in self.every:
            if piece in before:
                return bool(self.every_before.search(before) or self.every_year.search(before))
        return False

    def turn(self, text: str, group: list[Found]) -> int:
        """Does a phrase say that its day is the last (-1) or the next (1) before or after now?"""
        start, end = group[0].start, group[-1].end
        for turn, before, after in self.turns:
            if before.search(text, max(0, start - NEXT_TO), start) or after.match(text, end):
                return turn
        return 0

    def beside(self, text: str, start: int, end: int, day: int) -> bool:
        """Does a year or count of years stand before the day at `day` and speak of it? Not where
        it ends an aside: "the firm, founded 30 years ago, on January 15 said"."""
        if not self.lead.fullmatch(text, end, day):
            return False
        aside = ASIDE.search(text, max(0, start - LOOK), start)
        if not aside or "," not in text[end:day]:
            return True
        return any(
            words.fullmatch(text, aside.end(1), start) for words in (self.opening, self.lead)
        )

    def recalled(self, text: str, date: Found) -> bool:
        """Is a day called back to mind, as in "the events of January 20", and not the present?"""
        before = text[max(0, date.start - LOOK) : date.start]
        if last_word(before) in self.today:
            return False
        return bool(self.of.search(before) or self.events.match(text, date.end))

    def cited(self, before: str) -> int | None:
        """Does the number of a law name the year of its day: "Ley 5/1985, de 19 de junio"?"""
        law = self.numbered.search(before) if "/" in before else None
        return int(law[1]) if law else None

    def relation(self, before: str) -> int | None:
        """Does the year of a day stand before it as a relation: "last year, on 22 March"?"""
        if any(sign in before for sign in self.ahead_signs):
            for relation, pattern in self.ahead:
                if pattern.search(before):
                    return relation
        return None


def hints(language: Language) -> Hints:
    """The hints of a table."""
    lead = rf"[\s,՝()–—-]*(?:{any_of(_leading(language))}[\s,]+){{0,4}}"
    return Hints(
        every=cover(
            spelled((*language.words("every", "before"), *language.words("every", "year"))), PIECE
        ),
        every_before=ends(language.words("every", "before"), space=r"[\s,]+(?:\w+[\s,]+)?"),
        every_year=ends(language.words("every", "year"), space=r"[\s,]+(?:\w+[\s,]+){0,4}"),
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
        lead=re.compile(lead),
        ahead=tuple(
            (relation, ends(language.words("year", key), space=lead)) for relation, key in AHEAD
        ),
        opening=re.compile(
            rf"[\s\"'«»“”„(—–-]*(?:{any_of(language.words('year', 'opening'))}\s+)?"
        ),
        adverbial=language.words("year", "adverbial") or ("",),
        apart=begins(language.words("year", "apart"), space=r"\s+"),
        ahead_signs=cover(
            spelled(word for _, key in AHEAD for word in language.words("year", key)), 3
        ),
        numbered=re.compile(rf"{LAW},?\s+{any_of(language.words('day', 'law'))}\s+\Z"),
        of=ends(language.words("day", "of")),
        events=begins(language.words("day", "events"), space=r"\s+"),
        today=frozenset(spelled(language.words("relative", "today"))),
        counting=count_words(language),
    )


def _leading(language: Language) -> set[str]:
    """The words that may stand between a day and a word that tells its year."""
    listed = (("day", "short_after"), ("day", "lead"), ("join", "glue"), ("join", "elided"))
    return {word for section, key in listed for word in language.words(section, key)}
