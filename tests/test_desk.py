"""Does the desk rank the coming anniversaries as an editor would, and does a calendar read them?"""

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import rebuild
from test_events import speaking

from searchsvc.article import Article, Mention
from searchsvc.calendars import calendar_feed
from searchsvc.desk import Desk, plan
from searchsvc.engine import Engine
from searchsvc.errors import BadValue
from searchsvc.reindex import prepare, read_sources, sample
from searchsvc.settings import Settings

NOW = 1_770_000_000
SETTINGS = Settings(today="2026-01-10", title="The Archive", public_url="https://archive.example")
JUDGEMENTS = Path(__file__).parent / "data" / "desk_judgements.csv"

ARCHIVE = (
    speaking("quake", "1976-01-21", "An earthquake killed hundreds on [20 January 1976].",
             "1976-01-20"),
    speaking("quake2", "1986-01-20", "Hundreds died in the earthquake on [20 January 1976].",
             "1976-01-20"),
    speaking("quake3", "2001-01-20", "The earthquake of [20 January 1976] is remembered.",
             "1976-01-20"),
    speaking("club", "1995-05-01", "The club was founded on [21 January 1965].", "1965-01-21",
             category="Sport"),
    *(
        speaking(f"year{n}", "1990-03-01", "Profit rose in the year ended [20 January 1990].",
                 "1990-01-20")
        for n in range(5)
    ),
    speaking("notes", "1980-01-01", "The notes are due [22 January 1990].", "1990-01-22"),
    speaking("vote", "1980-01-01", "They will vote on [23 January 1990] in the city.",
             "1990-01-23"),
    speaking("month", "2020-01-01", "Somebody was born on [20 January 2027].", "2027-01-20"),
    speaking("leap", "2000-01-01", "The bridge fell on [29 February 1940] in a storm.",
             "1940-02-29"),
)  # fmt: skip


@pytest.fixture
def archive(empty: Engine) -> Engine:
    """An engine that holds ARCHIVE."""
    rebuild(empty, ARCHIVE)
    return empty


def ask(archive: Engine, first: str = "2026-01-15", days: int = 10, **filters: object) -> Desk:
    """The desk of some days."""
    return plan(
        archive,
        SETTINGS,
        date.fromisoformat(first),
        days,
        now=NOW,
        **filters,  # type: ignore[arg-type]
    )


def dates(desk: Desk) -> list[str]:
    """The dates on a desk, in order."""
    return [entry.date for entry in desk.entries]


def test_what_is_covered_most_and_round_comes_first(archive: Engine) -> None:
    """Period ends, due dates and announcements are no events, however many articles name them."""
    assert dates(ask(archive)) == ["1976-01-20", "1965-01-21"]


def test_an_entry_says_when_it_comes_round_and_why_it_is_there(archive: Engine) -> None:
    """Its title is the archive's own."""
    entry = ask(archive).entries[0]
    assert (entry.on, entry.years, entry.round, entry.coverage) == ("2026-01-20", 50, True, 3)
    assert entry.title in {each.text for each in entry.articles} | {"Title of quake"}
    assert entry.why == (
        "50 years is a round anniversary.",
        "3 articles speak of it, published in 3 years (1976 to 2001).",
    )


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"only_round": True}, ["1976-01-20"]),
        ({"categories": ("Sport",)}, ["1965-01-21"]),
        ({"least": 2}, ["1976-01-20"]),
        ({"least": 4}, []),
        ({"days": 6}, ["1976-01-20"]),
        ({"first": "2026-01-21", "days": 1}, ["1965-01-21"]),
        ({"first": "2028-01-20", "days": 1}, ["1976-01-20"]),
    ],
)
def test_a_desk_can_be_narrowed(
    archive: Engine, filters: dict[str, object], found: list[str]
) -> None:
    """To round ones, categories, a least number of articles, other days."""
    assert dates(ask(archive, **filters)) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "on"), [("2026-02-28", ["2026-02-28"]), ("2028-02-28", ["2028-02-29"])]
)
def test_29_february_comes_round_by_a_stated_rule(
    archive: Engine, first: str, on: list[str]
) -> None:
    """On 28 February in years without one."""
    assert [entry.on for entry in ask(archive, first, 2).entries] == on


