"""Do the pages say what the archive answers, lead where they say, and stay safe?"""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from conftest import ARTICLES, fill
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement

from searchsvc.article import Article, Image
from searchsvc.engine import Engine
from searchsvc.settings import Settings
from searchsvc.web import create_app

HOSTILE = '<script>alert("1")</script>&amp;\'"'
SETTINGS = Settings(title="The Record", today="2019-07-21", public_url="https://record.example")
PAGES = (
    "/",
    "/search",
    "/search?q=moon",
    "/search?q=moon+lighthouse+bread",
    "/search?q=prices&category=Economy&year=1988&language=en",
    "/search?q=nothingatall&category=Society",
    "/search?about=1969-07&tag=space&author=Ada+Bright&from=1969&to=1970&sort=oldest",
    "/article/moon",
    "/article/luna?q=луне",
    "/article/picture",
    "/article/teaser",
    "/on-this-day",
    "/on-this-day/02-29",
    "/on-this-day/10-20?year=1990&category=Economy",
    "/help",
    "/nowhere",
    f"/search?{urlencode({'q': HOSTILE, 'tag': HOSTILE, 'category': HOSTILE})}",
)


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    """A client of the application over ARTICLES."""
    return create_app(engine, SETTINGS).test_client()


def page(client: FlaskClient, address: str, status: int = 200) -> HtmlElement:
    """The page at `address`."""
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (status, "text/html"), address
    return html.document_fromstring(answer.text)


def said(element: HtmlElement, path: str) -> str:
    """The text of the one element at `path`, its white space joined."""
    (found,) = texts(element, path)
    return found


def texts(element: HtmlElement, path: str) -> list[str]:
    """The texts of all elements at `path`."""
    return [" ".join(each.text_content().split()) for each in element.xpath(path)]


def total(client: FlaskClient, address: str) -> int:
    """How many articles the API finds where a page leads."""
    parts = urlsplit(address)
    return client.get(f"/api/v1/search?{parts.query}").json["total"]


def boxes(shown: HtmlElement) -> Iterator[tuple[str, str, int, bool]]:
    """The checkboxes of a page: parameter, value, count, and whether it is checked."""
    for each in shown.xpath("//input[@type='checkbox']"):
        (count,) = each.xpath("../data/@value")
        yield each.get("name"), each.get("value"), int(count), each.get("checked") is not None


@pytest.mark.parametrize("address", PAGES)
def test_every_page_stands_on_its_own(client: FlaskClient, address: str) -> None:
    """Each has a language, a title, one main heading, landmarks, and ids that are there once."""
    answer = client.get(address)
    shown = html.document_fromstring(answer.text)
    assert shown.get("lang") == "en"
    assert "The Record" in said(shown, "//head/title")
    assert said(shown, "//h1")
    assert len(shown.xpath("//main")) == len(shown.xpath("//body/footer")) == 1
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids))
    for reference in shown.xpath("//@aria-labelledby | //@for | //@aria-describedby | //@form"):
        assert reference in ids
    for field in shown.xpath("//input[not(@type='hidden')] | //select"):
        assert field.xpath("ancestor::label") or field.get("id") in shown.xpath("//label/@for")


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


@pytest.mark.parametrize("address", PAGES)
def test_every_link_leads_somewhere(client: FlaskClient, address: str) -> None:
    """No link of a page ends in an error, and no place on a page is missing."""
    shown = html.document_fromstring(client.get(address).text)
    links = {urlsplit(link) for link in shown.xpath("//a/@href | //form/@action")}
    for parts in links:
        if parts.netloc or not parts.path:
            assert parts.fragment in ("", *shown.xpath("//@id"))
            continue
        place = f"{parts.path}?{parts.query}" if parts.query else parts.path
        assert client.get(place).status_code == 200, place


@pytest.mark.parametrize("address", ["/search", *(each for each in PAGES if "/search?" in each)])
def test_each_count_beside_a_filter_is_what_the_click_shows(
    client: FlaskClient, address: str
) -> None:
    """A box that is checked besides, in a facet of which nothing is chosen, finds its count."""
    shown = page(client, address)
    checked = {(name, value) for name, value, _, chosen in boxes(shown) if chosen}
    given = [
        (name, value)
        for name, values in create_args(address).items()
        for value in values
        if name not in ("category", "language", "year", "month", "day", "about")
    ]
    for name, value, count, chosen in boxes(shown):
        others = {
            each
            for each in checked
            if each[0] != name and not {each[0], name} <= {"year", "month", "day"}
        }
        asked = urlencode([*given, *sorted(others), (name, value)])
        assert chosen or total(client, f"/search?{asked}") == count, asked


def create_args(address: str) -> dict[str, list[str]]:
    """The parameters of an address."""
    return parse_qs(urlsplit(address).query)


