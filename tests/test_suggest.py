"""Is what is offered while somebody types what choosing it shows?"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import ARTICLES, add, fill, withdraw
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from searchsvc import text
from searchsvc.article import Article, visible_at
from searchsvc.engine import Engine
from searchsvc.engine.opening import open_engine
from searchsvc.request import Request
from searchsvc.search import search
from searchsvc.settings import Settings
from searchsvc.suggest import MOST_TYPED, Suggestion, suggest
from searchsvc.web import create_app

NOW = 1_000_000_000

MORE = (
    Article("market", "Markets open",
            "The market and its marketing. A government governs, happy. A corner.",
            "Market news", "1990-05-01", "en"),
    Article("market2", "Market falls", "Markets, markets; the government. Happiness, corner.",
            "World: market", "1990-05-02", "en"),
    Article("market3", "A happy market in Ankara", "Happy people.", "Market news", "1990-05-03",
            "en"),
    Article("ankara", "Ankara’da yağmur", "İstanbul ve Ankara. Çay evi, corner.", "", "1990-05-04",
            "tr"),
    Article("café2", "Café culture", "O’Brien drank café crème.", "Society", "1990-05-05", "en"),
    Article("hidden", "Xylophone moonshine", "A xylophone.", "Secret desk", "1990-05-06", "en",
            visible_from=NOW + 1000),
)  # fmt: skip

PUBLIC = "https://news.example"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine that holds ARTICLES and more, in three segments; `wall` is withdrawn."""
    engine = open_engine("whoosh", Path(tmp_path_factory.mktemp("suggest")))
    fill(engine, (*ARTICLES, *MORE[:3]))
    add(engine, *MORE[3:])
    withdraw(engine, "wall", "An order.")
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def client(archive: Engine) -> FlaskClient:
    """A client of the application over the archive."""
    return create_app(archive, Settings(public_url=PUBLIC)).test_client()


def offered(engine: Engine, typed: str, kind: str, now: int = NOW) -> list[str]:
    """The texts of one kind that are offered for what was `typed`."""
    return [each.text for each in suggest(engine, typed, now) if each.kind == kind]


# The engine's words


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("market", ["market"]),
        ("MARKET", ["market"]),
        ("govern", ["government"]),
        ("happ", ["happy"]),
        ("happi", ["happiness"]),
        ("caf", ["café"]),
        ("çay", ["çay"]),
        ("cay", ["çay"]),
        ("istan", ["istanbul"]),
        ("o’b", ["o'brien"]),
        ("люд", ["люди"]),
        ("qq", []),
        ("", None),
    ],
)
def test_words_are_completed_as_texts_spell_them(
    archive: Engine, prefix: str, words: list[str] | None
) -> None:
    """One for all its forms, never a bare stem, with its accents, whatever was typed without."""
    found = archive.complete(prefix, 5, NOW)
    assert words is None or list(found) == words


def test_the_most_frequent_word_comes_first(archive: Engine) -> None:
    """Those of headlines before others; no more than are asked for."""
    assert archive.complete("m", 1, NOW) == ("market",)
    assert archive.complete("c", 2, NOW) == ("café", "crash")


@given(st.sampled_from("abcdefghilmnoprstwхлюçİ"), st.integers(1, 30))
def test_each_word_stands_in_a_visible_text(archive: Engine, prefix: str, limit: int) -> None:
    """As it is spelt, but for capitals; no two have a term in common that both are found by."""
    spelt = {
        text.spelling(word)
        for article in archive.articles()
        if visible_at(article) <= NOW
        for word in text.words(f"{article.title} {article.body} {caption(article)}")
    }
    found = archive.complete(prefix, limit, NOW)
    assert len(found) <= limit
    assert len({*found}) == len(found)
    assert {*found} <= spelt
    assert all(text.fold(word).startswith(text.fold(prefix)) for word in found)


