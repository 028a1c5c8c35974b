"""Do the pages say what the archive answers, lead where they say, and stay safe?"""

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from conftest import ARTICLES, fill
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement

from searchsvc.engine.opening import open_engine
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


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the application over ARTICLES, which no test changes."""
    engine = open_engine("whoosh", tmp_path_factory.mktemp("pages") / "index")
    fill(engine, ARTICLES)
    yield create_app(engine, SETTINGS).test_client()
    engine.close()


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
        (count,) = each.xpath("../small/text()")
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
def test_every_link_leads_somewhere(client: FlaskClient, address: str) -> None:
    """No link of a page ends in an error, and no place on a page is missing."""
    shown = html.document_fromstring(client.get(address).text)
    links = {urlsplit(link) for link in shown.xpath("//a/@href | //form/@action")}
    for parts in links:
        if parts.netloc or not parts.path:
            assert parts.fragment in ("", *shown.xpath("//@id"))
            continue
        place = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if not place.startswith("/interface/"):  # would change the language of all that follow
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
    labels = texts(shown, "//label[small]")
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
    assert "/search?q=moon#said" in shown.xpath("//ul[@class='chips']//a/@href")


def test_zero_results_come_with_the_way_out(client: FlaskClient) -> None:
    """Each filter that bars the way is named with the number that the click will show."""
    shown = page(client, "/search?q=moon&category=Economy")
    (way,) = shown.xpath("//section[h2[@id='ways']]//li")
    assert said(way, "./a") == "Without the filter Category: Economy"
    assert total(client, way.xpath("./a/@href")[0]) == int(said(way, "./span")) == 1
    tried = shown.xpath("//section[h2[@id='forms']]//li/a[code]/@href")
    assert said(shown, "//details/summary[1]") == "Change the filters"
    assert tried == ["/search?q=light%2A", "/search?q=januray~", "/search?q=moon+OR+mars"]


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


@pytest.mark.parametrize("asked", ["q=zzzzqqq&at=1", "category=nosuch&at=1", "q=crash&at=9999"])
def test_an_article_of_a_list_that_is_empty_now_stands_alone(
    client: FlaskClient, asked: str
) -> None:
    """An address that was kept outlives the list it came from."""
    shown = page(client, f"/article/crash2?{asked}")
    assert shown.xpath("//nav[@aria-label='Result list']//a[@rel]") == []


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
