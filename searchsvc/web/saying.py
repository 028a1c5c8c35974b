"""How does the interface say things? Texts, dates and numbers in the language that it speaks.

English texts are the keys of the catalogues in `searchsvc/locale`; months, numbers and the names
of languages are those of CLDR.
"""

import io
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple

from markupsafe import Markup

from searchsvc.day import first_day
from searchsvc.message import Message

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = {"en": "English", "az": "Azərbaycanca", "de": "Deutsch", "ru": "Русский"}
"""The languages of the interface, each by its own name; the first one where none is wanted."""

ENGLISH = next(iter(LANGUAGES))

MOST_DATES = 4096
MOST_TEXTS = 2048
"""Dates in one form, and texts of templates, that are kept as they are printed."""

Of = TypeVarTuple("Of")
Answer = TypeVar("Answer", str, Markup)
Said = TypeVar("Said", str, Markup)

spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)
"""The language in which the request at hand is answered."""


@dataclass(frozen=True, slots=True, eq=False)
class Interface:
    """A language of the interface: its texts, its names of things, what parts thousands."""

    texts: NullTranslations
    locale: "Locale"
    languages: dict[str, str]
    group: str


@cache
def load(language: str) -> Interface:
    """The texts and names of `language`; read once, when somebody first wants it.

    Babel is imported here, so that the commands of a shell do without it.
    """
    from babel import Locale, localedata

    for each in LANGUAGES:  # A locale read after another's months were printed may get its names.
        localedata.load(each)
    locale = Locale(language)
    group = locale.number_symbols["latn"]["group"]
    return Interface(read_texts(language), locale, dict(locale.languages), group)


def read_texts(language: str) -> NullTranslations:
    """The catalogue of `language`, from its source: no compiled one has to be built or kept."""
    if language == ENGLISH:
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = files("searchsvc").joinpath("locale", language, "LC_MESSAGES", "messages.po")
    with source.open("rb") as stream:
        catalogue = read_po(stream, language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def gettext(message: str, **values: object) -> str:
    """`message` in the language of the interface; whole numbers in it are grouped."""
    return filled(load(spoken.get()).texts.gettext(message), values)


def pgettext(context: str, message: str, **values: object) -> str:
    """The same for a message that means something else in another `context`."""
    return filled(load(spoken.get()).texts.pgettext(context, message), values)


def ngettext(one: str, several: str, count: int, **values: object) -> str:
    """The message for so many, by the language's own plural forms; `count` is one of its values."""
    said = load(spoken.get()).texts.ngettext(one, several, count)
    return filled(said, {"count": count, **values})


def message(said: str) -> str:
    """Mark a message that `gettext` is given later."""
    return said


def told(sentence: str) -> str:
    """A sentence from the floors below: a Message in the interface's language, else as it is."""
    if not isinstance(sentence, Message):
        return sentence
    values = {
        name: told(value) if isinstance(value, str) else value
        for name, value in sentence.values.items()
    }
    if not sentence.several:
        return gettext(sentence.pattern, **values)
    count = values.pop("count")
    assert isinstance(count, int)
    return ngettext(sentence.pattern, sentence.several, count, **values)


def filled(said: Said, values: dict[str, object]) -> Said:
    """`said` with its `values`; where it is markup, they are escaped unless they are as well."""
    if not values:
        return said
    return said % {
        name: number(value) if isinstance(value, int) else value for name, value in values.items()
    }


def printed(message: str, **values: object) -> Markup:
    """`gettext` for templates, as markup."""
    return filled(markup(spoken.get(), "", message), values)


def printed_in(context: str, message: str, **values: object) -> Markup:
    """`pgettext` for templates, as markup."""
    return filled(markup(spoken.get(), context, message), values)


@lru_cache(maxsize=MOST_TEXTS)
def markup(language: str, context: str, message: str) -> Markup:
    """A text of the catalogue of `language`; it may hold markup."""
    texts = load(language).texts
    said = texts.pgettext(context, message) if context else texts.gettext(message)
    return Markup(said)  # noqa: S704


def number(count: int) -> str:
    """A whole number with its thousands parted."""
    if 0 <= count < 1000:
        return str(count)
    return f"{count:,}".replace(",", load(spoken.get()).group)


def remembered(say: Callable[[*Of], Answer]) -> Callable[[*Of], Answer]:
    """`say`, with what it said last of the same things in the same language.

    For what is said of dates and of little else: they are short, and stand on many pages.
    """

    @lru_cache(maxsize=MOST_DATES)
    def said(_: str, of: tuple[*Of]) -> Answer:
        return say(*of)

    @wraps(say)
    def in_the_language_spoken(*of: *Of) -> Answer:
        return said(spoken.get(), of)

    return in_the_language_spoken


@remembered
def dated(value: str, pattern: str) -> str:
    """The first day of an ISO date as CLDR's `pattern` says."""
    from babel.dates import format_date

    return format_date(first_day(value), pattern, load(spoken.get()).locale)


def language_name(code: str) -> str:
    """The name of a language as it stands in a sentence; its code where it has no name."""
    return load(spoken.get()).languages.get(code.replace("-", "_"), code)


def capital(said: str) -> str:
    """`said` with a capital at its beginning; that of the Azerbaijani i has a dot."""
    first = "İ" if said[:1] == "i" and spoken.get() == "az" else said[:1].upper()
    return first + said[1:]
