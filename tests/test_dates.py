"""Dates are found as the tables' examples say, and no text can break the search."""

import datetime
import re
import time
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchsvc.dates import find_dates
from searchsvc.dates.grammar import grammar
from searchsvc.dates.scan import masked, windows
from searchsvc.dates.window import dates_in, read

LANGUAGES = ("en", "ru", "az", "tr", "uk", "de", "fr", "es", "hy", "ka")
TABLES = files("searchsvc.dates").joinpath("languages")
PUBLISHED = datetime.date(2025, 1, 20)
SHAPES = {
    "day": re.compile(r"(?:[0-9]{4}|XXXX)-[0-9]{2}-[0-9]{2}"),
    "month": re.compile(r"[0-9]{4}-[0-9]{2}"),
    "year": re.compile(r"[0-9]{4}"),
}


def rows(key: str) -> list[Any]:
    """The examples of every table under a key."""
    tables = {
        code: tomllib.loads(TABLES.joinpath(f"{code}.toml").read_text("utf-8"))
        for code in LANGUAGES
    }
    return [
        pytest.param(code, row, id=f"{code}: {row['text'][:50]}")
        for code, table in tables.items()
        for row in table[key]
    ]


def values(text: str, published: datetime.date | None, language: str | None) -> list[str]:
    return [mention.value for mention in find_dates(text, published, language)]


@pytest.mark.parametrize(("language", "row"), rows("examples"))
def test_examples_are_found(language: str, row: dict[str, Any]) -> None:
    """Each table finds what its examples say, no more and no less."""
    assert values(row["text"], row.get("published"), language) == row["values"]


@pytest.mark.parametrize(("language", "row"), rows("not"))
def test_false_days_are_not_found(language: str, row: dict[str, Any]) -> None:
    """Streets, scores, sums, versions, addresses and impossible days are no days."""
    found = find_dates(row["text"], PUBLISHED, language)
    assert [m.value for m in found if m.precision == "day"] == []


def sentences() -> list[Any]:
    """The sentences of `data/dates`: a text, a bar, and the days and months that it speaks of."""
    return [
        pytest.param(path.stem, *line.rsplit(" | ", 1), id=f"{path.stem}: {line[:40]}")
        for path in sorted((Path(__file__).parent / "data" / "dates").glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
    ]


@pytest.mark.parametrize(("language", "text", "expected"), sentences())
def test_hard_sentences_are_read(language: str, text: str, expected: str) -> None:
    """In ten languages, seen from 20 January 2025; "-" where there is no date."""
    found = [
        mention.value
        for mention in find_dates(text, PUBLISHED, language)
        if mention.precision != "year" and mention.year_source != "relative"
    ]
    assert " ".join(found or "-") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 5 March 1953 he died.", ["1953-03-05"]),
        ("5 марта 1953 года он умер.", ["1953-03-05"]),
        ("5 березня 1953 року він помер.", ["1953-03-05"]),
        ("1990 წლის 20 იანვარს", ["1990-01-20"]),
        ("1990 թվականի հունվարի 20-ին", ["1990-01-20"]),
        ("1990-cı il yanvarın 20-də", ["1990-01-20"]),
        ("am 25. und 26. August 1990", ["1990-08-25", "1990-08-26"]),
    ],
)
@pytest.mark.parametrize("language", [None, "", "xx"])
def test_an_unknown_language_is_told_by_its_script(
    text: str, expected: list[str], language: str | None
) -> None:
    """Without a language each table of the script is tried."""
    assert values(text, PUBLISHED, language) == expected


def test_the_year_says_how_it_was_found() -> None:
    """Each mention keeps where its year comes from."""
    text = (
        "Every 20 January is a day of mourning. It recalls 19 January 1990. "
        "The fair runs from 27 September to 10 November 2020. The talks begin on 3 March. "
        "The minister resigned yesterday. The 5th anniversary of the 2 February fire was marked."
    )
    found = {m.value: m.year_source for m in find_dates(text, PUBLISHED, "en")}
    assert found == {
        "XXXX-01-20": "recurring",
        "1990-01-19": "explicit",
        "2020-09-27": "range",
        "2020-11-10": "explicit",
        "2025-03-03": "nearest",
        "2025-01-19": "relative",
        "2020-02-02": "implied",
    }


def test_a_year_that_is_not_known_is_not_every_year() -> None:
    """Without a day of publication a day recurs only where the text says so."""
    found = find_dates("A blast killed 11 on 14 March. Every 8 March is marked.", None, "en")
    assert [(m.value, m.year_source) for m in found] == [
        ("XXXX-03-14", "unknown"),
        ("XXXX-03-08", "recurring"),
    ]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("It is payable March 15 and September 15 beginning September 15, 1987.", None),
        ("It was on last February 19.", datetime.date.min),
        ("It is on next March 3.", datetime.date.max),
    ],
)
def test_a_day_without_a_year_says_that_none_is_known(
    text: str, published: datetime.date | None
) -> None:
    """Also where words would lead to one that can't be."""
    found = find_dates(text, published, "en")
    assert {m.year_source for m in found if m.value.startswith("XXXX")} == {"unknown"}


