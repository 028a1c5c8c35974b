"""What does somebody ask for? One value that every edge fills in and every link is made from."""

import re
from dataclasses import dataclass, fields, replace
from operator import itemgetter
from typing import Any, Self
from urllib.parse import quote_plus

from searchsvc.article import UNDATED
from searchsvc.day import first_day, is_date, last_day
from searchsvc.errors import BadValue
from searchsvc.message import Message
from searchsvc.query import Sort

SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")
PERIODS = ("year", "month", "day")
"""The filters that are one set of periods, from the widest to the finest."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

MOST_CHOSEN, MOST_SAID = 100, 10_000
"""Values of filters in a search, and the characters of them all: each link of a page says them."""

MOST_PER_PAGE = 100
DEEPEST = 10_000
"""Hits beyond this one are not paged to; an export holds them."""


@dataclass(frozen=True, slots=True)
class Request:
    """A search as asked for in a URL or on a command line.

    The values of one of `category`, `tag`, `author`, `language` and `about` are alternatives;
    `year`, `month` and `day` together are one set of periods. `start` and `end` are ISO dates of
    any precision, "" for an open bound.
    """

    q: str = ""
    category: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    about: tuple[str, ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = 20

    def periods(self) -> frozenset[str]:
        """The chosen periods: a month stands in for its year, a day for its month."""
        months = {month for month in self.month if not any(d.startswith(month) for d in self.day)}
        finer = {*self.month, *self.day}
        years = {year for year in self.year if not any(each.startswith(year) for each in finer)}
        return frozenset(years | months | {*self.day})

    def parameters(self) -> list[tuple[str, str]]:
        """The canonical URL parameters: sorted, without defaults."""
        pairs = []
        for name, field, default in PARAMETERS:
            value = getattr(self, field)
            if value == default:
                continue
            if isinstance(value, tuple):
                pairs += [(name, each) for each in sorted(set(value))]
            else:
                pairs.append((name, str(value)))
        return pairs

    def query_string(self) -> str:
        """The canonical query of a URL, with its question mark; "" if nothing is asked for."""
        asked = "&".join([f"{name}={encoded(value)}" for name, value in self.parameters()])
        return f"?{asked}" if asked else ""

    def pattern(self, *names: str) -> str:
        """`query_string` with a place, `%s`, for one value of each of the parameters `names`.

        Places stand in the order of their names. They are for values that need no encoding, such
        as dates; a page has so many links that differ in such a value alone.
        """
        asked = [pair for pair in self.parameters() if pair[0] not in names]
        pairs = [(name, encoded(value).replace("%", "%%")) for name, value in asked]
        pairs += [(name, "%s") for name in names]
        pairs.sort(key=itemgetter(0))
        return f"?{'&'.join([f'{name}={value}' for name, value in pairs])}"

    def without(self, name: str, value: str = "") -> Self:
        """The same request without one filter value, from its first page on.

        A year goes with the chosen months and days in it, a month with its days. `start` and `end`
        have no `value`.
        """
        names = PERIODS[PERIODS.index(name) :] if name in PERIODS else (name,)
        changes: dict[str, Any] = {
            each: ""
            if isinstance(before := getattr(self, each), str)
            else tuple(kept for kept in before if not goes_with(value, kept, each != name))
            for each in names
        }
        return replace(self, page=1, **changes)


PARAMETERS = tuple(
    sorted(
        ({"start": "from", "end": "to"}.get(field.name, field.name), field.name, field.default)
        for field in fields(Request)
    )
)
"""The parameters of a canonical URL in their order: each with its field and its default."""


def encoded(value: str) -> str:
    """`value` as it stands in the query of a URL."""
    plain = value.isascii() and value.isalnum()
    return value if plain else quote_plus(value, errors="replace")


def goes_with(value: str, other: str, finer: bool) -> bool:
    """Whether `other` is `value`, or a `finer` period inside it."""
    return other.startswith(value) if finer else other == value


def read_request(values: dict[str, list[str]]) -> Request:
    """The request that URL parameters (or options) with these `values` ask for.

    Unknown parameters are ignored, empty ones are not given. Raises BadValue for one that can't be
    read.
    """

    def last(name: str, default: str = "") -> str:
        return clean((values.get(name) or [""])[-1]) or default

    def several(name: str) -> tuple[str, ...]:
        found = map(clean, values.get(name, ()))
        return tuple(dict.fromkeys(value for value in found if value))

    sort = last("sort", "relevance")
    if sort not in SORTS:
        raise BadValue(
            Message("sort=%(value)r is not one of %(known)s.", value=sort, known=", ".join(SORTS))
        )
    request = Request(
        q=last("q"),
        category=several("category"),
        tag=several("tag"),
        author=several("author"),
        language=several("language"),
        year=periods_of("year", several("year"), 4),
        month=periods_of("month", several("month"), 7),
        day=periods_of("day", several("day"), 10),
        start=bound("from", last("from")),
        end=bound("to", last("to")),
        about=tuple(bound("about", value) for value in several("about")),
        sort=sort,
        page=whole("page", last("page", "1"), 1, 10**9),
        per_page=whole("per_page", last("per_page", "20"), 1, MOST_PER_PAGE),
    )
    chosen = [value for name, value in request.parameters() if name != "q"]
    if len(chosen) > MOST_CHOSEN or sum(map(len, chosen)) > MOST_SAID:
        raise BadValue(
            Message(
                "A search has at most %(most)s filters, of %(long)s characters together.",
                most=MOST_CHOSEN,
                long=MOST_SAID,
            )
        )
    if request.start and request.end and first_day(request.start) > last_day(request.end):
        raise BadValue(
            Message("from=%(first)r lies after to=%(last)r.", first=request.start, last=request.end)
        )
    if request.page * request.per_page > DEEPEST and request.page > 1:
        raise BadValue(
            Message(
                "page=%(page)s lies beyond the first %(most)s hits;"
                " narrow the search, or export all of them: %(address)s",
                page=str(request.page),
                most=DEEPEST,
                address=f"/search.csv{replace(request, page=1, per_page=20).query_string()}",
            )
        )
    return request


def clean(value: str) -> str:
    """`value` without control characters, which no page can hold, and without blank ends."""
    return CONTROL.sub(" ", value).strip()


def periods_of(name: str, values: tuple[str, ...], length: int) -> tuple[str, ...]:
    """`values` if each is an ISO date of `length` characters; a year may be "undated"."""
    for value in values:
        if not (len(value) == length and is_date(value)) and (name, value) != ("year", UNDATED):
            raise BadValue(
                Message(
                    "%(name)s=%(value)r is not a %(name)s such as %(example)s.",
                    name=name,
                    value=value,
                    example="1990-01-20"[:length],
                )
            )
    return values


def bound(name: str, value: str) -> str:
    """`value` if it is an ISO date of any precision, or empty."""
    if value and not is_date(value):
        raise BadValue(
            Message(
                "%(name)s=%(value)r is not a date such as 1990, 1990-01 or 1990-01-20.",
                name=name,
                value=value,
            )
        )
    return value


def whole(name: str, value: str, least: int, most: int) -> int:
    """`value` as a number between `least` and `most`."""
    digits = value.isascii() and value.isdigit() and len(value) <= len(str(most))
    if not (digits and least <= int(value) <= most):
        raise BadValue(
            Message(
                "%(name)s=%(value)r is not a whole number from %(least)s to %(most)s.",
                name=name,
                value=value,
                least=str(least),
                most=str(most),
            )
        )
    return int(value)
