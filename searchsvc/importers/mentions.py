"""Which dates were found in a record's text before, so that nobody need look again?"""

from dataclasses import fields as fields_of
from typing import get_args

from searchsvc.article import Mention, Precision, YearSource
from searchsvc.day import is_date, month_day
from searchsvc.importers.clean import Unreadable

NAMES = tuple(field.name for field in fields_of(Mention))
SOURCES: dict[str, YearSource] = {source: source for source in get_args(YearSource)}
LENGTHS = {"day": len("1990-01-20"), "month": len("1990-01"), "year": len("1990")}
EVERY_YEAR = "XXXX-"
NO_YEAR = ("recurring", "unknown")


def mentions_of(fields: dict[str, object], title: str, body: str) -> tuple[Mention, ...]:
    """The mentions as `article.to_record` writes them; none if they are of another text.

    Raises Unreadable for one that can't be what it says.
    """
    given = fields.get("mentions")
    if given is None or body != fields.get("body", ""):
        return ()
    found = [read_mention(item) for item in (given if isinstance(given, list) else [given])]
    if title != fields.get("title", "") and any(each.field == "title" for each in found):
        return ()
    return tuple(found)


def read_mention(item: object) -> Mention:
    """The mention that a list or an object says. Raises Unreadable."""
    parts = [item[name] for name in NAMES if name in item] if isinstance(item, dict) else item
    match parts:
        case [
            int(start), int(end), str(value), "day" | "month" | "year" as precision,
            str(source), bool(future), *where,
        ] if source in SOURCES and says(value, precision, source):  # fmt: skip
            match where:
                case []:
                    return Mention(start, end, value, precision, SOURCES[source], future)
                case ["title" | "body" as field]:
                    return Mention(start, end, value, precision, SOURCES[source], future, field)
    raise Unreadable(f"the mention {str(item)[:60]!r} can't be read; leave it out")


def says(value: str, precision: Precision, source: str) -> bool:
    """Whether `value` is a date of this `precision`; no `source` but two tells no year."""
    if value.startswith(EVERY_YEAR) and precision == "day":
        try:
            month_day(value.removeprefix(EVERY_YEAR))
        except ValueError:
            return False
        return source in NO_YEAR
    return is_date(value) and len(value) == LENGTHS[precision]
