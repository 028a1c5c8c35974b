"""Does an export hold a whole result, whatever its texts are, and nothing that computes?"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import orjson
import pytest
from conftest import ARTICLES, add, fill, rebuild, withdraw
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from searchsvc.article import Article, Image
from searchsvc.engine import Engine
from searchsvc.engine.opening import open_engine
from searchsvc.errors import NotFound
from searchsvc.export import CHUNK, COLUMNS, LENGTH, beginning, cell, export, row, write_csv
from searchsvc.export import write_lines as write_json
from searchsvc.request import Request
from searchsvc.search import search
from searchsvc.settings import Settings
from searchsvc.web import create_app
from searchsvc.web.export import add_export, exports
from searchsvc.web.links import ArticleId

NOW = 1_000_000_000
PUBLIC = "https://news.example/archive"

ODD = (
    Article(
        "=1+1", '=HYPERLINK("http://x")', "@SUM(1)\tx", "+cmd", "1990", "en", authors=("-2+3",)
    ),
    Article('q"q', 'Commas, "quotes"\nand\r\nlines', "\r= 1", "a;b", None, "", tags=("a;b", "@c")),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine that holds ARTICLES and odd ones; `wall` is withdrawn."""
    engine = open_engine("whoosh", Path(tmp_path_factory.mktemp("export")))
    fill(engine, (*ARTICLES, *ODD))
    withdraw(engine, "wall", "An order.")
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def client(archive: Engine) -> FlaskClient:
    """A client of the application over the archive."""
    return create_app(archive, Settings(public_url=PUBLIC)).test_client()


def table(answer: TestResponse) -> list[dict[str, str]]:
    """The rows of an answer that is CSV, as a spreadsheet reads them."""
    text = answer.data.decode("utf-8")
    assert text[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def lines(answer: TestResponse) -> list[dict[str, object]]:
    """The objects of an answer that is JSON Lines."""
    return [orjson.loads(line) for line in answer.data.splitlines()]


def pages(client: FlaskClient, query: str) -> list[str]:
    """The ids on all pages of results, two at a time."""
    found: list[str] = []
    first = client.get(f"/api/v1/search?{query}&per_page=2").json
    for number in range(1, first["pages"] + 1):
        answer = client.get(f"/api/v1/search?{query}&per_page=2&page={number}").json
        found += [hit["id"] for hit in answer["hits"]]
    assert len(found) == first["total"]
    return found


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=moon",
        "q=the",
        "q=the+prices&sort=oldest",
        "q=astronauts+landed+rabbit",
        "q=nosuchword",
        "category=Science&category=Economy&sort=newest",
        "year=1988&year=undated",
        "from=1988&to=1990-01",
        "q=prices&language=en&tag=food",
    ],
)
def test_an_export_holds_what_the_pages_hold(client: FlaskClient, query: str) -> None:
    """All of one set, in its order, in both formats, whichever page was looked at."""
    ids = pages(client, query)
    of_csv = client.get(f"/search.csv?{query}&page=3&per_page=2")
    assert [each["id"].removeprefix("'") for each in table(of_csv)] == ids
    of_lines = client.get(f"/search.jsonl?{query}")
    assert [each["id"] for each in lines(of_lines)] == ids
    for answer in (of_csv, of_lines):
        assert answer.headers["X-Total"] == str(len(ids))
        assert "Link" not in answer.headers


def test_files_say_what_they_are(client: FlaskClient) -> None:
    """To be saved, kept by nobody, and not by a crawler."""
    for ending, mimetype in (("csv", "text/csv"), ("jsonl", "application/jsonl")):
        answer = client.get(f"/search.{ending}?q=moon")
        assert answer.mimetype == mimetype
        assert answer.headers["Content-Disposition"] == f'attachment; filename="search.{ending}"'
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert f"Disallow: /archive/search.{ending}" in client.get("/robots.txt").text.splitlines()
    assert client.get("/search.xlsx").status_code == 404


