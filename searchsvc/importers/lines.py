"""What is one line of a saved page: a date line, clutter, the authors' names, prose or a heading?

>>> stamp("Politics | 1 November 2025, 14:30", day_first=None)
Stamp(date='2025-11-01', category='Politics', clock=True)
"""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from searchsvc.day import months, read_date

SLASHES = re.compile(r"\b(\d\d?)[/-](\d\d?)[/-](\d{4})\b")
SHORT_YEAR = re.compile(r"^(\d\d?)[./](\d\d?)[./](\d\d)$")
FIGURES = re.compile(r"\d\d?\.\d\d?\.[12]\d{3}|[12]\d{3}([./-])\d\d?\1\d\d?")
CLOCK = re.compile(
    r"[\s,]*(?:\b(?:at|в|о|об|um|à|a las|saat|ժամը|ора)\s+)?"
    r"(?<![\d.])(?:[01]?\d|2[0-4])(?:[:h]\d\d(?::\d\d)?|\.\d\d(?![.\d])(?=$|\s+(?:uhr|[ap]m)))"
    r"(?:\s*(?:[ap]\.?m\.?|uhr|h)\b)?(?:\s*\(?(?:[A-Z]{3,4}|UTC|GMT|MSK|МСК)?(?:[+-]\d+)?\)?)"
    r"(?![\w-])",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"\s+[/–—-]+\s+|\s*[|•·]\s*")
FILLERS = {"г", "г.", "года", "году", "р.", "року", "թ.", "թ", "წ.", "წ", "le", "de", "del", "of",
           "the", "den", "am", "on", "il", "yıl", "yılı", "թվականի", "წლის", "года,"}  # fmt: skip
RELATIVE = re.compile(
    r"(?:today|yesterday|just now|сегодня|вчера|сьогодні|вчора|bu gün|dünən|bugün|dün|այսօր|երեկ|"
    r"დღეს|გუშინ|heute|gestern|aujourd.hui|hier)|"
    r"(?:an?|\d+) (?:min(?:ute)?s?|hours?|days?|weeks?) ago|"
    r"\d+ (?:минут\w*|час\w*|дн\w*|день|хвилин\w*|годин\w*) (?:назад|тому)|"
    r"\d+ (?:dəqiqə|saat|gün) əvvəl|\d+ (?:dakika|saat|gün) önce|"
    r"vor \d+ (?:minuten?|stunden?|tag(?:en)?)|il y a \d+ (?:minutes?|heures?|jours?)|"
    r"\d+ (?:րոպե|ժամ|օր) առաջ|\d+ (?:წუთის|საათის|დღის) წინ",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?:[.!?…։。]|\.\.\.)[\"'”’»)\]]*$")
CLOSED = re.compile(r"[.,:;…։՝。][\"'”’»)\]]*$")
ABBREVIATION = re.compile(r"(?:\b\w\.){2,}[\"'”’»)]*$|\b[A-ZА-Я]\.$|\b(?:гг?|Inc|Ltd|Co|Jr|St)\.$")


class Stamp(NamedTuple):
    """A date line: its day (as `day.read_date` takes it, "" where it names no year)."""

    date: str
    category: str = ""
    clock: bool = False


@cache
def known(kind: str) -> frozenset[str]:
    """The words of the table `kind` in pages.toml, in lower case."""
    return frozenset(word.casefold() for word in table()[kind])


