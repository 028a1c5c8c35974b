"""Is every count on a page what its click will show, whatever was asked before?"""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import fill
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article, Mention
from searchsvc.engine import Engine
from searchsvc.engine.opening import open_engine
from searchsvc.request import Request
from searchsvc.search import FEW, search

NOW = 1_770_000_000
WORDS = ("moon", "sea", "price", "bread", "train", "wall", "night", "garden")


def archive_of(chance: random.Random, count: int) -> list[Article]:
    """Articles whose words, categories, languages, dates and mentions are left to chance."""

    def date(*years: int) -> str:
        day = f"{chance.choice(years)}-{chance.randint(1, 3):02}-{chance.randint(1, 4):02}"
        return day[: chance.choice((4, 7, 10, 10, 10))]

    return [
        Article(
            f"a{number}",
            chance.choice(WORDS),
            " ".join(chance.choices(WORDS, k=chance.randint(1, 6))),
            chance.choice(("A", "B", "C", "")),
            None if chance.random() < 0.1 else date(1989, 1990, 1991),
            chance.choice(("en", "ru", "")),
            mentions=tuple(
                Mention(0, 1, value, PRECISION[len(value)], "text")
                for value in (date(1950, 1951, 1952) for _ in range(chance.randint(0, 3)))
            ),
            visible_from=chance.choice((None, None, None, NOW + 9)),
        )
        for number in range(count)
    ]


PRECISION = {4: "year", 7: "month", 10: "day"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine that holds 150 random articles, with mentions, in two segments."""
    folder: Path = tmp_path_factory.mktemp("archive")
    engine = open_engine("whoosh", folder / "index")
    articles = archive_of(random.Random(20), 150)
    fill(engine, articles[:90])
    with engine.update() as update:
        for article in articles:
            update.add(article)
    yield engine
    engine.close()


def some(*choices: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Up to two of `choices`."""
    return st.lists(st.sampled_from(choices), max_size=2, unique=True).map(tuple)


REQUESTS = st.builds(
    Request,
    q=st.sampled_from(
        [
            "",
            "moon",
            "moon sea",
            "moon OR bread",
            "-wall",
            '"night train"',
            "mo*",
            "sea~",
            "bread zebra",
            "moon sea price bread train wall night garden",
            "date:1990",
            "zebra",
            "category:A moon",
        ]
    ),
    category=some("A", "B", "uncategorised", "X"),
    language=some("en", "ru", "unknown"),
    year=some("1989", "1990", "undated", "1800"),
    month=some("1990-01", "1991-02", "1991-03"),
    day=some("1990-01-02", "1991-02-03"),
    start=st.sampled_from(["", "1990-01"]),
    end=st.sampled_from(["", "1991-02"]),
    about=some("1950", "1951", "1800", "1950-01"),
)
FIELD = {"event_year": "about"}


@given(REQUESTS)
def test_facets_never_lie(archive: Engine, request_: Request) -> None:
    """Each count is what its click shows: alone, or besides what is chosen in the same facet."""
    page = search(archive, request_, NOW)

    def total(**changes: object) -> int:
        return search(archive, replace(request_, **changes), NOW).total  # type: ignore[arg-type]

    for facet in page.facets:
        name = FIELD.get(facet, facet)
        before: tuple[str, ...] = getattr(request_, name)
        for choice in page.facets[facet]:
            dates = (
                {"year": (), "month": (), "day": ()} if facet in ("year", "month", "day") else {}
            )
            assert choice.count == total(**{**dates, name: (choice.value,)}), (facet, choice)
            if choice.selected:
                continue
            after = total(**{name: (*before, choice.value)})
            if facet in ("category", "language"):
                assert after == choice.count + (page.total if before else 0)
            elif facet == "event_year":
                assert max(choice.count, page.total if before else 0) <= after
            else:
                rest = replace(
                    request_,
                    year=tuple(year for year in request_.year if year != choice.value[:4]),
                    month=tuple(month for month in request_.month if month != choice.value[:7]),
                )
                besides = search(archive, rest, NOW).total if rest.periods() else 0
                assert after == choice.count + besides


@given(REQUESTS)
def test_every_list_of_a_page_speaks_of_its_set(archive: Engine, request_: Request) -> None:
    """Hits and pages agree with the total, ways out are true, few hits may have more."""
    page = search(archive, request_, NOW)
    assert page.pages == -(-page.total // request_.per_page)
    assert len(page.hits) == min(page.total, request_.per_page)
    for way in page.ways_out:
        assert way.total == search(archive, way.request, NOW).total > 0
    assert not (page.ways_out and page.total)
    if page.more:
        assert page.match == "all"
        assert page.total < FEW
        assert all(hit.missing for hit in page.more.hits)
        assert not {hit.article.id for hit in page.more.hits} & {
            hit.article.id for hit in page.hits
        }
    if page.match == "most":
        assert all(hit.missing for hit in page.hits)
    dated = sum(bar.count for bar in page.histogram)
    years = sum(each.count for each in page.facets["year"] if each.value != "undated")
    assert dated <= years
