"""Does the archive know which days its articles speak of, and everything about each date?"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import rebuild, withdraw
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.anniversaries import DayPage, on_this_day
from searchsvc.article import Article, Mention
from searchsvc.engine import Engine
from searchsvc.engine.opening import open_engine
from searchsvc.errors import NotFound
from searchsvc.events import COLUMNS, as_csv, look_at_date, rows
from searchsvc.parse import parse
from searchsvc.query import Facet, Search
from searchsvc.reindex import prepare, read_sources
from searchsvc.settings import Settings

NOW = 1_770_000_000
TODAY = Settings(today="2026-02-01")


def speaking(
    article_id: str,
    published: str | None,
    text: str,
    day: str,
    source: str = "explicit",
    **fields: object,
) -> Article:
    """An article whose body is `text`, with the part in brackets a mention of `day`."""
    start, end = text.index("["), text.index("]") - 1
    body = text.replace("[", "").replace("]", "")
    ahead = published is not None and not day.startswith("X") and day > published
    mention = Mention(start, end, day, "day", source, ahead)
    values = {"category": "News", "date": published, "language": "en", "mentions": (mention,)}
    return Article(article_id, f"Title of {article_id}", body, **(values | fields))  # type: ignore[arg-type]


ARCHIVE = (
    speaking("then", "1990-01-21", "Troops entered the city on [20 January 1990].", "1990-01-20"),
    speaking("later", "2000-01-20", "They died on [January 20, 1990], many say.", "1990-01-20"),
    speaking("russian", "2010-01-19", "[20 января 1990 года] погибли люди.", "1990-01-20",
             language="ru"),
    speaking("sport", "1995-05-01", "The club was founded on [20 January 1965].", "1965-01-20",
             category="Sport"),
    speaking("dividend", "1989-12-01", "It is payable [20 January 1990] to holders of record.",
             "1990-01-20"),
    speaking("yesterday", "1990-01-21", "People were killed [yesterday] in the city.",
             "1990-01-20", "relative"),
    speaking("alone", "1970-01-21", "People were killed [yesterday] in the city.",
             "1970-01-20", "relative"),
    speaking("mourning", "2020-01-20", "The day is marked every [20 January] in the city.",
             "XXXX-01-20", "recurring"),
    speaking("leap", "2000-01-01", "He was born on [29 February 1940] in a village.",
             "1940-02-29"),
    speaking("hidden", "1990-01-22", "It was signed on [21 January 1990] in the city.",
             "1990-01-21", visible_from=4_000_000_000),
)  # fmt: skip


@pytest.fixture
def archive(empty: Engine) -> Engine:
    """An engine that holds ARCHIVE."""
    rebuild(empty, ARCHIVE)
    return empty


def ask(archive: Engine, day: str, year: int = 2026, categories: tuple[str, ...] = ()) -> DayPage:
    """A calendar day as seen from `year`."""
    return on_this_day(archive, TODAY, day, year, categories, NOW)


def shown(page: DayPage) -> dict[str, list[str]]:
    """The articles of each event of a page."""
    return {event.date: [each.article.id for each in event.articles] for event in page.events}


def test_a_day_shows_the_dates_that_articles_speak_of_newest_first(archive: Engine) -> None:
    """Each with its articles, the best evidence first; what recurs without a year comes last."""
    assert shown(ask(archive, "01-20")) == {
        "1990-01-20": ["later", "russian", "then", "yesterday"],
        "1965-01-20": ["sport"],
        "XXXX-01-20": ["mourning"],
    }


def test_an_event_says_how_long_ago_it_was(archive: Engine) -> None:
    """And whether that is round, counted from the reference year."""
    events = ask(archive, "01-20", 2025).events
    assert [(each.years_ago, each.round) for each in events] == [(35, True), (60, True), (0, False)]
    assert [each.recurring for each in events] == [False, False, True]
    assert [each.date for each in ask(archive, "01-20", 1989).events] == [
        "1965-01-20",
        "XXXX-01-20",
    ]


def test_yesterday_makes_no_event_alone(archive: Engine) -> None:
    """Nor does a dividend; both are known to the event page."""
    page = ask(archive, "01-20")
    assert "1970-01-20" not in shown(page)
    assert "dividend" not in shown(page)["1990-01-20"]


def test_a_category_narrows_the_events(archive: Engine) -> None:
    """And the counts of the calendar with them."""
    page = ask(archive, "01-20", categories=("Sport",))
    assert shown(page) == {"1965-01-20": ["sport"]}
    assert page.counts == {"01-20": 1, "05-01": 1}


def test_29_february_stands_on_28_february_in_other_years(archive: Engine) -> None:
    """In a leap year it stands on its own day alone."""
    assert shown(ask(archive, "02-28", 2026)) == {"1940-02-29": ["leap"]}
    assert shown(ask(archive, "02-28", 2028)) == {}
    assert shown(ask(archive, "02-29", 2028)) == {"1940-02-29": ["leap"]}


def test_a_day_with_an_event_is_a_nearest_day(archive: Engine) -> None:
    """Hidden articles make none."""
    page = ask(archive, "02-27")
    assert (page.before, page.after) == ("01-22", "02-29") or page.before in ("01-21", "01-20")
    assert "01-22" not in page.counts
    assert page.counts["02-29"] == 1


def test_an_article_comes_once(empty: Engine) -> None:
    """Under the date that has fewest articles, unless another date would be left without any."""
    two = (*ARCHIVE[0].mentions, replace(ARCHIVE[0].mentions[0], value="1980-01-20"))
    rebuild(empty, (replace(ARCHIVE[0], mentions=two), ARCHIVE[1]))
    assert shown(ask(empty, "01-20")) == {"1990-01-20": ["later"], "1980-01-20": ["then"]}
    rebuild(empty, (replace(ARCHIVE[0], mentions=two),), allow_shrink=True)
    assert shown(ask(empty, "01-20")) == {"1990-01-20": ["then"], "1980-01-20": ["then"]}


@pytest.mark.parametrize("value", ["1990", "1990-01"])
def test_months_and_years_are_no_days(empty: Engine, value: str) -> None:
    """They are found by `about:`, but make no event."""
    precision = "year" if len(value) == 4 else "month"
    mention = Mention(0, 4, value, precision, "explicit")
    rebuild(empty, (Article("a", "A", "1990 it was.", "", None, "en", mentions=(mention,)),))
    assert all(not ask(empty, day).events for day in ("01-01", "01-20", "12-31"))
    found = empty.search(Search(parse(f"about:{value}", ("en",)).query, now=NOW))
    assert found.total == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("about:1990-01-20", {"then", "later", "russian", "dividend"}),
        ("about:1990-01", {"then", "later", "russian", "dividend"}),
        ("about:1990", {"then", "later", "russian", "dividend"}),
        ("about:1964..1966", {"sport"}),
        ("about:1990-01-20 -died", {"then", "russian", "dividend"}),
        ("about:1991", set()),
    ],
)
def test_about_finds_what_articles_speak_of(archive: Engine, query: str, found: set[str]) -> None:
    """By day, month, year and range; "yesterday" is not enough."""
    results = archive.search(Search(parse(query, ("en", "ru")).query, now=NOW))
    assert {hit.article.id for hit in results.hits} == found


def test_the_years_of_events_are_counted(archive: Engine) -> None:
    """As a facet, and narrowed as a filter."""
    everything = parse("", ("en",)).query
    asked = Search(everything, facets=(Facet("event_year"),), now=NOW)
    counts = {each.value: each.count for each in archive.search(asked).facets["event_year"]}
    assert counts == {"1990": 4, "1965": 1, "1940": 1}
    assert archive.search(replace(asked, filters={"event": frozenset({"1965"})})).total == 1


def test_the_page_of_a_date_has_everything_about_it(archive: Engine) -> None:
    """What was published around it, and since, year by year."""
    page = look_at_date(archive, TODAY, "1990-01-20", NOW)
    assert page.total == 5
    assert [(each.year, each.years, len(each.articles)) for each in page.timeline] == [
        (1989, -1, 1),
        (1990, 0, 2),
        (2000, 10, 1),
        (2010, 20, 1),
    ]
    assert [(each.date, each.days) for each in page.around] == [("1990-01-21", 1)]
    assert [(each.language, len(each.articles)) for each in page.languages] == [
        ("en", 4),
        ("ru", 1),
    ]
    assert page.other_years == ("1965-01-20",)


CRASH = (
    "The stock market crash of [yesterday] stunned brokers in New York.",
    "Brokers in New York said that the record drop of [yesterday] was unprecedented.",
    "New York was stunned [yesterday] by the stock market collapse, the worst ever.",
)


def test_the_greatest_event_of_a_date_comes_first(empty: Engine) -> None:
    """However plainly others name the day; what speaks of no event stands apart, none is lost."""
    day = "1987-10-19"
    crash = tuple(
        speaking(f"crash{n}", "1987-10-20", CRASH[n % 3], day, "relative") for n in range(9)
    )
    ship = speaking("ship", "1987-10-25", "The vessel Envoy was refloated on [October 19, 1987].",
                    day)  # fmt: skip
    dividend = speaking("dividend", "1987-09-01", "It is payable [October 19, 1987].", day)
    rebuild(empty, (*crash, ship, dividend))
    page = look_at_date(empty, TODAY, day, NOW)
    told = [{each.article.id for each in event.articles} for event in page.happenings]
    assert told == [{each.id for each in crash}, {"ship"}]
    assert [each.article.id for each in page.also] == ["dividend"]
    flat = [one for event in page.happenings for one in event.articles]
    assert page.articles == (*flat, *page.also)
    assert len(page.articles) == page.total == 11
    events = {row["id"]: row["event"] for row in rows(page)}
    assert events["crash0"] == events["crash5"] == page.happenings[0].title
    assert events["dividend"] == ""
    (event,) = ask(empty, "10-19").events
    assert event.articles[0].article.id.startswith("crash")


def test_round_anniversaries_that_nobody_covered_are_named(archive: Engine) -> None:
    """Only in years of which the archive has articles, and never in the future."""
    page = look_at_date(archive, TODAY, "1990-01-20", NOW)
    assert [(each.year, each.years, each.on) for each in page.missed] == [
        (1995, 5, "1995-01-20"),
        (2020, 30, "2020-01-20"),
    ]


@pytest.mark.parametrize("date", ["1990", "1990-01", "1990-02-30", "01-20", "", "today"])
def test_there_is_no_such_date(archive: Engine, date: str) -> None:
    """Only a whole day has a page."""
    with pytest.raises(NotFound, match="1990-01-20"):
        look_at_date(archive, TODAY, date, NOW)


def test_a_date_that_nobody_names_has_an_empty_page(archive: Engine) -> None:
    """It names no missed anniversaries either."""
    page = look_at_date(archive, TODAY, "1950-07-07", NOW)
    assert (page.total, page.articles, page.missed, page.timeline) == (0, (), (), ())


def test_the_rows_of_a_date_are_csv(archive: Engine) -> None:
    """With a header; what a spreadsheet would compute is made harmless."""
    page = look_at_date(archive, TODAY, "1990-01-20", NOW)
    formula = replace(page.articles[0], article=replace(page.articles[0].article, title="=1+1"))
    page = replace(page, articles=(formula, *page.articles[1:]))
    read = list(csv.DictReader(io.StringIO(as_csv(page))))
    assert tuple(read[0]) == COLUMNS
    assert [row["id"] for row in read] == [row["id"] for row in rows(page)]
    assert "'=1+1" in {row["title"] for row in read}
    assert read[0]["years_after"] == "-1"


def test_withdrawn_articles_speak_no_more(archive: Engine) -> None:
    """Neither in counts nor on pages."""
    withdraw(archive, "sport")
    assert "1965-01-20" not in shown(ask(archive, "01-20"))
    assert look_at_date(archive, TODAY, "1965-01-20", NOW).total == 0


days = st.sampled_from(["1990-01-20", "1991-01-20", "1990-01-21", "XXXX-01-20"])
sources = st.sampled_from(["explicit", "nearest", "relative"])
fields = st.sampled_from(["title", "body"])
mentions = st.builds(
    Mention, st.just(0), st.just(1), days, st.just("day"), sources, st.booleans(), fields
)
articles = st.lists(
    st.builds(
        Article,
        st.uuids().map(str),
        st.just("T"),
        st.just("Body."),
        st.sampled_from(["News", "Sport", ""]),
        st.sampled_from([None, "1990", "1990-01-20", "1995-03-01"]),
        mentions=st.lists(mentions, max_size=4).map(tuple),
        visible_from=st.sampled_from([None, 4_000_000_000]),
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine that is filled again and again."""
    engine = open_engine("whoosh", tmp_path_factory.mktemp("events"))
    yield engine
    engine.close()


