"""Which dates does a sequence of tokens say? Lists, ranges, and years shared between them."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from searchsvc.article import YearSource
from searchsvc.dates.lexer import Token

Joined = Literal["", "comma", "list", "range"]
JOIN = "(?:[RLHZ]|CL?)"
YEAR = "[YS]"
LONE_MONTH = "(?![HZ]?[Mm])"
PHRASES = [
    "(?P<number>[IN])",
    "(?P<slashed>Y[HZ][Mm][HZ]D|Y[HZ]D[HZ][Mm])",
    "(?P<short_year>D[HZ][Mm][HZ]D)",
    # 20 January 1990; 20 and 21 January; 7 (20) February 1918; 05-Aug-2016
    f"(?P<day_month>D(?:{JOIN}D|ODP){{0,30}}[HZ]?[Mm](?:[CPHZ]?{YEAR})?)",
    # January 20, 1990: a year makes this order clear in every language
    f"(?P<month_day_year>[Mm][HZ]?D(?:{JOIN}D){{0,30}}[CHZ]?{YEAR})",
    # January 20; January 20-22; but not the day of "January 20 February"
    f"(?P<month_day>m[HZ]?D{LONE_MONTH}(?:(?:CD){{0,30}}(?:[RLHZ]|CL)D{LONE_MONTH}){{0,9}})",
    f"(?P<months>[Mm](?:{JOIN}[Mm]){{0,11}}C?{YEAR})",
]
YEAR_FIRST = [
    f"(?P<year_month_day>{YEAR}[CHZ]?mD{LONE_MONTH}(?:{JOIN}D{LONE_MONTH}){{0,30}})",
    f"(?P<year_day_month>{YEAR}C?D(?:{JOIN}D){{0,30}}[Mm])",
    f"(?P<year_months>{YEAR}C?[Mm](?:{JOIN}[Mm]){{0,11}})",
]
GRAMMARS = {
    False: re.compile("|".join(PHRASES)),
    True: re.compile("|".join(YEAR_FIRST + PHRASES)),
}
LEAD = re.compile("P?(?P<join>[RHLZO]|CL?|)(?P<between>B?)(?P<weekday>W?)C?")
WEEKDAY_BEFORE = re.compile("WC?$")
WEEKDAY_AFTER = re.compile("O?W")


class Found(NamedTuple):
    """A date as written: what its words say, before a missing year is looked for."""

    start: int
    end: int
    month: int
    day: int = 0  # 0: a whole month
    year: int | None = None
    source: YearSource | None = None
    relation: int | None = None  # a year named by its relation: "of the same year"
    weekday: int = 0
    joined: Joined = ""  # how it hangs together with the date before it
    number: str = ""  # an all-digit date, still to be read
    order: str = ""  # the phrase that said it


def found(run: list[Token], text: str, *, year_first: bool) -> Iterator[list[Found]]:
    """The dates of one run, each group of joined ones together."""
    letters = "".join([token.letter for token in run])
    group: list[Found] = []
    end = 0
    for match in GRAMMARS[year_first].finditer(letters):
        at = match.start()
        lead = LEAD.fullmatch(letters, end, at)
        between = letters[end:at].rstrip("WC").endswith("B")
        dates = _dates(match.lastgroup or "", run[at : match.end()], text, between)
        weekday = _weekday(letters, run, end, at, match.end())
        if weekday:
            dates = [date._replace(weekday=weekday) for date in dates]
        if group and not (lead and lead["join"]):
            yield _share_years(group)
            group = []
        elif group and dates and lead:
            dates[0] = dates[0]._replace(joined=_joined(lead["join"]))
        group += dates
        end = match.end()
    if group:
        yield _share_years(group)


def _joined(join: str) -> Joined:
    if join in ("R", "H"):
        return "range"
    return "comma" if join == "C" else "list"


def _weekday(letters: str, run: list[Token], end: int, at: int, to: int) -> int:
    before = WEEKDAY_BEFORE.search(letters, end, at)
    if before:
        return run[before.start()].value
    after = WEEKDAY_AFTER.match(letters, to)
    return run[after.end() - 1].value if after else 0


def _dates(order: str, tokens: list[Token], text: str, between: bool) -> list[Found]:
    """The dates of one phrase: each of its days, or each of its months."""
    start, end = tokens[0].start, tokens[-1].end
    if order == "number":
        return [Found(start, end, 0, number=text[start:end], source="explicit", order=order)]
    if order == "short_year":
        number = f"{tokens[0].value}-{tokens[2].value}-{tokens[4].value:02}"
        return [Found(start, end, 0, number=number, source="explicit", order=order)]
    whole = order in ("months", "year_months")
    year: int | None = None
    relation: int | None = None
    month = 0
    parts: list[tuple[Token, Joined]] = []  # the days, or in a phrase without days the months
    join: Joined = ""
    for token in tokens:
        letter = token.letter
        if letter == "D" or (whole and letter in "Mm"):
            parts.append((token, join if parts else ""))
            join = ""
        elif letter in "Mm":
            month = token.value
        elif letter == "Y":
            year = token.value
        elif letter == "S":
            relation = token.value
        elif letter in "RH":
            join = "range"
        elif letter in "LZCO":
            join = "range" if between and letter == "L" else "list"
    first, last = parts[0][0], parts[-1][0]
    if not whole and len(parts) > 1:
        parts = _ascending(parts, order, old_style="O" in [token.letter for token in tokens])
    return [
        Found(
            start if part is first and join == "" else part.start,
            end if part is last else part.end,
            month=part.value if whole else _old_style_month(month, part, last, order),
            day=0 if whole else part.value,
            year=year,
            source="explicit" if year else None,
            relation=relation,
            joined=join,
            order=order,
        )
        for part, join in parts
    ]


def _ascending(
    parts: list[tuple[Token, Joined]], order: str, *, old_style: bool
) -> list[tuple[Token, Joined]]:
    """The days that can be a list beside their month: days are listed in order."""
    if old_style and len(parts) == 2:
        return parts
    days = [part.value for part, _ in parts]
    if order in ("day_month", "year_day_month"):
        i = len(days) - 1
        while i and days[i - 1] < days[i]:
            i -= 1
        return [(parts[i][0], ""), *parts[i + 1 :]]
    i = 1
    while i < len(days) and days[i - 1] < days[i]:
        i += 1
    return parts[:i]


def _old_style_month(month: int, day: Token, last: Token, order: str) -> int:
    """The month of "25 (7) November": the old calendar was still in October."""
    if order == "day_month" and day.value > last.value and month > 0:
        return (month - 2) % 12 + 1
    return month


def _share_years(group: list[Found]) -> list[Found]:
    """Give dates without a year the one of a date they are joined with."""
    group = list(group)
    for i in range(len(group) - 1, 0, -1):
        later, earlier = group[i], group[i - 1]
        if later.year and later.joined and not earlier.year and earlier.relation is None:
            back = later.joined == "range" and _turns(earlier, later)
            group[i - 1] = earlier._replace(year=later.year - back, source="range")
    for i in range(1, len(group)):
        earlier, later = group[i - 1], group[i]
        follows = later.joined in ("list", "range") and later.relation is None
        if earlier.year and follows and not later.year:
            ahead = later.joined == "range" and _turns(earlier, later)
            group[i] = later._replace(year=earlier.year + ahead, source="range")
    return group


def _turns(earlier: Found, later: Found) -> bool:
    """Does a new year begin between two dates?"""
    return (earlier.month, earlier.day) > (later.month, later.day)
