"""Which things that look like a date are none? Streets, eras, amounts."""

import re

from searchsvc.dates.grammar import Grammar
from searchsvc.dates.phrase import Found

LOOK = 40
QUOTES = tuple("\"'«„“”‘’")
NEXT_WORD = re.compile(r"\s+[^\W\d_]")


def is_false(text: str, group: list[Found], grammar: Grammar) -> bool:
    """Is a phrase a name, a day before Christ, or a month before a number of things?"""
    start, end = group[0].start, group[-1].end
    before, after = text[max(0, start - LOOK) : start], text[end : end + LOOK]
    return bool(
        grammar.before_christ.match(after)
        or grammar.place_before.search(before)
        or grammar.place_after.match(after)
        or (_is_named(text, start, end) and grammar.street_before.search(before))
        or (
            group[-1].order == "month_day"
            and grammar.month_in.search(before)
            and NEXT_WORD.match(after)
        )
    )


def _is_named(text: str, start: int, end: int) -> bool:
    """Is a date written as a name is, between quotation marks or with a capital?"""
    return text[start - 1 : start] in QUOTES or not text[start:end].islower()


def recurs(text: str, group: list[Found], grammar: Grammar) -> bool:
    """Does a phrase say that its day comes every year?"""
    start, end = group[0].start, group[-1].end
    return bool(
        grammar.every_before.search(text[max(0, start - LOOK) : start])
        or grammar.every_after.match(text[end : end + LOOK])
    )
