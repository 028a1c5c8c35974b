"""Which day is meant by "yesterday" or "on Friday", counted from the day of publication?"""

import datetime
import re
from collections.abc import Iterator

from searchsvc.dates.grammar import Grammar
from searchsvc.dates.mention import Mention
from searchsvc.dates.patterns import plain
from searchsvc.dates.resolve import SENTENCE_END, day_of

REACH = 120  # characters of the sentence around, where its tense is looked for
NOT_BEFORE = 16  # characters before a day in which a word can spoil it
OPENING = 6  # characters: a weekday after fewer opens its sentence
NUMBER_AFTER = re.compile(r",?\s(?:the\s)?[0-9]{1,2}(?![0-9:.])|\sof\b")
BESIDE = 3  # characters between a weekday and the date it belongs to


def relative_dates(
    text: str, published: datetime.date, grammar: Grammar, dates: list[Mention]
) -> Iterator[Mention]:
    """The mentions of days by their distance from publication, apart from the `dates`."""
    ago = list(_years_ago(text, published, grammar))
    yield from ago
    spans = iter(sorted((date.start - BESIDE, date.end + BESIDE) for date in [*dates, *ago]))
    span = next(spans, None)
    for match in grammar.relative.finditer(text):
        start, end = match.span()
        while span and span[1] <= start:
            span = next(spans, None)
        if (span and span[0] < end) or text[start - 1 : start].isalnum():
            continue
        if grammar.relative_not.search(text[max(0, start - NOT_BEFORE) : start]):
            continue
        kind, value = grammar.relative_words[plain(match[0])]
        if kind == "weekday":
            day = _weekday(text, start, end, value, published, grammar)
        else:
            day = _shifted(published, value)
        if day:
            yield Mention(start, end, day.isoformat(), "day", "relative", day > published)


def _years_ago(text: str, published: datetime.date, grammar: Grammar) -> Iterator[Mention]:
    for sign, pattern in grammar.ago_today:
        for match in pattern.finditer(text) if sign in text else ():
            day = day_of(published.year - int(match[1]), published.month, published.day)
            if day:
                yield Mention(*match.span(), day.isoformat(), "day", "relative", False)


def _weekday(
    text: str, start: int, end: int, weekday: int, published: datetime.date, grammar: Grammar
) -> datetime.date | None:
    """The last such day up to publication; after a word about the future, the next."""
    before = text[max(0, start - REACH) : start]
    sentence = SENTENCE_END.split(before)[-1]
    if (
        grammar.weekday_not.search(before)
        or NUMBER_AFTER.match(text, end)
        or _is_name(sentence, grammar)
    ):
        return None
    back = _shifted(published, -((published.isoweekday() - weekday) % 7))
    if grammar.weekday_last.search(before):
        return _shifted(back, -7) if back == published else back
    if grammar.weekday_next.search(before):
        return _shifted(back, 7)
    if back == published:
        return back
    opens = len(sentence) < OPENING
    spoken = SENTENCE_END.split(text[end : end + REACH])[0] if opens else sentence
    return _shifted(back, 7) if grammar.future.search(spoken) else back


def _is_name(sentence: str, grammar: Grammar) -> bool:
    """Does a capital letter make a weekday part of a name, such as Black Monday?"""
    words = sentence.split()
    return len(words) > 1 and words[-1][0].isupper() and words[-1] not in grammar.weekday_before


def _shifted(day: datetime.date | None, days: int) -> datetime.date | None:
    try:
        return day + datetime.timedelta(days) if day else None
    except OverflowError:
        return None