def test_a_bar_leads_to_as_many_articles_as_it_shows(client: FlaskClient) -> None:
    """Drawing and table say the same, and each bar finds what it counts."""
    shown = page(client, "/search")
    bars = {
        link.get("href"): int(said(link, "./title").rpartition(" ")[2])
        for link in shown.xpath("//figure//a[title]")
    }
    rows = {link.get("href"): int(said(link, "../../td")) for link in shown.xpath("//figure//th/a")}
    assert bars == rows
    assert sum(bars.values()) == total(client, "/search") - 1
    for address, count in bars.items():
        assert total(client, address) == count


@pytest.mark.parametrize(
    ("address", "headline"),
    [
        ("/search", "11 articles"),
        ("/search?q=moon", "1 article holds this word"),
        ("/search?q=the+moon", "1 article holds both words"),
        ("/search?q=the+sea+of", "1 article holds all three words"),
        ("/search?q=moon+crash", "3 articles hold one of the two words"),
        ("/search?q=title:moon", "1 article found"),
        ("/search?category=Economy", "3 articles found"),
        ("/search?q=zebra", "No article holds this word"),
        ("/search?q=moon&category=Economy", "No article holds this word under these filters"),
    ],
)
def test_the_number_of_articles_is_the_headline(
    client: FlaskClient, address: str, headline: str
) -> None:
    """It is said in a live region, with what the articles hold."""
    assert said(page(client, address), "//*[@role='status']/h1") == headline


def test_what_is_unknown_is_called_so(client: FlaskClient) -> None:
    """Undated and uncategorised articles are found and named in words."""
    shown = page(client, "/search?year=undated")
    assert said(shown, "//ol[@class='hits']/li/p[@class='when']") == "Undated Uncategorised"
    labels = texts(shown, "//label[.//data]")
    assert {"Uncategorised 1", "Undated 1"} <= set(labels)


def test_a_filter_that_is_set_can_be_removed(client: FlaskClient) -> None:
    """Each chip leads to the same search without its filter; one more clears all."""
    shown = page(client, "/search?q=moon&category=Science&year=1969&month=1969-07&from=1960")
    chips = texts(shown, "//ul[@class='chips']//a")
    assert chips == [
        "Remove the filter Category Science ×",
        "Remove the filter Published July 1969 ×",
        "Remove the filter From 1960 ×",
        "Clear all",
    ]
    assert "/search?q=moon" in shown.xpath("//ul[@class='chips']//a/@href")


def test_zero_results_come_with_the_way_out(client: FlaskClient) -> None:
    """Each filter that bars the way is named with the number that the click will show."""
    shown = page(client, "/search?q=moon&category=Economy")
    (way,) = shown.xpath("//section[h2[@id='ways']]//li")
    assert said(way, "./a") == "Without the filter Category: Economy"
    assert total(client, way.xpath("./a/@href")[0]) == int(said(way, "./span")) == 1


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


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/search?q=moon&from=&to=&tag=", "/search?q=moon"),
        ("/search?from=20+Jan+1990&to=1990", "/search?from=1990-01-20&to=1990"),
        ("/search?q=&category=", "/search"),
    ],
)
def test_a_form_leads_to_a_clean_address(client: FlaskClient, written: str, address: str) -> None:
    """Empty fields fall away, and bounds may be written as any date."""
    answer = client.get(written)
    assert (answer.status_code, answer.location) == (302, address)


def test_an_article_says_all_that_is_known_of_it(client: FlaskClient) -> None:
    """Its facts stand in the page, in the citation and in the structured data."""
    shown = page(client, "/article/moon")
    assert said(shown, "//article/header") == (
        "Science Men walk on the Moon Ada Bright · 21 July 1969 This article in Russian"
    )
    assert [each.text_content() for each in shown.xpath("//div[@class='text']/p")] == [
        "Two astronauts landed in the Sea of Tranquility.",
        "The landing was watched by millions.",
    ]
    assert "Ada Bright, “Men walk on the Moon”, The Record, 21 July 1969." in shown.text_content()
    data = json.loads(said(shown, "//script[@type='application/ld+json']"))
    assert data["@type"] == "NewsArticle"
    assert data["url"] == "https://record.example/article/moon"
    assert data["datePublished"] == "1969-07-21"
    assert page(client, "/article/luna").xpath("//article//h1/@lang") == ["ru"]


def test_found_words_are_marked_in_the_article(client: FlaskClient) -> None:
    """The search that led there marks its words, whatever their form, and its list is near."""
    hit = page(client, "/search?q=landings").xpath("//ol[@class='hits']//h3/a/@href")[0]
    shown = page(client, hit)
    assert [each.text_content() for each in shown.xpath("//div[@class='text']//mark")] == [
        "landed",
        "landing",
    ]
    assert (
        said(shown, "//section[h2='Found words']/p") == "“landed” once, “landing” once. First match"
    )
    assert said(shown, "//nav[@aria-label='Result list']/a") == "← 1 article for “landings”"