def test_a_time_of_day_is_no_year() -> None:
    """Neither beside a zone nor, below 1500, without a word for a year."""
    text = "Offers of 1000 to 1400 are open until 1800 EDT July 2. The year 1066 was another."
    assert values(text, PUBLISHED, "en") == ["2025-07-02", "1066"]


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        (
            "The bond matures on April 15, 1993. Payment date is April 15.",
            datetime.date(1987, 3, 11),
            ["1993-04-15", "1987-04-15"],
        ),
        (
            "Einstein was born on March 14, 1879. On March 14 the world marks Pi Day.",
            datetime.date(2025, 3, 14),
            ["1879-03-14", "2025-03-14"],
        ),
    ],
)
def test_a_day_of_the_news_is_of_this_year(
    text: str, published: datetime.date, expected: list[str]
) -> None:
    """Another year of the same day is another day, unless the text calls it to mind."""
    assert values(text, published, "en") == expected


def test_future_days_are_flagged() -> None:
    """A day after publication is still to come."""
    past, coming = find_dates("On 3 January talks failed; on 3 March they resume.", PUBLISHED, "en")
    assert (past.future, coming.future) == (False, True)


def test_a_text_about_history_keeps_its_year() -> None:
    """Where old years are dense a day lies in the year told last, and a new year begins there."""
    text = (
        "On 1 September 1939 the war began. On 17 September a second army came. On 5 October it "
        "ended. In April 1940 the north fell. On 10 May the west was attacked. On 22 June 1940 an "
        "armistice was signed. On 28 December 1941 they met. On 5 January they parted."
    )
    days = [m.value for m in find_dates(text, PUBLISHED, "en") if m.precision == "day"]
    assert days == [
        "1939-09-01",
        "1939-09-17",
        "1939-10-05",
        "1940-05-10",
        "1940-06-22",
        "1941-12-28",
        "1942-01-05",
    ]


def test_a_history_goes_on_after_a_day_told_in_passing() -> None:
    """A day of another year is left behind; a year that opens a paragraph is the next setting."""
    text = (
        "On 1 May 1919 war began. On 4 June 1919 it spread. On 6 April 1920 they met. On 5 July "
        "1920 the town fell. On 10 July he accepted the border of 8 December 1919. On 11 July the "
        "other side replied.\n\nIn the summer of 1921 talks were held. On 20 July they failed."
    )
    days = [m.value for m in find_dates(text, PUBLISHED, "en") if m.precision == "day"]
    assert days[-4:] == ["1920-07-10", "1919-12-08", "1920-07-11", "1921-07-20"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "On January\n20,\n1990, tanks rolled in.", "1990-01-20"),
        ("en", "On 20\nJanuary 1990 tanks rolled in.", "1990-01-20"),
        ("en", "Sales rose to 30\nJANUARY 20 - A fire broke out.", "2025-01-20"),
        ("ru", "Сбор начался 20\nянваря\n1990\xa0года.", "1990-01-20"),
        ("de", "Die Wahl vom 6.\xa0November\n1932 ging verloren.", "1932-11-06"),
        ("fr", "Le 13\xa0novembre\n2015 au soir, des hommes tirèrent.", "2015-11-13"),
        ("hy", "Նա ծնվել է 1931թ.\xa0մարտի\n5-ին Շուշիում։", "1931-03-05"),
        ("ka", "1918\xa0წლის 26\nმაისს დამოუკიდებლობა გამოცხადდა.", "1918-05-26"),
        ("az", "Qərar 2023-cü il\xa0sentyabr ayının\n20-də qüvvəyə mindi.", "2023-09-20"),
    ],
)
def test_a_date_may_be_broken_over_lines(language: str, text: str, expected: str) -> None:
    """A wrapped line or a no-break space parts a date no more than a space does."""
    assert values(text, PUBLISHED, language) == [expected]


def test_a_day_takes_the_year_that_the_text_gives_it() -> None:
    """The same day named twice is one day, published or not."""
    text = "Tanks came on January 20, 1990. The events of January 20 were called a crime."
    assert values(text, PUBLISHED, "en") == ["1990-01-20", "1990-01-20"]
    assert values(text, None, "en") == ["1990-01-20", "1990-01-20"]


def test_long_ranges_speak_of_their_ends() -> None:
    """Up to a week a range is its days, beyond it is its ends."""
    assert len(values("from 1 to 7 May 1990", None, "en")) == 7
    assert values("from 1 to 8 May 1990", None, "en") == ["1990-05-01", "1990-05-08"]


