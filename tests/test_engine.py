"""THE CONTRACT: does an engine keep every promise of `searchsvc.engine.Engine`?

Nothing here knows which engine it is: all goes through the methods of the protocol.
"""

import pytest
from conftest import ARTICLES, add, held, rebuild, withdraw

from searchsvc.article import Article, Mention
from searchsvc.engine import Engine, Source
from searchsvc.engine.opening import open_engine
from searchsvc.parse import parse
from searchsvc.query import Every, Facet, Or, Range, Search, Word
from searchsvc.results import Bar, Count

NOW = 2_000_000_000
EMBARGO = 4_000_000_000
HIDDEN = {"secret"}
VISIBLE = {article.id for article in ARTICLES} - HIDDEN


def ask(engine: Engine, query: str = "", **options: object) -> list[str]:
    """The ids that a written query finds, in order; the total must agree."""
    options = {"limit": 100, "now": NOW} | options
    node = parse(query, engine.state().languages).query
    results = engine.search(Search(node, **options))
    if options["limit"] == 100 and not options.get("offset"):
        assert results.total == len(results.hits)
    return [hit.article.id for hit in results.hits]


def count(engine: Engine, facet: Facet, query: str = "", **filters: set[str]) -> dict[str, int]:
    """What one facet counts, in its order."""
    node = parse(query, engine.state().languages).query
    chosen = {name: frozenset(values) for name, values in filters.items()}
    found = engine.search(Search(node, chosen, (facet,), limit=0, now=NOW)).facets[facet.name]
    assert all(isinstance(each, Count) for each in found)
    return {each.value: each.count for each in found}


# What matches


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", VISIBLE),
        ("moon", {"moon"}),
        ("MOON", {"moon"}),
        ("landing", {"moon"}),
        ("cafe", {"café"}),
        ("café", {"café"}),
        ("луна", {"luna"}),
        ("учёные", {"luna"}),
        ("ученые", {"luna"}),
        ("grenze", {"wall"}),
        ("crash prices", {"crash", "crash2"}),
        ("prices fell", {"crash"}),
        ("moon crash", set()),
        ("moon OR crash", {"moon", "crash", "crash2"}),
        ("crash -traders", {"crash"}),
        ("-crash", VISIBLE - {"crash", "crash2"}),
        ("(moon OR bread) -teaser", {"moon", "teaser"}),
        ('"share prices"', {"crash"}),
        ('"prices share"', set()),
        ('"stock crash"', set()),
        ('"stock crash"~1', {"crash"}),
        ('"crash stock"~1', {"crash"}),
        ('"stock crash"~0', set()),
        ("recov*", {"crash2"}),
        ("astron*", {"moon"}),
        ("asronauts~", {"moon"}),
        ("title:moon", {"moon"}),
        ("title:millions", set()),
        ("body:millions", {"moon"}),
        ("lighthouse", {"picture"}),
        ("category:economy", {"crash", "crash2", "teaser"}),
        ("category:uncategorised", {"month", "year", "undated"}),
        ("language:ru", {"luna"}),
        ("source:wire", {"moon", "crash"}),
        ('author:"Ada Bright"', {"moon", "wall"}),
        ('author:"karl weiss"', {"wall"}),
        ('tag:"new york"', {"moon"}),
        ("moon category:economy", set()),
        ("crash category:economy", {"crash", "crash2"}),
        ("unheardof", set()),
    ],
)  # fmt: skip
def test_a_query_finds_just_these(engine, query, expected):
    """Words, phrases, nearness, prefixes, fuzzy words and fields match what they should."""
    found = ask(engine, query)
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("1990-01-22", "1990-01-22", {"teaser"}),
        ("1990-01", "1990-01", {"month", "teaser"}),
        ("1990", "1990", {"month", "year", "teaser"}),
        ("1990-01-01", "1990-01-30", {"teaser"}),
        ("1988-02-29", "1988-10-19", {"café", "crash2"}),
        ("1988-03", "1988-10-18", set()),
        ("1990-01-23", None, {"picture"}),
        ("1990", None, {"month", "year", "teaser", "picture"}),
        (None, "1969", {"moon", "luna"}),
        (None, "1969-07-21", {"moon"}),
        ("2001", "2000", set()),
    ],
)
def test_a_range_includes_its_ends(engine, first, last, expected):
    """A partial date stands for its first to its last day, and must lie wholly inside."""
    results = engine.search(Search(Range("date", first, last), limit=100, now=NOW))
    assert {hit.article.id for hit in results.hits} == expected


