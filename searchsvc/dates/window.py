"""Which dates are written in one window of a text? Short ones that stand alone are remembered."""

from functools import lru_cache

from searchsvc.dates.lexer import Lexer
from searchsvc.dates.phrase import Found, found
from searchsvc.dates.scan import runs

SHORT = 32  # characters of a window that is remembered
REMEMBERED = 8192  # windows: the days of a year in all their usual forms


def dates_in(text: str, start: int, end: int, lexer: Lexer) -> list[list[Found]]:
    """The dates of a window, joined ones together."""
    if end - start > SHORT or not _alone(text, start, end, lexer):
        return read(text, start, end, lexer)
    groups = _remembered(text[start:end], lexer)
    if not start:
        return groups
    return [
        [Found(start + date.start, start + date.end, *date[2:]) for date in group]
        for group in groups
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


def _alone(text: str, start: int, end: int, lexer: Lexer) -> bool:
    """Do the words around a window leave its meaning alone?"""
    return (
        (not start or text[start - 1].isspace())
        and (end == len(text) or text[end].isspace())
        and not lexer.more.match(text, end)
    )
