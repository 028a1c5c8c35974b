"""What does one language know of dates? Its table, compiled once."""

from dataclasses import dataclass
from functools import cache

from searchsvc.dates.guards import Guards, guards
from searchsvc.dates.hints import Hints, hints
from searchsvc.dates.language import Language, load
from searchsvc.dates.lexer import Lexer, lexer
from searchsvc.dates.relative import RelativeWords, relative_words
from searchsvc.dates.years import YearWords, year_words


@dataclass(frozen=True, slots=True)
class Grammar:
    """A compiled table: the words of dates, and those around them that matter."""

    language: Language
    lexer: Lexer
    guards: Guards
    hints: Hints
    years: YearWords
    relative: RelativeWords


@cache
def grammar(code: str) -> Grammar:
    """The grammar of an ISO 639-1 code."""
    language = load(code)
    return Grammar(
        language,
        lexer(language),
        guards(language),
        hints(language),
        year_words(language),
        relative_words(language),
    )