def test_a_row_has_all_columns(client: FlaskClient) -> None:
    """Empty where there is nothing; names apart by semicolons; both addresses."""
    [moon] = table(client.get("/search.csv?q=tranquility"))
    assert tuple(moon) == COLUMNS
    assert moon == {
        "id": "moon",
        "title": "Men walk on the Moon",
        "date": "1969-07-21",
        "category": "Science",
        "language": "en",
        "authors": "Ada Bright",
        "tags": "space; New York",
        "url": "https://archive.example/moon",
        "archive": f"{PUBLIC}/article/moon",
        "beginning": "Two astronauts landed in the Sea of Tranquility."
        " The landing was watched by millions.",
    }
    [drawer] = lines(client.get("/search.jsonl?q=drawer"))
    assert (drawer["date"], drawer["category"], drawer["url"], drawer["authors"]) == (
        None, None, None, []
    )  # fmt: skip
    [ice] = lines(client.get("/search.jsonl?q=lighthouse"))
    assert ice["beginning"] == "Ice around the lighthouse"


def test_the_address_in_a_row_leads_to_the_article(client: FlaskClient) -> None:
    """Also of ids that hold anything."""
    for each in lines(client.get("/search.jsonl")):
        path = urlsplit(str(each["archive"])).path.removeprefix("/archive")
        assert client.get(path).status_code == 200


def test_a_refusal_is_a_page(client: FlaskClient) -> None:
    """Before anything is sent, with the value at fault."""
    for query, said in (("part=2", "part 2"), ("part=x", "part="), ("from=x", "from=")):
        answer = client.get(f"/search.csv?{query}")
        assert answer.status_code in (400, 404)
        assert said in answer.text
    assert client.get("/search.jsonl?q=" + "a" * 5000).status_code == 400


def test_deep_pages_point_to_the_export(client: FlaskClient) -> None:
    """By its address, with the same search."""
    answer = client.get("/api/v1/search?q=moon&category=Science&page=101&per_page=100")
    assert answer.status_code == 400
    address = answer.json["detail"].rpartition(" ")[2]
    assert address == "/search.csv?category=Science&q=moon"
    assert client.get(address).headers["X-Total"] == "1"


def test_results_link_to_their_exports(client: FlaskClient) -> None:
    """Beside the feed, without the page that is shown."""
    page = client.get("/search?q=the&per_page=1&page=2").text
    assert '<a href="/search.csv?q=the" rel="nofollow">CSV</a>' in page
    assert '<a href="/search.jsonl?q=the" rel="nofollow">JSON Lines</a>' in page


# Parts


@pytest.fixture(scope="module")
def parted(archive: Engine) -> FlaskClient:
    """A client of exports of at most three articles a file."""
    app = Flask("parts")
    app.url_map.converters["article_id"] = ArticleId
    add_export(app, archive, Settings(public_url=PUBLIC), most=3)  # type: ignore[arg-type]
    return app.test_client()


def test_parts_together_are_the_whole(parted: FlaskClient, client: FlaskClient) -> None:
    """Each names the next one, until the last; file names tell how many there are."""
    ids, address, part = [], "/search.jsonl?language=en&sort=oldest", 0
    while address:
        part += 1
        answer = parted.get(address)
        found = lines(answer)
        ids += [each["id"] for each in found]
        assert 0 < len(found) <= 3
        assert answer.headers["X-Total"] == "11"
        assert f'filename="search-{part}-of-4.jsonl"' in answer.headers["Content-Disposition"]
        link = answer.headers.get("Link", "")
        assert link.endswith('; rel="next"') == (part < 4)
        address = link.partition(">")[0].removeprefix(f"<{PUBLIC}")
    assert ids == pages(client, "language=en&sort=oldest")


def test_a_part_behind_the_last_is_not_found(archive: Engine) -> None:
    """An empty result has one part, which is empty."""
    nothing = export(archive, Request(q="nosuchword"), 1, NOW)
    assert (nothing.total, nothing.parts, list(nothing.articles)) == (0, 1, [])
    with pytest.raises(NotFound, match="part 2"):
        export(archive, Request(q="nosuchword"), 2, NOW)


