"""What is one date found in a text?"""

from dataclasses import dataclass
from typing import Literal

Precision = Literal["day", "month", "year"]
YearSource = Literal[
    "explicit",  # written beside the day: "20 January 1990"
    "range",  # written beside the other end: "27 September - 10 November 2020"
    "context",  # written elsewhere in the text
    "nearest",  # the year that brings the day nearest to publication
    "recurring",  # no year at all: "every 20 January"
    "implied",  # counted back from an anniversary: "the 35th anniversary"
    "relative",  # counted from publication: "yesterday", "8 May this year"
]


@dataclass(frozen=True, slots=True)
class Mention:
    """A date and where it stands: `text[start:end]` speaks of `value`.

    `value` is ISO, cut to its precision; "XXXX-01-20" is 20 January of every year.
    """

    start: int
    end: int
    value: str
    precision: Precision
    year_source: YearSource
    future: bool
