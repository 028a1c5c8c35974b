"""In which words does the interface speak? Dates, languages, counts and labels, in English."""

from datetime import datetime, tzinfo

from markupsafe import Markup

from searchsvc.article import UNCATEGORISED, UNDATED, UNKNOWN_LANGUAGE
from searchsvc.day import month_day, parts
from searchsvc.results import State

INTERFACE = "en"
"""The language of the interface."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

LANGUAGES = {
    "ar": "Arabic",
    "az": "Azerbaijani",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nb": "Norwegian (Bokmål)",
    "ne": "Nepali",
    "nl": "Dutch",
    "nn": "Norwegian (Nynorsk)",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sr": "Serbian",
    "sv": "Swedish",
    "ta": "Tamil",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "uz": "Uzbek",
    "yi": "Yiddish",
    "zh": "Chinese",
}

RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi")

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

FILTERS = {
    "category": "Category",
    "tag": "Tag",
    "author": "Author",
    "language": "Language",
    "year": "Published",
    "month": "Published",
    "day": "Published",
    "start": "From",
    "end": "To",
    "about": "Speaks of",
}
"""What a filter of a request is called."""


def date_words(value: str | None) -> str:
    """An ISO date of any precision as it is read: `20 January 1990`, `January 1990`, `1990`."""
    if not value or value == UNDATED:
        return "Undated"
    year, month, day = parts(value)
    said = (str(day) if day else "", MONTHS[month - 1] if month else "", str(year))
    return " ".join(each for each in said if each)


def day_words(day: str) -> str:
    """A calendar day (`01-20`) as it is read: `20 January`."""
    month, number = month_day(day)
    return f"{number} {MONTHS[month - 1]}"


def language_words(code: str) -> str:
    """The name of a language; its code where it has no name here."""
    return "Unknown" if code in ("", UNKNOWN_LANGUAGE) else LANGUAGES.get(code, code)


def category_words(category: str) -> str:
    """The name of a category, also of the one that articles without a category have."""
    return "Uncategorised" if category in ("", UNCATEGORISED) else category


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
    return "1 article" if count == 1 else f"{count:,} articles"


def number_words(count: int) -> str:
    """A small number as a word, a large one in figures."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def years_ago(years: int) -> str:
    """How long ago something is that was `years` years ago."""
    return {0: "This year", 1: "1 year ago"}.get(years, f"{years} years ago")


def listed(names: tuple[str, ...]) -> str:
    """Names in a row: `A`, `A and B`, `A, B and C`."""
    return " and ".join(each for each in (", ".join(names[:-1]), *names[-1:]) if each)


def in_language(language: str) -> Markup:
    """The attributes of an element whose text is in `language`, none in the interface's own."""
    if language in ("", INTERFACE):
        return Markup("")
    turned = Markup(' dir="rtl"') if language in RIGHT_TO_LEFT else Markup("")
    return Markup(' lang="{}"').format(language) + turned


def holdings(state: State, zone: tzinfo, zone_name: str) -> str:
    """What the archive holds, and since when the index says so."""
    built = datetime.fromisoformat(state.built).astimezone(zone)
    open_to_all = max(state.articles - state.withdrawn - state.embargoed, 0)
    day = date_words(built.date().isoformat())
    return f"{articles(open_to_all)}. Index of {day}, {built:%H:%M} ({zone_name})."
