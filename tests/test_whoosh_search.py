"""Does our search equal Whoosh's own exhaustive one, and which faults of Whoosh must be patched?

Whoosh 2.7.4 has faults in three compound queries. Each has its smallest example here; with the
two that matter patched, `searcher.search(query, limit=None)` is the reference for every tree that
Whoosh's query objects can say (a word that a phrase repeats counts twice there, once here).
`reference.py` needs no patch: it only uses matchers of single terms.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_execute import NOW, both, relaxed
from whoosh import query as stock
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import STORED, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.matching import binary, mcore

from searchsvc.article import Article
from searchsvc.query import And, Node, Not, Or, Phrase, Search, Word

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def find_first(self: binary.AndNotMatcher) -> None:
    """Skip what is excluded also where the other matcher begins before this one."""
    if self.a.is_active() and self.b.is_active():
        self._find_next()


def skip_maybe(self: binary.AndMaybeMatcher, target: int) -> bool:
    """Move the optional matcher along to where the required one has come."""
    if not self.a.is_active():
        raise mcore.ReadTooFar
    moved = self.a.skip_to(target)
    if self.a.is_active() and self.b.is_active() and self.b.id() < self.a.id():
        moved = self.b.skip_to(self.a.id()) or moved
    return bool(moved)


@contextmanager
def patched() -> Iterator[None]:
    """Whoosh with the faults mended that our language can meet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(binary.AndNotMatcher, "_find_first", find_first)
        patch.setattr(binary.AndMaybeMatcher, "skip_to", skip_maybe)
        yield


def scores(documents: tuple[str, ...], query: stock.Query) -> dict[int, float]:
    """What Whoosh finds in `documents`, with scores."""
    analyzer = SpaceSeparatedTokenizer()
    index = RamStorage().create_index(Schema(number=STORED, body=TEXT(analyzer=analyzer)))
    writer = index.writer()
    for number, body in enumerate(documents):
        writer.add_document(number=number, body=body)
    writer.commit()
    with index.searcher() as searcher:
        return {hit["number"]: hit.score for hit in searcher.search(query, limit=None)}


def term(name: str) -> stock.Term:
    return stock.Term("body", name)


def test_stock_whoosh_lets_an_excluded_document_through() -> None:
    """`AndNot` shows its first document whatever is excluded; the patch looks."""
    documents, query = ("b", "a b", "a"), stock.AndNot(term("a"), term("b"))
    assert set(scores(documents, query)) == {1, 2}
    with patched():
        assert set(scores(documents, query)) == {2}


def test_stock_whoosh_cannot_require() -> None:
    """`Require` finds what does not hold the required term; our language does without it."""
    documents, query = ("a b", "a", "a b"), stock.Require(term("a"), term("b"))
    assert set(scores(documents, query)) == {1}


def test_stock_whoosh_loses_the_score_of_an_optional_term() -> None:
    """`AndMaybe` leaves its optional part behind when it skips; the patch brings it along."""
    documents = ("a", "b c", "a b c")
    query = stock.And([term("c"), stock.AndMaybe(term("a"), term("b"))])
    whole = sum(scores(documents, term(name))[2] for name in "abc")
    assert scores(documents, query)[2] < whole - 0.1
    with patched():
        assert scores(documents, query)[2] == pytest.approx(whole)


WORDS = ("moon", "mono", "the", "landing")
leaves = st.sampled_from(WORDS).map(lambda word: Word(word, ("body",), (word,)))
phrases = st.lists(st.sampled_from(WORDS), min_size=2, max_size=3, unique=True).map(
    lambda words: Phrase("", ("body",), tuple((word,) for word in words))
)
positive = st.recursive(
    leaves | phrases,
    lambda nodes: (
        st.lists(nodes, min_size=2, max_size=3, unique=True).map(lambda each: And(tuple(each)))
        | st.lists(nodes, min_size=2, max_size=3, unique=True).map(lambda each: Or(tuple(each)))
    ),
    max_leaves=6,
)
queries = positive | st.tuples(positive, positive).map(lambda two: And((two[0], Not(two[1]))))


def in_whoosh(node: Node) -> stock.Query:
    """`node` in Whoosh's own query objects."""
    match node:
        case And((one, Not(other))):
            return stock.AndNot(in_whoosh(one), in_whoosh(other))
        case And(nodes):
            return stock.And([in_whoosh(each) for each in nodes])
        case Or(nodes):
            return stock.Or([in_whoosh(each) for each in nodes])
        case Phrase(_, (field,), words):
            return stock.Phrase(field, [word for (word,) in words])
        case Word(_, (field,), (name,)):
            return stock.Term(field, name)
        case _:
            raise AssertionError(node)


articles = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=10).map(" ".join),
    min_size=1,
    max_size=12,
).map(lambda bodies: [Article(f"{n:02}", "x", body) for n, body in enumerate(bodies)])
archives = st.tuples(articles, st.integers(1, 3), st.sets(st.integers(0, 11), max_size=3))


@relaxed
@given(archives, st.lists(queries, min_size=1, max_size=10))
def test_any_query_equals_exhaustive_search(
    archive: tuple[list[Article], int, set[int]], asked: list[Node]
) -> None:
    """The documents and their scores, to 1e-6, are those of Whoosh's own searcher."""
    with both(archive) as (snapshot, searcher), patched():
        for node in asked:
            found = snapshot.search(Search(node, limit=100, now=NOW))
            expected = {
                hit["body"] + str(hit.docnum): hit.score
                for hit in searcher.search(in_whoosh(node), limit=None)
            }
            assert found.total == len(expected)
            assert sorted(hit.score for hit in found.hits) == pytest.approx(
                sorted(expected.values()), abs=1e-6
            )
