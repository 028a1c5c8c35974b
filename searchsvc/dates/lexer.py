"""Which words and numbers can be part of a date? One lexer a language, compiled from its table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from searchsvc.dates.language import MONTHS, WEEKDAYS, Language
from searchsvc.dates.patterns import (
    BREAK,
    CLOCK,
    WORD_END,
    any_of,
    begins,
    cover,
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
    ("join", "old_style", "", 0),
    ("join", "new_style", "", 0),
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
    r"|(?P<days>(?<![0-9][-./:])(?<![\w/$€£+])"  # 24.-26.12.2024
    r"[0-9]{1,2}\.?[-–/][0-9]{1,2}\.[0-9]{1,2}\.[12][0-9]{3}(?![0-9]|[-/][0-9]|[.,:][0-9]|\.\w))"
    r"|(?P<numeric>(?<![0-9][-./:])(?<![\w/$€£+])"
    r"[0-9]{1,2}([-/.])[0-9]{1,2}\5(?:[12][0-9]{3}|[0-9]{2})"
    r"(?![0-9]|[-/][0-9]|[.,:][0-9]|\.\w|%))"
    r"|(?P<spaced>(?<![\w.])[0-9]{1,2}\. [0-9]{1,2}\. [12][0-9]{3}(?![0-9]|[.,][0-9]))"
)
PIECE = 4  # letters of month names that tell that one may be near
RELATED = 6  # letters of "of the same month" that do so
NO_SEASON = r"(?!/[0-9]{2}(?!\w|[./-]|\s[A-Z]))"  # the 1985/86 season
NO_LETTER = r"(?![^\W\d_])"
DIGIT = re.compile("[0-9]")
PUNCTUATION = ".․,()/'’ʼ‐‑–—−֊-"
TIGHT = r"(?<=[^\W\d][ .][0-9],)|(?<=[^\W\d][ .][0-9][0-9],)"  # January 20,1990
SEPARATE = r"(?<![\w$€£#№+])(?<![0-9][.,:])"
NOT_A_NUMBER = r"(?![.:][0-9]|-[0-9]{1,2}/[0-9])(?!,[0-9]{3}(?![0-9]))(?!,[0-9]{5})(?! ?[%°])"


class Token(NamedTuple):
    """A word of the language of dates: D day, M month, m month before its day, Y year, W weekday,
    S year by its relation, I and N all-digit dates, R range, H tight dash, L list, B between,
    C comma, Z slash, O and P parentheses."""

    letter: str
    value: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Lexer:
    """The words of dates: anchors tell where one may stand, `token` cuts that place up.

    `small_pieces` are found in every month name in small letters, `related_pieces` in those that
    are `related` to another month. `onward` goes on over the
    stretches without spaces that may be part of a date, `backward` does so in a text turned round;
    `more` are words that change or lengthen the date before them.
    """

    words: dict[str, tuple[str, int]]
    token: re.Pattern[str]
    month_first: bool
    year_first: bool
    from_endings: tuple[str, ...]
    capital_anchor: re.Pattern[str]
    small_anchor: re.Pattern[str]
    small_pieces: tuple[str, ...]
    onward: re.Pattern[str]
    backward: re.Pattern[str]
    spelled_out: re.Pattern[str]
    weekday_names: frozenset[str]
    short_separators: str
    short_after: frozenset[str]
    until: frozenset[str]
    unit: re.Pattern[str]
    more: re.Pattern[str]
    related: re.Pattern[str]
    related_pieces: tuple[str, ...]

    def holds_day(self, text: str, start: int, end: int) -> bool:
        """Is there a number, a day spelled out or a year named by its relation?"""
        return (
            DIGIT.search(text, start, end) is not None
            or self.spelled_out.search(text, start, end) is not None
        )


def lexer(language: Language) -> Lexer:
    """The lexer of a table."""
    words = language.words
    months = _months(language)
    related_months = (*words("month", "same"), *words("month", "this"))
    units = (*words("guard", "units"), *words("guard", "counted"))
    day_words = {
        form: ("D", number)
        for name, number in language.data["day"].get("words", {}).items()
        for spelling in {name, name.replace("-", " ")}
        for form in variants(spelling)
    }
    lexicon: dict[str, tuple[str, int]] = {}
    for section, key, letter, value in LISTED:
        if section == "month" and language.says("year_before_month"):
            letter = "m"  # həmin ayın 8-də
        lexicon |= dict.fromkeys(spelled(words(section, key)), (letter, value))
    for name, number in language.numbers("weekdays", WEEKDAYS).items():
        for form in variants(name):
            lexicon[form] = ("W", number)
            if len(name) < 5:
                lexicon[form + "."] = ("W", number)
    related = [form for form, (letter, _) in lexicon.items() if letter == "S"]
    lexicon |= day_words | months
    weekdays = frozenset(form for form, (letter, _) in lexicon.items() if letter == "W")
    small = {form for form in months if not form[0].isupper()}
    capital = {form for form in months if form[0].isupper()}
    pieces = {
        part.strip(PUNCTUATION)
        for form in {*lexicon, *spelled(words("year", "after"))}
        for part in {*form.split(), *re.split("[ '-]", form)}
    }
    return Lexer(
        words=lexicon,
        token=re.compile(_token(language, lexicon)),
        month_first=any(letter == "m" for letter, _ in months.values()),
        year_first=language.says("year_before_month"),
        from_endings=words("join", "from_endings"),
        capital_anchor=re.compile(trie(capital) + NO_LETTER if capital else "(?!)"),
        small_anchor=re.compile(trie(small) + NO_LETTER if small else "(?!)"),
        small_pieces=cover(small, PIECE),
        onward=_chunks(pieces),
        backward=_chunks(piece[::-1] for piece in pieces),
        spelled_out=re.compile(trie({*day_words, *related})),
        weekday_names=weekdays,
        short_separators=str(language.data["day"].get("short_separators", "/.")),
        short_after=frozenset(spelled(words("day", "short_after"))) | weekdays,
        until=frozenset(spelled(words("join", "range"))),
        unit=begins(units, space="[ \xa0-]?"),
        more=begins((*units, *pieces), space=r"\s*"),
        related=re.compile(rf"(?<!\w){any_of(related_months)}"),
        related_pieces=cover(related_months, RELATED),
    )


def _chunks(pieces: Iterable[str]) -> re.Pattern[str]:
    """Goes on over stretches with a digit, marks, and the pieces."""
    piece = trie({piece for piece in pieces if piece})
    return re.compile(rf"(?:\s*+(?:[^\w\s]*(?:{piece})?[^\w\s]*(?!\S)|\S*?[0-9]\S*+))*+")


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
    dotted_only = language.words("month", "dotted")
    for name, number in language.numbers("abbreviations", MONTHS).items():
        for form in variants(name, small=name.lower() not in capitalised):
            for dotted in (form + ".",) if name in dotted_only else (form, form + "."):
                months.setdefault(dotted, ("m" if "" in endings_before_day else "M", number))
    return months


def _token(language: Language, lexicon: Iterable[str]) -> str:
    words = language.words
    units, counted = words("guard", "units"), words("guard", "counted")
    not_units = rf"(?![ \xa0-]?{any_of((*units, *counted))})" if units else ""
    surely_year = r"|(?<=1[5-9][0-9][0-9])(?<!00)" if language.says("year_stands_bare") else ""
    elided = "|".join(spell(word) for word in sorted(spelled(words("join", "elided")))) or "(?!)"
    day_before = "|".join(map(re.escape, words("day", "before"))) or "(?!)"
    day_after = any_of(words("day", "after"))
    dot = r"\.(?![0-9])|" if language.says("day_with_dot") else ""
    year_after = any_of(words("year", "after"))
    any_month = trie(_months(language)) + BREAK
    return (
        f"(?=[0-9])(?:(?=[0-9]{{1,4}}[-–/.])(?:{NUMERIC})"
        rf"|(?P<year>(?=[12][0-9]{{3}})(?:{SEPARATE}|{TIGHT})(?:1[0-9]{{3}}|20[0-9]{{2}}|21[0-4][0-9])"
        rf"(?:[ \xa0]?{year_after}"
        rf"|{BREAK}(?!['’-](?!{any_month})[^\W\d])(?![.,][0-9])(?! ?%)(?!{CLOCK}){NO_SEASON}"
        rf"(?:{not_units}{surely_year})))"
        rf"|(?P<day>{SEPARATE}[0-9]{{1,2}}(?:{dot}{day_after}|{BREAK}){NOT_A_NUMBER}{not_units})"
        rf"|(?P<counted>{SEPARATE}[0-9]{{1,2}}(?=[ \xa0]{any_of(counted)})))"
        r"|(?P<short>(?<=[\w.,] )['’][0-9]{2}(?![\w'’]| [^'’\n]{1,40}['’]))"
        r"|(?P<mark>[-,()՝/‐‑–—−֊\[\]])"
        rf"|(?<!\w)(?:(?P<word>{trie(lexicon)}){WORD_END}"
        rf"|(?P<before>(?:{day_before})[0-9]{{1,2}}){BREAK}|(?P<elided>{elided}))"
    )
