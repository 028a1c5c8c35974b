"""THE CONTRACT of order: does an engine rank what was typed above what only shares its stem?

Nothing here knows which engine it is.
"""

import pytest
from conftest import rebuild
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article
from searchsvc.bonus import BEST, bonus
from searchsvc.engine import Engine
from searchsvc.parse import parse
from searchsvc.query import Search

NOW = 2_000_000_000


def ranked(engine: Engine, query: str, *texts: str, language: str = "en") -> list[str]:
    """Which of `texts`, the bodies of articles of one day, a query finds, best first."""
    rebuild(
        engine,
        [
            Article(str(number), "A report", text, language=language)
            for number, text in enumerate(texts)
        ],
    )
    asked = Search(parse(query, engine.state().languages).query, now=NOW)
    return [hit.article.body for hit in engine.search(asked).hits]


@pytest.mark.parametrize(
    ("query", "language", "typed", "stemmed"),
    [
        ("landings", "en", "Both landings failed", "Both landing failed"),
        ("landing", "en", "Both landing failed", "Both landings failed"),
        ("policing", "en", "A policing matter", "A police matter"),
        ("police", "en", "A police matter", "A policing matter"),
        ("general", "en", "The general spoke", "The generals spoke"),
        ("LANDINGS", "en", "Both landings failed", "Both landing failed"),
        ("élèves", "fr", "Les élèves partent", "Les élève partent"),
        ("café", "fr", "Le café ferme", "Le cafe ferme"),
        ("выборов", "ru", "После выборов страна", "После выборы страна"),
        ("выбор", "ru", "Их выбор труден", "Их выборы труден"),
        ('"share price"', "en", "A share price fell", "A shares priced fell"),
        ('"shares priced"', "en", "A shares priced fell", "A share price fell"),
        ('"price share"~3', "en", "A share price fell", "A shares price fell"),
    ],
)
def test_what_is_spelled_as_typed_ranks_above(
    empty: Engine, query: str, language: str, typed: str, stemmed: str
) -> None:
    """Both are found; the order in which they were indexed makes no difference."""
    for texts in ((typed, stemmed), (stemmed, typed)):
        assert ranked(empty, query, *texts, language=language) == [typed, stemmed]


def test_a_word_typed_without_accents_means_both(empty: Engine) -> None:
    """Who has no é on the keyboard gets the same order as before: here that of the ids."""
    found = ranked(empty, "cafe", "Le café ferme", "Le cafe ferme", language="fr")
    assert found == ["Le café ferme", "Le cafe ferme"]


def test_a_spelling_in_another_field_counts_too(empty: Engine) -> None:
    """The title as typed is a word as typed."""
    rebuild(
        empty,
        [
            Article("1", "Landing", "The landings were late", language="en"),
            Article("2", "Landing", "The landing was late", language="en"),
        ],
    )
    found = empty.search(Search(parse("landings", ("en",)).query, now=NOW))
    assert [hit.article.id for hit in found.hits] == ["1", "2"]


def test_the_second_stage_ends_where_the_first_goes_on(empty: Engine) -> None:
    """Pages across the border hold each article once, in the order of one long page."""
    rebuild(
        empty,
        [
            Article(f"{number:03}", "", "land " * (1 + number % 3) + "lands " * (number % 2))
            for number in range(BEST + 60)
        ],
    )
    query = parse("lands", ("en",)).query

    def page(offset: int, limit: int) -> list[tuple[str, float]]:
        found = empty.search(Search(query, offset=offset, limit=limit, now=NOW))
        return [(hit.article.id, hit.score) for hit in found.hits]

    whole = page(0, BEST + 60)
    assert len(dict(whole)) == BEST + 60
    assert [entry for at in range(0, BEST + 60, 45) for entry in page(at, 45)] == whole
    scores = [score for _, score in whole]
    assert scores == sorted(scores, reverse=True)


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_words_as_typed_never_rank_lower(some: float, more: float) -> None:
    """The bonus grows with what is as typed, and nothing as typed earns none."""
    assert bonus(0.0) == 1
    assert bonus(min(some, more)) <= bonus(max(some, more))