@pytest.mark.parametrize(
    ("query", "bounds"),
    [
        ("before:1988", (None, "1987-12-31")),
        ("after:1988", ("1989-01-01", None)),
        ("date:1988..1989", ("1988", "1989")),
        ("date:1990-01", ("1990-01", "1990-01")),
    ],
)
def test_bounds_in_a_query_are_ranges(engine, query, bounds):
    """`before:` ends the day before, `after:` begins the day after, `date:` is inclusive."""
    results = engine.search(Search(Range("date", *bounds), limit=100, now=NOW))
    assert sorted(ask(engine, query)) == sorted(hit.article.id for hit in results.hits)


def test_most_of_the_words_may_do(engine):
    """`Or` with `least` finds the articles that hold so many of its parts."""
    parts = tuple(parse(word, ("en",)).query for word in ("crash", "prices", "recovered"))
    sizes = [engine.search(Search(Or(parts, least), now=NOW)).total for least in (1, 2, 3)]
    assert sizes == [3, 2, 1]


def test_expanded_tells_what_a_pattern_stood_for(engine):
    """The terms come with the results, so that nobody else expands it."""
    node = parse("pric*", ("en",)).query
    expanded = engine.search(Search(node, now=NOW)).expanded
    assert [set(each.terms) for each in expanded.values()] != [set()]
    assert not any(each.cut for each in expanded.values())


# Order and pages


def test_newest_and_oldest_leave_the_undated_for_the_end(engine):
    """Sorting uses the first day of a date; what is undated comes last both ways."""
    newest, oldest = (ask(engine, sort=sort) for sort in ("newest", "oldest"))
    assert newest[-1] == oldest[-1] == "undated"
    assert newest[0] == "picture"
    assert oldest[0] == "moon"
    dates = {article.id: article.date for article in ARTICLES}
    firsts = [f"{dates[name]}-01-01"[:10] for name in oldest[:-1]]
    assert firsts == sorted(firsts)
    assert oldest.index("year") < oldest.index("teaser")
    assert oldest.index("month") < oldest.index("teaser")


def test_without_words_relevance_is_newest(engine):
    """Nothing to score means newest first, with a score of nothing."""
    assert ask(engine, sort="relevance") == ask(engine, sort="newest")
    hits = engine.search(Search(Every(), now=NOW)).hits
    assert {hit.score for hit in hits} == {0.0}


def test_relevance_puts_the_better_article_first(empty):
    """More of the word in less text scores more; ties go to the newest, then to the id."""
    rebuild(
        empty,
        [
            Article("long", "Filler", "storm " + "word " * 50, date="2020"),
            Article("short", "Storm", "storm", date="2001"),
            Article("b", "Calm", "rain", date="2002"),
            Article("a", "Calm", "rain", date="2002"),
            Article("c", "Calm", "rain"),
            Article("d", "Calm", "rain", date="2003"),
        ],
    )
    assert ask(empty, "storm") == ["short", "long"]
    assert ask(empty, "rain") == ["d", "a", "b", "c"]
    scores = [hit.score for hit in empty.search(Search(parse("storm", ()).query, now=NOW)).hits]
    assert scores[0] > scores[1] > 0


def test_a_filter_never_scores(engine):
    """Restrictions narrow and leave the scores as they are."""
    plain = engine.search(Search(parse("crash", ("en",)).query, now=NOW))
    narrow = engine.search(Search(parse("crash category:economy", ("en",)).query, now=NOW))
    assert [hit.score for hit in plain.hits] == pytest.approx([hit.score for hit in narrow.hits])


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_together_are_the_whole(engine, sort):
    """Offset and limit cut the same order into pieces, and the total stays exact."""
    whole = ask(engine, "-unheardof", sort=sort)
    pieces = [
        ask(engine, "-unheardof", sort=sort, offset=offset, limit=3)
        for offset in range(0, len(whole) + 3, 3)
    ]
    assert [name for piece in pieces for name in piece] == whole
    results = engine.search(Search(Every(), limit=0, now=NOW))
    assert (results.total, results.hits) == (len(VISIBLE), ())
    assert engine.search(Search(Every(), offset=10**6, now=NOW)).hits == ()


