"""Which day does an all-digit date such as 20.01.1990, 1/20/1990 or "am 20.01." mean?"""

import re
from collections.abc import Iterator

from searchsvc.dates.grammar import Grammar
from searchsvc.dates.phrase import Found

PARTS = re.compile("[0-9]+")
SHORT = {
    separators: re.compile(rf"[0-9]{{1,2}}[{separators}][0-9]{{1,2}}(?![0-9/:%]|[.,][0-9]|\w)")
    for separators in ("/", ".", "/.")
}
LEAD = 24  # characters before a short date, where a word must say that it is one


def numeric_date(text: str, *, month_first: bool, pivot: int) -> tuple[int, int, int] | None:
    """Year, month and day, or nothing: versions and part numbers look like dates too.

    Two digits stand for the last such year up to `pivot`. `month_first` reads slashes as
    Americans do; the other order is taken where that one cannot be.
    """
    first, second, third = PARTS.findall(text)
    if len(first) == 4:
        month, day = int(second), int(third)
        return (int(first), month, day) if month <= 12 else None
    day, month, year = int(first), int(second), int(third)
    if len(third) == 2:
        if "." in text and not len(first) == len(second) == 2:
            return None
        year += pivot - pivot % 100
        year -= 100 if year > pivot else 0
    if month > 12 or (month_first and "/" in text and day <= 12):
        day, month = month, day
    return (year, month, day) if month <= 12 else None


def month_comes_first(dates: list[str], *, default: bool) -> bool:
    """How a text orders its slashes: as its unmistakable dates do, else as its language does."""
    for written in dates:
        first, second, *_ = map(int, PARTS.findall(written))
        if first > 12 >= second:
            return False
        if second > 12 >= first:
            return True
    return default


def short_dates(text: str, grammar: Grammar) -> Iterator[Found]:
    """The days without a year: digits are a date only after a word that leads to one."""
    separators = grammar.language.data["day"].get("short_separators", "/.")
    for match in (
        SHORT[separators].finditer(text) if any(mark in text for mark in separators) else ()
    ):
        start, end = match.span()
        words = text[max(0, start - LEAD) : start].split()
        word = words[-1].rstrip(",") if words and text[start - 1].isspace() else ""
        if word not in grammar.short_after or grammar.unit.match(text, end):
            continue
        first, second = PARTS.findall(match[0])
        day, month = int(first), int(second)
        dotted = "." in match[0]
        padded = len(second) == 2 or text[end : end + 1] == "."
        if dotted and not (padded or word in grammar.weekday_names):
            continue
        if month > 12 or (grammar.language.says("numeric_month_first") and day <= 12):
            day, month = month, day
        if 0 < month <= 12 and 0 < day <= 31:
            yield Found(start, end, month, day)
