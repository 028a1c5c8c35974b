"""The language of an article is told from its text, or left open."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.language import detect

SENTENCES = {
    language: lines.strip().split("\n")
    for language, lines in tomllib.loads(
        (Path(__file__).parent / "data" / "languages.toml").read_text("utf-8")
    ).items()
}


@pytest.mark.parametrize("language", SENTENCES)
def test_an_article_is_told_by_its_text(language: str) -> None:
    """Several sentences are enough for every language of the table."""
    assert detect("\n".join(SENTENCES[language])) == language


@pytest.mark.parametrize(
    ("language", "sentence"),
    [(name, line) for name in ("az", "tr", "uk", "hy", "ka") for line in SENTENCES[name]],
)
def test_neighbours_are_told_apart_by_one_sentence(language: str, sentence: str) -> None:
    """Azerbaijani is not taken for Turkish, nor Ukrainian for Russian."""
    assert detect(sentence) == language


def test_single_sentences_are_told_or_left_open() -> None:
    """Of all sentences at most one in fifty is taken for another language."""
    told = [(name, detect(line)) for name, lines in SENTENCES.items() for line in lines]
    assert sum(right == found for right, found in told) >= 0.95 * len(told)
    assert sum(found not in ("", right) for right, found in told) <= 0.02 * len(told)


@pytest.mark.parametrize(
    "text", ["", "1990", "Oper shr 51", "\ud800", "\x00\u202e", "日本", "Баку"]
)
def test_too_little_text_is_left_open(text: str) -> None:
    """A few letters tell nothing."""
    assert detect(text) == ""


def test_long_articles_are_told_by_their_main_part() -> None:
    """A headline and a navigation in other languages don't matter."""
    english = " ".join(SENTENCES["en"])
    body = "\n".join(SENTENCES["az"] * 2)
    assert detect(f"{english}\n{body}\n{english}") == "az"


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_has_a_language_or_none(text: str) -> None:
    """Whatever the text is, the answer is a code of two letters or nothing."""
    assert len(detect(text)) in (0, 2)