# Filters, facets, histogram


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"category": {"Science"}}, {"moon", "luna"}),
        ({"category": {"Science", "Politics"}}, {"moon", "luna", "wall"}),
        ({"category": {"Science"}, "language": {"ru"}}, {"luna"}),
        ({"category": {"uncategorised"}}, {"month", "year", "undated"}),
        ({"category": {"Nonsense"}}, set()),
        ({"date": {"undated"}}, {"undated"}),
        ({"date": {"1988"}}, {"crash2", "café"}),
        ({"date": {"1988-10", "1969"}}, {"crash2", "moon", "luna"}),
        ({"date": {"1990", "undated"}}, {"month", "year", "teaser", "undated"}),
        ({"date": {"1990-01-22"}}, {"teaser"}),
        ({"date": {"1990-01"}}, {"month", "teaser"}),
    ],
)
def test_filters_narrow_and_their_values_widen(engine, filters, expected):
    """The values of one filter are alternatives; several filters must all hold."""
    chosen = {name: frozenset(values) for name, values in filters.items()}
    assert set(ask(engine, filters=chosen)) == expected


def test_a_facet_is_counted_without_its_own_filter(engine):
    """Each count is what choosing that value, in place of the present one, would show."""
    science = {"Science"}
    assert count(engine, Facet("category"), category=science) == count(engine, Facet("category"))
    assert count(engine, Facet("language"), category=science) == {"en": 1, "ru": 1}
    assert count(engine, Facet("category"), language={"ru"}) == {"Science": 1}
    assert count(engine, Facet("year"), date={"1969"}) == count(engine, Facet("year"))
    assert count(engine, Facet("category"), "crash") == {"Economy": 2}


def test_facets_are_in_their_order(engine):
    """Category and language by count, then value; year newest first; month and day ascending."""
    assert list(count(engine, Facet("category")).items()) == [
        ("Economy", 3),
        ("uncategorised", 3),
        ("Science", 2),
        ("Society", 2),
        ("Politics", 1),
    ]
    assert list(count(engine, Facet("language")).items()) == [("en", 9), ("de", 1), ("ru", 1)]
    years = count(engine, Facet("year"))
    assert [year for year in years if year != "undated"] == [
        *("1991", "1990", "1989", "1988", "1987", "1969")
    ]
    assert years["undated"] == 1
    assert years["1990"] == 3
    assert count(engine, Facet("month", ("1988",))) == {"1988-02": 1, "1988-10": 1}
    assert count(engine, Facet("day", ("1969-07",))) == {"1969-07-21": 1, "1969-07-22": 1}
    assert count(engine, Facet("month", ("1988", "1969"))).keys() == {
        *("1969-07", "1988-02", "1988-10")
    }
    assert list(count(engine, Facet("on"))) == sorted(count(engine, Facet("on")))
    assert count(engine, Facet("on"))["02-29"] == 1


@pytest.mark.parametrize("name", ["category", "language", "year"])
def test_a_count_is_what_the_click_shows(engine, name):
    """Choosing any listed value finds just as many articles as its count said."""
    own = {"year": "date"}.get(name, name)
    for value, number in count(engine, Facet(name)).items():
        assert len(ask(engine, filters={own: frozenset({value})})) == number


def test_unknown_languages_are_a_value(empty):
    """An article without a language is counted, found and filtered as `unknown`."""
    rebuild(empty, [Article("a", "One"), Article("b", "Two", language="en")])
    assert count(empty, Facet("language")) == {"en": 1, "unknown": 1}
    assert ask(empty, filters={"language": frozenset({"unknown"})}) == ["a"]
    assert ask(empty, "language:unknown") == ["a"]
    assert empty.state().languages == ("en",)


