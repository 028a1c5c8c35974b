"""Which sentence of an article speaks of a day, and how good is it as evidence of an event?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from searchsvc.article import Article, Mention
from searchsvc.standing import (
    bounds_term,
    is_between,
    is_caption,
    is_column,
    is_dateline,
    is_remembered,
)
from searchsvc.telling import Told, told

LONGEST = 320
"""Characters of a sentence that are shown at most to either side of a date."""

ELLIPSIS = "…"
EMPTY, OPEN, CLOSE = Markup(""), Markup("<mark>"), Markup("</mark>")

WRITTEN = ("explicit", "range")
"""Where a year comes from that stands beside its day."""

BREAK = re.compile(r"[.!?…։][\"'»”’)\]]*\s+|\n\s*")
"""Where a sentence may end."""

SHORT = re.compile(
    r"(?:^|[\s(\"'«“])(?:[^\W\d_]|[A-Z][a-z]|(?:[^\W\d_]\.)+[^\W\d_]|Mrs|Gen|Col|Rev|Sgt|Capt|Corp"
    r"|Prof|Rep|Sen|Gov|Maj|Adm|Cmdr|Pvt|Pres|Hon|Supt|Atty|Ave|Messrs|Mme|Mlle|Chas|Sra|Cad"
    r"|prof|проф"
    r"|Inc|Ltd|Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|vs|approx|bzw|Chr|usw|тыс|млн|млрд"
    r"|[Aa]m\s\d\d?|(?:[Vv]om|[Dd](?:er|em|en|es)|[Zz]um|und|bis|ab|seit)\s\d\d?"
    r"|руб|янв|февр?|апр|авг|сент?|окт|нояб|дек|им|ул|гг|вв)\.$"
)
"""A full stop that ends no sentence: of an initial, a title, a month, a German day."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """An article that speaks of a day, and the sentence in which it does, the date marked.

    `text` is that sentence as plain text on one line, in which the date begins at `at`; `told` is
    what it makes of the day. `headline` if the title names the day, `explicit` if a year stands
    beside it, `recurring` if the article says that the day is marked every year: none of them for
    the day on which it was published, which columns name whatever happened. `ahead` if the day
    lay in the future then, `relative` if it was only named from there ("yesterday"), `guessed` if
    its year is only the nearest one.
    """

    article: Article
    sentence: Markup
    text: str = ""
    at: int = 0
    told: Told = Told.PLAIN
    headline: bool = False
    explicit: bool = False
    ahead: bool = False
    relative: bool = False
    recurring: bool = False
    guessed: bool = False

    @property
    def telling(self) -> bool:
        """Whether this may speak of an event: no business, and not of a day to come.

        What the trade did counts if the year is written beside its day.
        """
        if self.ahead:
            return self.told is Told.STRONG
        return self.told > Told.TRADE or (self.told is Told.TRADE and self.explicit)


def find_evidence(article: Article, date: str, least: Told = Told.BUSINESS) -> Evidence | None:
    """The best that `article` has of `date` (`1990-01-20` or `XXXX-01-20`), None if nothing.

    Nor if it tells less than `least`.
    """
    found = [passage(article, mention) for mention in article.mentions if mention.value == date]
    best = max(found, key=strength, default=None)
    if best is None or best.told < least:
        return None
    written, start, end, (low, high) = best.written, best.start, best.end, best.span
    dateline, enough = article.date == date, min(best.told, Told.PLAIN)
    return Evidence(
        article,
        marked(written, (low, high), start, end),
        " ".join(written[low:high].split()),
        len(" ".join(written[low:start].split())),
        best.told,
        headline=not dateline and any(heads(each, article) for each in found),
        explicit=not dateline
        and any(each.mention.year_source in WRITTEN and each.told >= enough for each in found),
        ahead=best.mention.future,
        relative=all(each.mention.year_source == "relative" for each in found),
        recurring=says_every_year(article, date[5:]) and not dateline,
        guessed=all(each.mention.year_source == "nearest" for each in found),
    )


def heads(each: "Passage", article: Article) -> bool:
    """Whether a passage is a headline that names its day for what happened on it."""
    if each.mention.field != "title" or each.told < Told.PLAIN:
        return False
    return each.told > Told.PLAIN or each.mention.year_source in WRITTEN


def says_every_year(article: Article, day: str) -> bool:
    """Whether `article` says that the calendar `day` comes every year."""
    return any(
        each.value == f"XXXX-{day}" and each.year_source == "recurring" for each in article.mentions
    )


class Passage(NamedTuple):
    """The sentence `span` of the text `written` that names a day from `start` to `end`."""

    mention: Mention
    written: str
    start: int
    end: int
    span: tuple[int, int]
    told: Told


def passage(article: Article, mention: Mention) -> Passage:
    """The sentence of `article` around `mention`, and what it makes of its day."""
    written = article.title if mention.field == "title" else article.body
    start, end = inside(written, mention.start, mention.end)
    low, high = span = sentence_span(written, start, end)
    remembered = mention.year_source in WRITTEN and is_remembered(article.date, mention.value)
    made = told(written[low:high], start - low, end - low, article.language, remembered)
    if (
        (made is Told.PLAIN and is_column(article, mention))
        or (mention.field == "body" and is_caption(written, span))
        or (made < Told.STRONG and bounds_term(article, mention, written))
    ):
        made = min(made, Told.TRADE)
    if is_dateline(written[low:start], written[end:high]):
        made = Told.BUSINESS
    if is_between(written[start:end]):
        made = min(made, Told.PLAIN)
    return Passage(mention, written, start, end, span, made)


def strength(each: Passage) -> tuple[bool, bool, bool, int]:
    """By which of an article's sentences on a day the best is chosen; a title says less."""
    mention = each.mention
    return (
        each.told > Told.BUSINESS and not mention.future,
        mention.field == "body",
        mention.year_source in WRITTEN,
        each.told,
    )


