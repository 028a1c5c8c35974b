"""Does a day stand for itself, or in a caption, over a column, at the end of a term?"""

from dataclasses import replace

import pytest
from test_events import speaking

from searchsvc.article import Article, Mention
from searchsvc.evidence import find_evidence
from searchsvc.standing import bounds_term, is_between, is_caption, is_dateline, is_remembered
from searchsvc.telling import Told


@pytest.mark.parametrize(
    ("body", "line", "expected"),
    [
        ("It rained.\n\nCrowds at the fallen bridge, 20 January 1990\n\nMore.", 1, True),
        ("It rained.\n\nThe bridge fell on 20 January 1990.\n\nMore.", 1, False),
        ("It rained.\n\n" + "The bridge over the river fell " * 5 + "on 20 January 1990", 1, False),
        ("The bridge fell on 20 January 1990", 0, False),
    ],
)
def test_a_short_line_without_an_end_is_a_caption(body: str, line: int, expected: bool) -> None:
    """Unless it is all that there is, or so long that it is a sentence that lacks its stop."""
    text = body.split("\n\n")[line]
    start = body.index(text)
    assert is_caption(body, (start, start + len(text))) is expected


def two_days(text: str, first: str, last: str) -> Article:
    """An article that names two days, in brackets."""
    one, other = (part.index("]") for part in text.split("[")[1:])
    start = text.index("[")
    second = text.index("[", start + 1) - 2
    mentions = (
        Mention(start, start + one, first, "day", "explicit"),
        Mention(second, second + other, last, "day", "explicit"),
    )
    body = text.replace("[", "").replace("]", "")
    return replace(speaking("term", "1995-01-01", "[x]", first), body=body, mentions=mentions)


@pytest.mark.parametrize(
    ("text", "first", "last", "expected"),
    [
        ("The plan ran from [1 March] to [31 August 1990].", "1990-03-01", "1990-08-31", True),
        ("Rises for [1 March]-[31 August 1990] came.", "1990-03-01", "1990-08-31", True),
        ("Ruled from [1 March 1990] to [5 May 1994].", "1990-03-01", "1994-05-05", True),
        ("The poet ([1 March 1890] – [5 May 1944]) wrote.", "1890-03-01", "1944-05-05", False),
        ("In the night of [19] to [20 January 1990] they died.", "1990-01-19", "1990-01-20", False),
        ("From [1 March] the town, until its fall on [31 August 1990].", "1990-03-01",
         "1990-08-31", False),
    ],
)  # fmt: skip
def test_the_ends_of_a_term_are_told_from_those_of_a_life(
    text: str, first: str, last: str, expected: bool
) -> None:
    """A dash between days of different years is a life's; a night is no term."""
    article = two_days(text, first, last)
    assert [bounds_term(article, each, article.body) for each in article.mentions] == [
        expected,
        expected,
    ]


def test_a_day_between_two_others_is_named_by_the_words_between_them() -> None:
    """It has none of its own."""
    assert is_between(" to ")
    assert is_between("–")
    assert not is_between("2 May")


@pytest.mark.parametrize(
    ("title", "published", "headline"),
    [
        ("Films of the week, 20 January 1990", "1990-01-21", False),
        ("Films of the week, 20 January 1990", "2000-01-21", True),
        ("Earthquake of 20 January 1990", "1990-01-21", True),
    ],
)
def test_the_headline_of_a_column_names_no_event(
    title: str, published: str, headline: bool
) -> None:
    """It is one without a word for an event, of those days."""
    start = title.index("20 January")
    named = Mention(start, len(title), "1990-01-20", "day", "explicit", field="title")
    article = Article("a", title, "Body.", date=published, language="en", mentions=(named,))
    found = find_evidence(article, "1990-01-20")
    assert found is not None
    assert found.headline is headline
    assert (found.told > Told.TRADE) is headline


@pytest.mark.parametrize(
    ("published", "remembered"),
    [("1987-10-20", True), ("1934", True), ("1930-01-01", False), (None, False)],
)
def test_a_day_is_remembered_after_years(published: str | None, remembered: bool) -> None:
    """It was no deadline then, whatever words of business stand beside it."""
    assert is_remembered(published, "1929-10-29") == remembered
    assert not is_remembered(published, "XXXX-10-29")


def test_what_is_remembered_is_shown_for_its_day() -> None:
    """Beside words of business too, if the year stands there."""
    body = "That loss nearly doubled the Oct 29, 1929 loss of 11.7 percent."
    mention = Mention(29, 41, "1929-10-29", "day", "explicit")
    for published, telling in (("1987-10-20", True), ("1929-12-20", False)):
        article = Article("a", "Crash", body, "", published, "en", mentions=(mention,))
        found = find_evidence(article, "1929-10-29")
        assert (found is not None and found.telling) == telling


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("МОСКВА, ", " – РИА Новости.", True),
        ("LONDON, ", " - Reuter", True),
        ("LONDON, ", " - The bridge over the river fell down.", False),
        ("On ", " - the bridge fell.", False),
        ("ON ", " the bridge fell.", False),
    ],
)
def test_a_line_of_place_and_day_says_nothing(before: str, after: str, expected: bool) -> None:
    """Only where the news is from, and who sends it."""
    assert is_dateline(before, after) == expected
