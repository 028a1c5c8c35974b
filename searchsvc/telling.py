"""Does a sentence tell of an event, or does its date only belong to some business?

Newspapers name many days that nobody will remember: the ends of quarters, due dates, deadlines.
Which words give them away, and which tell of an event, stands in `telling.toml` for each language.
"""

import re
import tomllib
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

NEAR_BEFORE, NEAR_AFTER = 70, 30
"""Characters around a day in which a word of business counts."""

LISTED = re.compile(r'"([^"]+)"|(\S+)')
FIGURES = re.compile(r"\d[\d.,/]*")
MOST_FIGURES = 7
"""A sentence with more numbers than these is a table."""

FEWEST_WORDS = 3
"""A sentence of fewer words is a heading or a date line."""


class Told(IntEnum):
    """What a sentence makes of a day; what is more is better evidence."""

    BUSINESS = 0
    PLAIN = 1
    EVENT = 2
    STRONG = 3


class Words(NamedTuple):
    """The patterns of one language."""

    event: re.Pattern[str]
    strong: re.Pattern[str]
    business: re.Pattern[str]
    before: re.Pattern[str]


def told(sentence: str, start: int, end: int, language: str) -> Told:
    """What `sentence` makes of the day that it names from `start` to `end`.

    In a language without words it is PLAIN, or BUSINESS where the sentence is a table.
    """
    rest = f"{sentence[:start]} {sentence[end:]}"
    if len(FIGURES.findall(rest)) > MOST_FIGURES or len(rest.split()) < FEWEST_WORDS:
        return Told.BUSINESS
    words = words_of(language.replace("_", "-").partition("-")[0].lower())
    if words is None:
        return Told.PLAIN
    before = sentence[max(0, start - NEAR_BEFORE) : start]
    after = sentence[end : end + NEAR_AFTER]
    strong = words.strong.search(rest) is not None
    if words.before.search(before):
        return Told.BUSINESS
    if not strong and (words.business.search(before) or words.business.search(after)):
        return Told.BUSINESS
    if strong:
        return Told.STRONG
    return Told.EVENT if words.event.search(rest) else Told.PLAIN


@cache
def words_of(language: str) -> Words | None:
    """The patterns of `language`, None if there are no words for it."""
    table = tables().get(language)
    if table is None:
        return None
    event, strong, business, before = (
        any_of(str(table[name])) for name in ("event", "strong", "business", "before")
    )
    return Words(
        compiled(rf"(?<!\w)(?:{event}|{strong})(?!\w)"),
        compiled(rf"(?<!\w)(?:{strong})(?!\w)"),
        compiled(rf"(?<!\w)(?:{business})(?!\w)"),
        compiled(rf"(?<!\w)(?:{before})(?:\s+(?:the|den|dem|le|el|\w+day,?|its|in|on|am))*[\s(]*$"),
    )


def any_of(listed: str) -> str:
    """A pattern for any of the words in `listed`; those of several words stand in quotes."""
    found = [quoted or word for quoted, word in LISTED.findall(listed)]
    return "|".join(re.escape(each).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for each in found)


def compiled(pattern: str) -> re.Pattern[str]:
    """`pattern`, whatever the case."""
    return re.compile(pattern, re.IGNORECASE)


@cache
def tables() -> dict[str, dict[str, object]]:
    """The words and examples of each language."""
    return tomllib.loads(files("searchsvc").joinpath("telling.toml").read_text("utf-8"))