@pytest.mark.parametrize(("first", "days"), [("2026-01-01", 0), ("2026-01-01", 367),
                                             ("9999-12-31", 2)])  # fmt: skip
def test_some_days_can_not_be_planned(archive: Engine, first: str, days: int) -> None:
    """None, more than a year, or days behind the calendar's last."""
    with pytest.raises(BadValue, match="days"):
        ask(archive, first, days)


def test_events_of_one_date_are_told_apart(empty: Engine) -> None:
    """By the names and words that their articles share; translations stay together."""
    rebuild(
        empty,
        (
            speaking("a", "1990-01-21", "Troops shot at crowds in Baku on [20 January 1990].",
                     "1990-01-20"),
            speaking("b", "2000-01-21", "In Baku troops shot at crowds on [20 January 1990].",
                     "1990-01-20"),
            speaking("c", "1991-01-21", "The opera house of Lisbon opened on [20 January 1990].",
                     "1990-01-20"),
            speaking("d", "2000-01-21", "[20 января 1990 года] погибли люди.", "1990-01-20",
                     language="ru"),
        ),
    )  # fmt: skip
    groups = [{each.article.id for each in entry.articles} for entry in ask(empty).entries]
    assert groups == [{"a", "b", "d"}, {"c"}]


def test_an_event_of_several_days_comes_once(empty: Engine) -> None:
    """Where the same sentences name both days."""
    both = speaking("night", "1991-01-01", "People died in the night of [19] to 20 January 1990.",
                    "1990-01-19")  # fmt: skip
    second = Mention(37, 52, "1990-01-20", "day", "explicit")
    rebuild(empty, (replace(both, mentions=(*both.mentions, second)),))
    assert len(ask(empty).entries) == 1


@pytest.mark.parametrize(
    ("published", "found"), [("1995-01-20", ["1990-01-20"]), ("1995-05-01", [])]
)
def test_a_language_without_words_is_not_left_out(
    empty: Engine, published: str, found: list[str]
) -> None:
    """What nobody can judge may be an event, if it was remembered at an anniversary."""
    text = "Það gerðist [20. janúar 1990] í borginni."
    rebuild(empty, (speaking("is", published, text, "1990-01-20", language="is"),))
    assert dates(ask(empty)) == found


STORM = (
    "The storm tore roofs from houses in London [yesterday] and trees fell in the parks.",
    "Trees fell in the parks of London [yesterday] when the storm tore at houses and roofs.",
    "In London [yesterday] roofs flew from houses, and in the parks trees fell in the storm.",
)
ATTACK = (
    "The Navy said that warships attacked an oil platform of Iran in the Gulf [yesterday].",
    "Iran said that the Navy attacked its oil platform in the Gulf [yesterday] with warships.",
)


def news(name: str, told: tuple[str, ...], many: int) -> tuple[Article, ...]:
    """`many` articles of 20 October 1987 that only say "yesterday", all nearly the same."""
    return tuple(
        speaking(f"{name}{n}", "1987-10-20", told[n % len(told)], "1987-10-19", "relative")
        for n in range(many)
    )


@pytest.mark.parametrize(("many", "entries"), [(6, 1), (5, 0)])
def test_news_that_many_tell_is_an_event(empty: Engine, many: int, entries: int) -> None:
    """Without grave words too, if an article names the date by itself."""
    named = speaking("named", "1987-10-21", "It was bought on [October 19].", "1987-10-19",
                     "nearest")  # fmt: skip
    titled = tuple(replace(each, title="Trees fell") for each in news("storm", STORM, many))
    rebuild(empty, (*titled, named))
    assert len(ask(empty, "2026-10-19", 1).entries) == entries


