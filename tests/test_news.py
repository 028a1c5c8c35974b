"""Does the whole way hold on real news? Skips where the data sets are not beside the project."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import OUTSIDE

from searchsvc.anniversaries import on_this_day
from searchsvc.engine import Engine
from searchsvc.engine.opening import open_engine
from searchsvc.reindex import reindex
from searchsvc.request import Request, read_request
from searchsvc.search import search
from searchsvc.settings import Settings

DATA = OUTSIDE / "news" / "reuters21578.jsonl.gz"


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Reuters-21578, indexed by two processes."""
    if not DATA.exists():
        pytest.skip("Reuters-21578 is not on this machine")
    engine = open_engine("whoosh", tmp_path_factory.mktemp("news") / "index")
    report, rejects = reindex(engine, [DATA], jobs=2)
    assert (report.articles, rejects) == (19_043, [])
    yield engine
    engine.close()


def rows() -> list[dict[str, str]]:
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_facets_agree_with_a_plain_scan(news: Engine) -> None:
    """Categories, years and totals are those of the file."""
    page = search(news, Request(), 0)
    assert page.total == 19_043
    categories = {each.value: each.count for each in page.facets["category"]}
    assert categories == Counter(row["category"] for row in rows())
    years = {each.value: each.count for each in page.facets["year"]}
    assert years == Counter(row["date"][:4] for row in rows())


def test_a_narrowed_search_agrees_with_a_plain_scan(news: Engine) -> None:
    """Two categories and a month hold what the file holds; every count is what a click shows."""
    request = read_request({"category": ["acq", "grain"], "month": ["1987-03"]})
    page = search(news, request, 0)
    wanted = [
        row
        for row in rows()
        if row["category"] in ("acq", "grain") and row["date"].startswith("1987-03")
    ]
    assert page.total == len(wanted)
    for choice in page.facets["category"][:5]:
        clicked = read_request({"category": [choice.value], "month": ["1987-03"]})
        assert search(news, clicked, 0).total == choice.count


def test_the_crash_of_1987_is_on_its_day(news: Engine) -> None:
    """19 October shows what was published on the day of the crash."""
    page = on_this_day(news, Settings(), "10-19", 2026)
    assert [each.year for each in page.published] == [1987]
    assert sum(
        "STOCK" in each.title or "CRASH" in each.title for each in page.published[0].articles
    )


def test_the_seed_page_gives_five_articles(outside: Callable[[str], Path]) -> None:
    """One main article without a date, four dated teasers."""
    from searchsvc.article import Article
    from searchsvc.reindex import read_articles

    folder = outside("news").parents[1] / "seeds"
    found = [each for each in read_articles([folder]) if isinstance(each, Article)]
    assert len(found) == 5
    main, *teasers = found
    assert (main.category, main.date, main.excerpt) == ("", None, False)
    assert main.body.count("\n\n") == 2
    assert "Последние" not in main.body
    assert [(each.category, each.date) for each in teasers] == [
        ("Human rights", "2025-11-01"),
        ("Politics", "2025-11-01"),
        ("Society", "2025-10-31"),
        ("Politics", "2025-10-31"),
    ]
    assert all(each.excerpt and each.body for each in teasers)
