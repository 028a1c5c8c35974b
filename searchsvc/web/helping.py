"""How can one ask? The query language in examples that can be clicked."""

from collections.abc import Iterable
from dataclasses import dataclass

from searchsvc.request import Request
from searchsvc.web.links import search_path
from searchsvc.web.saying import gettext, message

GROUPS = (
    (
        message("Words"),
        (
            ("moon landing", message("Both words, in any order; also in their other forms.")),
            (
                "moon OR mars",
                message(
                    "Either word. OR is written in capitals and binds first: a OR b c means (a "
                    "OR b) c."
                ),
            ),
            ("moon -mars", message("The first word without the second; NOT mars says the same.")),
            ("(moon OR mars) landing", message("Parentheses hold together what belongs together.")),
        ),
    ),
    (
        message("Phrases, and words that are near"),
        (
            ('"human rights"', message("These words side by side, in this order.")),
            (
                '"earthquake night"~5',
                message("Both words, with at most five others between or beside."),
            ),
        ),
    ),
    (
        message("Parts of words, and spellings"),
        (
            ("light*", message("Words that begin so: light, lighthouse, lights.")),
            ("earthquke~", message("Words that differ in one letter; ~2 allows two.")),
        ),
    ),
    (
        message("In one field"),
        (
            ("title:moon", message("In the headline; body:moon in the text.")),
            (
                "category:science",
                message("In one category; uncategorised articles have category:uncategorised."),
            ),
            ("language:ru", message("In one language, by its code.")),
            (
                'author:"Ada Bright"',
                message("By one author; tag: and source: work in the same way."),
            ),
        ),
    ),
    (
        message("When it was published"),
        (
            (
                "date:1990",
                message("In this year; date:1990-01 in this month, date:1990-01-20 on this day."),
            ),
            (
                "date:1990..1995",
                message(
                    "From the first day of 1990 to the last of 1995; either end may be left open."
                ),
            ),
            ("before:1950", message("Until the end of 1949.")),
            ("after:2000-06", message("From 1 July 2000 on.")),
            ("date:undated", message("Articles whose date is not known.")),
        ),
    ),
    (
        message("Of which time it speaks"),
        (
            (
                "about:1990-01",
                message(
                    "Articles whose text names a day of January 1990, whenever they were published."
                ),
            ),
            ("about:1969-07-20", message("The same for one day.")),
        ),
    ),
)

OTHERWISE = (
    ("light*", message("Words that begin so: light, lighthouse, lights.")),
    ("januray~", message("Words that are spelled nearly so.")),
    ("moon OR mars", message("Either word is enough.")),
)
"""What somebody could try who found nothing."""


@dataclass(frozen=True, slots=True)
class Example:
    """A query, what it means, and the address of its result."""

    query: str
    meaning: str
    href: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """Examples of one kind."""

    label: str
    examples: tuple[Example, ...]


def lessons() -> tuple[Lesson, ...]:
    """The whole query language, in examples."""
    return tuple(Lesson(gettext(label), shown(examples)) for label, examples in GROUPS)


def shown(examples: Iterable[tuple[str, str]]) -> tuple[Example, ...]:
    """Queries, each with what it means, as examples that can be tried."""
    return tuple(
        Example(query, gettext(said), search_path(Request(q=query))) for query, said in examples
    )
