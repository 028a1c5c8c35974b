"""What does an engine answer?"""

from dataclasses import dataclass, field
from typing import NamedTuple

from searchsvc.article import Article
from searchsvc.query import Leaf


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, with its score (0.0 where nothing scores)."""

    article: Article
    score: float


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles have one value of a facet."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """How many articles were published from the day `start` to the day `end`, inclusive."""

    start: str
    end: str
    count: int


@dataclass(frozen=True, slots=True)
class Expansion:
    """The index terms that a pattern or a fuzzy word stands for; `cut` if there were more."""

    terms: tuple[str, ...]
    cut: bool = False


class EventCount(NamedTuple):
    """What the archive holds of one day that its articles name.

    `date` is a day, or `XXXX-01-20` for a day of every year. `articles` counts those that speak of
    it, `years` the years in which they were published (apart from those before it), `headlines`
    those that name it in their title, `ahead` those for which it lay in the future, `named` those
    that name it by its date, not only as "yesterday".
    """

    date: str
    articles: int
    years: int
    headlines: int
    ahead: int
    named: int


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a `Search`.

    `total` is exact. `facets` has one entry for each facet asked for: its values with at least
    one article, ordered (category and language by count, then value; year newest first; month,
    day and `on` ascending). `expanded` tells what each `Pattern` and `Fuzzy` leaf stood for, so
    that nobody else expands it.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[Count, ...]] = field(default_factory=dict)
    histogram: tuple[Bar, ...] = ()
    expanded: dict[Leaf, Expansion] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """What an engine serves at this moment.

    `articles` counts all that are held (also hidden ones), `languages` lists theirs, `built` is an
    ISO timestamp, `withdrawn` and `embargoed` count what readers don't see.
    """

    generation: str
    articles: int
    languages: tuple[str, ...]
    built: str
    fingerprint: str
    sources: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    withdrawn: int = 0
    embargoed: int = 0
    rejects: int = 0