@given(articles=articles)
def test_events_are_counted_as_the_articles_say(counting: Engine, articles: list[Article]) -> None:
    """The arrays agree with a plain count over all articles."""
    rebuild(counting, articles, allow_shrink=True)
    found = {each.date: each for each in counting.events(("01-20",), frozenset({"News"}), NOW)}
    seen = [each for each in articles if each.visible_from is None and each.category == "News"]
    for day in ("1990-01-20", "1991-01-20", "XXXX-01-20"):
        holding = [a for a in seen if any(m.value == day for m in a.mentions)]
        named = [
            a
            for a in holding
            if any(m.value == day and m.year_source != "relative" for m in a.mentions)
        ]
        assert (day in found) == bool(named)
        if named:
            assert (found[day].articles, found[day].named) == (len(holding), len(named))
    counted = counting.event_days(1990, frozenset({"News"}), NOW)
    pairs = {
        (a.id, m.value)
        for a in seen
        for m in a.mentions
        if m.year_source != "relative" and m.value[5:] == "01-20" and m.value != "1991-01-20"
    }
    assert counted.get("01-20", 0) == len(pairs)


def test_the_saved_page_stands_on_its_day(empty: Engine, outside: Callable[[str], Path]) -> None:
    """Bloody January is 20 January 1990, the burial 22 January; months are no days."""
    seeds = sorted((outside("dates").parents[1] / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("the saved page is not on this machine")
    with empty.build(prepare) as build:
        for record in read_sources(seeds):
            build.add(record)
    event = ask(empty, "01-20", 2025).events[0]
    assert (event.date, event.years_ago, event.round) == ("1990-01-20", 35, True)
    assert "<mark>January 20, 1990</mark>, a tragedy occurred" in event.articles[0].sentence
    assert "Bloody January" in event.articles[0].text
    burial = ask(empty, "01-22", 2025).events[0]
    assert burial.date == "1990-01-22"
    assert "the burial of the martyrs" in burial.articles[0].text
    assert not any(ask(empty, day).events for day in ("02-01", "02-28", "03-01", "03-31"))


def test_no_date_is_lost_among_many_articles(empty: Engine) -> None:
    """However many newer ones speak of another year of the same day."""
    many = [
        speaking(f"n{number}", "2020-02-01", "It was opened on [20 January 2019].", "2019-01-20")
        for number in range(260)
    ]
    rebuild(empty, [*many, ARCHIVE[3]])
    assert list(shown(ask(empty, "01-20"))) == ["2019-01-20", "1965-01-20"]


def test_the_end_of_a_year_is_no_event(empty: Engine) -> None:
    """What companies did on it is left out, what happened on it is not."""
    day = "1986-12-31"
    rebuild(
        empty,
        (
            speaking("profit", "1987-03-01", "The company held shares on [31 December 1986].", day),
            speaking("fire", "1987-01-02", "A fire killed 97 people on [31 December 1986].", day),
        ),
    )
    assert shown(ask(empty, "12-31")) == {day: ["fire"]}


@pytest.mark.parametrize(
    ("date", "before", "after"),
    [
        ("1990-01-20", "1965-01-20", None),
        ("1965-01-20", "1940-02-29", "1990-01-20"),
        ("1980-06-01", "1965-01-20", "1990-01-20"),
        ("1940-02-29", None, "1965-01-20"),
    ],
)
def test_a_date_has_neighbours(
    archive: Engine, date: str, before: str | None, after: str | None
) -> None:
    """The nearest that articles name: no "yesterday", no day of every year, nothing hidden."""
    assert archive.event_neighbours(date, NOW) == (before, after)


def test_days_that_are_only_counted_make_no_event(archive: Engine) -> None:
    """Their articles stand on the page of the day, which names no event and leads to no search."""
    page = look_at_date(archive, TODAY, "1970-01-20", NOW)
    assert (page.total, page.named, page.happenings) == (1, 0, ())
    assert [each.article.id for each in page.also] == ["alone"]
    assert look_at_date(archive, TODAY, "1990-01-20", NOW).named == 4


@pytest.mark.parametrize(
    ("day", "published", "years"),
    [("1990-01-01", "2014-12-30", 25), ("1990-12-30", "2001-01-03", 10)],
)
def test_an_anniversary_is_covered_across_new_year(
    empty: Engine, day: str, published: str, years: int
) -> None:
    """An article of the week counts, whichever year it appeared in."""
    article = speaking("marks", published, f"They died on [{day}], and all recall it.", day)
    others = [
        Article(f"in{year}", "Other", "News", "", f"{year}-06-01", "en") for year in (2000, 2015)
    ]
    rebuild(empty, [article, *others])
    page = look_at_date(empty, TODAY, day, NOW)
    assert years not in [each.years for each in page.missed]
