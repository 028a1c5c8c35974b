"""Is any text read as a query, in time, shown as it was read, nothing dropped in silence?"""

import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchsvc import text
from searchsvc.errors import BadQuery
from searchsvc.parse import LONGEST, MOST_WORDS, parse
from searchsvc.parse.write import write

LANGUAGES = ("en", "ru", "tr", "fr")


@pytest.mark.parametrize(
    "written",
    [
        "a" * LONGEST,
        "a " * MOST_WORDS,
        "(" * 4000,
        ")" * 4000,
        "()" * 2000,
        "-(" * 2000,
        "a OR " * 400,
        "a OR " * 800,
        "OR " * 1333,
        '"' * 4000,
        "-" * 4000,
        "*" * 4000,
        "a*" * 2000,
        "*a" * 2000,
        "a~" * 2000,
        "~" * 4000,
        "x:" * 2000,
        "x: " * 1333,
        "title:" * 666,
        "title:(" * 570,
        "NOT " * 1000,
        "NOT(" * 1000,
        "date:1.1." * 444,
        "".join(f"date:{day}.1.1990 " for day in range(1, 29)) * 8,
        "date:" + "9" * 3990,
        '"a b"~' + "9" * 3990,
        "İ" * 4000,
        "\u0301" * 4000,
        "東" * 399,
        "a\u0301" * 2000,
        "\ud800" * 4000,
    ],
    ids=lambda written: written[:12].encode("ascii", "backslashreplace").decode(),
)
def test_any_4000_characters_are_read_or_refused_quickly(written: str) -> None:
    """The goal is 50 ms; the bound leaves room for slow machines."""
    began = time.perf_counter()
    with suppress(BadQuery):
        parse(written, LANGUAGES)
    assert time.perf_counter() - began < 0.5


ANY = st.text(st.characters(), max_size=LONGEST)
SIGNS = ("(", ")", '"', "-", "*", "~", "~2", ":", " ", " OR ", " AND ", " NOT ", "..", ".", "_")
NAMES = ("title:", "body:", "category:", "language:", "tag:", "date:", "about:", "before:", "foo:")
TYPED = (
    "1990",
    "-01",
    "moon",
    "Ай",
    "ə",
    "a",
    "l'été",
    "東京",
    "1,000.5",
    "\ud800",
    "\x00",
    "é",
    "U.S",
)
PIECES = st.sampled_from((*SIGNS, *NAMES, *TYPED))
QUERIES = st.lists(PIECES, max_size=40).map("".join)


@given(ANY | QUERIES)
@example("OR")
@example("x OR _*")
def test_what_is_written_back_reads_as_the_same_tree(written: str) -> None:
    """`read_as` is the query in our own syntax; reading it again says the same, without a note."""
    try:
        query = parse(written, LANGUAGES).query
    except BadQuery:
        return
    if len(read_as := write(query)) <= LONGEST:
        again = parse(read_as, LANGUAGES)
        assert again == (query, ())
        assert write(again.query) == read_as


WORDS_ONLY = st.lists(
    st.sampled_from(["(", ")", '"', "-", "*", " ", " ", " OR ", " NOT ", "title:", "tag:", "foo:"])
    | st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=6),
    max_size=20,
).map("".join)


@given(WORDS_ONLY)
@example('title:""')
@example("a*_b")
def test_no_word_is_dropped_without_a_note(written: str) -> None:
    """Every word that was typed is in what is shown as read, or a note speaks."""
    query, notes = parse(written)
    read_as = {text.fold(word) for word in text.words(write(query))}
    typed = [word for word in text.words(written) if word not in ("AND", "OR", "NOT")]
    assert notes or {text.fold(word) for word in typed} <= read_as
