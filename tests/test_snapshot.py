"""Does a snapshot find articles by id, by likeness and by a nearly right word, for all threads?"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_execute import write_archive

from searchsvc import text
from searchsvc.article import Article
from searchsvc.cache import Cache
from searchsvc.engine.whoosh.segment import open_segments
from searchsvc.engine.whoosh.snapshot import Snapshot
from searchsvc.query import TEXT_FIELDS, Every, Facet, Fuzzy, Pattern, Phrase, Search, Word

ARMSTRONG = "Neil Armstrong walked on the Moon near the lunar module Eagle with his camera"
HELD = [
    Article("a", "Moon landing", ARMSTRONG, language="en", aliases=("old", "shared")),
    Article("b", "Anniversary of the landing", f"{ARMSTRONG} in Zürich", language="en"),
    Article("c", "Armies", "The armies of Europe and the lunar camera", language="en"),
    Article("d", "Secret", "Xylophone", language="en", visible_from=2**40),
    Article("e", "Gone", "Quagmire", language="en", aliases=("shared",)),
    Article("f", "Deleted", "Velociraptor", language="en", aliases=("late",)),
]


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """Eight articles in two segments, one of them deleted, two translations of each other."""
    pair = [replace(HELD[0], id=name, translation_of="key") for name in "gh"]
    write_archive(tmp_path, [*HELD, *pair], 2, {5})
    cache = Cache(1 << 20)
    return Snapshot(open_segments(tmp_path, cache), cache)


def test_an_article_is_found_by_its_id_or_by_its_own_alias(snapshot: Snapshot) -> None:
    """A hidden article is found too; a deleted one, and an alias of several, are not."""
    for wanted in ("a", "d"):
        found = snapshot.get(wanted)
        assert found and found.id == wanted
    assert snapshot.get("f") is snapshot.get("late") is snapshot.get("shared") is None
    assert sorted(article.id for article in snapshot.articles()) == list("abcdegh")


def test_similar_articles_share_telling_terms(snapshot: Snapshot) -> None:
    """Neither the article itself nor its translations are similar to it."""
    assert [article.id for article in snapshot.similar("g", 2, 0)] == ["a", "b"]
    assert snapshot.similar("nobody", 2, 0) == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("armstrnog", "armstrong"),
        ("zurihc", "zürich"),
        ("armeis", "armies"),
        ("camera", None),
        ("armies", None),
        ("xylophon", None),
        ("velociraptr", None),
        ("kamera", None),
        ("", None),
    ],
)
def test_a_word_is_corrected_to_one_that_stands_in_a_visible_text(
    snapshot: Snapshot, written: str, meant: str | None
) -> None:
    """No stem, no word of a hidden or deleted article, none with another first letter."""
    assert snapshot.correct(written) == meant


def test_threads_share_a_snapshot(tmp_path: Path) -> None:
    """Many threads with a cache that is far too small get what one alone gets."""
    held = [
        Article(f"n{number}", f"Word{number % 7}", f"word{number % 5} side by side", language="en")
        for number in range(300)
    ]
    write_archive(tmp_path, held, 3, set())
    term = text.alternatives("word1", ("en",))
    queries = [
        Every(),
        Word("", TEXT_FIELDS, term),
        Pattern("", TEXT_FIELDS, "wor*"),
        Fuzzy("", TEXT_FIELDS, "worb1", 1),
        Phrase("", TEXT_FIELDS, (term, text.alternatives("side", ("en",)))),
    ]
    searches = [Search(query, facets=(Facet("year"),), limit=9) for query in queries] * 20
    alone = Cache(1 << 24)
    expected = list(map(Snapshot(open_segments(tmp_path, alone), alone).search, searches))
    small = Cache(20_000)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(Snapshot(open_segments(tmp_path, small), small).search, searches))
    assert found == expected
    assert small.nbytes <= 20_000


def test_a_cache_keeps_what_was_used_last() -> None:
    """The least recently used value gives way; one that is too large is never kept."""
    cache = Cache(100)
    small = np.zeros(40, np.uint8)
    for key in "ab":
        cache.put(key, small)
    cache.get("a")
    cache.put("c", small)
    cache.put("d", np.zeros(101, np.uint8))
    assert [key for key in "abcd" if cache.get(key) is not None] == ["a", "c"]
    assert cache.nbytes == 80
