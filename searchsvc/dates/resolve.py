"""In which year lies a day that is written without one?"""

import datetime
import re
from bisect import bisect_left
from typing import NamedTuple

from searchsvc.article import Mention, YearSource
from searchsvc.dates.anniversaries import Count
from searchsvc.dates.hints import LOOK, Hints
from searchsvc.dates.lexer import LAST_YEAR, NEXT_YEAR, SAME_YEAR
from searchsvc.dates.nearest import TOGETHER, day_of, near_to, nearest_year, turned_year
from searchsvc.dates.phrase import Found
from searchsvc.dates.years import Year

SENTENCE_END = re.compile(
    r"[.!?…։][\"'»”’)\]]*\s+(?![a-zà-ÿа-яёіїєґա-և0-9])|\n\s*\n|\n(?=[^\S\n]*[A-ZА-Я«\"-])"
)
CLAUSE = 60  # characters over which a sentence carries its year, or an anniversary its day
LEAD = 24  # characters from the beginning of a sentence to a year that opens it
PASSAGE = 300  # characters over which a dated month rules its days
FEW = 8  # dates among which such a month is looked for
OLD = 2  # years before publication: a text of such years speaks of history
DENSE = 4  # dates in such years make a history
AGE = 50  # years: one farther from the others is said in passing
SPOKEN = 5  # years: in a history one in words may lie that far from those of dates
LONG_AGO = 250  # years: a longer jubilee is a town's or a king's, and its day is made up
TURN = -9  # months back that are a new year: from December to January, February or March
CLOSE = 60  # days from publication: no bond of this year matures then
AT_ONCE = 7  # days from publication: such a day is news first, and a memory only if called so
LEAP_YEAR = 2000


