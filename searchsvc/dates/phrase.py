"""Which dates does a sequence of tokens say? Lists, ranges, and years shared between them."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from searchsvc.article import YearSource
from searchsvc.dates.lexer import Token

Joined = Literal["", "comma", "list", "range"]
JOIN = "(?:C?R|[LHZ]|CL?)"
AND = f"{JOIN}(?:WC?)?"  # from Monday 13 to Friday 17 January
YEAR = "[YS]"
BEFORE_YEAR = "(?:C?PC?|OP|[CHZ])?"
MORE_YEARS = "(?:(?:CY)+C?LY)?"
LONE_MONTH = "(?![Mm]|[HZ][Mm](?!D))"
PHRASES = [
    "(?P<number>[IN])",
    "(?P<slashed>Y[HZ][Mm][HZ]D|Y[HZ]D[HZ][Mm])",
    "(?P<short_year>D[HZ][Mm][HZ]D)",
    # 20 January 1990; 20 and 21 January; 7 (20) February 1918; 05-Aug-2016
    # 25 October (O.S.) 1917; (7 November, New Style) 1917; 9 November 1918, 1923 and 1989
    f"(?P<day_month>D(?:{AND}D|ODP){{0,30}}[HZ]?[Mm](?:{BEFORE_YEAR}{YEAR}{MORE_YEARS})?)",
    # January 20, 1990: a year makes this order clear in every language
    f"(?P<month_day_year>[Mm][HZ]?D(?:{JOIN}D){{0,30}}{BEFORE_YEAR}{YEAR}{MORE_YEARS})",
    # 1917 October 25, but not with a year after it
    f"(?P<year_before>YmD{LONE_MONTH}(?!{BEFORE_YEAR}Y|{JOIN}D))",
    # January 20; January 20-22; January 20-February 3; but not the day of "January 20 February"
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
LEAD = re.compile("P?(?P<join>[RHLZO]|CL?|CR(?=W)|)(?P<between>B?)(?P<weekday>W?)C?")
USUAL = 16  # tokens; what they say is remembered
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


class Phrase(NamedTuple):
    """A date, or several that share a month and year, in a sequence of tokens: their places."""

    order: str
    at: int
    to: int
    joined: Joined | None  # how it hangs together with the phrase before it; None: it doesn't
    weekday: int  # where its weekday is told, -1 if nowhere; so with the next three
    month: int
    year: int
    relation: int
    parts: tuple[tuple[int, Joined], ...]  # the days, or in a phrase without days the months
    old_style: bool


def found(run: list[Token], text: str, *, year_first: bool) -> list[list[Found]]:
    """The dates of one run, each group of joined ones together."""
    letters = "".join([token.letter for token in run])
    plan = known_phrases if len(letters) <= USUAL else phrases
    groups: list[list[Found]] = []
    for phrase in plan(letters, year_first):
        dates = _dates(phrase, run, text)
        if phrase.joined is None:
            groups.append(dates)
        else:
            dates[0] = dates[0]._replace(joined=phrase.joined)
            groups[-1] += dates
    return [_share_years(group) if len(group) > 1 else group for group in groups]


def phrases(letters: str, year_first: bool) -> list[Phrase]:
    """The phrases in a sequence of tokens that is written as their letters."""
    read: list[Phrase] = []
    end = 0
    opened = False
    for match in GRAMMARS[year_first].finditer(letters):
        at, to = match.span()
        lead = LEAD.fullmatch(letters, end, at)
        between = letters[end:at].rstrip("WC").endswith("B")
        joined = _joined(lead["join"]) if read and lead and lead["join"] else None
        if opened and joined == "list":
            joined = "range"  # between 5 March and 7 March
        opened = between
        order = match.lastgroup or ""
        whole = order in ("months", "year_months")
        places = {letter: at + match[0].find(letter) for letter in "YS" if letter in match[0]}
        years = [i for i in range(at, to) if letters[i] == "Y"]
        if len(years) > 1:
            to = years[0] + 1
        parts: list[tuple[int, Joined]] = []
        month = -1
        join: Joined = ""
        for i in range(at, to):
            letter = letters[i]
            if letter == "D" or (whole and letter in "Mm"):
                parts.append((i, join if parts else ""))
                join = ""
            elif letter in "Mm":
                month = i
            elif letter in "RH":
                join = "range"
            elif letter in "LZCO" and join != "range":
                join = "range" if between and letter == "L" else "list"
        read.append(
            Phrase(
                order,
                at,
                to,
                joined,
                _weekday(letters, end, at, to),
                month,
                places.get("Y", -1),
                places.get("S", -1),
                tuple(parts),
                "O" in match[0],
            )
        )
        read += [
            Phrase(order, i, i + 1, "list", -1, month, i, -1, tuple(parts[-1:]), False)
            for i in years[1:]
        ]
        end = match.end()
    return read


known_phrases = lru_cache(4096)(phrases)


def _joined(join: str) -> Joined:
    if join[-1] in "RH":
        return "range"
    return "comma" if join == "C" else "list"


def _weekday(letters: str, end: int, at: int, to: int) -> int:
    if before := WEEKDAY_BEFORE.search(letters, end, at):
        return before.start()
    after = WEEKDAY_AFTER.match(letters, to)
    return after.end() - 1 if after else -1


def _dates(phrase: Phrase, run: list[Token], text: str) -> list[Found]:
    """The dates of one phrase: each of its days, or each of its months."""
    order = phrase.order
    start, end = run[phrase.at].start, run[phrase.to - 1].end
    weekday = run[phrase.weekday].value if phrase.weekday >= 0 else 0
    if order == "number" or order == "short_year":
        number = text[start:end]
        if order == "short_year":
            day_of_month, _, named, _, short = run[phrase.at : phrase.to]
            number = f"{day_of_month.value}-{named.value}-{short.value:02}"
        return [Found(start, end, 0, 0, None, "explicit", None, weekday, "", number, order)]
    year = run[phrase.year].value if phrase.year >= 0 else None
    relation = run[phrase.relation].value if phrase.relation >= 0 else None
    source: YearSource | None = None if year is None else "explicit"
    month = run[phrase.month].value if phrase.month >= 0 else 0
    whole = phrase.month < 0
    if len(phrase.parts) == 1:
        value = run[phrase.parts[0][0]].value
        month, day = (value, 0) if whole else (month, value)
        return [Found(start, end, month, day, year, source, relation, weekday, "", "", order)]
    parts = [(run[i], join) for i, join in phrase.parts]
    first, last = parts[0][0], parts[-1][0]
    if not whole:
        parts = _ascending(parts, order, old_style=phrase.old_style)
    return [
        Found(
            start if part is first and join == "" else part.start,
            end if part is last else part.end,
            month=part.value if whole else _old_style_month(month, part, last, order),
            day=0 if whole else part.value,
            year=year,
            source=source,
            relation=relation,
            weekday=weekday,
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
            back = turns(earlier, later)
            group[i - 1] = earlier._replace(year=later.year - back, source="range")
    for i in range(1, len(group)):
        earlier, later = group[i - 1], group[i]
        follows = later.joined in ("list", "range") and later.relation is None
        if earlier.year and follows and not later.year:
            ahead = turns(earlier, later)
            group[i] = later._replace(year=earlier.year + ahead, source="range")
    return group


def turns(earlier: Found, later: Found) -> bool:
    """Does a new year begin between two joined dates? In a list only from December to January."""
    if later.joined == "range":
        return (earlier.month, earlier.day) > (later.month, later.day)
    return earlier.month == 12 and later.month == 1
