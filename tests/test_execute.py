"""Does every tree match the documents, with the scores, that Whoosh's own searcher gives?"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import PlainSearch
from reference import edits as plain_edits
from whoosh import index
from whoosh.searching import Searcher

from searchsvc import text
from searchsvc.article import Article, Image, Mention
from searchsvc.cache import Cache
from searchsvc.engine.whoosh.builder import SegmentBuilder
from searchsvc.engine.whoosh.expand import edits
from searchsvc.engine.whoosh.fields import schema
from searchsvc.engine.whoosh.matches import Matches, intersect, scores_of, subtract, unite
from searchsvc.engine.whoosh.segment import open_segments
from searchsvc.engine.whoosh.snapshot import Snapshot
from searchsvc.engine.whoosh.toc import write_toc
from searchsvc.query import (
    TEXT_FIELDS,
    And,
    Every,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Range,
    Search,
    Word,
)
from searchsvc.results import Results

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
"""Stock Whoosh never closes the files of its columns."""

NOW = 1_000
LANGUAGES = ("en", "ru", "tr")
WORDS = ("moon", "mono", "landing", "landings", "the", "café", "caffé", "Çığ", "ёлка", "елки")
DATES = (None, "1989", "1990", "1990-01", "1990-01-20", "1990-01-21", "1991-01-20", "2024-02-29")
EVENTS = ("1969-07-20", "1969-07", "1969", "1970-01-01", "XXXX-01-20", "1990-01")
CATEGORIES = ("", "World", "Наука и жизнь", "world")

words = st.sampled_from(WORDS)
texts = st.lists(words, max_size=12).map(" ".join)
articles = st.builds(
    Article,
    id=st.from_regex(r"[a-zé]{1,3}", fullmatch=True),
    title=texts,
    body=texts,
    category=st.sampled_from(CATEGORIES),
    date=st.sampled_from(DATES),
    language=st.sampled_from(("", *LANGUAGES)),
    tags=st.sampled_from(((), ("the moon",))),
    aliases=st.sampled_from(((), ("old",), ("older",))),
    image=st.none() | texts.map(lambda caption: Image("", caption)),
    visible_from=st.sampled_from((None, None, NOW - 1, NOW, NOW + 1)),
    status=st.sampled_from(("normal", "normal", "normal", "withdrawn")),
    mentions=st.lists(
        st.sampled_from(EVENTS).map(lambda value: Mention(0, 1, value, "day", "text")),
        max_size=3,
    ).map(tuple),
)
archives = st.tuples(
    st.lists(articles, min_size=1, max_size=14, unique_by=lambda article: article.id),
    st.integers(1, 3),
    st.sets(st.integers(0, 13), max_size=4),
)
"""Articles, the number of segments, and which of the articles are deleted again."""

fields = st.sampled_from((TEXT_FIELDS, ("title",), ("body", "caption")))
labels = st.sampled_from(
    (
        Word("world", ("category",), ("world",)),
        Word("moon", ("tag",), ("moon",)),
        Word("ru", ("language",), ("ru",)),
        Word("undated", ("date",), ("undated",)),
        Word("1969", ("event",), ("1969",)),
    )
)
folded = words.map(text.fold)
tails = st.sampled_from(("", "*", "o*n"))
patterns = st.tuples(folded, st.integers(1, 4), st.booleans(), tails).map(
    lambda drawn: drawn[0][: drawn[1]] + "*" + (drawn[0][-1] if drawn[2] else "") + drawn[3]
)
days = st.none() | st.sampled_from(
    ("1969-01-01", "1969-07-20", "1969-12-31", "1989-12-31", "1990-01-01", "1990-01-31", "2024-02")
)
ranges = st.builds(Range, st.sampled_from(("date", "event")), days, days)
misspelt = st.tuples(folded, st.integers(0, 6), st.sampled_from(("", "x", "o", "n"))).map(
    lambda drawn: drawn[0][: drawn[1] + 1] + drawn[2] + drawn[0][drawn[1] + 2 :]
)
phrases = st.builds(
    lambda fields, typed, distance: Phrase(
        "",
        fields,
        tuple(text.alternatives(word, LANGUAGES) for word in typed),
        distance,
        tuple(map(text.spelling, typed)),
    ),
    fields,
    st.lists(words, min_size=2, max_size=4),
    st.none() | st.integers(0, 4),
)
single_words = st.builds(
    lambda fields, typed: Word(
        "", fields, text.alternatives(typed, LANGUAGES), (text.spelling(typed),)
    ),
    fields,
    words,
)
leaf_nodes = st.one_of(
    st.just(Every()),
    single_words,
    labels,
    st.builds(Pattern, st.just(""), fields, patterns),
    st.builds(Pattern, st.just(""), st.just(("category",)), st.sampled_from(("w*", "на*знь"))),
    st.builds(Fuzzy, st.just(""), fields, misspelt, st.integers(1, 2)),
    phrases,
    ranges,
)
trees = st.recursive(
    leaf_nodes,
    lambda nodes: st.one_of(
        st.builds(And, st.lists(nodes, min_size=1, max_size=4).map(tuple)),
        st.lists(nodes, min_size=1, max_size=4).flatmap(
            lambda parts: st.builds(Or, st.just(tuple(parts)), st.integers(1, len(parts)))
        ),
        st.builds(Not, nodes),
    ),
    max_leaves=8,
)


def write_archive(folder: Path, held: list[Article], count: int, deleted: set[int]) -> None:
    """Write an index of `count` segments; the articles of the numbers `deleted` are deleted."""
    segments = []
    for number in range(min(count, len(held))):
        builder = SegmentBuilder(folder)
        docs = {at: builder.add(held[at]) for at in range(number, len(held), count)}
        segment = builder.finish()
        for at in deleted & docs.keys():
            segment.delete_document(docs[at])
        segments.append(segment)
    write_toc(folder, schema(), segments, 1)


@contextmanager
def both(
    archive: tuple[list[Article], int, set[int]],
) -> Iterator[tuple[Snapshot, Searcher]]:
    """The same archive for both implementations."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_archive(folder, *archive)
        cache = Cache(1 << 20)
        with index.open_dir(folder).searcher() as searcher:
            yield Snapshot(open_segments(folder, cache), cache), searcher