def test_the_histogram_leaves_out_the_date_filter(engine):
    """Bars without gaps under all filters but the date's own; the undated are not in it."""

    def bars(**filters: frozenset[str]) -> tuple[Bar, ...]:
        return engine.search(Search(Every(), filters, histogram=True, limit=0, now=NOW)).histogram

    every = bars()
    assert bars(date=frozenset({"1969"})) == every
    assert (every[0].start, every[-1].end) == ("1969-01-01", "1991-12-31")
    assert len(every) == 23
    assert sum(bar.count for bar in every) == len(VISIBLE) - 1
    economy = bars(category=frozenset({"Economy"}))
    assert [bar.start for bar in economy[:2]] == ["1987-10-01", "1987-11-01"]
    assert sum(bar.count for bar in economy) == 3
    assert bars(category=frozenset({"Nonsense"})) == ()


def test_event_days_are_filtered_and_counted(empty):
    """The days that a text speaks of are a filter and a facet of their own."""
    day = Mention(0, 5, "1990-01-20", "day", "text")
    month = Mention(0, 5, "1990-03", "month", "text")
    rebuild(
        empty,
        [
            Article("a", "A", mentions=(day,)),
            Article("b", "B", mentions=(month,)),
            Article("c", "C"),
        ],
    )
    for period, expected in (("1990", "ab"), ("1990-01", "a"), ("1990-01-20", "a"), ("1991", "")):
        assert sorted(ask(empty, filters={"event": frozenset({period})})) == [*expected]
        assert sorted(ask(empty, f"about:{period}")) == [*expected]
    assert count(empty, Facet("event_year"), event={"1990-01"}) == {"1990": 2}


# Who may see what


@pytest.mark.parametrize("now", [EMBARGO - 1, EMBARGO])
def test_an_embargo_ends_at_its_second(engine, now):
    """Before it nothing of the article shows, from then on all does."""
    due = now >= EMBARGO
    search = Search(parse("hidden", ("en",)).query, facets=(Facet("category"),), now=now)
    results = engine.search(search)
    assert results.total == len(results.hits) == due
    assert len(results.facets["category"]) == due
    assert engine.search(Search(Every(), limit=0, now=now)).total == len(VISIBLE) + due
    assert engine.get("secret").visible_from == EMBARGO


def test_the_hidden_are_held_and_never_found(engine):
    """Withdrawn and embargoed articles are held, counted by the state, and in no answer."""
    withdraw(engine, "crash", "A court said so.")
    state = engine.state()
    assert (state.articles, state.withdrawn, state.embargoed) == (len(ARTICLES), 1, 1)
    assert set(held(engine)) == {article.id for article in ARTICLES}
    assert ask(engine, "monday") == []
    assert set(ask(engine)) == VISIBLE - {"crash"}
    assert count(engine, Facet("category"))["Economy"] == 2
    assert "1987" not in count(engine, Facet("year"))
    results = engine.search(Search(Every(), histogram=True, limit=0, now=NOW))
    assert sum(bar.count for bar in results.histogram) == len(VISIBLE) - 2
    assert "crash" not in {each.id for each in engine.similar("crash2", 10, NOW)}
    gone = engine.get("crash")
    assert (gone.status, gone.note) == ("withdrawn", "A court said so.")


# Single articles


def test_an_article_comes_back_as_it_went_in(empty):
    """Every field survives, and so does every character."""
    article = ARTICLES[0]
    odd = Article(
        "odd id/ü?#", "Tab\tand\nline", "🌒 \x00 e\u0301 ﷺ", category="A, b", date="0001-01-01"
    )
    rebuild(empty, [article, odd])
    assert held(empty) == {article.id: article, odd.id: odd}
    assert empty.get(odd.id) == odd
    assert empty.get("nothing") is None
    assert empty.get("") is None


def test_an_alias_leads_to_its_only_article(empty):
    """An id comes first; an alias that two articles share leads nowhere."""
    rebuild(
        empty,
        [
            Article("a", "A", aliases=("old", "shared", "b")),
            Article("b", "B", aliases=("shared", "with space")),
        ],
    )
    found = {name: empty.get(name) for name in ("old", "b", "shared", "a")}
    assert {name: article and article.id for name, article in found.items()} == {
        "old": "a",
        "b": "b",
        "shared": None,
        "a": "a",
    }


