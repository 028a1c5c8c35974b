"""Does a page of results say one true thing: total, facets, hits, and the ways onward?"""

import pytest
from conftest import fill

from searchsvc.article import Article
from searchsvc.engine import Engine
from searchsvc.errors import BadQuery, NotFound
from searchsvc.request import Request
from searchsvc.search import Page, search

NOW = 1_770_000_000


def find(engine: Engine, q: str = "", **asked: object) -> Page:
    """The page for a request, in the year 2026."""
    return search(engine, Request(q=q, **asked), NOW)  # type: ignore[arg-type]


def ids(page: Page) -> list[str]:
    """The articles of a page, in no order."""
    return sorted(hit.article.id for hit in page.hits)


def values(page: Page, facet: str) -> list[tuple[str, int, bool]]:
    """The choices of a facet."""
    return [(each.value, each.count, each.selected) for each in page.facets[facet]]


def test_an_empty_query_is_every_visible_article_newest_first(engine: Engine) -> None:
    """Undated last; what is under embargo is nowhere."""
    page = find(engine)
    assert (page.total, page.pages, page.match, page.read_as) == (11, 1, "all", "")
    assert page.hits[0].article.id == "picture"
    assert page.hits[-1].article.id == "undated"
    assert find(engine, "hidden").total == 0


def test_all_words_must_match(engine: Engine) -> None:
    """The page says so, marks them, and shows the query as it was read."""
    page = find(engine, "prices AND traders")
    assert (ids(page), page.match, page.read_as) == (["crash2"], "all", "prices traders")
    assert "<mark>Prices</mark>" in page.hits[0].snippet
    assert page.hits[0].missing == ()
    assert page.suggestion is None


def test_where_no_article_holds_all_words_the_set_is_those_with_most(engine: Engine) -> None:
    """Total, facets and hits speak of that one set; each hit says what it lacks."""
    page = find(engine, "prices traders moonlight zebra")
    assert (page.match, page.total, ids(page)) == ("most", 1, ["crash2"])
    assert page.hits[0].missing == ("moonlight", "zebra")
    assert values(page, "category") == [("Economy", 1, False)]
    assert page.more is None
    assert page.read_as == "prices traders moonlight zebra"


def test_restrictions_are_never_among_the_words_that_may_lack(engine: Engine) -> None:
    """Only words and phrases are given up, not a field that restricts."""
    page = find(engine, "prices zebra category:economy -bread")
    assert (page.match, ids(page)) == ("most", ["crash", "crash2"])
    assert find(engine, "zebra category:economy").total == 0
    assert find(engine, "moon category:economy").total == 0


def test_whether_all_or_most_match_does_not_depend_on_filters(engine: Engine) -> None:
    """Else a facet's count would not be what the click shows."""
    page = find(engine, "moon landing", category=("Economy",))
    assert (page.match, page.total) == ("all", 0)
    assert values(page, "category") == [("Science", 1, False), ("Economy", 0, True)]


def test_few_hits_are_followed_by_those_with_most_words(engine: Engine) -> None:
    """Under the same filters, never among the total, facets or pages."""
    page = find(engine, "share prices")
    assert (page.match, ids(page)) == ("all", ["crash"])
    assert page.more is not None
    assert page.more.total == len(page.more.hits) == 2
    assert {hit.article.id: hit.missing for hit in page.more.hits} == {
        "crash2": ("share",),
        "teaser": ("share",),
    }
    assert values(page, "category") == [("Economy", 1, False)]
    narrowed = find(engine, "share prices", start="1988", end="1988")
    assert narrowed.more is not None
    assert [hit.article.id for hit in narrowed.more.hits] == ["crash2"]
    assert find(engine, "prices").more is None