def same(found: Results, expected: Results) -> None:
    """Fail unless two answers are equal, scores to a millionth."""
    assert found.total == expected.total
    assert [hit.article.id for hit in found.hits] == [hit.article.id for hit in expected.hits]
    scores = [hit.score for hit in expected.hits]
    assert [hit.score for hit in found.hits] == pytest.approx(scores, abs=1e-6)
    assert found.facets == expected.facets
    assert found.histogram == expected.histogram
    assert found.expanded == expected.expanded


relaxed = settings(
    deadline=None,
    max_examples=max(25, settings.default.max_examples // 4),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@relaxed
@given(archives, st.lists(trees, min_size=1, max_size=12))
def test_any_tree_matches_what_whoosh_matches(
    archive: tuple[list[Article], int, set[int]], queries: list[Node]
) -> None:
    """Totals, order, scores and expansions of any tree equal those of exhaustive search."""
    with both(archive) as (snapshot, searcher):
        for query in queries:
            search = Search(query, limit=30, now=NOW)
            same(snapshot.search(search), PlainSearch(searcher).answer(search))


@relaxed
@given(misspelt, st.lists(st.text("abcdeé", min_size=1, max_size=6)), st.integers(1, 2))
def test_edits_are_counted_as_letter_by_letter(word: str, terms: list[str], most: int) -> None:
    """Distances computed for a matrix of terms equal those computed for each alone."""
    letters = np.zeros((len(word) + most, len(terms)), np.uint32)
    terms = [term[: len(letters)] for term in terms]
    for column, term in enumerate(terms):
        letters[: len(term), column] = [ord(letter) for letter in term]
    sizes = np.array([len(term) for term in terms], np.int64)
    found = edits(word, letters, sizes, most) if terms else []
    assert [min(int(far), most + 1) for far in found] == [
        min(plain_edits(term, word, most), most + 1) for term in terms
    ]


sets = st.lists(st.integers(0, 99), unique=True).map(sorted)


@given(st.lists(sets, min_size=1, max_size=5), st.integers(1, 3), st.sampled_from((100, 100_000)))
def test_sets_of_documents_are_joined_as_sets(
    drawn: list[list[int]], least: int, doc_count: int
) -> None:
    """Unions, intersections and differences hold what sets hold, whichever way is taken."""
    parts = [Matches(np.array(docs, np.int64), np.ones(len(docs))) for docs in drawn]
    held = Counter(doc for docs in drawn for doc in docs)
    united = unite(parts, doc_count, least)
    expected = sorted(doc for doc, count in held.items() if count >= least)
    assert united.docs.tolist() == expected
    assert scores_of(united).tolist() == [held[doc] for doc in expected]
    both_in = intersect(parts[0], parts[-1], doc_count)
    assert both_in.docs.tolist() == sorted({*drawn[0]} & {*drawn[-1]})
    assert scores_of(both_in).tolist() == [2.0] * len(both_in.docs)
    left = subtract(parts[0], parts[-1].docs, doc_count)
    assert left.docs.tolist() == sorted({*drawn[0]} - {*drawn[-1]})
