"""Is the best passage shown, is what matched marked, and can nothing but a mark come out?"""

import re
import time
import unicodedata
from html import unescape

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from searchsvc import text
from searchsvc.highlight import (
    BREAKS,
    ELLIPSIS,
    LENGTH,
    Found,
    Place,
    find,
    highlight,
    mark,
    places,
    snippet,
    sought,
)
from searchsvc.parse import parse
from searchsvc.results import Expansion
from searchsvc.text import segment

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
WRITTEN = TEXT | st.lists(
    st.sampled_from(
        ["moon", "Ай", "landing", "<b>", "&amp;", "東京都", "\n", "é", "e\u0301", "l'air"]
    )
    | TEXT,
    max_size=120,
).map(" ".join)


def looked_for(query: str, language: str) -> Found:
    """What `query` looks for, without patterns."""
    return sought(parse(query, (language,)).query, {})["body"]


def bare(html: str) -> str:
    """The text of `html` that has no tags but <mark>."""
    return unescape(html.replace("<mark>", "").replace("</mark>", ""))


def marked(html: str) -> list[str]:
    """The texts inside marks."""
    return [unescape(each) for each in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)]


@pytest.mark.parametrize(
    ("written", "language", "query", "marks"),
    [
        ("Men walk on the Moon.", "en", "moon", ["Moon"]),
        ("He walked; she walks.", "en", "walking", ["walked", "walks"]),
        ("Старые города и новый город", "ru", "город", ["города", "город"]),
        ("Ёлка у дома", "ru", "елка", ["Ёлка"]),
        ("Bakı şəhəri", "az", "baki", ["Bakı"]),
        ("Müller und Meyer", "de", "muller", ["Müller"]),
        (unicodedata.normalize("NFD", "Müller und Meyer"), "de", "Müller", ["Mu\u0308ller"]),
        ("Երեւանի փողոցները", "hy", "Երեւանի", ["Երեւանի"]),
        ("თბილისი და ქუთაისი", "ka", "თბილისი", ["თბილისი"]),
        ("𝐌oon 🌕 Moon", "en", "moon", ["𝐌oon", "Moon"]),
        ("a < b & moon > c", "en", "moon", ["moon"]),
        ("New York, York and new", "en", '"new york"', ["New", "York", "York", "new"]),
        ("moon and mars", "en", "moon -mars", ["moon"]),
        ("moon in Science", "en", "moon category:science", ["moon"]),
        ("nothing here", "en", "moon", []),
        ("nothing here", "en", "", []),
    ],
)
def test_what_matched_is_marked(written: str, language: str, query: str, marks: list[str]) -> None:
    """Whole words, as they are written, in every script, composed or not."""
    html = highlight(written, language, looked_for(query, language))
    assert marked(html) == marks
    assert bare(html) == written


@pytest.mark.parametrize(
    ("query", "title", "body"),
    [
        ("moon", ["Moon"], ["moon", "moons"]),
        ("title:moon", ["Moon"], []),
        ("body:moon", [], ["moon", "moons"]),
        ('title:"the moon"', ["The", "Moon"], []),
        ("title:moon sea", ["Moon"], ["sea"]),
        ("title:moon body:moon", ["Moon"], ["moon", "moons"]),
        ("author:moon", [], []),
    ],
)
def test_a_word_is_marked_only_in_the_field_it_was_looked_for_in(
    query: str, title: list[str], body: list[str]
) -> None:
    """What did not make the article a hit is not marked; a caption is looked for with the body."""
    found = sought(parse(query, ("en",)).query, {})
    assert marked(highlight("The Moon", "en", found["title"])) == title
    assert marked(highlight("A moon, two moons, a sea", "en", found["body"])) == body
    assert found["caption"] == found["body"]


def test_a_pattern_marks_what_it_stood_for() -> None:
    """The engine told the terms; also unstemmed spellings are among them."""
    query = parse("land*").query
    found = sought(query, {query: Expansion(("land", "landing"))})["body"]
    assert marked(highlight("The landing on land, not the island", "en", found)) == [
        "landing",
        "land",
    ]