def test_a_link_tells_of_parts() -> None:
    """Where one file does not hold all."""
    assert [each.label for each in exports(Request(), 50_000)] == ["CSV", "JSON Lines"]
    assert [each.label for each in exports(Request(), 50_001)] == [
        "CSV, part 1 of 2",
        "JSON Lines, part 1 of 2",
    ]


# One snapshot, read as it is sent


def test_a_new_generation_does_not_touch_an_export(engine: Engine) -> None:
    """What was begun goes on from what stood there then, although its files are gone."""
    found = export(engine, Request(sort="oldest"), 1, NOW)
    before = [next(found.articles).id]
    for title in ("Another", "And another", "A third"):
        rebuild(engine, [Article("other", title, "Text.", "", "1950", "en")], allow_shrink=True)
    before += [each.id for each in found.articles]
    assert len(before) == found.total == len(ARTICLES) - 1
    assert [each.id for each in export(engine, Request(), 1, NOW).articles] == ["other"]


def test_the_order_is_that_of_a_search(engine: Engine) -> None:
    """Also where words that were typed exactly move the best articles up."""
    add(engine, *(Article(f"p{at}", f"Price {'price ' * at}", "Prices and price.", "", None, "en")
                  for at in range(30)))  # fmt: skip
    for asked in (Request(q="price", per_page=100), Request(q="prices", per_page=100)):
        hits = [hit.article.id for hit in search(engine, asked, NOW).hits]
        assert [each.id for each in export(engine, asked, 1, NOW).articles] == hits


def test_pieces_are_made_while_articles_are_read() -> None:
    """None is held back until the last one was read."""
    article = Article("a", "Title", "Word. " * 100)
    read = 0

    def articles() -> Iterator[Article]:
        nonlocal read
        for read in range(1, 5_001):
            yield replace(article, id=str(read))

    for write in (write_csv, write_json):
        pieces = write(articles(), str)
        first = next(pieces)
        assert len(first) < 2 * CHUNK
        assert read < 1_000
        assert b"5000" in b"".join(pieces)


# Any text

ANY = st.text(st.characters(codec="utf-8") | st.sampled_from("=+-@\t\r\n\",;'0"), max_size=30)
ANYTHING = st.builds(
    Article,
    id=ANY.filter(bool),
    title=ANY,
    body=ANY,
    category=ANY,
    authors=st.lists(ANY, max_size=2).map(tuple),
    tags=st.lists(ANY, max_size=2).map(tuple),
    url=ANY,
    image=st.none() | st.builds(Image, ANY, ANY),
)


@given(st.lists(ANYTHING, max_size=5))
def test_a_table_reads_back(articles: list[Article]) -> None:
    """Cell by cell, but for the apostrophes; no cell can be taken for a formula."""
    text = b"".join(write_csv(articles, str)).decode("utf-8-sig")
    header, *found = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(header) == COLUMNS
    for cells, article in zip(found, articles, strict=True):
        for shown, value in zip(cells, row(article, str).values(), strict=True):
            assert shown.removeprefix("'") == cell(value).removeprefix("'")
            assert shown[:1] not in ("=", "+", "@", "\t", "\r")
            assert shown[:1] != "-" or shown.lstrip("-").isdigit()


@given(st.lists(ANYTHING, max_size=5))
def test_lines_read_back(articles: list[Article]) -> None:
    """One object a line, as it was."""
    written = b"".join(write_json(articles, str))
    assert [orjson.loads(line) for line in written.split(b"\n")[:-1]] == [
        row(article, str) for article in articles
    ]


@given(st.text("ab \n\tж", max_size=900), st.sampled_from([str.strip, str]))
def test_a_beginning_is_the_first_words(body: str, trim: Callable[[str], str]) -> None:
    """On one line, no longer than it may be, and no word is cut but a very long one."""
    found = beginning(Article("a", "", trim(body)))
    assert len(found) <= LENGTH + 2
    assert found.removesuffix(" …") in " ".join(body.split())
    assert found.endswith(" …") == (len(" ".join(body[: 4 * LENGTH].split())) > LENGTH)