class Setting(NamedTuple):
    """What a text says about its years: each in order, and the days that have one."""

    text: str
    published: datetime.date | None
    hints: Hints
    places: list[int]
    ends: dict[int, int]
    years: list[int]
    stated: dict[tuple[int, int], list[tuple[int, int]]]
    dated: list[tuple[int, int, int, int]]
    counts: list[Count]
    historic: bool

    def year(
        self, group: list[Found], date: Found, told: tuple[Mention, ...]
    ) -> tuple[int | None, YearSource]:
        """The year of a date and how it was found; none if it returns every year or is not known.

        `told` are the two days with a year that were told last, the very last first.
        """
        if date.year is not None:
            return date.year, date.source or "explicit"
        if date.relation == SAME_YEAR:
            said = self.last_before(date.start)
            return said, "context" if said else "unknown"
        if date.relation is not None:
            beside = self.beside(date)
            return beside, "context" if beside else "unknown"
        start = group[0].start
        before = self.text[max(0, start - LOOK) : start]
        if self.hints.recurs(self.text, before, group[-1].end):
            return None, "recurring"
        if self.published and not self.historic:
            ahead = self.hints.relation(before)
            if ahead is not None:
                return self.beside(date._replace(relation=ahead)), "context"
        turn = self.hints.turn(self.text, group) if self.published and date.day else 0
        if turn and self.published:
            return turned_year(self.published, date, turn), "context"
        if cited := self.hints.cited(before):
            return cited, "context"
        last = self.last_before(date.start)
        if self.historic and last:
            return self.narrated(date, last, told), "context"
        nearest = nearest_year(self.published, date) if self.published else None
        stated = self.stated_year(date, nearest)
        if stated:
            return stated, "context"
        if not self.published:
            return None, "unknown"
        ago = self.anniversary(group) if self.counts else None
        if ago and nearest:
            return nearest - ago, "implied"
        carried = self.carried(date, nearest, told[0] if told else None) if last else None
        if carried:
            return carried, "context"
        near = self.same_month_before(date) or self.same_month_after(date)
        if near:
            return near, "context"
        return self.beside_told(date, nearest, told[0] if told else None), "nearest"

    def beside_told(self, date: Found, year: int | None, told: Mention | None) -> int | None:
        """The year that keeps a day near the one told just before in its sentence: half a year
        from publication "opens on 30 June; ends on 13 July" would else part them."""
        if not told or not year or date.start - told.start > CLAUSE or date.weekday:
            return year
        told_day = datetime.date.fromisoformat(told.value)
        near = nearest_year(told_day, date)
        if not near or abs(near - year) != 1 or abs(near - told_day.year) > 1:
            return year
        day = day_of(near, date.month, date.day or 1)
        if not day or abs((day - told_day).days) > TOGETHER:
            return year
        return year if SENTENCE_END.search(self.text, told.start, date.start) else near

    def beside(self, date: Found) -> int | None:
        """This year, last year or next year, counted from publication; in a history the next
        year follows the one told last."""
        told = self.last_before(date.start) if self.historic else None
        if told and date.relation == NEXT_YEAR:
            return told + 1
        if not self.published:
            return None
        return self.published.year + {LAST_YEAR: -1, NEXT_YEAR: 1}.get(date.relation or 0, 0)

    def last_before(self, place: int) -> int | None:
        """The last year written before a place."""
        i = bisect_left(self.places, place)
        return self.years[i - 1] if i else None

    def narrated(self, date: Found, last: int, told: tuple[Mention, ...]) -> int:
        """The year of a day in a history: days are told in order, other years in passing.

        A year in the first words of a paragraph is its setting. A day that would lie before the
        one told last goes on from the one before that, where it follows soon.
        """
        if not told:
            return last
        day = datetime.date.fromisoformat(told[0].value)
        ahead = date.month - day.month
        place = self.places[bisect_left(self.places, date.start) - 1]
        if place > told[0].start:
            opens = "\n" in self.text[max(told[0].end, place - LEAD) : place]
            if opens or not 0 <= ahead <= 1:
                return last
        year = day.year + (ahead <= TURN)
        if len(told) > 1 and _days(day, date, year) < 0:
            before = datetime.date.fromisoformat(told[1].value)
            earlier = before.year + (date.month - before.month <= TURN)
            if 0 <= _days(before, date, earlier) <= TOGETHER:
                return earlier
        return year

    def carried(self, date: Found, nearest: int | None, told: Mention | None) -> int | None:
        """The year written last, where it still rules a few words on in the same sentence.

        A year far from publication rules only as that of another day, beside the day, or at the
        head of the sentence: "A man born in 1980 was shot on January 14" tells an age.
        """
        i = bisect_left(self.places, date.start) - 1
        start, year = self.places[i], self.years[i]
        end = self.ends[start]
        if date.start - end > CLAUSE or SENTENCE_END.search(self.text, end, date.start):
            return None
        if told and told.start == start and told.value.startswith(str(year)):
            day = datetime.date.fromisoformat(told.value)
            year += date.month - day.month <= TURN
            ahead = nearest is not None and year > nearest
            apart = ahead or not near_to(day, date, year)
            return None if apart and self.near(date, nearest, year) else year
        far = self.published and abs(year - self.published.year) >= OLD
        return None if far and not self.frames(start, end, date) else year

    def frames(self, start: int, end: int, date: Found) -> bool:
        """Does a year stand beside a day or open its sentence?"""
        if self.hints.beside(self.text, start, end, date.start):
            return True
        low = max(0, start - LEAD)
        before = self.text[low:start]
        for match in SENTENCE_END.finditer(before):
            low = start - len(before) + match.end()
        if low and low == start - LEAD:
            return False
        if not self.hints.opening.fullmatch(self.text, low, start):
            return False
        adverbial = self.text.endswith(self.hints.adverbial, start, end)
        return adverbial and not self.hints.apart.match(self.text, end)

    def near(self, date: Found, nearest: int | None, year: int, days: int = CLOSE) -> bool:
        """Is a day so near to publication that another year, far from it, is hardly meant?"""
        if not self.published or not nearest or abs(year - self.published.year) < OLD:
            return False
        day = day_of(nearest, date.month, date.day or 1)
        return day is not None and abs((day - self.published).days) <= days

    def stated_year(self, date: Found, nearest: int | None) -> int | None:
        """The year that the text gives to the same day elsewhere, best before it."""
        stated = self.stated.get((date.month, date.day))
        if not stated:
            return None
        place, year = stated[max(0, bisect_left(stated, (date.start,)) - 1)]
        if self.published and year > self.published.year and self.near(date, nearest, year, CLOSE):
            return None
        if self.near(date, nearest, year, AT_ONCE):
            told = place < date.start and len({year for _, year in stated}) == 1
            return year if told and self.hints.recalled(self.text, date) else None
        return year

    def same_month_before(self, date: Found) -> int | None:
        """The past year of a date in the same month just before: "In March 1992 ... 5 March"."""
        i = bisect_left(self.dated, (date.start,))
        for place, month, day, year in reversed(self.dated[max(0, i - FEW) : i]):
            if date.start - place > PASSAGE:
                return None
            if month == date.month and day < date.day:
                return year if self.published and year < self.published.year else None
        return None

    def same_month_after(self, date: Found) -> int | None:
        """The year of the date that ends a list: "on January 19, and on January 20, 1990"."""
        i = bisect_left(self.dated, (date.end,))
        for place, month, day, year in self.dated[i : i + 1]:
            if month == date.month and day > date.day and place - date.end <= CLAUSE:
                return None if SENTENCE_END.search(self.text, date.end, place) else year
        return None

    def anniversary(self, group: list[Found]) -> int | None:
        """How many years ago a day was, as a count of years beside it says."""
        start, end = group[0].start, group[-1].end
        i = bisect_left(self.counts, (start,))
        for count in self.counts[max(0, i - 1) : i + 1]:
            words = self.hints.counting
            if count.end <= start and count.kind == "ago":
                tied = self.hints.beside(self.text, count.start, count.end, start)
            elif count.end <= start:
                tied = start - count.end <= CLAUSE and words.before(self.text, count, start)
            else:
                tied = 0 <= count.start - end <= CLAUSE and words.after(self.text, end, count)
            if tied:
                return count.years if count.years <= LONG_AGO else None
        return None


