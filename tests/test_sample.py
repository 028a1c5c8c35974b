"""Is the sample archive what it promises: real dated events, in many languages and years?"""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from searchsvc.article import Article
from searchsvc.day import read_date
from searchsvc.record import Reject
from searchsvc.reindex import read_articles, sample

EVENTS = Path(__file__).parent / "data" / "sample_events.csv"


@cache
def articles() -> dict[str, Article]:
    """The sample archive by id."""
    found = list(read_articles([sample()]))
    assert not [each for each in found if isinstance(each, Reject)]
    return {each.id: each for each in found if isinstance(each, Article)}


def events() -> list[dict[str, str]]:
    """The table of event dates."""
    with EVENTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_is_large_and_varied() -> None:
    """120 articles or more, eight categories, six languages, 1850 to 2025, no two alike."""
    found = articles().values()
    assert len(found) >= 120
    assert len({each.category for each in found} - {""}) >= 8
    assert {each.language for each in found} >= {"en", "ru", "az", "tr", "de", "fr"}
    years = {int(each.date[:4]) for each in found if each.date}
    assert min(years) < 1860
    assert max(years) == 2025
    assert len({each.title for each in found}) == len({each.body for each in found}) == len(found)


def test_it_has_the_odd_ones() -> None:
    """Some are undated, some uncategorised, some excerpts, some corrected, some translated."""
    found = articles().values()
    assert sum(each.date is None for each in found) >= 3
    assert sum(not each.category for each in found) >= 3
    assert any(each.excerpt for each in found)
    assert any(each.status == "corrected" for each in found)
    keys = Counter(each.translation_of for each in found if each.translation_of)
    assert len(keys) >= 5
    assert min(keys.values()) >= 2


@pytest.mark.parametrize("row", events(), ids=lambda row: row["id"])
def test_event_dates_agree_with_the_table(row: dict[str, str]) -> None:
    """The article names the day that the table has from a second source."""
    article = articles()[row["id"]]
    assert row["written"] in article.body
    assert row["source"].strip()
    year, _, day = row["date"].split("-")
    assert year in row["written"]
    assert str(int(day)) in row["written"]
    plain = row["written"].replace("-", " ")
    if len(plain.split()) == 3:
        try:
            assert read_date(row["written"]) == row["date"]
        except ValueError:
            assert article.language in ("az", "tr", "ru", "fr", "de")
