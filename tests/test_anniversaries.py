"""Does a calendar day show what was published on it, as seen from a year?"""

import pytest
from conftest import fill

from searchsvc.anniversaries import DayPage, on_this_day
from searchsvc.article import Article, Mention
from searchsvc.engine import Engine
from searchsvc.errors import NotFound
from searchsvc.settings import Settings

DAYS = (
    *("0001-01-20", "1875-01-20", "1965-01-20", "1989-01-20", "1990-01-20", "2020-01-20"),
    *("9999-01-20", "1990-01", "1990", "1988-02-29", "1990-02-28", "1990-03-01", "2005-12-31"),
)
ARTICLES = [
    *(Article(day, f"Of {day}", "Text.", "News", day, "en") for day in DAYS),
    Article("again", "Also then", "Text.", "Sport", "1990-01-20", "en"),
    Article("undated", "Of no day", "Text.", "News", None, "en"),
    Article("sport", "A match", "Text.", "Sport", "1990-07-01", "en"),
    Article("hidden", "Not yet", "Text.", "News", "1990-01-19", "en", visible_from=4_000_000_000),
]


@pytest.fixture
def archive(empty: Engine) -> Engine:
    """An engine that holds ARTICLES."""
    fill(empty, ARTICLES)
    return empty


def ask(
    archive: Engine, day: str, year: int, leap_day: str = "02-28", categories: tuple[str, ...] = ()
) -> DayPage:
    """The day as seen from `year`, in the year 2026."""
    settings = Settings(leap_day=leap_day)
    return on_this_day(archive, settings, day, year, categories, 1_770_000_000)


def ids(page: DayPage) -> list[list[str]]:
    """The articles of each year that is shown."""
    return [sorted(each.id for each in year.articles) for year in page.published]


def test_a_day_shows_all_years_newest_first(archive: Engine) -> None:
    """Each article once, under its year; only dates that are known to the day."""
    page = ask(archive, "01-20", 2025)
    assert [each.year for each in page.published] == [2020, 1990, 1989, 1965, 1875, 1]
    assert ids(page)[1] == ["1990-01-20", "again"]
    assert page.total == 7


def test_it_says_how_many_years_ago_and_which_are_round(archive: Engine) -> None:
    """1, 5, 10 ... 100, and every further 25."""
    page = ask(archive, "01-20", 2025)
    assert [(each.years_ago, each.round) for each in page.published] == [
        (5, True),
        (35, True),
        (36, False),
        (60, True),
        (150, True),
        (2024, False),
    ]


def test_later_years_than_the_reference_year_are_left_out(archive: Engine) -> None:
    """Also from the total and the counts of articles and events; this year is 0 years ago."""
    page = ask(archive, "01-20", 1989)
    assert [(each.year, each.years_ago) for each in page.published] == [
        (1989, 0),
        (1965, 24),
        (1875, 114),
        (1, 1988),
    ]
    assert page.total == 4
    assert page.counts == {"01-20": 4 + 3, "02-28": 1 + 1, "02-29": 1 + 1}
    assert (page.before, page.after) == ("02-29", "02-28")


@pytest.mark.parametrize(
    ("year", "years"), [(1, [1]), (9999, [9999, 2020, 1990, 1989, 1965, 1875, 1])]
)
def test_the_calendar_has_a_first_and_a_last_year(
    archive: Engine, year: int, years: list[int]
) -> None:
    """Both can be asked for."""
    assert [each.year for each in ask(archive, "01-20", year).published] == years