def test_similar_articles_share_telling_terms(empty):
    """Those that share rare words are found; not itself, its translations, or what is hidden."""
    rebuild(
        empty,
        [
            Article("one", "Volcano erupts", "Lava buried the village.", translation_of="v"),
            Article("two", "Lava reaches the coast", "The volcano erupts again."),
            Article("same", "Volcano erupts", "Lava buried the village.", translation_of="v"),
            Article("later", "Volcano erupts", "Lava!", visible_from=EMBARGO),
            *(
                Article(f"n{number}", f"Budget {number}", "Parliament voted.")
                for number in range(9)
            ),
        ],
    )
    assert [article.id for article in empty.similar("one", 1, NOW)] == ["two"]
    assert not {"one", "same", "later"} & {each.id for each in empty.similar("one", 20, NOW)}
    assert "later" in {each.id for each in empty.similar("one", 20, EMBARGO)}
    assert empty.similar("one", 0, NOW) == empty.similar("nothing", 5, NOW) == ()


def test_a_misspelt_word_is_corrected(empty):
    """The nearest word of the texts; a word that is there needs no correction."""
    rebuild(empty, [Article(str(number), "The astronauts landed") for number in range(5)])
    assert empty.correct("astronuats") == "astronauts"
    assert empty.correct("astronauts") is None
    assert empty.correct("zzzzzzzz") is None


# Generations


def test_the_state_tells_what_is_served(empty):
    """Counts, languages, sources and generation of the live index."""
    sources = (Source("one.jsonl", "00ff"), Source("two", "11"))
    assert empty.sources() is None
    report = rebuild(empty, ARTICLES, sources=sources)
    state = empty.state()
    assert (state.generation, state.articles) == (report.generation, len(ARTICLES))
    assert state.languages == ("de", "en", "ru")
    assert (state.sources, state.digests) == (("one.jsonl", "two"), ("00ff", "11"))
    assert empty.sources() == ("one.jsonl", "two")
    assert report.embargoed == state.embargoed == 1
    add(empty, Article("new", "New", language="tr"))
    assert empty.state().generation != state.generation
    assert empty.state().languages == ("de", "en", "ru", "tr")
    assert empty.state().sources == state.sources


def test_an_empty_archive_answers(empty):
    """No article at all is no error."""
    rebuild(empty, [])
    assert ask(empty) == ask(empty, "moon") == ask(empty, "-moon") == ask(empty, "moo*") == []
    assert count(empty, Facet("category")) == {}
    assert empty.correct("moon") is None
    assert empty.check() == []
    add(empty, Article("a", "First"))
    assert ask(empty) == ["a"]


def test_a_running_engine_takes_over_what_another_publishes(engine, index):
    """Another engine object on the same archive sees each new generation with its next call."""
    other = open_engine("whoosh", index)
    assert set(ask(other)) == VISIBLE
    started = engine.articles()
    first = next(started)
    add(other, Article("new", "Brand new"))
    assert ask(engine, "brand") == ["new"]
    withdraw(other, "new", "wrong")
    assert ask(engine, "brand") == []
    other.rollback()
    rebuild(other, [Article("only", "Brand new")], allow_shrink=True)
    assert "only" in ask(engine, "brand")
    assert {first.id, *(article.id for article in started)} == {each.id for each in ARTICLES}
    engine.close()
    assert "only" in ask(engine, "brand")


def test_a_deleted_article_is_nowhere(engine):
    """What was deleted or replaced is in no total, facet, bar or list."""
    with engine.update() as update:
        assert update.delete("moon")
        update.add(Article("crash", "Nothing of the kind", date="1999", language="en"))
    assert "moon" not in held(engine)
    assert engine.get("moon") is None
    assert ask(engine, "astronauts") == ask(engine, "monday") == []
    assert count(engine, Facet("category"))["Science"] == 1
    assert count(engine, Facet("year"))["1999"] == 1
    results = engine.search(Search(Every(), histogram=True, limit=0, now=NOW))
    assert results.total == len(VISIBLE) - 1
    assert sum(bar.count for bar in results.histogram) == results.total - 1


def test_a_word_of_a_field_is_found_by_its_terms(engine):
    """A leaf is a plain value: fields and terms, whatever its text says."""
    word = Word("shown", ("id",), ("moon", "crash"))
    assert engine.search(Search(word, now=NOW)).total == 2