def test_overlapping_places_get_one_mark() -> None:
    """Chinese and Japanese words are pairs of neighbours."""
    assert mark("abcdef", [(0, 2), (1, 3), (3, 4)]) == "<mark>abc</mark><mark>d</mark>ef"


def test_everything_is_escaped() -> None:
    """What looks like markup in an article stays text, inside and outside of marks."""
    html = mark("<mark>a</mark> & <script>", [(6, 7), (17, 25)])
    assert html == ("&lt;mark&gt;<mark>a</mark>&lt;/mark&gt; &amp; <mark>&lt;script&gt;</mark>")


@given(WRITTEN, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=9))
def test_marks_add_nothing_else(written: str, places: list[tuple[int, int]]) -> None:
    """Without tags and escapes the text is what it was, on one line."""
    inside = [(at, min(at + size, len(written))) for at, size in places if at < len(written)]
    html = mark(written, inside)
    assert set(re.findall(r"<[^>]*>", html)) <= {"<mark>", "</mark>"}
    line = BREAKS.sub(" ", written)
    assert bare(html) == line
    if inside:
        assert set("".join(marked(html))) == set("".join(line[a:b] for a, b in inside))


@given(WRITTEN, st.sampled_from(["moon", "ай landing", "東京都", "e\u0301", "mo* -x"]))
@example(" " * 500, "moon")
@example("a" * 500 + " moon", "moon")
@example("moon" + "\u0301" * 500, "moon")
@example("e\u0301" * 500, "moon")
@example("x moon \r\n\t\x00\u2028 y" * 50, "moon")
def test_a_snippet_is_one_bounded_line_of_the_text(written: str, query: str) -> None:
    """It never fails, shows a part of the text, and only ellipses come besides."""
    html = str(snippet(written, "en", looked_for(query, "en")))
    shown = bare(html)
    assert len(shown.splitlines()) <= 1
    passage = shown.removeprefix(ELLIPSIS + " ").removesuffix(" " + ELLIPSIS)
    assert len(passage) <= LENGTH
    line = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", written)
    assert passage in line or shown in line
    if find(written, "en", looked_for(query, "en")) and max(map(len, text.words(written))) < 40:
        assert marked(html)


PROSE = st.lists(
    st.sampled_from(["moon", "landing", "sea", "Люди", "на", "Луне", "tranquillity", "I", "1,000"]),
    min_size=60,
    max_size=200,
)


WRITINGS = [
    *(
        "moon",
        "Moon's",
        "moons",
        "mo\u00adon",
        "mo\u200don",
        "MOON",
        "«moon»",
        "moon_moon",
        "ﬁn",
        "𝐌oon",
    ),
    *(
        "l’été",
        "L'ete\u0301",
        "élections",
        "Люди",
        "ЛЮДЕЙ",
        "ё\u0301лка",
        "İSTANBUL",
        "Istanbul'da",
    ),
    *(
        "1,000",
        "1.000",
        "3.5kg",
        "20.01.1990",
        "1,2,3",
        "U.S.",
        "u.s",
        "١٩٩٠",
        "aﾞ.b",
        "ｶﾞ",
        "\u0301",
    ),
    *(
        "東京都",
        "東京の京都ABC株式x",
        "サッカー",
        "한국어",
        "लड़का",
        "שָׁלוֹם",
        "می\u200cرود",
        "ภาษาไทย",
    ),
    *(
        "\n",
        "\r\n",
        "\t",
        "\u3000",
        "\xa0",
        "\u2028",
        "_",
        "-",
        "'",
        ".",
        ",",
        "漢" * 120,
        "x" * 450,
    ),
]
MIXED = st.lists(
    st.tuples(st.sampled_from(WRITINGS) | TEXT, st.sampled_from(["", " ", " ", ", ", ". "])),
    max_size=60,
).map(lambda pieces: "".join(word + after for word, after in pieces))
LOOKED_FOR = st.lists(st.sampled_from(WRITINGS) | TEXT, min_size=1, max_size=4).map(" ".join)
LANGUAGE = st.sampled_from(
    ["", "en", "fr", "ru", "tr", "de", "ja", "ar", "hi", "es", "pt", "az", "uk", "hy", "ka", "el"]
)


