"""Does a sentence tell of an event, or does its date only belong to some business?

Newspapers name many days that nobody will remember: the ends of quarters, due dates, deadlines.
Which words give them away, and which tell of an event, stands in `telling.toml` for each language.
"""

import re
import tomllib
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from searchsvc import text

PERIOD_ENDS = ("01-01", "01-31", "03-31", "04-01", "04-30", "06-30", "07-01", "09-30", "12-31")
"""Days on which quarters and years of business end or begin."""

NEAR_BEFORE, NEAR_AFTER = 70, 30
"""Characters around a day in which a word of business counts."""

NEAR_EVENT = 90
"""Characters to both sides of a day in which a word for an event counts, or a small matter's."""

NEAREST = 20
"""A grave word so near to a day is not lessened by a small matter beside it."""

NEAR = 60
"""Characters to both sides of a day in which it is called one to come, or somebody's birth."""

GLUED_BEFORE, GLUED_AFTER = re.compile(r"[?!»”]$"), re.compile(r"(?:\s*г(?:ода|\.)?)?[«“A-ZА-Я]")
"""What stands at a day where a page's list of other articles was taken for text."""

LISTED = re.compile(r'"([^"]+)"|(\S+)')
SMALL = r"the|its|on|in|den|dem|am|le|el|\w+day,?"
"""What may stand between a word of business and its day."""

FIGURES = re.compile(r"\d[\d.,]*")
FIGURES_ONLY = re.compile(r"[\d./-]{6,}")
MOST_FIGURES, MOST_DIGITS = 7, 0.25
"""A sentence with more numbers than these, or a larger share of digits, is a table."""

MUCH_TRADE = 2
"""A sentence with so many words of the trade is less than it seems, however grave another is."""

ALIKE = "alike"

OPTIONAL = ("trade", "after", "alike", "coming", "aside", "minor", "slight", "birth", "death")
"""Lists of words that not every language has."""

FEWEST_WORDS = 2
"""A sentence of fewer words is a heading or a date line."""


class Told(IntEnum):
    """What a sentence makes of a day; what is more is better evidence.

    SLIGHT is what newspapers have every day, an arrest or a treaty, and an event only if it is
    remembered; BIRTH one only if who was born is.
    """

    BUSINESS = 0
    TRADE = 1
    PLAIN = 2
    SLIGHT = 3
    BIRTH = 4
    EVENT = 5
    STRONG = 6


class OldStyle(NamedTuple):
    """How a language says that a day is of the Julian calendar.

    In "14 January (1 January, old style)" it is the second day, in "14 January (old style 1
    January)" too: `words` belong to the day `behind` them where they open brackets or stand apart
    from any day before, and to the one `before` them unless another follows.
    """

    words: tuple[str, ...]
    behind: re.Pattern[str]
    before: re.Pattern[str]


class Words(NamedTuple):
    """The patterns of one language."""

    event: re.Pattern[str]
    strong: re.Pattern[str]
    business: re.Pattern[str]
    before: re.Pattern[str]
    trade: re.Pattern[str] | None
    after: re.Pattern[str] | None
    old: OldStyle | None
    alike: re.Pattern[str] | None
    coming: re.Pattern[str] | None
    aside: re.Pattern[str] | None
    minor: re.Pattern[str] | None
    slight: re.Pattern[str] | None
    said: re.Pattern[str] | None
    birth: re.Pattern[str] | None
    death: re.Pattern[str] | None


def told(sentence: str, start: int, end: int, language: str, remembered: bool = False) -> Told:
    """What `sentence` makes of the day that it names from `start` to `end`.

    Of a day that is `remembered` after years, words of business make TRADE: it was no deadline.

    In a language without words it is PLAIN, or BUSINESS where the sentence is a table; one that
    writes the day twice in figures is, one that writes it in figures and tells of nothing, and
    where no space divides it from what is another sentence. A day that was to come is BUSINESS as
    well, however grave; a small matter, and a day on which somebody only spoke, TRADE.
    """
    before, date, after = sentence[:start], sentence[start:end], sentence[end:]
    rest = f"{before} {after}"
    figures = FIGURES.findall(rest)
    if (
        len(figures) > MOST_FIGURES
        or (FIGURES_ONLY.fullmatch(date) and date in rest)
        or sum(map(len, figures)) > MOST_DIGITS * len(rest)
        or len(rest.split()) < FEWEST_WORDS
        or GLUED_BEFORE.search(before)
        or GLUED_AFTER.match(after)
    ):
        return Told.BUSINESS
    words = words_of(code(language))
    if words is None:
        return Told.PLAIN
    made = made_by(words, before, after, Told.TRADE if remembered else Told.BUSINESS)
    around = near(NEAR_EVENT, before, after)
    if made <= Told.TRADE:
        return made
    if made is Told.PLAIN and FIGURES_ONLY.fullmatch(date):
        return Told.BUSINESS
    grave = words.strong.search(near(NEAREST, before, after))
    if not grave and words.coming and words.coming.search(near(NEAR, before, after)):
        return Told.BUSINESS
    lessened = (words.aside, words.minor if made < Told.STRONG else None)
    if not grave and any(each and each.search(around) for each in lessened):
        return Told.TRADE
    if not grave and words.said and words.said.search(small(before[-NEAR_BEFORE:])):
        return Told.TRADE
    if not grave and words.birth and words.birth.search(near(NEAR, before, after)):
        return Told.BIRTH
    return made