def test_several_events_that_made_news_on_one_day_are_told_apart(empty: Engine) -> None:
    """One thing that two of their articles share does not make them one."""
    named = speaking("named", "1987-10-21", "It was bought on [October 19].", "1987-10-19",
                     "nearest")  # fmt: skip
    storm = (replace(each, title="Trees fell") for each in news("storm", STORM, 9))
    attack = (replace(each, title="Attack in the Gulf") for each in news("attack", ATTACK, 7))
    rebuild(empty, (*storm, *attack, named))
    groups = [{each.article.id[:5] for each in entry.articles}
              for entry in ask(empty, "2026-10-19", 1).entries]  # fmt: skip
    assert groups == [{"storm"}, {"attac"}]


def test_what_was_only_announced_is_no_event(empty: Engine) -> None:
    """It is one as soon as somebody tells of it after its day."""
    before = speaking("before", "1990-01-02", "There will be a referendum on [20 January 1990].",
                      "1990-01-20")  # fmt: skip
    rebuild(empty, (before,))
    assert dates(ask(empty)) == []
    after = speaking("after", "1990-01-23", "In the referendum of [20 January 1990] few voted.",
                     "1990-01-20")  # fmt: skip
    rebuild(empty, (before, after))
    assert dates(ask(empty)) == ["1990-01-20"]


BORN = "She was born on [20 January 1950] in a village."


@pytest.mark.parametrize(
    ("title", "published", "found"),
    [("A new director", "1995-05-01", []), ("The singer died at 45", "1995-05-01", ["1950-01-20"]),
     ("A new director", "2021-05-01", ["1950-01-20"])],
)  # fmt: skip
def test_a_birth_is_an_event_if_more_is_known_of_who_was_born(
    empty: Engine, title: str, published: str, found: list[str]
) -> None:
    """An article about a death tells of it, or one of a lifetime later; an office is not enough."""
    rebuild(empty, (replace(speaking("born", published, BORN, "1950-01-20"), title=title),))
    assert dates(ask(empty)) == found


@pytest.mark.parametrize(
    ("published", "found"), [("1990-03-20", ["1990-01-20"]), ("1990-09-20", [])]
)
def test_a_guessed_year_is_believed_for_a_season(
    empty: Engine, published: str, found: list[str]
) -> None:
    """Later a day without its year may be any year's, as "9 May" is."""
    text = "The earthquake of [20 January] killed hundreds."
    rebuild(empty, (speaking("quake", published, text, "1990-01-20", "nearest"),))
    assert dates(ask(empty)) == found


@pytest.mark.parametrize(("year", "found"), [("2010", []), ("2016", ["2010-01-20"])])
def test_an_undated_article_tells_of_what_every_day_has_only_later(
    empty: Engine, year: str, found: list[str]
) -> None:
    """Nobody knows whether it reports or remembers, unless it names a later year."""
    one = speaking("treaty", None, "The treaty was signed on [20 January 2010] in Rome.",
                   "2010-01-20")  # fmt: skip
    named = Mention(0, 3, year, "year", "explicit")
    rebuild(empty, (replace(one, mentions=(*one.mentions, named)),))
    assert dates(ask(empty)) == found


def test_an_article_that_was_published_twice_counts_once(empty: Engine) -> None:
    """A day that is only named is no event by that; told in other words it may be."""
    text = "He sat by the river on [20 January 1990] for hours."
    twice = [replace(speaking(f"walk{n}", "1995-05-01", text, "1990-01-20"), title="A walk")
             for n in range(2)]  # fmt: skip
    rebuild(empty, twice)
    assert dates(ask(empty)) == []
    other = replace(twice[1], title="Another walk")
    rebuild(empty, (twice[0], other))
    assert dates(ask(empty)) == ["1990-01-20"]


def test_a_column_of_the_day_is_no_event(empty: Engine) -> None:
    """An article that names the day on which it was published tells nothing by that."""
    text = "The town looks back on [20 January 1990] and ahead."
    column = speaking("column", "1990-01-20", text, "1990-01-20")
    title = Mention(0, 5, "1990-01-20", "day", "explicit", field="title")
    rebuild(empty, (replace(column, mentions=(*column.mentions, title)),))
    assert dates(ask(empty)) == []
    rebuild(empty, (replace(column, date="2000-01-20"),))
    assert dates(ask(empty)) == ["1990-01-20"]


