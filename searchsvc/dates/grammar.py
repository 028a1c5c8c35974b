"""Which words and numbers can be part of a date? One lexer a language, compiled from its table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from searchsvc.dates.language import MONTHS, WEEKDAYS, Language, load
from searchsvc.dates.patterns import (
    BREAK,
    WORD_END,
    any_of,
    begins,
    ends,
    numbered,
    spell,
    spelled,
    trie,
    variants,
)

SAME_MONTH, THIS_MONTH = 0, -1
SAME_YEAR, LAST_YEAR, THIS_YEAR, NEXT_YEAR = range(4)

# The words beside months, weekdays and numbers: section, key, letter and value.
LISTED = (
    ("join", "glue", "", 0),
    ("join", "between", "B", 0),
    ("join", "list", "L", 0),
    ("join", "range", "R", 0),
    ("month", "same", "M", SAME_MONTH),
    ("month", "this", "M", THIS_MONTH),
    ("year", "same", "S", SAME_YEAR),
    ("year", "last", "S", LAST_YEAR),
    ("year", "this", "S", THIS_YEAR),
    ("year", "next", "S", NEXT_YEAR),
)
NUMERIC = (
    r"(?P<iso>(?<![0-9][-./])(?<![\w/])[12][0-9]{3}([-/.])[0-9]{1,2}\2[0-9]{1,2}"
    r"(?![0-9]|[-/][0-9]|\.\w))"
    r"|(?P<numeric>(?<![0-9][-./:])(?<![\w/$€£+])"
    r"[0-9]{1,2}([-/.])[0-9]{1,2}\4(?:[12][0-9]{3}|[0-9]{2})"
    r"(?![0-9]|[-/][0-9]|[.,:][0-9]|\.\w|%))"
)
RELATIVE_DAYS = {
    "day_before_yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day_after_tomorrow": 2,
}
DIGIT = re.compile("[0-9]")
PUNCTUATION = ".․,()/'’ʼ‐‑–—−֊-"
NAMED = "[\\s«»„“”\"'’()‐‑-]{1,3}"
ANCIENT = r"[ ,]*(?:[^\W\d]{1,5} )?(?:[0-9]{1,4}[ \xa0])?(?:[^\W\d]{1,6}[ \xa0])?\(?"
SEPARATE = r"(?<![\w$€£#№+])(?<![0-9][.,:])"
NOT_A_NUMBER = r"(?![.:][0-9])(?!,[0-9]{3}(?![0-9]))(?!,[0-9]{5})(?! ?[%°])"


@dataclass(frozen=True, slots=True)
class Grammar:
    """A compiled table: anchors find where a date may stand, `token` cuts that place up."""

    language: Language
    capital_anchor: re.Pattern[str]
    small_anchor: re.Pattern[str]
    small: tuple[str, ...]
    pieces: frozenset[str]
    spelled_out: re.Pattern[str]
    token: re.Pattern[str]
    words: dict[str, tuple[str, int]]
    month_first: bool
    from_endings: tuple[str, ...]
    year_before: frozenset[str]
    year_after: re.Pattern[str]
    decade: re.Pattern[str]
    before_christ: re.Pattern[str]
    place_before: re.Pattern[str]
    street_before: re.Pattern[str]
    place_after: re.Pattern[str]
    month_in: re.Pattern[str]
    unit: re.Pattern[str]
    every_before: re.Pattern[str]
    every_after: re.Pattern[str]
    anniversary: re.Pattern[str]
    short_after: frozenset[str]
    weekday_names: frozenset[str]
    relative: re.Pattern[str]
    relative_words: dict[str, tuple[str, int]]
    relative_not: re.Pattern[str]
    ago_today: tuple[tuple[str, re.Pattern[str]], ...]
    weekday_before: frozenset[str]
    weekday_not: re.Pattern[str]
    weekday_last: re.Pattern[str]
    weekday_next: re.Pattern[str]
    future: re.Pattern[str]

    def may_hold(self, chunk: str) -> bool:
        """May a stretch without spaces be part of a date?"""
        return chunk.strip(PUNCTUATION) in self.pieces or DIGIT.search(chunk) is not None

    def holds_day(self, text: str, start: int, end: int) -> bool:
        """Is there a number, a day spelled out or a year named by its relation?"""
        return (
            DIGIT.search(text, start, end) is not None
            or self.spelled_out.search(text, start, end) is not None
        )


@cache
def grammar(code: str) -> Grammar:
    """The grammar of an ISO 639-1 code."""
    language = load(code)
    words = language.words
    months = _months(language)
    day_words = {
        form: ("D", number)
        for name, number in language.data["day"].get("words", {}).items()
        for form in variants(name)
    }
    lexicon: dict[str, tuple[str, int]] = {}
    for section, key, letter, value in LISTED:
        lexicon |= dict.fromkeys(spelled(words(section, key)), (letter, value))
    for name, number in language.numbers("weekdays", WEEKDAYS).items():
        for form in variants(name):
            lexicon[form] = ("W", number)
            if len(name) < 5:
                lexicon[form + "."] = ("W", number)
    related = [form for form, (letter, _) in lexicon.items() if letter == "S"]
    lexicon |= day_words | months
    weekdays = frozenset(form for form, (letter, _) in lexicon.items() if letter == "W")
    relative = {
        form: ("day", shift)
        for key, shift in RELATIVE_DAYS.items()
        for word in words("relative", key)
        for form in (word, word[0].upper() + word[1:])
    }
    for word, number in language.numbers("relative_weekdays", WEEKDAYS).items():
        relative |= dict.fromkeys((word, word[0].upper() + word[1:]), ("weekday", number))
    prefixes = {form[:3] for form in months}
    capitals = sorted(prefix for prefix in prefixes if prefix[0].isupper())
    smalls = sorted({form[:4] for form in months if not form[0].isupper()})
    small = {form for form in months if not form[0].isupper()}
    return Grammar(
        language=language,
        capital_anchor=re.compile("|".join(map(re.escape, capitals)) or "(?!)"),
        small_anchor=re.compile("|".join(map(re.escape, capitals + smalls))),
        small=tuple(
            sorted(form for form in small if not any(form != o and o in form for o in small))
        ),
        pieces=frozenset(
            part.strip(PUNCTUATION)
            for form in {*lexicon, *spelled(words("year", "after"))}
            for part in {*form.split(), *re.split("[ '-]", form)}
        )
        | {""},
        spelled_out=re.compile("|".join(sorted(map(spell, {*day_words, *related})))),
        token=re.compile(_token(language, lexicon)),
        words=lexicon,
        month_first=any(letter == "m" for letter, _ in months.values()),
        from_endings=words("join", "from_endings"),
        year_before=frozenset(spelled(words("year", "before"))),
        year_after=begins(
            (*words("year", "after"), *words("year", "plural_after")), space="[ \xa0]?"
        ),
        decade=begins(words("year", "decades"), space="[ \xa0]?"),
        before_christ=begins(words("year", "before_christ"), space=ANCIENT),
        place_before=ends(words("guard", "place_before"), space=NAMED),
        street_before=ends(words("guard", "street_before"), space=NAMED),
        place_after=begins(words("guard", "place_after"), space=NAMED),
        month_in=ends(words("month", "in")),
        unit=begins(words("guard", "units"), space="[ \xa0-]?"),
        every_before=ends(words("every", "before"), space=r"[\s,]+(?:\w+[\s,]+)?"),
        every_after=begins(words("every", "after"), space=r"[\s,]*"),
        anniversary=numbered(words("anniversary", "patterns")),
        short_after=frozenset(spelled(words("day", "short_after"))) | weekdays,
        weekday_names=weekdays,
        relative=re.compile(
            f"(?:{'|'.join(sorted(map(spell, relative), reverse=True))}){WORD_END}"
            if relative
            else "(?!)"
        ),
        relative_words=relative,
        relative_not=ends(words("relative", "not_before")),
        ago_today=tuple(
            (max(pattern.split("{n}"), key=len)[1:], numbered([pattern]))
            for pattern in words("anniversary", "ago_today")
        ),
        weekday_before=frozenset(spelled(words("relative", "weekday_before"))),
        weekday_not=ends(words("relative", "weekday_not")),
        weekday_last=ends(words("relative", "weekday_last")),
        weekday_next=ends(words("relative", "weekday_next")),
        future=re.compile(rf"(?<!\w){any_of(words('relative', 'future'))}"),
    )


def _months(language: Language) -> dict[str, tuple[str, int]]:
    """Every form of every month: "m" where its day may follow, else "M"."""
    order = language.data["order"]
    endings_before_day = order.get("endings_before_day", ())
    forms_before_day = order.get("forms_before_day", ())
    capitalised = language.words("month", "capitalised")
    months: dict[str, tuple[str, int]] = {}
    for name, number in language.numbers("months", MONTHS).items():
        for ending in ("", *language.words("month", "endings")):
            for form in variants(name + ending, small=name.lower() not in capitalised):
                first = ending in endings_before_day or name in forms_before_day
                months[form] = ("m" if first else "M", number)
    for name, number in language.numbers("abbreviations", MONTHS).items():
        for form in variants(name, small=name.lower() not in capitalised):
            for dotted in (form, form + "."):
                months.setdefault(dotted, ("m" if "" in endings_before_day else "M", number))
    return months


def _token(language: Language, lexicon: Iterable[str]) -> str:
    words = language.words
    units = words("guard", "units")
    not_units = rf"(?![ \xa0-]?{any_of(units)})" if units else ""
    elided = "|".join(spell(word) for word in sorted(spelled(words("join", "elided")))) or "(?!)"
    day_before = "|".join(map(re.escape, words("day", "before"))) or "(?!)"
    day_after = any_of(words("day", "after"))
    dot = r"\.(?![0-9])|" if language.says("day_with_dot") else ""
    year_after = any_of(words("year", "after"))
    return (
        f"(?=[0-9])(?:{NUMERIC}"
        rf"|(?P<year>{SEPARATE}(?:1[0-9]{{3}}|20[0-9]{{2}}|21[0-4][0-9])"
        rf"(?:[ \xa0]?{year_after}|{BREAK}(?!['’-][^\W\d])(?![.,][0-9])(?! ?%){not_units}))"
        rf"|(?P<day>{SEPARATE}[0-9]{{1,2}}(?:{dot}{day_after}|{BREAK}){NOT_A_NUMBER}{not_units}))"
        rf"|(?P<mark>[-,()/‐‑–—−֊])"
        rf"|(?<!\w)(?:(?P<word>{trie(lexicon)}){WORD_END}"
        rf"|(?P<before>(?:{day_before})[0-9]{{1,2}}){BREAK}|(?P<elided>{elided}))"
    )
