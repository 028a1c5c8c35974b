"""Does a day stand in its article for itself, or in a caption, over a column, at a term's end?"""

import re
from datetime import date, timedelta

from searchsvc.article import Article, Mention
from searchsvc.telling import is_known

NEWS = timedelta(days=7)
"""An article published so soon after a day that names it is news of that day."""

YEARS = 5
"""After so many years a day is no matter of business any more."""

SPAN = re.compile(r"\s*[-–—]\s*|\s+(?:to|until|till|bis|zum|au|al|по|до|ile)\s+", re.IGNORECASE)
"""What stands between the first day of several and the last, and for the days between them."""

LONGEST_SPAN = 12
"""Characters between two days that bound a term."""

SHORT_TERM, LONG_TERM = timedelta(days=7), timedelta(days=366)
"""What lasts longer is no event of its first or last day; a life lasts for years."""

DASH, AGENCY = re.compile(r"[-–—]"), 4
"""What stands behind the day of a date line, and the most words of the rest of it."""

LONGEST_CAPTION = 120
"""A longer line without an end is a sentence that lacks its stop."""

ENDED = re.compile(r"[.!?…։;:][\"'»”’)\]]*\s*$")


def bounds_term(article: Article, mention: Mention, written: str) -> bool:
    """Whether a day is one end of weeks or months: those of a plan, an office, a festival.

    Two days of different years with a dash between them are a life.
    """
    for each in article.mentions:
        if each.field != mention.field or not each.precision == mention.precision == "day":
            continue
        end, start = min(each.end, mention.end), max(each.start, mention.start)
        if start - end > LONGEST_SPAN or not SPAN.fullmatch(written, end, start):
            continue
        between = written[end:start]
        term = days_between(each.value, mention.value)
        if term > SHORT_TERM and (term <= LONG_TERM or between.strip().isalpha()):
            return True
    return False


def is_column(article: Article, mention: Mention) -> bool:
    """Whether a day that has just passed stands in the headline of `article`.

    Without a word for an event it is that of a column: the prices of a day, the films of a week.
    """
    if mention.field != "title" or not is_known(article.language):
        return False
    return is_soon(article.date, mention.value)


def is_between(words: str) -> bool:
    """Whether a day is named by no more than the words between two others: the 2nd of "1 to 3"."""
    return bool(SPAN.fullmatch(words))


def is_dateline(before: str, after: str) -> bool:
    """Whether between them a passage says no more than where its news is from, and from whom."""
    place, agency = before.strip(" ,"), after.strip(" .,")
    return place.isupper() and bool(DASH.match(agency)) and len(agency.split()) <= AGENCY


def is_caption(written: str, span: tuple[int, int]) -> bool:
    """Whether a passage is one short line of several without an end: a caption, a list's item."""
    low, high = span
    begins, ends = written.rfind("\n", 0, low) + 1, written.find("\n", high)
    line = written[begins : len(written) if ends < 0 else ends].strip()
    return (
        len(line) <= LONGEST_CAPTION
        and line == written[low:high].strip()
        and not ENDED.search(line)
        and line != written.strip()
    )


def days_between(one: str, other: str) -> timedelta:
    """How far one of two days is from the other, nothing if one has no year."""
    if not (one[:1].isdigit() and other[:1].isdigit()):
        return timedelta(0)
    return abs(date.fromisoformat(one) - date.fromisoformat(other))


def is_soon(published: str | None, day: str, within: timedelta = NEWS) -> bool:
    """Whether what was published then is news of `day`: of it or of the days behind it.

    Never of one that comes every year.
    """
    if not published or len(published) < len(day) or not day[0].isdigit():
        return False
    since = date.fromisoformat(published) - date.fromisoformat(day)
    return timedelta(0) <= since <= within


def is_remembered(published: str | None, day: str) -> bool:
    """Whether what was published then looks back on `day` over years."""
    return bool(published and day[0].isdigit() and int(published[:4]) - int(day[:4]) >= YEARS)
