"""Which day is meant by "yesterday" or "on Friday", counted from the day of publication?"""

import datetime
import re
from dataclasses import dataclass

from searchsvc.article import Mention
from searchsvc.dates.language import WEEKDAYS, Language
from searchsvc.dates.nearest import day_of
from searchsvc.dates.patterns import (
    WORD_END,
    any_of,
    cover,
    ends,
    last_word,
    near,
    numbered,
    plain,
    spell,
    spelled,
)
from searchsvc.dates.resolve import SENTENCE_END

RELATIVE_DAYS = {
    "day_before_yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day_after_tomorrow": 2,
}
REACH = 120  # characters of the sentence around, where its tense is looked for
NOT_BEFORE = 24  # characters before a day in which a word can spoil it
OPENING = 6  # characters: a weekday after fewer opens its sentence
NUMBER_AFTER = re.compile(r",?\s(?:the\s)?[0-9]{1,2}(?![0-9:.])|\sof\b")
SENTENCE_BREAK = re.compile(rf"(?<!\.\w)(?:{SENTENCE_END.pattern})")  # not after "U.S."
SLACK = 8  # characters: a word is longer where its spaces are
ADJACENT = 5  # characters between a verb and its day: "said on Friday"
RECENT = datetime.timedelta(days=3)  # a weekday without a verb is the nearer one
PIECE = 3  # letters that tell that a word may be near
POSSESSIVE = ("'", "’")
SPOILING = ("not_before", "weekday_not", "weekday_last", "weekday_this", "weekday_next")
BESIDE = 3  # characters between a weekday and the date it belongs to


@dataclass(frozen=True, slots=True)
class RelativeWords:
    """Words for days counted from publication. Each of `words` holds one of `pieces`, and is at
    most `longest` characters long. `before` are the last words of what stands before a day and
    matters."""

    words: dict[str, tuple[str, int]]
    pattern: re.Pattern[str]
    pieces: tuple[str, ...]
    longest: int
    before: frozenset[str]
    not_before: re.Pattern[str]
    ago_today: tuple[tuple[str, re.Pattern[str]], ...]
    weekday_before: frozenset[str]
    weekday_not: re.Pattern[str]
    weekday_last: re.Pattern[str]
    weekday_this: re.Pattern[str]
    weekday_next: re.Pattern[str]
    clause: re.Pattern[str]
    future: re.Pattern[str]
    tense: re.Pattern[str]


def relative_words(language: Language) -> RelativeWords:
    """The words of a table."""

    def listed(key: str) -> tuple[str, ...]:
        return language.words("relative", key)

    found: dict[str, tuple[str, int]] = {}
    for key, shift in RELATIVE_DAYS.items():
        for word in listed(key):
            found |= dict.fromkeys((word, word[0].upper() + word[1:]), ("day", shift))
    for word, number in language.numbers("relative_weekdays", WEEKDAYS).items():
        found |= dict.fromkeys((word, word[0].upper() + word[1:]), ("weekday", number))
    names = "|".join(sorted(map(spell, found), reverse=True)) or "(?!)"
    return RelativeWords(
        words=found,
        pattern=re.compile(f"(?:{names}){WORD_END}"),
        pieces=cover((max(re.split("[ '-]", word), key=len) for word in found), PIECE),
        longest=max(map(len, found), default=0) + SLACK,
        before=frozenset(
            form.split()[-1] for form in spelled(word for key in SPOILING for word in listed(key))
        ),
        not_before=ends(listed("not_before")),
        ago_today=tuple(
            (max(pattern.split("{n}"), key=len)[1:], numbered([pattern]))
            for pattern in language.words("anniversary", "ago_today")
        ),
        weekday_before=frozenset(spelled(listed("weekday_before"))),
        weekday_not=ends(listed("weekday_not")),
        weekday_last=ends(listed("weekday_last")),
        weekday_this=ends(listed("weekday_this")),
        weekday_next=ends(listed("weekday_next")),
        clause=re.compile(rf"(?<!\w){any_of(listed('clause'))}"),
        future=re.compile(any_of(listed("future"))),
        tense=re.compile(
            rf"(?<!\w)(?:(?P<future>{any_of(listed('future'))})|(?P<past>{any_of(listed('past'))}))"
        ),
    )