@pytest.mark.parametrize(("days", "found"), [(3, ["1950-01-20"]), (12, [])])
def test_a_biography_does_not_fill_the_year(empty: Engine, days: int, found: list[str]) -> None:
    """The more days an article names, the less each of them is worth."""
    life = speaking("life", "1995-05-01", "He was elected on [20 January 1950].", "1950-01-20")
    others = tuple(Mention(0, 3, f"19{60 + n}-05-05", "day", "explicit") for n in range(days - 1))
    rebuild(empty, (replace(life, mentions=(*life.mentions, *others)),))
    assert dates(ask(empty)) == found


def test_an_article_gives_a_day_one_entry(empty: Engine) -> None:
    """A list of those who were born on it is not an entry for each."""
    one = speaking("born", "2035-05-01", BORN + " He was born on 20 January 1960 in a town.",
                   "1950-01-20")  # fmt: skip
    start = one.body.index("20 January 1960")
    other = Mention(start, start + 15, "1960-01-20", "day", "explicit")
    rebuild(empty, (replace(one, mentions=(*one.mentions, other)),))
    assert len(ask(empty, "2026-01-20", 1).entries) == 1


@pytest.mark.parametrize(
    ("published", "found"),
    [("1990-01-21", ["1990-01-20"]), ("1995-05-01", []), ("2010-01-20", ["1990-01-20"]),
     ("2009-12-01", [])],
)  # fmt: skip
def test_a_day_that_is_only_named_counts_at_its_anniversaries(
    empty: Engine, published: str, found: list[str]
) -> None:
    """One article that has no word for an event is not enough, however round the year."""
    text = "He sat by the river on [20 January 1990] for hours."
    rebuild(empty, (speaking("walk", published, text, "1990-01-20"),))
    assert dates(ask(empty, "2090-01-15")) == found


def test_a_title_begins_where_its_sentence_does(empty: Engine) -> None:
    """If the date stands in what can be shown of it; the end of a long one is cut."""
    text = ("The earthquake that struck the capital and the villages around it on "
            "[20 January 1990] killed hundreds of people, left thousands without a roof in the "
            "snow and brought down the old cathedral.")  # fmt: skip
    rebuild(empty, (speaking("quake", "1995-03-01", text, "1990-01-20"),))
    (entry,) = ask(empty).entries
    assert entry.title.startswith("The earthquake that struck the capital")
    assert "20 January 1990" in entry.title
    assert entry.title.endswith(" …")
    assert len(entry.title) <= 142


def lines(feed: bytes) -> list[tuple[str, str]]:
    """The content lines of an iCalendar file, unfolded: name with parameters, and value."""
    assert feed.endswith(b"\r\n")
    assert b"\n" not in feed.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in feed.split(b"\r\n"))
    written = feed.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode().split("\r\n")[:-1]
    return [(line.partition(":")[0], line.partition(":")[2]) for line in written]


def events(feed: bytes) -> list[dict[str, str]]:
    """The events of an iCalendar file; each property stands once."""
    found: list[dict[str, str]] = []
    depth: list[str] = []
    for name, value in lines(feed):
        if name == "BEGIN":
            depth.append(value)
            if value == "VEVENT":
                found.append({})
        elif name == "END":
            assert depth.pop() == value
        elif depth[-1] == "VEVENT":
            assert name not in found[-1]
            found[-1][name] = value
    assert not depth
    return found


def test_the_calendar_is_one_that_other_programs_read(archive: Engine) -> None:
    """RFC 5545: version and product, all-day events, no recurrence, lines of 75 octets."""
    feed = calendar_feed(ask(archive), SETTINGS)
    heads = dict(lines(feed))
    assert heads["VERSION"] == "2.0"
    assert heads["PRODID"].startswith("-//")
    assert b"RRULE" not in feed
    found = events(feed)
    assert [(each["DTSTART;VALUE=DATE"], each["DTEND;VALUE=DATE"]) for each in found] == [
        ("20260120", "20260121"),
        ("20260121", "20260122"),
    ]
    assert {"UID", "DTSTAMP", "SUMMARY"} <= found[0].keys()
    assert found[0]["URL"] == "https://archive.example/event/1976-01-20"