def test_each_word_of_a_visible_text_is_completed(archive: Engine) -> None:
    """From its own letters: by itself, or by another word of the same term."""
    languages = archive.state().languages
    for article in archive.articles():
        for word in text.words(article.title) if visible_at(article) <= NOW else ():
            wanted = {*text.alternatives(word, languages)}
            found = archive.complete(word, 40, NOW)
            assert any(wanted & {*text.alternatives(each, languages)} for each in found), word


def caption(article: Article) -> str:
    """The caption of an article's picture."""
    return article.image.caption if article.image else ""


def test_what_is_hidden_is_not_completed(archive: Engine) -> None:
    """An embargo hides a word until its end; a withdrawal hides it for ever."""
    assert archive.complete("xylo", 5, NOW) == ()
    assert archive.complete("xylo", 5, NOW + 1000) == ("xylophone",)
    assert archive.complete("xylo", 5, NOW) == ()
    assert archive.complete("grenz", 5, NOW) == ()


def test_a_change_is_seen_at_once(engine: Engine) -> None:
    """What was added is completed, what was withdrawn or deleted no more."""
    assert engine.complete("zeb", 5, NOW) == ()
    add(engine, Article("zebra", "Zebras", "Zebra, zebras.", "", "1990", "en"))
    assert engine.complete("zeb", 5, NOW) == ("zebras",)
    withdraw(engine, "zebra")
    assert engine.complete("zeb", 5, NOW) == ()
    with engine.update() as update:
        assert update.delete("moon")
    assert engine.complete("astro", 5, NOW) == ()


# What is offered


@pytest.mark.parametrize(
    ("typed", "kind", "texts"),
    [
        ("moo", "term", ["moon"]),
        ("men wal", "term", ["men walk"]),
        ("moon qqq", "term", []),
        ("title:moo", "term", []),
        ("title:men moo", "term", ["title:men moon"]),
        ('"men walk', "term", []),
        ("-moo", "term", []),
        ("moon ", "term", []),
        ("moon", "article", ["Men walk on the Moon"]),
        ("moon men", "article", ["Men walk on the Moon"]),
        ("moon wal", "article", ["Men walk on the Moon"]),
        ("moon -wal", "article", []),
        ("prices", "article", ["Prices of bread rise"]),
        (
            "mark",
            "article",
            ["A happy market in Ankara", "Market falls", "Markets open", "Stock markets crash"],
        ),
        ("soc", "category", ["Society"]),
        ("mark", "category", ["Market news", "World: market"]),
        ("market ne", "category", ["Market news"]),
        ("uncat", "category", []),
        ("secr", "category", []),
        ("mauer", "article", []),
        ("   ", "term", []),
        ("", "category", []),
        ("moon" * MOST_TYPED, "term", []),
    ],
)
def test_what_begins_so_is_offered(
    archive: Engine, typed: str, kind: str, texts: list[str]
) -> None:
    """Words, categories and headlines; only words where more than words was typed."""
    assert offered(archive, typed, kind) == texts


def chosen(engine: Engine, each: Suggestion) -> int:
    """How many articles are shown when a suggestion is chosen."""
    if isinstance(each.choice, Request):
        page = search(engine, each.choice, NOW)
        assert page.match == "all"
        return page.total
    found = engine.get(each.choice)
    return int(found is not None and visible_at(found) <= NOW)


TYPED = st.sampled_from(
    ["m", "mo", "t", "the", "c", "s", "a", "men", "moon", "pr", "bread", "люд", "e", "soci", "п"]
)


@given(st.lists(TYPED, min_size=1, max_size=3).map(" ".join) | st.text("am -o\"('*:t", max_size=12))
def test_each_count_is_what_the_choice_shows(archive: Engine, typed: str) -> None:
    """At the same moment, by the search that the page makes; nothing leads to nothing."""
    for each in suggest(archive, typed, NOW):
        assert each.count == chosen(archive, each) > 0


WITHIN = (
    Request(category=("Society",)),
    Request(language=("en",), sort="newest"),
    Request(language=("tr", "ru"), category=("Science",)),
    Request(start="1990", end="1990-05-02", tag=("food",)),
    Request(year=("1969", "1990"), page=2, per_page=5),
)