@pytest.mark.parametrize(
    ("q", "lacks"),
    [
        ('"prices share" prices', {'"prices share"'}),
        ('"fell prices"~3 zebra', {"zebra"}),
        ('"fell monday"~3 prices', {'"fell monday"~3'}),
        ('"fell monday"~4 zebra', {"zebra"}),
        ('"share prices" zebra', {"zebra"}),
        ("title:prices world", {"title:prices"}),
        ("pric* zeb* world", {"zeb*"}),
        ("(zebra OR prices) lion", {"lion"}),
        ("mundau~ monday", {"mundau~"}),
    ],
)
def test_a_hit_names_exactly_the_words_it_lacks(engine: Engine, q: str, lacks: set[str]) -> None:
    """Phrases, fields, patterns and alternatives as the engine matches them."""
    page = find(engine, q)
    hits = page.hits if page.match == "most" else page.more.hits if page.more else ()
    assert {hit.article.id: set(hit.missing) for hit in hits}["crash"] == lacks


def test_a_word_that_nobody_knows_gets_a_suggestion(engine: Engine) -> None:
    """Only one that finds something."""
    assert find(engine, "prises").suggestion == "prices"
    assert find(engine, "mon landing").suggestion == "moon landing"
    assert find(engine, "zzzzzzzz").suggestion is None
    assert find(engine, "moon category:nowhere").suggestion is None
    assert find(engine, "prises category:nowhere").suggestion is None
    assert find(engine, "prises category:economy").suggestion == "prices category:economy"


def test_zero_results_come_with_the_ways_out(engine: Engine) -> None:
    """Each says how many articles there would be, and leads there."""
    page = find(engine, "moon", category=("Economy",), start="1960", page=1)
    assert page.total == 0
    assert [(way.name, way.value, way.total) for way in page.ways_out] == [
        ("category", "Economy", 1)
    ]
    for way in page.ways_out:
        assert search(engine, way.request, NOW).total == way.total


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("moon category:economy", [("category:economy", "moon", 1)]),
        ("moon date:1950 language:en", [("date:1950", "moon language:en", 1)]),
        ("crash -prices -traders", [("-prices", "crash -traders", 1)]),
        ("category:economy date:1950", [("date:1950", "category:economy", 3)]),
        ("moon category:economy language:de", [("", "moon", 1)]),
        ("category:nowhere", []),
    ],
)
def test_a_restriction_that_was_typed_can_go_too(
    engine: Engine, query: str, expected: list[tuple[str, str, int]]
) -> None:
    """Without it the rest of the query is as it was; where none alone bars the way, all go."""
    page = find(engine, query)
    found = [(way.value, way.request.q, way.total) for way in page.ways_out]
    assert (page.total, found) == (0, expected)
    for way in page.ways_out:
        assert search(engine, way.request, NOW).total == way.total


def test_where_no_filter_alone_bars_the_way_all_go(engine: Engine) -> None:
    """The last way out is the bare query."""
    page = find(engine, "moon", category=("Economy",), language=("de",))
    (way,) = page.ways_out
    assert (way.name, way.total, way.request) == ("filters", 1, Request("moon"))
    assert find(engine, "zzzz", category=("Economy",), language=("de",)).ways_out == ()


def test_a_page_past_the_end_is_not_found_and_names_the_last(engine: Engine) -> None:
    """Page 1 is there also without hits."""
    assert find(engine, "moon", page=1, per_page=1).pages == 1
    assert find(engine, "zzzz").pages == 0
    with pytest.raises(NotFound, match="last one is page 2"):
        find(engine, page=3, per_page=10)
    with pytest.raises(NotFound, match="page 1"):
        find(engine, "zzzz", page=2)


def test_pages_hold_every_hit_once(engine: Engine) -> None:
    """In the order of the whole."""
    whole = [hit.article.id for hit in find(engine, sort="oldest").hits]
    pages = [find(engine, sort="oldest", page=page, per_page=4) for page in (1, 2, 3)]
    assert [hit.article.id for page in pages for hit in page.hits] == whole


def test_chosen_values_are_listed_even_at_zero_in_their_order(engine: Engine) -> None:
    """Category and language by count, years newest first, months and days ascending."""
    page = find(
        engine,
        category=("Economy", "Nowhere"),
        language=("xx",),
        year=("1850", "1990", "undated"),
        month=("1990-02",),
    )
    assert values(page, "category")[-1] == ("Nowhere", 0, True)
    assert values(page, "language")[-1] == ("xx", 0, True)
    years = [value for value, _, _ in values(page, "year")]
    assert years == [*sorted(set(years) - {"undated"}, reverse=True), "undated"]
    assert ("1850", 0, True) in values(page, "year")
    assert ("1990-02", 0, True) in values(page, "month")
    assert [value for value, _, _ in values(page, "month")] == sorted(
        value for value, _, _ in values(page, "month")
    )


