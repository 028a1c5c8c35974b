"""Is a first page light, also in a large archive? With all that it loads, as it is unpacked."""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from conftest import fill
from flask.testing import FlaskClient

from searchsvc.article import Article
from searchsvc.engine.opening import open_engine
from searchsvc.settings import Settings
from searchsvc.web import create_app

MOST = 60_000
"""Bytes of a first page with stylesheet, script and icon."""

FIRST = date(1990, 1, 1)
YEARS = 36
SYLLABLES = ("ma", "ri", "to", "len", "sor", "ka", "ve", "din", "pol", "ter")


def written(chance: random.Random, count: int) -> str:
    """A sentence of so many words, the oil among them."""
    made = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(count)]
    return f"The {' '.join(made[: count // 2])} of the oil {' '.join(made[count // 2 :])}."


def archive() -> Iterator[Article]:
    """Ten articles of each of forty categories, over 36 years, which speak of some days."""
    chance = random.Random(7)
    for place in range(400):
        printed = FIRST + timedelta(days=place * YEARS * 365 // 400)
        spoken = [date(1900 + chance.randint(0, 110), 3, each).strftime("%-d %B %Y")
                  for each in (2, 14, 27)[: chance.randint(0, 3)]]  # fmt: skip
        body = " ".join((written(chance, 40), *(f"It was on {day}." for day in spoken)))
        yield Article(
            f"n{place:06}",
            written(chance, 6),
            body,
            f"category-{place % 40}",
            printed.isoformat(),
            "en",
        )


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the application over `archive`."""
    engine = open_engine("whoosh", tmp_path_factory.mktemp("weight") / "index")
    fill(engine, list(archive()))
    yield create_app(engine, Settings(title="The Record")).test_client()
    engine.close()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("query", ["", "?q=oil", "?q=the&to=2024"])
def test_a_first_page_is_light(client: FlaskClient, query: str, language: str) -> None:
    """Twenty hits, long facets and 36 bars with their table are within the limit."""
    page = client.get(f"/search{query}", headers={"Accept-Language": language})
    assert page.text.count("<h3") == 20
    loaded = set(re.findall(r'/static/[^"]+', page.text))
    assert len(loaded) == 3
    assert len(page.data) + sum(len(client.get(each).data) for each in loaded) < MOST