def made_by(words: Words, before: str, after: str, least: Told) -> Told:
    """What `words` make of the day between `before` and `after`, but for what lessens it.

    It is `least` where there are words of business.
    """
    around, rest = near(NEAR_EVENT, before, after), small(f"{before} {after}")
    before, after = small(before[-NEAR_BEFORE:]), small(after[:NEAR_AFTER])
    if words.old and is_old_style(before, after, words.old):
        return Told.BUSINESS
    if words.strong.search(around):
        trade = len(words.trade.findall(rest)) if words.trade else 0
        return Told.STRONG if trade < MUCH_TRADE else Told.EVENT
    if any(each.search(before) for each in (words.before, words.business)):
        return least
    if words.business.search(after):
        return least
    if words.trade and words.trade.search(rest):
        return Told.TRADE
    if words.after and words.after.search(after):
        return Told.TRADE
    happened = words.event.findall(around)
    if not happened:
        return Told.PLAIN
    if words.birth and all(map(words.birth.fullmatch, happened)):
        return Told.BIRTH
    if words.slight and all(map(words.slight.fullmatch, happened)):
        return Told.SLIGHT
    return Told.EVENT


def near(most: int, before: str, after: str) -> str:
    """So many characters to both sides of a day, as patterns search them."""
    return small(f"{before[-most:]} {after[:most]}")


def strong_words(sentence: str, language: str) -> frozenset[str]:
    """The words of `sentence` that are events whatever else it says, in lower case.

    Of words that all tell of one thing there is ALIKE as well.
    """
    words = words_of(code(language))
    if words is None:
        return frozenset()
    written = small(sentence)
    found = frozenset(words.strong.findall(written))
    return found | {ALIKE} if words.alike and words.alike.search(written) else found


def event_words(sentence: str, language: str) -> frozenset[str]:
    """The words of `sentence` that tell of an event, in lower case."""
    words = words_of(code(language))
    return frozenset(words.event.findall(small(sentence))) if words else frozenset()


def tells_death(headline: str, language: str) -> bool:
    """Whether `headline` says that somebody died."""
    words = words_of(code(language))
    return bool(words and words.death and words.death.search(small(headline)))


@cache
def event_terms() -> tuple[str, ...]:
    """The terms under which an index holds the words for events, of all languages."""
    found = {
        text.term(word.rstrip("*"), language)
        for language, table in tables().items()
        for listed in (table["event"], table["strong"])
        for _, word in LISTED.findall(str(listed))
    }
    return tuple(sorted(found - {""}))


def is_known(language: str) -> bool:
    """Whether there are words for `language`."""
    return code(language) in tables()


def code(language: str) -> str:
    """The language without its country: `en` of `en-GB`."""
    return language.replace("_", "-").partition("-")[0].lower()


@cache
def words_of(language: str) -> Words | None:
    """The patterns of `language`, None if there are no words for it."""
    table = tables().get(language)
    if table is None:
        return None
    event, strong, business, before = (
        any_of(str(table[name])) for name in ("event", "strong", "business", "before")
    )
    said = any_of(str(table.get("said", "")))
    return Words(
        event=word(f"{event}|{strong}"),
        strong=word(strong),
        business=word(business, any_of(str(table.get("not_business", "")))),
        before=compiled(rf"(?<!\w)(?<!\d )(?:{before})(?:\s+(?:{SMALL}))*[\s(]*$"),
        old=old_style(str(table["old"])) if "old" in table else None,
        said=compiled(rf"(?<!\w)(?:{said})(?:[^\w]+\w+){{0,2}}[^\w]*$") if said else None,
        **{name: optional(table, name) for name in OPTIONAL},
    )


def optional(table: dict[str, object], name: str) -> re.Pattern[str] | None:
    """The pattern of the words that `table` has under `name`, None if it has none."""
    if name not in table:
        return None
    return word(any_of(str(table[name])), any_of(str(table.get(f"not_{name}", ""))))


def old_style(listed: str) -> OldStyle:
    """The patterns for the words in `listed`."""
    words = any_of(listed)
    return OldStyle(
        tuple(small(quoted or each) for quoted, each in LISTED.findall(listed)),
        compiled(rf"(?:\(|^|[^\d]{{20}})(?:{words})(?!\w)[^)\d]*$"),
        compiled(rf"[^\d]{{0,25}}(?<!\w)(?:{words})(?!\w)(?![^\d().,;]{{0,20}}\d)"),
    )


def is_old_style(before: str, after: str, old: OldStyle) -> bool:
    """Whether the day between `before` and `after` is one of the Julian calendar."""
    if not any(each in before or each in after for each in old.words):
        return False
    return bool(old.behind.search(before) or old.before.match(after))


def word(pattern: str, but: str = "") -> re.Pattern[str]:
    """`pattern` as a whole word, where none that `but` matches begins."""
    others = rf"(?!(?:{but})(?!\w))" if but else ""
    return compiled(rf"(?<!\w){others}(?:{pattern})(?!\w)")


def any_of(listed: str) -> str:
    """A pattern for any of the words in `listed`; those of several words stand in quotes."""
    found = [quoted or word for quoted, word in LISTED.findall(listed)]
    return "|".join(re.escape(each).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for each in found)


def compiled(pattern: str) -> re.Pattern[str]:
    """`pattern` for texts that are `small`: three times as fast as one for whatever case."""
    return re.compile(small(pattern))


def small(written: str) -> str:
    """`written` in lower case, with one kind of i."""
    return written.lower().replace("i\u0307", "i").replace("ı", "i")


@cache
def tables() -> dict[str, dict[str, object]]:
    """The words and examples of each language."""
    return tomllib.loads(Path(__file__).with_name("telling.toml").read_text("utf-8"))