ANY_TEXT = st.text(st.characters(codec=None), max_size=300)
DATELIKE = st.lists(
    st.sampled_from(
        [
            "1",
            "5",
            "20",
            "31",
            "1990",
            "2020",
            "99",
            "1990.",
            "20 Jan",
            "troops",
            "20.01.1990",
            "1/2/03",
            "1990-01-20",
            "January",
            "Jan.",
            "of",
            "may",
            "мая",
            "января",
            "г.",
            "20-го",
            "по",
            "и",
            "Januar",
            "bis",
            "20.",
            "janvier",
            "1er",
            "enero",
            "de",
            "al",
            "Ocak",
            "'da",
            "yanvarın",
            "-cı",
            "il",
            "հունվարի",
            "-ին",
            "იანვარს",
            "წლის",
            "every",
            "ежегодно",
            ",",
            "-",
            "–",
            "(",
            ")",
            "/",
            ".",
            "\n",
            "yesterday",
            "Monday",
            "last",
            "35th",
            "anniversary",
            "0",
            "00",
            "32",
            "2199",
            "9999",
            "February",
            "29",
            "30",
            "�",
            "\x00",
        ]
    ),
    max_size=40,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(
    text=ANY_TEXT | DATELIKE,
    published=st.none() | st.dates(),
    language=st.sampled_from((*LANGUAGES, None, "")),
)
def test_any_text_gives_sound_mentions(
    text: str, published: datetime.date | None, language: str | None
) -> None:
    """Nothing raises; spans lie in the text in order; values are real and fit their precision."""
    found = find_dates(text, published, language)
    assert found == sorted(found, key=lambda m: (m.start, m.end, m.value))
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        assert SHAPES[mention.precision].fullmatch(mention.value)
        yearless = mention.value.startswith("XXXX")
        assert yearless == (mention.year_source in ("recurring", "unknown"))
        if mention.precision == "day":
            datetime.date.fromisoformat(mention.value.replace("XXXX", "2000"))
        yearless = mention.year_source in ("recurring", "unknown")
        assert yearless == mention.value.startswith("XXXX")
        assert not (mention.future and published is None)


@settings(max_examples=300, deadline=None)
@given(text=ANY_TEXT | DATELIKE, language=st.sampled_from(LANGUAGES))
def test_remembered_windows_say_what_reading_them_afresh_says(text: str, language: str) -> None:
    """A window means the same in every text in which it stands alone."""
    lexer = grammar(language).lexer
    text = masked(text)
    for start, end in windows(text, lexer):
        assert dates_in(text, start, end, lexer) == read(text, start, end, lexer)


@settings(max_examples=300, deadline=None)
@given(
    text=DATELIKE.map(lambda text: text.replace("1990", "{year}").replace("2020", "{year}")),
    year=st.integers(1500, 2149).map(str),
    language=st.sampled_from(LANGUAGES),
)
def test_windows_are_remembered_for_every_year(text: str, year: str, language: str) -> None:
    """What is remembered of one year says the same of another, with its number."""
    lexer = grammar(language).lexer
    text = masked(text.replace("{year}", year))
    for start, end in windows(text, lexer):
        assert dates_in(text, start, end, lexer) == read(text, start, end, lexer)


@pytest.mark.parametrize(("language", "row"), rows("examples") + rows("not"))
def test_remembered_examples_say_the_same(language: str, row: dict[str, Any]) -> None:
    """So do the windows of the tables' examples."""
    lexer = grammar(language).lexer
    for start, end in windows(row["text"], lexer):
        assert dates_in(row["text"], start, end, lexer) == read(row["text"], start, end, lexer)


@pytest.mark.parametrize("language", ["en", "ru", "ka"])
@pytest.mark.parametrize(
    "piece",
    [
        "1", "1 ", "1,", "1-", "20.01.", "May ", "May 1 ", "May,", "1 May, ", "1990 ", "1990-", "(",
        "января ", "1 января ", "https://a.b/2020/01/01/", "a@", "a", " ", "\n", "today ", ".",
        "Monday ", "1 and ", "first of ", "35th anniversary ", "January 1 1990 ", "\ud800",
        "1990-cı il yanvarın ", "1er ", "every ", "в ", "1 (2) ", "1 May 1990. ", "იანვარი 1 ",
        "May 1, 1990. May 1. ", "20/01 ", "May of the same year ", "1 de enero de ",
    ],
)  # fmt: skip
def test_time_grows_with_the_text_alone(piece: str, language: str) -> None:
    """Four times the text takes about four times as long, whatever it repeats."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        find_dates(text, PUBLISHED, language)
        return time.process_time() - began

    limit = 10 * max(min(seconds(10_000) for _ in range(2)), 0.02)
    assert any(seconds(40_000) < limit for _ in range(3))