def test_months_are_those_of_chosen_years_and_days_those_of_chosen_months(engine: Engine) -> None:
    """A chosen month also opens its year; without any, there are none."""
    assert (values(find(engine), "month"), values(find(engine), "day")) == ([], [])
    page = find(engine, year=("1990",))
    assert values(page, "month") == [("1990-01", 2, False)]
    assert page.total == 3
    page = find(engine, month=("1990-01",))
    assert ("1990", 3, True) in values(page, "year")
    assert values(page, "day") == [("1990-01-22", 1, False)]
    assert page.total == 2
    assert find(engine, day=("1990-01-22",)).total == 1


def test_all_six_facets_are_always_there(engine: Engine) -> None:
    """Also where nothing was found."""
    names = {"category", "year", "month", "day", "language", "event_year"}
    assert set(find(engine).facets) == set(find(engine, "zzzz").facets) == names


def test_bounds_tags_and_authors_restrict(engine: Engine) -> None:
    """A name may be written in any case; several are alternatives."""
    assert ids(find(engine, author=("ada BRIGHT",))) == ["moon", "wall"]
    assert ids(find(engine, tag=("new york", "Food"))) == ["café", "moon"]
    assert ids(find(engine, start="1990-01", end="1990-01")) == ["month", "teaser"]
    assert ids(find(engine, end="1969")) == ["luna", "moon"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("category:uncategorised", ["month", "undated", "year"]),
        ("date:undated", ["undated"]),
        ("date:1990", ["month", "teaser", "year"]),
        ("date:1990-01", ["month", "teaser"]),
        ("before:1970", ["luna", "moon"]),
        ("after:1990", ["picture"]),
        ("language:de", ["wall"]),
        ("-language:en", ["luna", "wall"]),
        ("author:ada", ["moon", "wall"]),
        ('tag:"New York"', ["moon"]),
        ("tag:york", ["moon"]),
        ("source:wire moon", ["moon"]),
        ("title:prices", ["teaser"]),
        ("body:lighthouse", ["picture"]),
        ("pri*", ["crash", "crash2", "teaser"]),
        ("harbor~", ["picture"]),
        ('"share prices"', ["crash"]),
        ('"prices share"~1', ["crash"]),
        ("luna OR wall", []),
        ("Луна OR Mauer", ["luna", "wall"]),
        ("cafe", ["café"]),
    ],
)
def test_the_query_language_finds(engine: Engine, q: str, found: list[str]) -> None:
    """What the help promises, on an archive in three languages."""
    assert ids(find(engine, q)) == found


def test_notes_and_refusals_come_from_the_query(engine: Engine) -> None:
    """What was left out is told; what is too long is refused."""
    assert [note.code for note in find(engine, "moon OR").notes] == ["operator"]
    with pytest.raises(BadQuery):
        find(engine, "a " * 401)


def test_a_caption_is_shown_where_there_is_no_body(engine: Engine) -> None:
    """Its words are marked."""
    (hit,) = find(engine, "lighthouse").hits
    assert hit.snippet == "Ice around the <mark>lighthouse</mark>"


@pytest.mark.parametrize(
    "q", ["(" * 4000, "a OR " * 400, "NOT " * 1000, '"a b"~' + "9" * 3000, "-a"]
)
def test_a_strange_query_is_answered(engine: Engine, q: str) -> None:
    """Nothing that can be read is a failure."""
    assert find(engine, q).total >= 0


def test_a_cut_expansion_is_told(empty: Engine) -> None:
    """Over 1,000 terms the most frequent are searched, and a note says so."""
    fill(empty, [Article("many", "Many", " ".join(f"zz{number:04}q" for number in range(1_100)))])
    page = find(empty, "zz*")
    assert [note.code for note in page.notes] == ["expansion"]
    assert "zz*" in page.notes[0].text
    assert page.total == 1
