"""In which year lies a day that is written without one?"""

import datetime
import re
from bisect import bisect_left
from typing import NamedTuple

from searchsvc.article import Mention, YearSource
from searchsvc.dates.hints import SHORT, WORD, Anniversary, Hints
from searchsvc.dates.lexer import LAST_YEAR, NEXT_YEAR, SAME_YEAR
from searchsvc.dates.phrase import Found
from searchsvc.dates.years import Year

FUTURE_PENALTY = 1.15
HALF_A_YEAR, NEAR_AHEAD = 182, 168  # days in which no other year is nearer
SENTENCE_END = re.compile(
    r"[.!?…։][\"'»”’)\]]*\s+(?![a-zà-ÿа-яёіїєґա-և0-9])|\n\s*\n|\n(?=[^\S\n]*[A-ZА-Я«\"-])"
)
OPENING = 24  # characters in which a sentence that opens with a year does so
CLAUSE = 60  # characters over which a sentence carries its year
PASSAGE = 300  # characters over which a dated month rules its days
FEW = 8  # dates among which such a month is looked for
OLD = 2  # years before publication: a text of such years speaks of history
DENSE = 4  # dates in such years make a history
AGE = 50  # years: one farther from the others is said in passing
LONG_AGO = 250  # years: a longer jubilee is a town's or a king's, and its day is made up
TURN = -9  # months back that are a new year: from December to January, February or March
SOON = 150  # days to the next one of a story
TOGETHER = 45  # days between two that a sentence tells together
LEAP_YEAR = 2000


class Setting(NamedTuple):
    """What a text says about its years: each in order, and the days that have one.

    `ends` says where the date ends that starts at a place.
    """

    text: str
    published: datetime.date | None
    hints: Hints
    places: list[int]
    years: list[int]
    stated: dict[tuple[int, int], list[tuple[int, int]]]
    dated: list[tuple[int, int, int, int]]
    ends: dict[int, int]
    anniversaries: list[Anniversary]
    historic: bool

    def year(
        self, group: list[Found], date: Found, told: Mention | None
    ) -> tuple[int | None, YearSource]:
        """The year of a date and how it was found; no year at all if it returns every year.

        `told` is the day with a year that was told last.
        """
        if date.year is not None:
            return date.year, date.source or "explicit"
        if date.relation == SAME_YEAR:
            said = self.last_before(date.start)
            return said, "context" if said else "recurring"
        if date.relation is not None:
            beside = self.beside(date)
            return beside, "context" if beside else "recurring"
        if self.hints.recurs(self.text, group):
            return None, "recurring"
        turn = self.hints.turn(self.text, group) if self.published and date.day else 0
        if turn and self.published:
            return turned_year(self.published, date, turn), "context"
        last = self.last_before(date.start)
        if self.historic and last:
            return self.narrated(date, last, told), "context"
        stated = self.stated_year(date)
        nearest = nearest_year(self.published, date) if self.published else None
        if stated and not (self.published and self.published.year < stated != nearest):
            return stated, "context"
        if not self.published:
            return None, "recurring"
        ago = self.anniversary(date) if self.anniversaries else None
        if ago and nearest:
            return nearest - ago, "implied"
        if carried := self.carried(date, nearest):
            return carried, "context"
        near = self.same_month_before(date) or self.same_month_after(date)
        if near:
            return near, "context"
        return self.beside_told(date, nearest, told), "nearest"

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

    def narrated(self, date: Found, last: int, told: Mention | None) -> int:
        """The year of a day in a history: days are told in order, other years in passing."""
        if not told:
            return last
        day = datetime.date.fromisoformat(told.value)
        ahead = date.month - day.month
        passing = self.places[bisect_left(self.places, date.start) - 1] > told.start
        if passing and not 0 <= ahead <= 1:
            return last
        return day.year + 1 if ahead <= TURN else day.year

    def carried(self, date: Found, nearest: int | None) -> int | None:
        """The year written last if it still rules here, a few words on in the same sentence.

        One far from publication rules as the year of a day just before, or where it opens the
        sentence: "In 1990, on January 20", but not "Founded in 1990, the firm said on January 20".
        """
        i = bisect_left(self.places, date.start) - 1
        if i < 0 or date.start - (place := self.places[i]) > CLAUSE:
            return None
        if SENTENCE_END.search(self.text, self.ends.get(place, place), date.start):
            return None
        year = self.years[i]
        before = next((each for each in self.dated if each[0] == place), None)
        if before and date.month - before[1] <= TURN:
            year += 1
        if nearest is None or abs(year - nearest) < OLD:
            return year
        if not before:
            return year if self.opens(place) else None
        told, day = (
            day_of(before[3], before[1], before[2] or 1),
            day_of(year, date.month, date.day or 1),
        )
        return year if told and day and 0 <= (day - told).days <= SOON else None

    def opens(self, place: int) -> bool:
        """Does a sentence begin with the year at a place, but for words such as "In the year"?"""
        start = max(0, place - OPENING)
        ends = list(SENTENCE_END.finditer(self.text, start, place))
        if start and not ends:
            return False
        *others, last = ["", *WORD.findall(self.text, ends[-1].end() if ends else 0, place)]
        return all(len(word) <= SHORT for word in others) and len(last) <= (
            4 if others[1:] else SHORT
        )

    def stated_year(self, date: Found) -> int | None:
        """The year that the text gives to the same day elsewhere, best before it."""
        stated = self.stated.get((date.month, date.day))
        return stated[max(0, bisect_left(stated, (date.start,)) - 1)][1] if stated else None

    def same_month_before(self, date: Found) -> int | None:
        """The past year of a date in the same month just before: "In March 1992 ... 5 March"."""
        i = bisect_left(self.dated, (date.start,))
        for place, month, day, year in reversed(self.dated[max(0, i - FEW) : i]):
            if date.start - place > PASSAGE:
                return None
            if month == date.month and day <= date.day:
                return year if self.published and year < self.published.year else None
        return None

    def same_month_after(self, date: Found) -> int | None:
        """The year of the date that ends a list: "on January 19, and on January 20, 1990"."""
        i = bisect_left(self.dated, (date.end,))
        for place, month, day, year in self.dated[i : i + 1]:
            if month == date.month and day > date.day and place - date.end <= CLAUSE:
                return None if SENTENCE_END.search(self.text, date.end, place) else year
        return None

    def anniversary(self, date: Found) -> int | None:
        """How many years ago the sentence of a date says that something happened."""
        i = bisect_left(self.anniversaries, (date.start,))
        for each in self.anniversaries[max(0, i - 1) : i + 1]:
            if self.hints.explains(self.text, each, date.start, date.end):
                return each.years if each.years <= LONG_AGO else None
        return None


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
    stated: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, month, day, year in dated:
        if day:
            stated.setdefault((month, day), []).append((place, year))
    told = [[date.year for date in group if date.year] for group in groups]
    explicit = [years[0] for years in told if years]
    old = sum([year <= published.year - OLD for year in explicit]) if published else 0
    places = _places(dated, alone)
    return Setting(
        text,
        published,
        hints,
        [place for place, _ in places],
        [year for _, year in places],
        stated,
        dated,
        {date.start: date.end for date in dates if date.year},
        hints.anniversaries(text) if len(dated) < len(dates) else [],
        historic=old >= DENSE and old > 3 * (len(explicit) - old),
    )


