"""What is asked of an engine: a tree of nodes, and the search around it.

A leaf keeps the words as they were typed (`text`), the index fields it looks in, and the analysed
terms it looks for, so that an engine analyses nothing and the tree can be written back as a query.
The text fields `title`, `body` and `caption` score; every other field only restricts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Sort = Literal["relevance", "newest", "oldest"]

TEXT_FIELDS = ("title", "body", "caption")
FORM_FIELDS = ("title_forms", "body_forms")
"""Where the unstemmed forms stand that differ from their term; `Pattern` and `Fuzzy` look there
too whenever they look in a text field (`title_forms` with title, `body_forms` with body or
caption)."""


@dataclass(frozen=True, slots=True)
class Every:
    """All articles."""


@dataclass(frozen=True, slots=True)
class Word:
    """Articles with any of `terms` in any of `fields`; those with `spellings` rank above."""

    text: str
    fields: tuple[str, ...]
    terms: tuple[str, ...]
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """Articles with a term that fits `pattern`, in which `*` stands for any run of characters."""

    text: str
    fields: tuple[str, ...]
    pattern: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Articles with a term at most `distance` edits (insert, delete, replace, swap) from `term`
    that shares its first letter."""

    text: str
    fields: tuple[str, ...]
    term: str
    distance: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Articles that hold one of `words[0]`, one of `words[1]` ... in one field.

    With `distance` None they follow each other directly; else they stand in any order within a
    window that holds at most `distance` words besides them. Articles that hold each word in its
    spelling of `spellings` rank above.
    """

    text: str
    fields: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    distance: int | None = None
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """Articles whose `date` lies wholly between two days, both inclusive (ISO, None: open)."""

    field: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class And:
    """Articles that match all of `nodes`."""

    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that match at least `least` of `nodes`."""

    nodes: "tuple[Node, ...]"
    least: int = 1


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that don't match `node`; never scores."""

    node: "Node"


Leaf = Word | Pattern | Fuzzy | Phrase
Node = Every | Word | Pattern | Fuzzy | Phrase | Range | And | Or | Not


@dataclass(frozen=True, slots=True)
class Facet:
    """A question for counts: `category`, `language`, `year`, `month`, `day`, `event_year`, `on`.

    `inside` lists the years whose months, or the months whose days, are wanted. `on` counts the
    calendar days (`01-20`) of publication over all years.
    """

    name: str
    inside: tuple[str, ...] = ()


FILTER_OF = {
    "category": "category",
    "language": "language",
    "year": "date",
    "month": "date",
    "day": "date",
    "on": "date",
    "event_year": "event",
}
"""Which filter is a facet's own, and so left out where the facet is counted."""


@dataclass(frozen=True, slots=True)
class Search:
    """One question to an engine.

    `filters` narrow the tree: `category` and `language` by value (with `uncategorised`,
    `unknown`), `date` by periods of publication (`1990`, `1990-01`, `1990-01-20`, `undated`),
    `event` by periods that the text speaks of; the values of one filter are alternatives. Only
    articles visible at `now` (seconds since 1970) are found, counted or listed.
    """

    query: Node
    filters: dict[str, frozenset[str]] = field(default_factory=dict)
    facets: tuple[Facet, ...] = ()
    histogram: bool = False
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    now: int = 0


def leaves(node: Node) -> Iterator[Leaf]:
    """The leaves of `node` that a matching article holds: none of those below a `Not`."""
    match node:
        case And(nodes) | Or(nodes):
            for part in nodes:
                yield from leaves(part)
        case Word() | Pattern() | Fuzzy() | Phrase():
            yield node


def scores(node: Leaf) -> bool:
    """Whether `node` looks in a text field, so that its matches add to the score."""
    return node.fields[0] in TEXT_FIELDS