def ranked(found: Iterable[Evidence]) -> list[Evidence]:
    """The best evidence first: a title that names the day, a year beside it, a telling sentence.

    What is no evidence of an event comes last; equals are in the order of publication.
    """
    return sorted(
        found,
        key=lambda each: (
            not each.telling,
            not each.headline,
            each.relative,
            not each.explicit,
            -each.told,
            each.article.date or "9999",
            each.article.id,
        ),
    )


def sentence(written: str, start: int, end: int) -> Markup:
    """The sentence of `written` that holds what stands from `start` to `end`, that part marked.

    It is HTML in which all is escaped but the one `<mark>`.
    """
    start, end = inside(written, start, end)
    return marked(written, sentence_span(written, start, end), start, end)


def marked(written: str, span: tuple[int, int], start: int, end: int) -> Markup:
    """The passage `span` of `written` as HTML, with what stands from `start` to `end` marked."""
    low, high = span
    before = ELLIPSIS + " " if low < start and cut(written, low) else ""
    after = " " + ELLIPSIS if high > end and cut(written, high) else ""
    date = (OPEN, escape(written[start:end]), CLOSE)
    return EMPTY.join((before, escape(written[low:start]), *date, escape(written[end:high]), after))


def sentence_span(written: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around `start` to `end` begins and ends; very long ones are cut."""
    low, high = max(0, start - LONGEST), min(len(written), end + LONGEST)
    if low and (space := written.find(" ", low, start)) >= 0:
        low = space + 1
    if high < len(written) and (space := written.rfind(" ", end, high)) >= 0:
        high = space
    for stop in stops(written, low, start):
        low = stop.end()
    for stop in stops(written, end, high):
        high = stop.start() + len(stop[0].rstrip())
        break
    return low, high


def stops(written: str, low: int, high: int) -> Iterator[re.Match[str]]:
    """The ends of sentences between `low` and `high`."""
    for found in BREAK.finditer(written, low, high):
        following = written[found.end() : found.end() + 1]
        if following.islower() and following != following.title():  # Georgian has no capitals
            continue
        dot = found.start() + 1
        if written[dot - 1] == "." and SHORT.search(written, max(0, dot - 12), dot):
            continue
        yield found


def cut(written: str, at: int) -> bool:
    """Whether a passage that begins or ends at `at` was cut within a sentence."""
    ends = re.search(r"[.!?…։\n][\"'»”’)\]]*\s*$", written[max(0, at - 4) : at])
    return 0 < at < len(written) and not ends and not written.startswith("\n", at)


def inside(written: str, start: int, end: int) -> tuple[int, int]:
    """`start` and `end` within `written`."""
    start = max(0, min(start, len(written)))
    return start, max(start, min(end, len(written)))
