"""Which dates are written in one window of a text? Short ones that stand alone are remembered."""

import re
from functools import lru_cache

from searchsvc.dates.lexer import Lexer
from searchsvc.dates.phrase import Found, found
from searchsvc.dates.scan import ends_with_year, runs

SHORT = 32  # characters of a window that is remembered
REMEMBERED = 8192  # windows: the days of a year in all their usual forms
YEAR = re.compile(  # digits first, which is fast
    r"(?:1[5-9]|20)(?<![\w.,:/'’-]..)(?<!\. ..)(?!00)[0-9]{2}(?![0-9]|[-/.,:][0-9])"
)
FIGURE = re.compile("[0-9]{3}|['’][0-9]{2}")  # what may be another year
STAND_IN = 55  # of its century


def dates_in(text: str, start: int, end: int, lexer: Lexer) -> list[list[Found]]:
    """The dates of a window, joined ones together."""
    if end - start > SHORT or not _alone(text, start, end, lexer):
        return read(text, start, end, lexer)
    window, later = _of_any_year(text[start:end])
    return [
        [
            Found(
                start + date.start,
                start + date.end,
                date.month,
                date.day,
                date.year + later if date.year else date.year,
                *date[5:],
            )
            for date in group
        ]
        for group in _remembered(window, lexer)
    ]


def read(text: str, start: int, end: int, lexer: Lexer) -> list[list[Found]]:
    """The dates of a window, read afresh."""
    return [
        group
        for run in runs(text, start, end, lexer)
        for group in found(run, text, year_first=lexer.year_first)
    ]


@lru_cache(REMEMBERED)
def _remembered(window: str, lexer: Lexer) -> list[list[Found]]:
    return read(window, 0, len(window), lexer)


def _of_any_year(window: str) -> tuple[str, int]:
    """A window with the one year in it replaced by another of its century, which means the same
    so many years earlier."""
    year = YEAR.search(window)
    if not year:
        return window, 0
    start, end = year.span()
    if FIGURE.search(window, end) or FIGURE.search(window, 0, start):
        return window, 0
    of_century = end - 2
    later = int(window[of_century:end]) - STAND_IN
    return f"{window[:of_century]}{STAND_IN}{window[end:]}", later


def _alone(text: str, start: int, end: int, lexer: Lexer) -> bool:
    """Do the words around a window leave its meaning alone?"""
    return (
        (not start or text[start - 1].isspace())
        and (end == len(text) or text[end].isspace())
        and (ends_with_year(text, end) or not lexer.more.match(text, end))
    )
