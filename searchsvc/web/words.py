"""In which words does the interface speak? Dates, languages, counts and labels."""

from datetime import datetime, tzinfo

from markupsafe import Markup

from searchsvc.article import UNCATEGORISED, UNDATED, UNKNOWN_LANGUAGE
from searchsvc.results import State
from searchsvc.web.saying import (
    ENGLISH,
    capital,
    dated,
    gettext,
    language_name,
    message,
    ngettext,
    number,
    pgettext,
    remembered,
    spoken,
)

RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi")

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

FILTERS = {
    "category": message("Category"),
    "tag": message("Tag"),
    "author": message("Author"),
    "language": message("Language"),
    "year": message("Published"),
    "month": message("Published"),
    "day": message("Published"),
    "start": message("From"),
    "end": message("To"),
    "about": message("Speaks of"),
}
"""What a filter of a request is called, in English."""


@remembered
def date_words(value: str | None) -> str:
    """An ISO date of any precision as it is read: `20 January 1990`, `January 1990`, `1990`."""
    if not value or value == UNDATED:
        return gettext("Undated")
    match len(value):
        case 10:
            return dated(value, pgettext("CLDR pattern", "d MMMM y"))
        case 7:
            return dated(value, pgettext("CLDR pattern", "LLLL y"))
        case _:
            return dated(value, "y")


def day_words(day: str) -> str:
    """A calendar day (`01-20`) as it is read: `20 January`."""
    return dated(f"2000-{day}", pgettext("CLDR pattern", "d MMMM"))


def span_words(first: str, last: str) -> str:
    """Two days and what lies between: `10 January to 8 February 2026`."""
    if first == last:
        return date_words(first)
    start = day_words(first[5:]) if first[:4] == last[:4] else date_words(first)
    return gettext("%(first)s to %(last)s", first=start, last=date_words(last))


@remembered
def month_words(month: int) -> str:
    """The name of a month as it stands alone."""
    return capital(dated(f"2000-{month:02}", "LLLL"))


@remembered
def decade_words(year: str) -> str:
    """The ten years that `year` begins."""
    return gettext("%(hundreds)s%(tens)s0s", hundreds=year[:2], tens=year[2])


def language_words(code: str, alone: bool = True) -> str:
    """The name of a language, `alone` or in a sentence; its code where it has no name."""
    if code in ("", UNKNOWN_LANGUAGE):
        return gettext("Unknown")
    name = language_name(code)
    return capital(name) if alone and name != code else name


def category_words(category: str) -> str:
    """The name of a category, also of the one that articles without a category have."""
    return gettext("Uncategorised") if category in ("", UNCATEGORISED) else category


def value_words(name: str, value: str) -> str:
    """What a value of the filter `name` is called."""
    match name:
        case "category":
            return category_words(value)
        case "language":
            return language_words(value)
        case "year" | "month" | "day" | "start" | "end" | "about":
            return date_words(value)
        case _:
            return value


def articles(count: int) -> str:
    """So many articles."""
    return ngettext("%(count)s article", "%(count)s articles", count)


def number_words(count: int) -> str:
    """A small number as a word, a large one in figures.

    Only in English: in other languages such a word has the gender and case of what it counts.
    """
    spelled = spoken.get() == ENGLISH and 0 <= count < len(NUMBERS)
    return NUMBERS[count] if spelled else number(count)


def counted(one: str, several: str, count: int, **values: object) -> str:
    """A message that begins with the `number` of what it counts."""
    return ngettext(one, several, count, number=capital(number_words(count)), **values)


def years_ago(years: int) -> str:
    """How long ago something is that was `years` years ago."""
    if not years:
        return gettext("This year")
    return ngettext("%(count)s year ago", "%(count)s years ago", years)


def quoted(words: str) -> str:
    """`words` in quotation marks."""
    return gettext("“%(words)s”", words=words)


def listed(names: tuple[str, ...]) -> str:
    """Names in a row: `A`, `A and B`, `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(names)s and %(last)s", names=", ".join(names[:-1]), last=names[-1])


@remembered
def in_language(language: str) -> Markup:
    """The attributes of an element whose text is in `language`, none in the interface's own."""
    if language in ("", spoken.get()):
        return Markup("")
    turned = Markup(' dir="rtl"') if language in RIGHT_TO_LEFT else Markup("")
    return Markup(' lang="{}"').format(language) + turned


def holdings(state: State, zone: tzinfo, zone_name: str) -> str:
    """What the archive holds, and since when the index says so."""
    built = datetime.fromisoformat(state.built).astimezone(zone)
    open_to_all = max(state.articles - state.withdrawn - state.embargoed, 0)
    return gettext(
        "%(articles)s. Index of %(day)s, %(time)s (%(zone)s).",
        articles=articles(open_to_all),
        day=date_words(built.date().isoformat()),
        time=f"{built:%H:%M}",
        zone=zone_name,
    )
