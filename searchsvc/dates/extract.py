"""Which dates does a text speak of, read with the grammar of one language?"""

import datetime
from collections.abc import Iterator
from operator import attrgetter

from searchsvc.article import Mention
from searchsvc.dates.grammar import Grammar
from searchsvc.dates.lexer import SAME_MONTH, THIS_MONTH
from searchsvc.dates.numeric import (
    each_day,
    is_end,
    month_comes_first,
    numeric_date,
    proven_date,
    short_dates,
)
from searchsvc.dates.phrase import Found
from searchsvc.dates.ranges import mentions
from searchsvc.dates.relative import relative_dates
from searchsvc.dates.resolve import setting
from searchsvc.dates.scan import windows
from searchsvc.dates.window import dates_in
from searchsvc.dates.years import Year, years

LATEST_YEAR = 2035  # that two digits may mean where the year of publication is not known
AHEAD = 5  # years after publication that they may mean
FAR = 20  # more such years, after "until"


def extract(text: str, published: datetime.date | None, grammar: Grammar) -> list[Mention]:
    """The mentions of a text, in order."""
    groups = _groups(text, grammar)
    if groups and any(date.month <= 0 for group in groups for date in group):
        groups = list(_read(text, groups, published, grammar))
    alone = years(text, grammar.years, [(group[0].start, group[-1].end) for group in groups])
    dates = [_year(year, published) for year in alone if year.spoken]
    historic = False
    if groups:
        where = setting(text, published, grammar.hints, groups, alone)
        historic = where.historic
        told: tuple[Mention, ...] = ()
        for group in groups:
            for mention in mentions(group, where, told):
                dates.append(mention)
                if mention.precision == "day" and not mention.value.startswith("XXXX"):
                    told = mention, *told[:1]
    if published and not historic:
        dates += relative_dates(text, published, grammar.relative, dates)
    if len(dates) > 1:
        dates.sort(key=attrgetter("start", "end", "value"))
    return dates


def _is_day(text: str, date: Found, end: int) -> bool:
    """Is a number beside a month named by its relation its day? After one only with an ending:
    "bu ayın 21'i", but not "bu ayın 5 maçı"."""
    return date.day > 0 and not (date.order == "month_day" and text[end - 1].isdecimal())


def _year(year: Year, published: datetime.date | None) -> Mention:
    future = published is not None and year.year > published.year
    return Mention(year.start, year.end, str(year.year), "year", "explicit", future)


def _groups(text: str, grammar: Grammar) -> list[list[Found]]:
    """The dates as written, joined ones together, in order."""
    guards, lexer = grammar.guards, grammar.lexer
    groups = [
        guards.told(text, group) if len(group) > 1 else group
        for start, end in windows(text, lexer)
        for group in dates_in(text, start, end, lexer)
        if not guards.reject(text, group)
    ]
    short = [[date] for date in short_dates(text, grammar.language, lexer)]
    return sorted(groups + short, key=lambda group: group[0].start) if short else groups


def _read(
    text: str, groups: list[list[Found]], published: datetime.date | None, grammar: Grammar
) -> Iterator[list[Found]]:
    """The groups with all-digit dates read and months named by their relation looked up."""
    slashed = [date.number for group in groups for date in group if "/" in date.number]
    month_first = month_comes_first(slashed, default=grammar.language.says("numeric_month_first"))
    latest = published.year + AHEAD if published else LATEST_YEAR
    month = 0
    year: int | None = None
    for group in groups:
        read: list[Found] = []
        for date in group:
            if date.number:
                parts = numeric_date(
                    date.number,
                    month_first=month_first,
                    pivot=latest + (FAR if is_end(text, date, grammar.lexer) else 0),
                    proven=proven_date(text, date, grammar.lexer),
                )
                if not parts:
                    continue
                known = date._replace(year=parts[0], month=parts[1], day=parts[2])
                *before, known = each_day(known)
                read += before
            elif date.month <= 0 and not _is_day(text, date, group[-1].end):
                continue
            elif date.month == THIS_MONTH and published:
                known = date._replace(month=published.month, year=published.year, source="context")
            elif date.month == SAME_MONTH:
                known = date._replace(month=month, year=year, source="context" if year else None)
            else:
                known = date
            if known.month > 0:
                month, year = known.month, known.year
                read.append(known)
        if read:
            yield read