def test_from_an_article_one_steps_through_the_list(client: FlaskClient) -> None:
    """Next leads to the next article of the same list, and previous back."""
    address = "/article/crash2?category=Economy&sort=oldest&at=2"
    shown = page(client, address)
    assert said(shown, "//nav[@aria-label='Result list']") == "← 3 articles Previous 2 of 3 Next"
    (after,) = shown.xpath("//nav[@aria-label='Result list']//a[@rel='next']/@href")
    assert after.startswith("/article/teaser?")
    assert page(client, after).xpath("//a[@rel='prev']/@href") == [address]


def test_notices_of_an_article(client: FlaskClient) -> None:
    """An excerpt and a correction are said before the text, a caption after it."""
    shown = page(client, "/article/teaser")
    notices = texts(shown, "//p[@class='notice']")
    assert notices == [
        "Corrected. An earlier version named another town.",
        "This is an excerpt. The source gives only the beginning of the article.",
    ]
    shown = page(client, "/article/picture")
    assert said(shown, "//p[@class='picture']") == ("Picture Ice around the lighthouse Look at it")
    assert not shown.xpath("//img")


def test_withdrawn_moved_and_hidden_articles(engine: Engine, client: FlaskClient) -> None:
    """A withdrawn one is gone with its reason, a former id redirects, an embargo shows nothing."""
    with engine.update() as update:
        update.add(replace(ARTICLES[3], aliases=("old id",)))
        update.withdraw("wall", "The court of <Hamburg> ruled so.")
    gone = client.get("/article/wall")
    assert gone.status_code == 410
    assert "The court of &lt;Hamburg&gt; ruled so." in gone.text
    moved = client.get("/article/old%20id?q=prices")
    assert (moved.status_code, moved.location) == (301, "/article/crash2?q=prices")
    assert client.get("/article/secret").status_code == 404
    assert "Hidden" not in client.get("/search?q=hidden").text


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
    assert json.loads(said(page(client, link), "//script"))["headline"] == HOSTILE


def test_a_day_shows_its_years_as_a_timeline(client: FlaskClient) -> None:
    """Round years stand out, the strip tells which days have something, neighbours are named."""
    shown = page(client, "/on-this-day")
    assert said(shown, "//h1") == "21 July"
    assert said(shown, "//ol[@class='years']/li[@class='round']/h3") == "1969 50 years ago"
    assert said(shown, "//p[@class='lede']") == (
        "One article was published on this day."
        " One is a round number of years ago, counted from 2019."
    )
    strip = shown.xpath("//nav[@aria-label='Days of July']//li/a")
    assert len(strip) == 31
    assert [each.text for each in strip if each.get("class") != "none"] == ["21", "22"]
    assert "Nothing" not in shown.text_content()


def test_a_day_with_nothing_points_to_the_nearest(client: FlaskClient) -> None:
    """It says so and leads to the days before and after that have something."""
    shown = page(client, "/on-this-day/08-01")
    assert said(shown, "//p[@class='lede']") == "The archive has nothing for this day."
    assert shown.xpath("//p[contains(., 'nearest')]/a/text()") == ["22 July", "19 October"]


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/nowhere", 404, "There is no such page"),
        ("/article/none", 404, "There is no such article"),
        ("/on-this-day/02-30", 404, "There is no day 02-30"),
        ("/on-this-day/08-01?year=x", 400, "year"),
        ("/search?page=7", 404, "the last one is page 1"),
        ("/search?from=banana", 400, "banana"),
        ("/search?q=" + "a" * 4001, 400, "4,001 characters"),
        ("/article/moon?q=a&at=x", 400, "at="),
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
def test_a_page_is_sent_once(engine: Engine, client: FlaskClient, address: str) -> None:
    """Its tag answers 304 until the archive changes."""
    tag = client.get(address).headers["ETag"]
    assert tag.startswith('W/"')
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    with engine.update() as update:
        update.add(replace(ARTICLES[0], title="Men on the Moon"))
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_answers_are_compressed_for_those_who_ask(client: FlaskClient) -> None:
    """The packed page is the page, and caches are told of the difference."""
    plain = client.get("/search")
    packed = client.get("/search", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert re.sub(rb"took.*", b"", gzip.decompress(packed.data)) == plain.data
    assert client.get("/livez", headers={"Accept-Encoding": "gzip"}).text == "ok\n"


def test_static_files_are_kept_for_a_year_by_their_content(client: FlaskClient) -> None:
    """The address on the page holds a digest; any other address of the file is checked again."""
    (address,) = page(client, "/help").xpath("//link[@rel='stylesheet']/@href")
    kept = client.get(address)
    assert "max-age=31536000" in kept.headers["Cache-Control"]
    assert "immutable" in kept.headers["Cache-Control"]
    assert "max-age" not in client.get("/static/style.css").headers["Cache-Control"]
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == kept.data