@cache
def table() -> dict[str, list[str]]:
    """What news sites print around their articles."""
    text = files("searchsvc.importers").joinpath("pages.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """One expression for all those of the table `kind`."""
    return re.compile("|".join(f"(?:{part})" for part in table()[kind]), re.IGNORECASE)


@cache
def weekdays() -> frozenset[str]:
    """The names of the days of the week."""
    return frozenset(word for words in table()["weekdays"] for word in words.casefold().split())


def is_clutter(text: str) -> bool:
    """Whether a line is a button, a counter or a footer rather than text."""
    return len(text) <= 300 and pattern("clutter").fullmatch(text.strip(" .…→»›>:")) is not None


def is_navigation(text: str) -> bool:
    """Whether a line is a usual heading over a list of articles."""
    return text.casefold().strip(" :>»→›.…") in known("navigation")


def is_section(text: str) -> bool:
    """Whether a line is a usual name of a section."""
    return text.casefold().strip(" #:>»") in known("sections")


def is_prose(text: str) -> bool:
    """Whether a line is running text: a sentence that ends, or too long for a headline."""
    if len(text) > 220:
        return True
    if CLOSED.search(text) and not ABBREVIATION.search(text):
        return True
    return (
        SENTENCE_END.search(text) is not None
        and (len(text) > 140 or re.search(r"[\w\"”»)][.!?։]\s+[^\W\d_]", text[:-2]) is not None)
        and not ABBREVIATION.search(text)
    )


def is_label(text: str) -> bool:
    """Whether a line has the shape of a category: a few words, no sentence, no figures."""
    return (
        len(text) <= 40
        and (len(text.split()) <= 3 or (len(text.split()) == 4 and len(text) <= 25))
        and not SENTENCE_END.search(text)
        and not re.search(r"[\d?!:;\"“«»]", text)
        and any(letter.isalpha() for letter in text)
    )


def script(text: str) -> str:
    """The script of the first letter of `text`, such as "LATIN"."""
    return next((unicodedata.name(sign, "").split(" ")[0] for sign in text if sign.isalpha()), "")


def authors(text: str) -> str:
    """The names in a line such as "By Anna Smith"; "" if it is none."""
    match = pattern("bylines").match(text) if len(text) <= 120 else None
    if not match:
        return ""
    rest = text[match.end() :]
    if match[0].endswith((":", "՝")):
        return rest.strip()
    words = rest.replace(",", " ").split()
    capital = all(word in AND or word[0].isupper() for word in words)
    return rest.strip(" :") if rest[:1].isspace() and 2 <= len(words) <= 6 and capital else ""


AND = {"and", "und", "et", "y"}


def stamp(text: str, day_first: bool | None) -> Stamp | None:
    """The date line that `text` is, None if it is none.

    `day_first` tells how the page writes dates such as 01/11/2025, None if that isn't known: then
    the date stays as it was written.
    """
    if len(text) > 100 or not (any(sign.isdigit() for sign in text) or RELATIVE.search(text)):
        return None
    parts = [part for part in SEPARATOR.split(text) if part]
    dates = [date for date in (plain_date(part, day_first) for part in parts) if date is not None]
    if not dates:
        return section_and_date(text, day_first)
    others = [
        part
        for part in parts
        if plain_date(part, day_first) is None and not is_clutter(part) and CLOCK.sub("", part)
    ]
    if len(others) > 1 or any(not is_label(other) for other in others):
        return None
    return Stamp(dates[0], "".join(others), CLOCK.search(text) is not None)


def section_and_date(text: str, day_first: bool | None) -> Stamp | None:
    """A date line such as "Politics, 1 November 2025" where the section is a usual one."""
    for match in re.finditer(r",\s+|\s+", text):
        sides = text[: match.start()], text[match.end() :]
        for name, rest in (sides, sides[::-1]):
            if is_section(name.rstrip(",")) and (date := plain_date(rest, day_first)) is not None:
                return Stamp(date, name.rstrip(","), CLOCK.search(rest) is not None)
    return None


def plain_date(text: str, day_first: bool | None) -> str | None:
    """The day that `text` is, without labels, weekday or clock; "" where it leaves the year open.

    None if `text` is no date, or says more than a date.
    """
    if re.fullmatch(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d\S*)?", text):
        return read(text)
    label = re.match(rf"(?:{pattern('date_labels').pattern})\s*:?\s+", text, re.IGNORECASE)
    rest = CLOCK.sub(" ", text[label.end() :] if label else text).strip(" ,;:.")
    if RELATIVE.fullmatch(rest):
        return ""
    if match := SLASHES.search(rest):
        return slashed(match, day_first) if match[0] == rest else None
    rest = SHORT_YEAR.sub(lambda m: f"{m[1]}.{m[2]}.{'20' if m[3] < '60' else '19'}{m[3]}", rest)
    rest = re.sub(r"(?<=\d{4})-c[iıuü]\b", "", rest)
    rest = re.sub(r"\b(\d\d?)(?:er|-?го|-?е|st|nd|rd|th|º)\b(?=\s)", r"\1", rest)
    words = [
        word
        for word in re.split(r"[\s,]+", rest.replace("(", " ").replace(")", " "))
        if word and word.casefold().rstrip(".") not in weekdays() and word.casefold() not in FILLERS
    ]
    names = [word for word in words if word.strip(".").isalpha()]
    if not 1 <= len(words) <= 5 or len(names) > 1 or not all(map(is_month, names)):
        return None
    core = " ".join(words)
    if (
        len(words) == 2
        and any(map(is_month, words))
        and any(w.rstrip(".").isdigit() for w in words)
    ):
        open_year = all(len(word.rstrip(".")) <= 2 or is_month(word) for word in words)
        return "" if open_year else None
    written = FIGURES.fullmatch(core) or (names and re.search(r"\b[12]\d{3}\b", core))
    return read(core) if written else None


def is_month(word: str) -> bool:
    """Whether `word` is the name of a month, in full or shortened."""
    plain = word.casefold().rstrip(".")
    return plain in months() or (plain[:3] in ENGLISH and plain.isascii() and len(plain) <= 9)


ENGLISH = frozenset(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
)


def slashed(match: re.Match[str], day_first: bool | None) -> str | None:
    """The day of "13/11/2025", read in the order that the page writes."""
    first, second = int(match[1]), int(match[2])
    if first == second or first > 12 or (second <= 12 and day_first):
        return read(f"{match[3]}-{second:02}-{first:02}")
    if second > 12 or day_first is False:
        return read(f"{match[3]}-{first:02}-{second:02}")
    return match[0]


def read(text: str) -> str | None:
    """`text` as a day, None if it is no day. A timestamp stays as written, for its zone."""
    try:
        value = read_date(text)
    except ValueError:
        return None
    if len(value) != 10:
        return None
    return text if "T" in text[:11] else value


def slash_order(lines: list[str]) -> bool | None:
    """Whether the page writes 13/11/2025 (True) or 11/13/2025 (False); None if nothing tells."""
    found = [match for line in lines if len(line) < 100 and (match := SLASHES.search(line))]
    if any(int(match[1]) > 12 for match in found):
        return True
    if any(int(match[2]) > 12 for match in found):
        return False
    letters = [sign for line in lines for sign in line if sign.isalpha()]
    foreign = sum(not sign.isascii() for sign in letters)
    return True if found and foreign > len(letters) / 100 else None


class Line(NamedTuple):
    """A line of a page that is neither blank nor clutter; `gap` if such lines stand above it."""

    number: int
    text: str
    gap: bool
    prose: bool
    stamp: Stamp | None
    byline: str


def split(text: str) -> list[Line]:
    """The lines of the page `text`, numbered from 1, without blank ones and clutter.

    A text without any date line is no page and has none.
    """
    written = [BLANK.sub(" ", line).strip() for line in re.split(r"\r\n?|\n", text)]
    day_first = slash_order(written)
    dates = [stamp(line, day_first) for line in written]
    if not any(dates):
        return []
    found: list[Line] = []
    gap = False
    for number, (line, date) in enumerate(zip(written, dates, strict=True), start=1):
        if not line or (found and date is None and is_clutter(line)):
            gap = True
            continue
        byline = authors(line) if found else ""
        found.append(Line(number, line, gap, date is None and is_prose(line), date, byline))
        gap = gap and bool(byline)
    return found


BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