def relative_dates(
    text: str, published: datetime.date, words: RelativeWords, dates: list[Mention]
) -> list[Mention]:
    """The mentions of days by their distance from publication, apart from the `dates`."""
    found = _years_ago(text, published, words)
    places = _places(text, words)
    if not places:
        return found
    spans = iter(sorted([(date.start - BESIDE, date.end + BESIDE) for date in [*dates, *found]]))
    span = next(spans, None)
    for start, end in places:
        while span and span[1] <= start:
            span = next(spans, None)
        if (span and span[0] < end) or text[start - 1 : start].isalnum():
            continue
        near_by = text[max(0, start - NOT_BEFORE) : start]
        before = near_by if last_word(near_by) in words.before else ""
        if words.not_before.search(before):
            continue
        kind, value = words.words[plain(text[start:end])]
        if kind == "weekday":
            day = _weekday(text, start, end, before, value, published, words)
        else:
            day = _shifted(published, value)
        if day:
            found.append(Mention(start, end, day.isoformat(), "day", "relative", day > published))
    return found


def _places(text: str, words: RelativeWords) -> list[tuple[int, int]]:
    """Where a relative word stands, read only near a piece of one."""
    places: list[tuple[int, int]] = []
    reached = 0
    for at in near(text, words.pieces):
        if at < reached:
            continue
        match = words.pattern.search(text, max(reached, at - words.longest), at + words.longest)
        while match:
            places.append(match.span())
            reached = match.end()
            match = words.pattern.search(text, reached, at + words.longest)
    return places


def _years_ago(text: str, published: datetime.date, words: RelativeWords) -> list[Mention]:
    found: list[Mention] = []
    for sign, pattern in words.ago_today:
        for match in pattern.finditer(text) if sign in text else ():
            day = day_of(published.year - int(match[1]), published.month, published.day)
            if day:
                found.append(Mention(*match.span(), day.isoformat(), "day", "implied", False))
    return found


def _weekday(
    text: str,
    start: int,
    end: int,
    before: str,
    weekday: int,
    published: datetime.date,
    words: RelativeWords,
) -> datetime.date | None:
    """The last such day up to publication; after a word about the future, the next.

    `before` is what stands before it, if that matters.
    """
    if words.weekday_not.search(before) or NUMBER_AFTER.match(text, end):
        return None
    low = max(0, start - REACH)
    for match in SENTENCE_BREAK.finditer(text, low, start):
        low = match.end()
    sentence = text[low:start]
    if _is_name(sentence, words):
        return None
    back = _shifted(published, -((published.isoweekday() - weekday) % 7))
    if words.weekday_last.search(before):
        return _shifted(back, -7) if back == published else back
    if words.weekday_next.search(before):
        return _shifted(back, 7)
    if back == published:
        return back
    if words.weekday_this.search(before):
        return _shifted(back, 7)
    if text[end : end + 1] in POSSESSIVE:
        return back  # "Monday's close": what belongs to a day has been
    tense = _tense(sentence, SENTENCE_BREAK.split(text[end : end + REACH])[0], words)
    if tense == "none":
        return back if back and published - back <= RECENT else None
    return _shifted(back, 7 if tense == "future" else 0) if tense else None


def _tense(before: str, after: str, words: RelativeWords) -> str:
    """The tense of the verb next to a day: the last before it in its clause, else the first after.

    Empty where a sentence has both tenses and neither stands beside the day: then it is unsure.
    """
    clause = words.clause.split(before)[-1]
    verbs = list(words.tense.finditer(clause)) if len(before) >= OPENING else []
    beside = verbs and len(clause) - verbs[-1].end() <= ADJACENT
    if not beside and words.future.match(after, 1):
        return "future"
    if not verbs:
        main = words.clause.split(after)[0]
        verb = words.tense.search(main) or words.tense.search(before)
        return (verb.lastgroup or "") if verb else "none"
    if not beside and len({verb.lastgroup for verb in words.tense.finditer(before)}) > 1:
        return ""
    return verbs[-1].lastgroup or ""


def _is_name(sentence: str, words: RelativeWords) -> bool:
    """Does a capital letter make a weekday part of a name, such as Black Monday?"""
    said = sentence.split()
    return len(said) > 1 and said[-1][0].isupper() and said[-1] not in words.weekday_before


def _shifted(day: datetime.date | None, days: int) -> datetime.date | None:
    try:
        return day + datetime.timedelta(days) if day else None
    except OverflowError:
        return None
