"""Do answers travel safely and once: headers, tags, compression, errors, hostile texts?"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import ARTICLES, fill
from flask.testing import FlaskClient
from lxml import html
from test_pages import HOSTILE, PAGES, SETTINGS, page, said

from searchsvc.article import Article, Image
from searchsvc.engine import Engine
from searchsvc.engine.opening import open_engine
from searchsvc.web import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the application over ARTICLES, which no test changes."""
    engine = open_engine("whoosh", tmp_path_factory.mktemp("pages") / "index")
    fill(engine, ARTICLES)
    yield create_app(engine, SETTINGS).test_client()
    engine.close()


@pytest.mark.parametrize("address", PAGES)
def test_nothing_on_a_page_runs_or_comes_from_elsewhere(client: FlaskClient, address: str) -> None:
    """No inline script or style, no asset of another host, and a policy that forbids both."""
    answer = client.get(address)
    shown = html.document_fromstring(answer.text)
    assert not shown.xpath("//@style | //style | //@*[starts-with(name(), 'on')]")
    assert not shown.xpath("//script[not(@src) and @type != 'application/ld+json']")
    assert not shown.xpath("//script[not(@src) and not(@type)]")
    for source in shown.xpath("//@src | //link[@rel='stylesheet' or @rel='icon']/@href"):
        assert source.startswith("/static/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nothing_in_an_article_becomes_markup(empty: Engine) -> None:
    """What looks like HTML is text in every place, and no odd address becomes a link."""
    evil = Article(
        HOSTILE,
        HOSTILE,
        f"moon {HOSTILE}\n\n</script>",
        HOSTILE,
        "1990-01-20",
        'x" onclick="1',
        "javascript:alert(1)",
        authors=(HOSTILE,),
        tags=(HOSTILE,),
        status="corrected",
        note=HOSTILE,
        image=Image("javascript:alert(1)", HOSTILE),
    )
    fill(empty, (evil, ARTICLES[0]))
    client = create_app(empty, SETTINGS).test_client()
    (link,) = page(client, "/search?q=alert").xpath("//ol[@class='hits']//h3/a/@href")
    for address in ("/", "/search?q=moon", link, "/on-this-day/01-20"):
        shown = page(client, address)
        assert not shown.xpath("//script[not(@type)] | //@onclick")
        assert not [each for each in shown.xpath("//@href") if each.startswith("javascript")]
    assert json.loads(said(page(client, link), "//script[not(@src)]"))["headline"] == HOSTILE


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/nowhere", 404, "There is no such page"),
        ("/article/none", 404, "There is no such article"),
        ("/on-this-day/02-30", 404, "There is no day 02-30"),
        ("/on-this-day/08-01?year=x", 400, "year"),
        ("/search?page=7", 404, "the last one is page 1"),
        ("/search?year=banana", 400, "banana"),
        ("/search?q=" + "a" * 4001, 400, "4,001 characters"),
    ],
)
def test_errors_are_pages_that_say_why(
    client: FlaskClient, address: str, status: int, sentence: str
) -> None:
    """An error has its status, a sentence, a search box, and stays out of search engines."""
    shown = page(client, address, status)
    assert sentence in shown.text_content()
    assert shown.xpath("//form[@role='search']")
    assert shown.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_failures_are_told_to_programs_as_problems(client: FlaskClient) -> None:
    """Under /api/ every failure is a problem document, elsewhere a page."""
    assert client.get("/api/v1/nowhere").mimetype == "application/problem+json"
    answer = client.post("/search")
    assert (answer.status_code, answer.mimetype) == (405, "text/html")
    assert "GET" in answer.headers["Allow"]


def test_without_an_index_the_pages_ask_for_patience(empty: Engine) -> None:
    """A missing index is a 503 that tells readers nothing of the machine."""
    client = create_app(empty, SETTINGS).test_client()
    for address in ("/", "/search?q=moon", "/article/moon", "/on-this-day"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert "try again" in answer.text
        assert "reindex" not in answer.text
    assert client.get("/api/v1/search").status_code == 503


@pytest.mark.parametrize("address", [each for each in PAGES if each != "/nowhere"])
def test_a_page_is_sent_once(client: FlaskClient, address: str) -> None:
    """Who has a page is told that it is still the same."""
    tag = client.get(address).headers["ETag"]
    assert tag.startswith('W/"')
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)


def test_a_page_is_sent_again_once_the_archive_or_the_day_has_changed(engine: Engine) -> None:
    """A new generation makes all pages new, a new day those that speak of it."""
    client = create_app(engine, SETTINGS).test_client()
    tags = {address: client.get(address).headers["ETag"] for address in ("/", "/help")}
    tomorrow = create_app(engine, replace(SETTINGS, today="2019-07-22")).test_client()
    assert tomorrow.get("/", headers={"If-None-Match": tags["/"]}).status_code == 200
    with engine.update() as update:
        update.add(replace(ARTICLES[0], title="Men on the Moon"))
    for address, tag in tags.items():
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_answers_are_compressed_for_those_who_ask(client: FlaskClient) -> None:
    """The packed page is the page, and caches are told of the difference."""
    plain = client.get("/search")
    packed = client.get("/search", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Vary"] == packed.headers["Vary"]
    assert "Accept-Encoding" in packed.headers["Vary"].split(", ")
    assert gzip.decompress(packed.data) == plain.data
    assert client.get("/livez", headers={"Accept-Encoding": "gzip"}).text == "ok\n"


def test_static_files_are_kept_for_a_year_by_their_content(client: FlaskClient) -> None:
    """The address on the page holds a digest; any other address of the file is checked again."""
    address, _ = page(client, "/help").xpath("//link[@rel='stylesheet']/@href")
    kept = client.get(address)
    assert "max-age=31536000" in kept.headers["Cache-Control"]
    assert "immutable" in kept.headers["Cache-Control"]
    assert "max-age" not in client.get("/static/style.css").headers["Cache-Control"]
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == kept.data


def test_filtered_pages_stay_out_of_search_engines(client: FlaskClient) -> None:
    """Only the bare list is indexed; links that narrow are not followed."""
    assert not page(client, "/search").xpath("//meta[@name='robots']")
    shown = page(client, "/search?category=Economy&sort=newest")
    assert shown.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]
    assert shown.xpath("//link[@rel='canonical']/@href") == [
        "https://record.example/search?category=Economy&sort=newest"
    ]
    for link in shown.xpath("//figure//a | //ul[@class='chips']//a | //p[@class='when']/a"):
        assert "nofollow" in link.get("rel")


def test_withdrawn_moved_and_hidden_articles(engine: Engine) -> None:
    """A withdrawn one is gone with its reason, a former id redirects, an embargo shows nothing."""
    with engine.update() as update:
        update.add(replace(ARTICLES[3], aliases=("old id",)))
        update.withdraw("wall", "The court of <Hamburg> ruled so.")
    client = create_app(engine, SETTINGS).test_client()
    gone = client.get("/article/wall")
    assert gone.status_code == 410
    assert "The court of &lt;Hamburg&gt; ruled so." in gone.text
    moved = client.get("/article/old%20id?q=prices")
    assert (moved.status_code, moved.location) == (301, "/article/crash2?q=prices")
    assert client.get("/article/secret").status_code == 404
    assert "Hidden" not in client.get("/search?q=hidden").text