def _places(dated: list[tuple[int, int, int, int]], alone: list[Year]) -> list[tuple[int, int]]:
    """Where years are written, and which: those of dates, and others that fit in with them."""
    if not dated and not alone:
        return []
    places = [(place, year) for place, _, _, year in dated]
    sure = [year for _, year in places] + [year.year for year in alone if year.sure]
    low, high = (min(sure), max(sure)) if sure else (0, 0)
    for year in alone:
        if year.sure or (low <= year.year <= high if sure else year.spoken):
            places.append((year.start, year.year))
    if len(places) > 1:
        middle = sorted([year for _, year in places])[(len(places) - 1) // 2]
        places = sorted(place for place in places if abs(place[1] - middle) <= AGE)
    return places


def nearest_year(published: datetime.date, date: Found) -> int | None:
    """The year that brings a day nearest to publication, on its weekday if one is written.

    Days to come count as a little farther: news looks back more than ahead.
    """

    def distance(day: datetime.date) -> tuple[bool, float]:
        away = (day - published).days
        missed = bool(date.weekday) and day.isoweekday() != date.weekday
        return missed, away * FUTURE_PENALTY if away > 0 else -away

    day = day_of(published.year, date.month, date.day or 1)
    if day and not date.weekday and -HALF_A_YEAR < (day - published).days < NEAR_AHEAD:
        return published.year
    reach = 4 if (date.month, date.day) == (2, 29) else 1
    years = range(max(1, published.year - reach), min(9999, published.year + reach) + 1)
    days = [day for year in years if (day := day_of(year, date.month, date.day or 1))]
    return min(days, key=distance).year if days else None


def turned_year(published: datetime.date, date: Found, turn: int) -> int | None:
    """The year of the last (-1) or the next (1) such day, counted from publication."""
    for years in range(9):  # there can be eight between two leap years
        year = published.year + turn * years
        day = day_of(year, date.month, date.day)
        if day and (day < published if turn < 0 else day > published):
            return year
    return None


def day_of(year: int, month: int, day: int) -> datetime.date | None:
    """The day of the calendar, if there is such a one."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
