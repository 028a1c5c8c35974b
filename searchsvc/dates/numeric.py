"""Which day does an all-digit date such as 20.01.1990, 1/20/1990 or "am 20.01." mean?"""

import re
from collections.abc import Iterator

from searchsvc.dates.language import Language
from searchsvc.dates.lexer import Lexer
from searchsvc.dates.patterns import last_word
from searchsvc.dates.phrase import Found

PARTS = re.compile("[0-9]+")
SHORT = {
    "/": re.compile(r"/(?<=[0-9].)[0-9]{1,2}(?![0-9/:%]|[.,][0-9]|\w)"),
    ".": re.compile(
        r"\.(?<=[0-9].)(?:[0-9]{1,2}(?![0-9/:%]|[.,][0-9]|\w)"
        r"| [0-9]{1,2}(?=\.(?! ?[0-9]| [A-ZÀ-Þ])))"  # am 25. 1., but not am 3. 4. Spieltag
    ),
}
LEAD = 24  # characters before a short date, where a word must say that it is one


def numeric_date(
    text: str, *, month_first: bool, pivot: int, proven: bool = False
) -> tuple[int, int, int] | None:
    """Year, month and day, or nothing: versions and part numbers look like dates too.

    Two digits stand for the last such year up to `pivot`; beside single digits they are one where
    the words around have `proven` a date. `month_first` reads slashes as Americans do; the other
    order is taken where that one cannot be.
    """
    first, second, third = PARTS.findall(text)[-3:]
    if len(first) == 4:
        month, day = int(second), int(third)
        return (int(first), month, day) if month <= 12 else None
    day, month, year = int(first), int(second), int(third)
    if len(third) == 2:
        if "." in text and not (proven or len(first) == len(second) == 2):
            return None
        year += pivot - pivot % 100
        year -= 100 if year > pivot else 0
    if month > 12 or (month_first and "/" in text and day <= 12):
        day, month = month, day
    return (year, month, day) if month <= 12 else None


def each_day(date: Found) -> list[Found]:
    """A date, or both ends of one such as "24.-26.12.2024"."""
    first, second, *others = PARTS.finditer(date.number)
    if len(others) < 2 or int(first[0]) >= date.day:
        return [date]
    return [
        date._replace(end=date.start + first.end(), day=int(first[0])),
        date._replace(start=date.start + second.start(), joined="range"),
    ]


def proven_date(text: str, date: Found, lexer: Lexer) -> bool:
    """Is a date with dots and a short year no version: after a word that leads to a date,
    or with a first number that can only be a day?"""
    if "." not in lexer.short_separators:
        return False
    word = last_word(text[max(0, date.start - LEAD) : date.start])
    return word in lexer.short_after or 12 < int(PARTS.findall(date.number)[0]) <= 31


def is_end(text: str, date: Found, lexer: Lexer) -> bool:
    """Does a word before a date say that something lasts until then?"""
    return last_word(text[max(0, date.start - LEAD) : date.start]) in lexer.until


def month_comes_first(dates: list[str], *, default: bool) -> bool:
    """How a text orders its slashes: as its unmistakable dates do, else as its language does."""
    for written in dates:
        first, second, *_ = map(int, PARTS.findall(written))
        if first > 12 >= second:
            return False
        if second > 12 >= first:
            return True
    return default


def short_dates(text: str, language: Language, lexer: Lexer) -> Iterator[Found]:
    """The days without a year: digits are a date only after a word that leads to one."""
    for mark in lexer.short_separators:
        for match in SHORT[mark].finditer(text) if mark in text else ():
            start, end = match.span()
            start -= 2 if text[start - 2 : start - 1].isdecimal() else 1
            word = last_word(text[max(0, start - LEAD) : start])
            mark_before = text[start - 1 : start]
            leads = lexer.weekday_names if mark_before == "(" else lexer.short_after
            if not (mark_before == "(" or mark_before.isspace()) or word not in leads:
                continue
            if lexer.unit.match(text, end):
                continue
            first, second = PARTS.findall(text[start:end])
            day, month = int(first), int(second)
            padded = len(second) == 2 or text[end : end + 1] == "."
            if mark == "." and not (padded or word in lexer.weekday_names):
                continue
            if month > 12 or (language.says("numeric_month_first") and day <= 12):
                day, month = month, day
            if 0 < month <= 12 and 0 < day <= 31:
                yield Found(start, end, month, day)