@pytest.mark.parametrize(
    ("day", "year", "leap_day", "shown", "leap"),
    [
        ("02-29", 2024, "02-28", ["1988-02-29"], False),
        ("02-29", 2025, "02-28", ["1988-02-29"], False),
        ("02-29", 2025, "none", ["1988-02-29"], False),
        ("02-28", 2024, "02-28", ["1990-02-28"], False),
        ("02-28", 2025, "02-28", ["1988-02-29", "1990-02-28"], True),
        ("02-28", 2025, "03-01", ["1990-02-28"], False),
        ("02-28", 2025, "none", ["1990-02-28"], False),
        ("03-01", 2025, "02-28", ["1990-03-01"], False),
        ("03-01", 2025, "03-01", ["1988-02-29", "1990-03-01"], True),
        ("03-01", 2024, "03-01", ["1990-03-01"], False),
        ("02-28", 1900, "02-28", [], True),
    ],
)
def test_29_february_is_shown_by_a_stated_rule_in_years_without_one(
    archive: Engine, day: str, year: int, leap_day: str, shown: list[str], leap: bool
) -> None:
    """On 28 February, on 1 March, or only as itself."""
    page = ask(archive, day, year, leap_day)
    assert sorted(each for year in ids(page) for each in year) == shown
    assert page.leap is leap


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("01-20", "12-31", "02-28"),
        ("01-21", "01-20", "02-28"),
        ("02-29", "02-28", "03-01"),
        ("12-31", "07-01", "01-20"),
        ("01-01", "12-31", "01-20"),
    ],
)
def test_a_day_names_the_nearest_days_that_have_something(
    archive: Engine, day: str, before: str, after: str
) -> None:
    """Around the year; what is hidden counts for nothing."""
    page = ask(archive, day, 2025)
    assert (page.before, page.after) == (before, after)


def test_a_category_narrows_the_day_and_its_neighbours(archive: Engine) -> None:
    """Several are alternatives."""
    page = ask(archive, "01-20", 2025, categories=("Sport",))
    assert (ids(page), page.before, page.after) == ([["again"]], "07-01", "07-01")
    assert ask(archive, "01-20", 2025, categories=("Sport", "News")).total == 7


def test_a_day_without_anything_says_so(archive: Engine) -> None:
    """And an archive without anything has no nearest days."""
    page = ask(archive, "08-08", 2025)
    assert (page.published, page.total, page.before, page.after) == ((), 0, "07-01", "12-31")
    nowhere = ask(archive, "08-08", 2025, categories=("None",))
    assert (nowhere.total, nowhere.before, nowhere.after, nowhere.counts) == (0, None, None, {})


@pytest.mark.parametrize("day", ["02-30", "13-01", "1-20", "01-2", "", "today", "٠١-٢٠"])
def test_there_is_no_such_day(archive: Engine, day: str) -> None:
    """A day is written as 01-20."""
    with pytest.raises(NotFound, match="01-20"):
        ask(archive, day, 2025)


def test_of_a_day_with_very_many_articles_each_year_has_some(empty: Engine) -> None:
    """The first of each; the totals are exact."""
    many = [Article(f"{year}-{n:03}", "Of a day", "Text.", "News", f"{year}-01-20", "en")
            for year in (1988, 1989, 1990) for n in range(60)]  # fmt: skip
    fill(empty, many)
    page = ask(empty, "01-20", 2025)
    assert page.total == 180
    assert [(each.year, each.total, len(each.articles)) for each in page.published] == [
        (1990, 60, 40),
        (1989, 60, 40),
        (1988, 60, 40),
    ]


def test_a_day_that_is_only_named_is_not_one_that_has_something(empty: Engine) -> None:
    """Whoever finds nothing is not led to another page of nothing."""
    bond = Article("bond", "A bond", "The bond is due on 3 March 1980.",
                   mentions=(Mention(19, 31, "1980-03-03", "day", "explicit"),))  # fmt: skip
    flood = Article("flood", "A flood", "The dam broke on 9 April 1975 and drowned the valley.",
                    mentions=(Mention(17, 29, "1975-04-09", "day", "explicit"),))  # fmt: skip
    fill(empty, (bond, flood))
    page = ask(empty, "02-01", 2026)
    assert (page.before, page.after) == ("04-09", "04-09")
    assert ask(empty, "03-03", 2026).events == ()


def test_a_day_without_a_year_is_not_of_every_year_because_its_own_is_unknown(
    empty: Engine,
) -> None:
    """Only what is said to return does."""
    said = (Mention(31, 39, "XXXX-03-14", "day", "unknown"),)
    blast = Article("blast", "A blast", "An explosion killed 11 men on 14 March.", mentions=said)
    feast = Article("feast", "A feast", "The town remembers the fire on 14 March every year.",
                    date="2001-05-05",
                    mentions=(Mention(31, 39, "XXXX-03-14", "day", "recurring"),))  # fmt: skip
    fill(empty, (blast,))
    assert ask(empty, "03-14", 2026).events == ()
    fill(empty, (blast, feast))
    (event,) = ask(empty, "03-14", 2026).events
    assert [each.article.id for each in event.articles] == ["feast"]
