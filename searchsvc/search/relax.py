"""Which articles hold most of the words where few or none hold all, and what does each lack?"""

from collections.abc import Sequence

from searchsvc import text
from searchsvc.article import Article
from searchsvc.engine import Engine
from searchsvc.parse.write import write
from searchsvc.query import (
    And,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Search,
    Word,
    leaves,
    scores,
)
from searchsvc.results import Expansion

FURTHEST = 2
"""How many words the articles that are offered besides may lack."""


def words_of(query: Node) -> tuple[Node, ...]:
    """The parts of `query` of which most may do: its words, not its restrictions."""
    nodes = query.nodes if isinstance(query, And) else (query,)
    return tuple(node for node in nodes if any(map(scores, leaves(node))))


def at_least(query: Node, least: int) -> Node:
    """`query` with all its restrictions, but only `least` of its words."""
    words = words_of(query)
    if not isinstance(query, And):
        return Or(words, least)
    rest = tuple(node for node in query.nodes if node not in words)
    return And((Or(words, least), *rest)) if rest else Or(words, least)


def hold_most(engine: Engine, query: Node, now: int) -> Node | None:
    """`query` with as many of its words as some article holds.

    None if an article holds all of them, or none any.
    """

    def found(node: Node) -> bool:
        return engine.search(Search(node, limit=0, now=now)).total > 0

    low, high = 0, len(words_of(query)) - 1
    if high < 1 or found(query):
        return None
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if found(at_least(query, middle)) else (low, middle - 1)
    return at_least(query, low) if low else None


def lack_few(query: Node) -> list[Node]:
    """`query` for articles that hold most of its words but not all, the nearest first."""
    words = words_of(query)
    not_all = Not(And(words))
    tried = range(len(words) - 1, max(0, len(words) - 1 - FURTHEST), -1)
    return [And((at_least(query, least), not_all)) for least in tried]


def missing(article: Article, query: Node, expanded: dict[Leaf, Expansion]) -> tuple[str, ...]:
    """The words of `query` that `article` does not hold, as they were typed."""
    caption = article.image.caption if article.image else ""
    written = {"title": article.title, "body": article.body, "caption": caption}
    held = {name: text.words(each) for name, each in written.items()}
    patterns = any(isinstance(leaf, Pattern | Fuzzy) for leaf in leaves(query))
    known = {
        word: analysed(word, article.language, patterns) for word in set().union(*held.values())
    }
    terms = {
        name: {term for word in set(words) for term in known[word]} for name, words in held.items()
    }

    def holds(leaf: Leaf) -> bool:
        fields = [field for field in leaf.fields if field in held]
        match leaf:
            case Phrase(_, _, words, distance):
                return any(
                    stands([known[word] for word in held[field]], words, distance)
                    for field in fields
                )
            case Word(_, _, wanted):
                return any(not terms[field].isdisjoint(wanted) for field in fields)
            case _:
                found = expanded[leaf].terms if leaf in expanded else ()
                return any(not terms[field].isdisjoint(found) for field in fields)

    return tuple(
        write(word)
        for word in words_of(query)
        if not any(holds(leaf) for leaf in leaves(word) if scores(leaf))
    )


def analysed(word: str, language: str, patterns: bool) -> frozenset[str]:
    """The term of `word`; where there are `patterns`, which look there too, also its forms."""
    forms = text.forms(word, language) if patterns else ()
    return frozenset((text.term(word, language), *forms))


def stands(
    held: Sequence[frozenset[str]], words: Sequence[tuple[str, ...]], distance: int | None
) -> bool:
    """Whether a text of the words `held` has `words` side by side, or all near each other."""
    if distance is None:
        return any(
            all(not held[at + step].isdisjoint(each) for step, each in enumerate(words))
            for at in range(len(held) - len(words) + 1)
        )
    different = tuple(dict.fromkeys(words))
    last: dict[tuple[str, ...], int] = {}
    for at, terms in enumerate(held):
        last |= {each: at for each in different if not terms.isdisjoint(each)}
        if len(last) == len(different) and at - min(last.values()) < len(different) + distance:
            return True
    return False
