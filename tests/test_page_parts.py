"""Are the words, links and figures of pages made rightly, each part for itself?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from searchsvc.article import Article, Mention
from searchsvc.request import DEEPEST, Request
from searchsvc.results import Bar
from searchsvc.web.chart import chart
from searchsvc.web.prose import paragraphs_of, prose
from searchsvc.web.sheet import numbered
from searchsvc.web.story import citation, parted, web_address
from searchsvc.web.words import (
    articles,
    date_words,
    day_words,
    in_language,
    language_words,
    listed,
    value_words,
    years_ago,
)

TEXTS = st.text("a \n<&é", max_size=60)
PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)))


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (date_words("1990-01-20"), "20 January 1990"),
        (date_words("1990-01"), "January 1990"),
        (date_words("0988"), "988"),
        (date_words("undated"), "Undated"),
        (date_words(None), "Undated"),
        (day_words("02-29"), "29 February"),
        (language_words("az"), "Azerbaijani"),
        (language_words("unknown"), "Unknown"),
        (language_words("xx"), "xx"),
        (value_words("category", "uncategorised"), "Uncategorised"),
        (value_words("tag", "undated"), "undated"),
        (articles(1), "1 article"),
        (articles(19043), "19,043 articles"),
        (years_ago(0), "This year"),
        (years_ago(1), "1 year ago"),
        (years_ago(100), "100 years ago"),
        (listed(()), ""),
        (listed(("A",)), "A"),
        (listed(("A", "B", "C")), "A, B and C"),
        (in_language("en"), ""),
        (in_language("ru"), ' lang="ru"'),
        (in_language("ar"), ' lang="ar" dir="rtl"'),
        (in_language('"'), ' lang="&#34;"'),
    ],
)
def test_words_of_the_interface(made: str, words: str) -> None:
    """What is not known has a name; what is known is written as people read it."""
    assert made == words


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/b?c", "https://a.example/b?c"),
        (" HTTP://a.example ", "HTTP://a.example"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.example", None),
        ("https:", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, address: str | None) -> None:
    """Anything but http and https is not followed."""
    assert web_address(url) == address


@pytest.mark.parametrize(
    ("number", "last", "labels"),
    [
        (1, 3, "1 2 3"),
        (1, 9, "1 2 3 … 9"),
        (5, 9, "1 … 3 4 5 6 7 … 9"),
        (9, 9, "1 … 7 8 9"),
    ],
)
def test_numbers_of_pages(number: int, last: int, labels: str) -> None:
    """The first, the last and the near ones are named, with gaps where some are left out."""
    links = numbered(Request(q="a", page=number), last)
    assert " ".join(link.label for link in links) == labels
    assert [link.label for link in links if link.current] == [str(number)]


@given(TEXTS, PLACES)
def test_marks_and_links_change_no_word(written: str, places: list[tuple[int, int]]) -> None:
    """Without its markup, a text in paragraphs is what it was."""
    found, at = [], 0
    for start, length in sorted(places):
        if start >= at and start + length <= len(written):
            found.append((start, at := start + length))
    mentions = tuple(
        Mention(start, start + length, "1990-01-20", "day", "stated")
        for start, length in places[:3]
    )
    text = prose(written, found, mentions, lambda mention: f"/x?about={mention.value}&y")
    plain = [Markup(each).striptags() for each in text.paragraphs]
    wanted = [Markup(escape(written[low:high])).striptags() for low, high in paragraphs_of(written)]
    assert [" ".join(each.split()) for each in plain] == [each for each in wanted if each]


@pytest.mark.parametrize(
    ("written", "paragraphs"),
    [
        ("one", ["one"]),
        ("one\ntwo", ["one", "two"]),
        ("one\n\ntwo", ["one", "two"]),
        ("one\n \n\ntwo\nlines", ["one", "two\nlines"]),
        ("\n\none\n\n", ["one"]),
        ("", []),
    ],
)
def test_paragraphs(written: str, paragraphs: list[str]) -> None:
    """Empty lines part them; where there are none, each line is one."""
    assert list(prose(written, [], (), lambda _: None).paragraphs) == paragraphs


def test_a_found_word_inside_a_date_is_marked_in_the_link() -> None:
    """Marks stand inside links, and are numbered."""
    date = Mention(3, 18, "1990-01-20", "day", "stated")
    shown = prose("On 20 January 1990.", [(0, 2), (6, 13)], (date,), lambda _: "/a?b&c")
    assert shown.paragraphs == (
        '<mark id="m1">On</mark> <a class="date" href="/a?b&amp;c">20'
        ' <mark id="m2">January</mark> 1990</a>.',
    )


def test_a_histogram_is_drawn_to_scale() -> None:
    """Bars are as high as they count, gaps have no link, and the chosen one is known."""
    bars = (Bar("1990-01-01", "1990-12-31", 4), Bar("1991-01-01", "1991-12-31", 0),
            Bar("1992-01-01", "1992-12-31", 2))  # fmt: skip
    drawn = chart(bars, Request(q="a", month=("1992-03",)))
    assert drawn
    heights = [float(each.height) for each in drawn.columns]
    assert heights[0] == 2 * heights[2]
    assert heights[1] == 0
    assert [each.href for each in drawn.columns] == [
        "/search?q=a&year=1990", None, "/search?q=a&year=1992"
    ]  # fmt: skip
    assert [each.chosen for each in drawn.columns] == [False, False, True]
    assert drawn.summary == (
        "6 articles with a date, 1990 to 1992, by year; most: 1990 (4) and 1992 (2)."
    )
    assert chart(bars[:1], Request()) is None


@pytest.mark.parametrize(
    ("first", "last", "query"),
    [
        ("1995", "", "?from=1995&to=1999"),
        ("1989-06", "1991-02", "?from=1990&to=1991-02"),
        ("1990-01-20", "1999-11", "?from=1990-01-20&to=1999-11"),
        ("1980", "2010", "?from=1990&to=1999"),
    ],
)
def test_a_decade_stays_within_the_bounds_that_are_set(first: str, last: str, query: str) -> None:
    """Its bar counts no article beyond them."""
    bars = (Bar("1980-01-01", "1989-12-31", 1), Bar("1990-01-01", "1999-12-31", 1))
    drawn = chart(bars, Request(start=first, end=last, day=("1996-04-26",)))
    assert drawn
    assert [each.chosen for each in drawn.columns] == [False, True]
    assert drawn.columns[1].href == f"/search{query}"


@pytest.mark.parametrize(
    ("start", "end", "query"),
    [
        ("1990-01-20", "1990-01-20", "?day=1990-01-20"),
        ("1990-02-01", "1990-02-28", "?month=1990-02"),
        ("1990-01-01", "1990-12-31", "?year=1990"),
        ("1990-01-01", "1999-12-31", "?from=1990&to=1999"),
    ],
)
def test_a_bar_narrows_to_its_time(start: str, end: str, query: str) -> None:
    """It replaces the periods that were chosen."""
    drawn = chart((Bar(start, end, 1), Bar(start, end, 1)), Request(year=("1980",), page=3))
    assert drawn
    assert drawn.columns[0].href == f"/search{query}"


def test_citations_name_what_is_known() -> None:
    """Authors, title, archive and date, as far as they are known."""
    article = Article("a", "T", authors=("A", "B"), date="1990-01")
    said = citation(article, "T", "The Record").striptags()
    assert said == "A and B, “T”, The Record, January 1990."
    assert citation(Article("a", "T"), "T", "The Record").striptags() == "“T”, The Record, undated."


def test_citations_keep_names_and_titles_apart_from_what_stands_around_them() -> None:
    """Both may be in a script of the other direction, and may hold what must be escaped."""
    said = citation(Article("a", "", language="ar", authors=("A<b>",)), "T&T", "A & B")
    assert said == (
        '<bdi>A&lt;b&gt;</bdi>, “<bdi lang="ar" dir="rtl">T&amp;T</bdi>”, A &amp; B, undated.'
    )


def test_related_articles_are_parted_by_date() -> None:
    """What can't be compared, or is undated, is neither earlier nor later."""
    dates = ("1995", "1980-05", None, "1990-01-19", "1990-01-20", "1990-01", "1990")
    related = tuple(Article(str(date), "T", date=date) for date in dates)
    found = parted(Article("a", "T", date="1990-01-20"), related)
    assert {label: [each.id for each in items] for label, items in found.items()} == {
        "Earlier": ["1980-05", "1990-01-19"],
        "Later": ["1995"],
        "Of the same time, or undated": ["None", "1990", "1990-01", "1990-01-20"],
    }
    assert list(parted(Article("a", "T"), related)) == ["Articles"]


def test_pages_end_where_paging_ends() -> None:
    """The last page that is linked can be read."""
    assert numbered(Request(page=1), DEEPEST // 20)[-1].href == f"/search?page={DEEPEST // 20}"
