"""Which things that look like a date are none? Streets, eras, amounts."""

import re
from dataclasses import dataclass

from searchsvc.dates.language import MONTHS, Language
from searchsvc.dates.patterns import any_of, begins, cover, ends, last_word, spelled
from searchsvc.dates.phrase import Found

PIECE = 2  # letters of an era that tell it may be near
MODEL = re.compile(r"(?<!\w)[A-ZА-ЯЁ]{1,6}-$")
"""What makes the number behind it a name: "an F-16 May", "M-3 April"."""

LOOK = 40  # characters on either side of a date that can spoil it
QUOTES = tuple("\"'«„“”‘’")
NEXT_WORD = re.compile(r"\s+[^\W\d_]")
NAMED = "[\\s«»„“”\"'’()‐‑-]{1,3}"
ANCIENT = r"[ ,]*(?:[^\W\d]{1,5} )?(?:[0-9]{1,4}[ \xa0])?(?:[^\W\d]{1,6}\.?[ \xa0])?\(?"
OPENING = r"(?:\A|[.!?…;:([—–»”\"]|\s-|\n[ \t]*\n)[\s\"'«“„]*"  # of a text or clause
NAMES = "(?:[A-ZÀ-ÖØ-ÞĞİŞƏ][^\\W\\d]*[ \xa0]){0,2}"  # of "15 Temmuz Şehitler Köprüsü"


@dataclass(frozen=True, slots=True)
class Guards:
    """Words beside what is no date: `last` finds the last word of those that stand before it,
    `after` any of those that stand after it, `name` a day that begins the name of a place where
    such names have their kind last. `counted` things follow a number and not a day, unless a word
    that leads to a day is one of `counted_after`: "on January 20 troops entered". A text holds a
    piece of `eras` wherever `era_before` matches."""

    last: re.Pattern[str]
    eras: tuple[str, ...]
    era_before: re.Pattern[str]
    place_before: re.Pattern[str]
    street_before: re.Pattern[str]
    month_in: re.Pattern[str]
    counted: re.Pattern[str]
    counted_after: re.Pattern[str]
    after: re.Pattern[str]
    name: re.Pattern[str] | None
    old_style: re.Pattern[str]

    def told(self, text: str, group: list[Found]) -> list[Found]:
        """The dates of a phrase without those in old style beside one in new style."""
        return [date for date in group if not self.old_style.match(text, date.start)] or group

    def reject(self, text: str, group: list[Found]) -> bool:
        """Is a phrase a name, a day before Christ, or a month before a number of things?"""
        start, end = group[0].start, group[-1].end
        if self.after.match(text, end) or (self.name and self.name.match(text, group[-1].start)):
            return True
        before = text[max(0, start - LOOK) : start]
        if text[start].isdigit() and MODEL.search(before):
            return True
        if group[-1].order == "month_day" and self.counts(text, group, before):
            return True
        for era in self.eras:
            if era in before and self.era_before.search(before):
                return True
        if not self.last.match(last_word(before)):
            return False
        return bool(
            self.place_before.search(before)
            or (_is_named(text, start, end) and self.street_before.search(before))
            or (
                group[-1].order == "month_day"
                and self.month_in.search(before)
                and NEXT_WORD.match(text, end)
            )
        )

    def counts(self, text: str, group: list[Found], before: str) -> bool:
        """Is a number after a month one of things: "in early January 20 people ..."?"""
        if group[0].weekday or not self.counted.match(text, group[-1].end):
            return False
        return self.counted_after.search(before) is None


def guards(language: Language) -> Guards:
    """The guards of a table."""
    places, streets = (language.words("guard", f"{name}_before") for name in ("place", "street"))
    months = language.words("month", "in")
    eras = language.words("year", "before_christ")
    place_after = any_of(language.words("guard", "place_after"))
    after, name = f"{ANCIENT}{any_of(eras)}", None
    if language.says("names_end_with_place"):  # but "28 mayda ... stadionunda" is a day
        day = f"[0-9]{{1,2}}[ \xa0-]{any_of(language.numbers('months', MONTHS))}"
        name = re.compile(f"{day}{NAMED}{NAMES}{place_after}")
    else:
        after += f"|{NAMED}{place_after}"
    if compounds := language.words("guard", "compounds"):  # "12 май-июньских матчей"
        after += f"|[-‐‑–]{any_of(compounds)}"
    return Guards(
        last=re.compile(any_of(word.split()[-1] for word in (*places, *streets, *months))),
        eras=cover(spelled(eras), PIECE),
        era_before=re.compile(rf"(?<!\w){any_of(eras)}[ ,]*[0-9]{{1,4}}[^0-9;!?]{{0,16}}\Z"),
        place_before=ends(places, space=NAMED),
        street_before=ends(streets, space=NAMED),
        month_in=ends(months, space=r"[\s‐‑-]+"),
        counted=begins(language.words("guard", "counted"), space="[ \xa0]"),
        counted_after=re.compile(
            rf"(?:{OPENING}|(?<!\w){any_of(language.words('guard', 'counted_after'))}\s+)\Z"
        ),
        old_style=re.compile(
            rf"[^()\[\]]{{3,24}}[ (]{any_of(language.words('join', 'old_style'))}"
        ),
        after=re.compile(after),
        name=name,
    )


def before_christ(language: Language) -> re.Pattern[str]:
    """Does a text go on with words that count years before Christ?"""
    return begins(language.words("year", "before_christ"), space=ANCIENT)


def _is_named(text: str, start: int, end: int) -> bool:
    """Is a date written as a name is, between quotation marks or with a capital?"""
    return text[start - 1 : start] in QUOTES or not text[start:end].islower()