def _days(told: datetime.date, date: Found, year: int) -> int:
    """How many days after another a day of a year comes."""
    day = day_of(year, date.month, date.day or 1)
    return (day - told).days if day else -1


def setting(
    text: str,
    published: datetime.date | None,
    hints: Hints,
    groups: list[list[Found]],
    alone: list[Year],
) -> Setting:
    """Gather the years of a text."""
    dates = [date for group in groups for date in group]
    dated = [(date.start, date.month, date.day, date.year) for date in dates if date.year]
    told = [[date.year for date in group if date.year] for group in groups]
    explicit = [years[0] for years in told if years]
    old = sum([year <= published.year - OLD for year in explicit]) if published else 0
    historic = old >= DENSE and old > 3 * (len(explicit) - old)
    if len(dated) == len(dates):  # nothing is left to be found
        return Setting(text, published, hints, [], {}, [], {}, [], [], historic)
    stated: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, month, day, year in dated:
        if day:
            stated.setdefault((month, day), []).append((place, year))
    places = _places(dated, alone, historic=historic)
    return Setting(
        text,
        published,
        hints,
        [place for place, _ in places],
        {date.start: date.end for date in dates} | {year.start: year.end for year in alone},
        [year for _, year in places],
        stated,
        dated,
        hints.counting.counts(text),
        historic,
    )


def _places(
    dated: list[tuple[int, int, int, int]], alone: list[Year], *, historic: bool
) -> list[tuple[int, int]]:
    """Where years are written, and which: those of dates, and others that fit in with them."""
    if not dated and not alone:
        return []
    places = [(place, year) for place, _, _, year in dated]
    sure = [year for _, year in places] + [year.year for year in alone if year.sure]
    low, high = (min(sure), max(sure)) if sure else (0, 0)
    for year in alone:
        near = SPOKEN if historic and year.spoken else 0
        if year.sure or (low - near <= year.year <= high + near if sure else year.spoken):
            places.append((year.start, year.year))
    if len(places) > 1:
        middle = sorted([year for _, year in places])[(len(places) - 1) // 2]
        places = sorted(place for place in places if abs(place[1] - middle) <= AGE)
    return places