def every_word(written: str, language: str, found: Found) -> list[Place]:
    """What `places` means: all words are cut, each is analysed and compared."""
    held = []
    for start, end in text.spans(written):
        word = written[start:end]
        term, *others = text.term(word, language), *text.forms(word, language)
        known = [form for form in others if form in found.forms]
        if term in found.terms | found.forms:
            held.append(Place(start, end, term))
        elif known:
            held.append(Place(start, end, known[0]))
    return held


@given(MIXED, LOOKED_FOR, LANGUAGE, st.booleans(), st.sampled_from([1, 7, 50, 1 << 15]))
@example("a\u0301 aﾞ.b", "aﾞ.b", "en", False, 1 << 15)
@example("aﾞ.b x", "aﾞ.b", "en", False, 1 << 15)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_places_are_those_of_every_word(
    monkeypatch: pytest.MonkeyPatch,
    written: str,
    query: str,
    language: str,
    forms: bool,
    stretch: int,
) -> None:
    """Reading by pieces and stretches finds what analysing all the words finds."""
    monkeypatch.setattr(segment, "STRETCH", stretch)
    words = text.words(query)
    terms = frozenset(text.term(word, language) for word in words)
    spelled = frozenset(form for word in words for form in text.forms(word, language))
    found = Found(terms, spelled if forms else frozenset())
    for form in ("NFC", "NFD"):
        normal = unicodedata.normalize(form, written)
        assert list(places(normal, language, found)) == every_word(normal, language, found)


def test_of_a_very_long_text_one_part_is_compared() -> None:
    """A passage too far behind the first match is not looked for, however good it is."""
    near, far = ("moon " + "sea " * count + "moon landing" for count in (9_000, 15_000))
    found = looked_for("moon landing", "en")
    assert marked(str(snippet(near, "en", found))) == ["moon", "landing"]
    assert marked(str(snippet(far, "en", found))) == ["moon"]
    assert len(find(far, "en", found)) == 3


@given(PROSE, st.sampled_from(["moon landing", "луна", "tranquillity sea", "zebra"]))
def test_no_word_is_cut(prose: list[str], query: str) -> None:
    """A passage begins and ends between words."""
    html = str(snippet(" ".join(prose), "en", looked_for(query, "en")))
    shown = bare(html).replace(ELLIPSIS, " ").split()
    assert f" {' '.join(shown)} " in f" {' '.join(prose)} "
    assert len(" ".join(shown)) > LENGTH - 100


def test_the_best_passage_holds_most_different_terms() -> None:
    """Three times one word is less than two words side by side; of equals the first wins."""
    filler = "and so it went on for a long while " * 12
    written = f"moon moon moons {filler} the moon landing {filler} a moon landing again"
    shown = bare(str(snippet(written, "en", looked_for("moon landing", "en"))))
    assert "the moon landing" in shown
    assert shown.startswith(ELLIPSIS)
    assert shown.endswith(ELLIPSIS)


def test_without_a_match_it_is_the_beginning() -> None:
    """A short text is shown whole."""
    assert snippet("A short text.", "en", looked_for("moon", "en")) == "A short text."
    long = "word " * 100
    assert str(snippet(long, "en", looked_for("moon", "en"))).startswith("word word")


def test_the_end_of_a_text_is_as_long_as_other_passages() -> None:
    """The passage moves back where there is nothing behind the match."""
    written = "word " * 100 + "moon"
    shown = bare(str(snippet(written, "en", looked_for("moon", "en"))))
    assert shown.endswith("moon")
    assert len(shown) > LENGTH - 50


def test_a_very_long_text_is_read_once_in_little_time() -> None:
    """A megabyte full of matches; the bound leaves room for slow machines."""
    written = "the moon and the sea " * 50_000
    began = time.perf_counter()
    snippet(written, "en", looked_for("moon the", "en"))
    assert time.perf_counter() - began < 3