def test_a_calendar_entry_keeps_its_identity(archive: Engine) -> None:
    """For each date and year, whenever and with whatever filters it is asked for."""
    asked = (ask(archive), ask(archive, "2026-01-20", 1), ask(archive, only_round=True))
    uids = [events(calendar_feed(desk, SETTINGS))[0]["UID"] for desk in asked]
    assert set(uids) == {"1976-01-20.2026@archive.example"}
    later = events(calendar_feed(ask(archive, "2027-01-15"), SETTINGS))
    assert later[0]["UID"] == "1976-01-20.2027@archive.example"


def test_any_title_fits_into_a_calendar(empty: Engine) -> None:
    """Commas, semicolons, line ends and long words are escaped and folded."""
    title = "Ünïcode; comma, \\ back\nslash " + "ж" * 200
    day = Mention(0, 3, "1990-01-20", "day", "explicit", False, "title")
    told = Mention(20, 35, "1990-01-20", "day", "explicit")
    body = "People were killed, 20 January 1990 in Baku."
    rebuild(empty, (Article("a", title, body, "", "1991-01-01", "en", mentions=(day, told)),))
    (found,) = events(calendar_feed(ask(empty), SETTINGS))
    assert found["SUMMARY"].startswith("Ünïcode\\; comma\\, \\\\ back\\nslash жж")


def test_nothing_coming_is_an_empty_calendar(archive: Engine) -> None:
    """Still a whole file."""
    assert events(calendar_feed(ask(archive, "2026-08-01"), SETTINGS)) == []


def test_the_sample_archive_is_judged_by_hand(empty: Engine) -> None:
    """Four of five entries among the first five of a day are worth a piece."""
    judged: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    with JUDGEMENTS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["archive"] == "sample":
                judged[row["on"]][row["date"]].append(row["worthy"] == "yes")
    with empty.build(prepare) as build:
        for record in read_sources([sample()]):
            build.add(record)
    found = [
        all(judged[on][entry.date])
        for on in judged
        for entry in ask(empty, on, 1).entries[:5]
        if entry.date in judged[on]
    ]
    assert len(found) >= 30
    assert sum(found) / len(found) >= 0.8


def test_a_year_is_planned_day_by_day_and_at_once(archive: Engine) -> None:
    """The days one by one hold the same entries."""
    first = date(2026, 1, 1)
    single = [
        entry.date
        for day in range(365)
        for entry in ask(archive, (first + timedelta(days=day)).isoformat(), 1).entries
    ]
    assert sorted(single) == sorted(dates(ask(archive, "2026-01-01", 365)))


def test_of_both_styles_of_a_day_the_new_one_is_the_anniversary(empty: Engine) -> None:
    """The old one is told in the same sentence, and comes round earlier."""
    sentence = "The palace was stormed on 25 October (7 November) 1917."
    stormed = Article("palace", "The palace was stormed", sentence, date="2001-11-07", mentions=(
        Mention(26, 36, "1917-10-25", "day", "explicit"),
        Mention(38, 54, "1917-11-07", "day", "explicit"),
    ))  # fmt: skip
    rebuild(empty, (stormed,))
    assert dates(ask(empty, "2025-10-20", 30)) == ["1917-11-07"]


def test_a_longer_plan_has_what_a_shorter_one_has(empty: Engine) -> None:
    """Whoever subscribes to a year misses nothing that a month would have told."""
    rebuild(empty, [
        speaking(f"fire{n}", "2001-01-01", f"A great fire destroyed the town on [{day} 1925].",
                 f"1925-{month:02}-{number:02}")
        for n, (month, number) in enumerate((m, d) for m in range(1, 13) for d in range(1, 29, 4))
        for day in (f"{number} {date(2000, month, 1):%B}",)
    ])  # fmt: skip
    month, year = ask(empty, "2026-01-01", 30), ask(empty, "2026-01-01", 365)
    assert len(month.entries) > 5
    assert set(dates(month)) <= set(dates(year))
    assert len(year.entries) > 10 * len(month.entries)