@given(st.lists(TYPED, min_size=1, max_size=3).map(" ".join), st.sampled_from(WITHIN))
def test_what_is_offered_stays_within_the_filters(
    archive: Engine, typed: str, within: Request
) -> None:
    """A term keeps them all, a category takes the place of another, and each count is true."""
    for each in suggest(archive, typed, NOW, within):
        assert each.count == chosen(archive, each) > 0
        if each.kind == "term":
            assert each.choice == replace(within, q=each.text, page=1)
        if each.kind == "category":
            assert each.choice == replace(within, q="", category=(each.text,), page=1)
        if each.kind == "article":
            listed = search(archive, replace(within, page=1, per_page=100), NOW)
            assert each.choice in {hit.article.id for hit in listed.hits}


# At the edges


def test_programs_get_addresses_of_pages(client: FlaskClient) -> None:
    """Each page answers, and may be kept for a moment by the one who asked."""
    answer = client.get("/api/v1/suggest?q=mark")
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    kinds = [each["kind"] for each in answer.json["suggestions"]]
    assert kinds == ["term", *["category"] * 2, *["article"] * 4]
    for each in answer.json["suggestions"]:
        parts = urlsplit(each["url"])
        assert f"{parts.scheme}://{parts.netloc}" == PUBLIC
        shown = client.get(f"{parts.path}?{parts.query}")
        assert shown.status_code == 200
    again = client.get("/api/v1/suggest?q=mark", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_browsers_get_four_lists_in_their_language(client: FlaskClient) -> None:
    """As OpenSearch has them; the description of the search says where."""
    answer = client.get("/suggest.json?q=mark")
    assert answer.mimetype == "application/x-suggestions+json"
    typed, texts, said, addresses = answer.json
    assert (typed, texts[:2], said[:2]) == (
        "mark", ["market", "Market news"], ["4 articles", "Category, 2 articles"]
    )  # fmt: skip
    assert len(texts) == len(said) == len(addresses) == 7
    russian = client.get("/suggest.json?q=mark", headers={"Accept-Language": "ru"})
    assert russian.json[2][0] == "4 статьи"
    assert "Accept-Language" in russian.headers["Vary"]
    assert (
        f'template="{PUBLIC}/suggest.json?q={{searchTerms}}"' in client.get("/opensearch.xml").text
    )
    assert client.get("/suggest.json").json == ["", [], [], []]


def test_the_form_of_a_page_is_understood(client: FlaskClient) -> None:
    """Its filters are kept as it writes them, and its empty fields are not given."""
    asked = "/suggest.json?q=cul&category=Society&category=&from=20+Jan+1980&to=&sort=newest"
    [_, texts, said, addresses] = client.get(asked).json
    assert (texts[0], said[0]) == ("culture", "1 article")
    assert addresses[0] == f"{PUBLIC}/search?category=Society&from=1980-01-20&q=culture&sort=newest"
    assert client.get("/suggest.json?q=cul&year=never").status_code == 400


def test_the_form_needs_no_script_and_the_script_is_small(client: FlaskClient) -> None:
    """The field is a plain one until the script makes more of it; nothing stands inline."""
    page = client.get("/").text
    assert 'role="combobox"' not in page
    assert 'data-offers="Suggestions"' in page
    [address] = [each.split('"')[0] for each in page.split('src="')[1:]]
    script = client.get(address)
    assert script.mimetype == "text/javascript"
    assert script.cache_control.immutable
    assert len(script.data) < 4096


def test_the_next_match_is_offered_where_words_were_found(client: FlaskClient) -> None:
    """A link to the first one, which the script goes on from."""
    assert 'href="#m1" data-next="Next match"' in client.get("/article/market?q=market").text
    assert "data-next" not in client.get("/article/market").text


def test_titles_are_offered_once(engine: Engine) -> None:
    """Of articles with the same title the newest."""
    moon = ARTICLES[0]
    add(
        engine,
        *(replace(moon, id=f"moon{year}", date=str(year), aliases=()) for year in (1970, 1971)),
    )
    found = [each.choice for each in suggest(engine, "moon", NOW) if each.kind == "article"]
    assert found == ["moon1971"]
