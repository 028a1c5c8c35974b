"""Can feed readers, browsers and crawlers use what is made for them?"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from conftest import ARTICLES, fill
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree
from markupsafe import Markup

from searchsvc.anniversaries import DayPage, EventOfDay, Evidence
from searchsvc.article import Article, Mention
from searchsvc.engine import Engine
from searchsvc.engine.opening import open_engine
from searchsvc.errors import SearchsvcError
from searchsvc.printed import PublishedYear
from searchsvc.settings import Settings
from searchsvc.web import atom, create_app
from searchsvc.web.crawlers import add_crawlers
from searchsvc.web.problems import problem
from searchsvc.web.shelf import Shelf
from searchsvc.web.syndication import create_syndication, feed_of_day

PUBLIC = "https://news.example/archive"
SETTINGS = Settings(title="Bell & Sons <Archive>", public_url=f"{PUBLIC}/", today="1991-07-21")
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "o": "http://a9.com/-/spec/opensearch/1.1/",
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
}

MORE_ARTICLES = (
    Article("a b/ü&<\"'", "Bread & <circuses>", "Fish & chips <b>", "R&D <x>", "1989-07-21", "en",
            updated="1992-01-02T03:04:05+04:00"),
    Article("bell", "A bell\u2028 rings", "Ding.", "", "1990-07", "en"),
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine that holds ARTICLES and some that are hard to write as XML."""
    engine = open_engine("whoosh", Path(tmp_path_factory.mktemp("feeds")))
    fill(engine, (*ARTICLES, *MORE_ARTICLES))
    with engine.update() as update:
        update.withdraw("wall", "by order")
    yield engine
    engine.close()


def serve(*blueprints: Blueprint) -> FlaskClient:
    """A client of an application of `blueprints`."""
    app = Flask("feeds")
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    app.register_error_handler(SearchsvcError, problem)
    return app.test_client()


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    """A client of the feeds."""
    return create_app(engine, SETTINGS).test_client()


def read(client: FlaskClient, path: str) -> etree._Element:
    """The XML document at `path`."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert "xml" in answer.mimetype
    return etree.fromstring(answer.data)


def find(element: etree._Element, path: str) -> list[str]:
    """Texts or attributes of `element` by XPath."""
    return [str(each) for each in element.xpath(path, namespaces=NAMES)]


def check_feed(feed: etree._Element) -> None:
    """`feed` has what RFC 4287 demands of every feed and every entry."""
    entries = feed.findall("a:entry", NAMES)
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", NAMES)) == 1, name
        [identity] = find(element, "a:id/text()")
        assert urlsplit(identity).scheme
        [updated] = find(element, "a:updated/text()")
        assert datetime.fromisoformat(updated).tzinfo
        for address in find(element, "a:link/@href"):
            assert address.startswith("http")
            assert address.isascii()
    identities = find(feed, "a:entry/a:id/text()")
    assert len(set(identities)) == len(identities)
    assert find(feed, "a:author/a:name/text()")
    assert len(find(feed, "a:link[@rel='self']/@href")) == 1


# Feeds


def test_a_search_is_a_feed_newest_first(client: FlaskClient) -> None:
    """Without what nobody may see; the order may be asked for."""
    feed = read(client, "/search.atom")
    check_feed(feed)
    addresses = find(feed, "a:entry/a:link/@href")
    assert addresses[0] == f"{PUBLIC}/article/picture"
    assert addresses[-1] == f"{PUBLIC}/article/undated"
    assert not {f"{PUBLIC}/article/{each}" for each in ("wall", "secret")} & set(addresses)
    assert len(addresses) == len(ARTICLES) + len(MORE_ARTICLES) - 2
    oldest = read(client, "/search.atom?sort=oldest&q=-bell")
    assert find(oldest, "a:entry[1]/a:link/@href") == [f"{PUBLIC}/article/moon"]


def test_an_entry_tells_what_is_known_and_no_more(client: FlaskClient) -> None:
    """A day gives `published`, a month or nothing does not; a later change gives `updated`."""
    feed = read(client, "/search.atom?q=bread OR bell OR drawer OR moon")
    dates = {
        find(entry, "a:id/text()")[0].rpartition("/")[2]: (
            find(entry, "a:published/text()"),
            find(entry, "a:updated/text()"),
        )
        for entry in feed.findall("a:entry", NAMES)
    }
    assert dates["moon"] == (["1969-07-21T00:00:00Z"], ["1969-07-21T00:00:00Z"])
    assert dates["%C3%BC&%3C%22'"] == (["1989-07-21T00:00:00Z"], ["1992-01-01T23:04:05Z"])
    assert dates["bell"] == ([], ["1990-07-01T00:00:00Z"])
    assert dates["undated"] == ([], [atom.EPOCH])
    assert find(feed, "a:updated/text()") == ["1992-01-01T23:04:05Z"]


def test_what_is_markup_in_xml_comes_through(client: FlaskClient) -> None:
    """Titles are text, summaries HTML with marks, and both are escaped once."""
    feed = read(client, "/search.atom?q=fish")
    assert find(feed, "a:title/text()") == ["Bell & Sons <Archive>: fish"]
    assert find(feed, "a:entry/a:title/text()") == ["Bread & <circuses>"]
    assert find(feed, "a:entry/a:category/@term") == ["R&D <x>"]
    [summary] = find(feed, "a:entry/a:summary[@type='html']/text()")
    assert summary == "<mark>Fish</mark> &amp; chips &lt;b&gt;"
    assert find(feed, "a:entry/@xml:lang") == ["en"]


def test_pages_of_a_feed_lead_to_all_hits(client: FlaskClient) -> None:
    """RFC 5005: following `next` gives each article once, and every page has the feed's id."""
    path, seen, ids = "/search.atom?per_page=3", [], set()
    while path:
        feed = read(client, path)
        check_feed(feed)
        seen += find(feed, "a:entry/a:id/text()")
        ids.update(find(feed, "a:id/text()"))
        path = "".join(find(feed, "a:link[@rel='next']/@href")).removeprefix(PUBLIC)
    total = len(ARTICLES) + len(MORE_ARTICLES) - 2
    assert len(seen) == len(set(seen)) == total
    assert len(ids) == 1
    assert find(feed, "o:totalResults/text()") == [str(total)]
    [last] = find(feed, "a:link[@rel='last']/@href")
    assert find(feed, "a:link[@rel='self']/@href") == [last]
    [previous] = find(feed, "a:link[@rel='previous']/@href")
    assert "page=3" in previous


def test_a_feed_without_hits_is_a_feed(client: FlaskClient) -> None:
    """A reader may subscribe before there is anything."""
    feed = read(client, "/search.atom?q=xylophone")
    check_feed(feed)
    assert not find(feed, "a:entry/a:id/text()")


def test_this_day_is_today_in_the_newsroom(client: FlaskClient) -> None:
    """Entries say how long ago, and have an id of this year, so that they come again next year."""
    feed = read(client, "/on-this-day.atom")
    check_feed(feed)
    assert find(feed, "a:entry/a:title/text()") == [
        "2 years ago: Bread & <circuses>",
        "22 years ago: Men walk on the Moon",
    ]
    assert find(feed, "a:updated/text()") == ["1991-07-21T00:00:00Z"]
    assert find(feed, "a:entry[2]/a:id/text()") == [f"{PUBLIC}/on-this-day/07-21?year=1991#moon"]
    assert find(feed, "a:entry[2]/a:link/@href") == [f"{PUBLIC}/article/moon"]


def test_an_article_with_several_events_is_one_entry() -> None:
    """The best evidence stands; what was also published that day is not told twice."""
    moon = ARTICLES[0]
    sentence = Markup("It was <mark>21 July</mark>.")
    events = tuple(
        EventOfDay(f"19{year}-07-21", 91 - year, False, False, 1, (Evidence(moon, sentence),))
        for year in (90, 80)
    )
    published = (PublishedYear(1969, 22, False, (moon,), 1),)
    page = DayPage("07-21", 1991, events, published, None, None, {}, 1, False)
    with Flask("feeds").test_request_context():
        feed = feed_of_day(page, SETTINGS)
    [entry] = feed.entries
    assert (entry.title, entry.summary) == (f"1 year ago: {moon.title}", str(sentence))


def test_without_a_public_address_links_follow_the_request(engine: Engine) -> None:
    """Host and prefix of whoever asks."""
    client = serve(create_syndication(engine, Settings(), Shelf("")))
    answer = client.get("/search.atom?q=moon", base_url="http://desk.example:8080/news/")
    feed = etree.fromstring(answer.data)
    check_feed(feed)
    assert find(feed, "a:entry/a:id/text()")[0] == "http://desk.example:8080/news/article/moon"


@pytest.mark.parametrize("path", ["/search.atom", "/on-this-day.atom", "/sitemap.xml"])
def test_a_host_that_is_none_is_refused(engine: Engine, path: str) -> None:
    """No links are made that lead nowhere."""
    client = serve(create_syndication(engine, Settings(), Shelf("")))
    assert client.get(path, headers={"Host": 'a<b>"&.x'}).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/search.atom?q=moon", "/on-this-day.atom", "/opensearch.xml", "/anniversaries.ics?days=7"],
)
def test_nothing_is_sent_twice(client: FlaskClient, path: str) -> None:
    """A reader that comes every hour gets 304 until there is news."""
    tag = client.get(path).headers["ETag"]
    assert tag.startswith("W/")
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("1990-01-20", "1990-01-20T00:00:00Z"),
        ("1990", "1990-01-01T00:00:00Z"),
        ("0001-01-01", "0001-01-01T00:00:00Z"),
        ("1990-01-20T03:00:00+04:00", "1990-01-19T23:00:00Z"),
        ("1990-01-20T03:00:00.123456", "1990-01-20T03:00:00Z"),
        ("0001-01-01T00:00:00+04:00", atom.EPOCH),
        ("", atom.EPOCH),
        ("soon", atom.EPOCH),
    ],
)
def test_a_date_becomes_an_instant(value: str, instant: str) -> None:
    """What is no instant becomes the one that never changes."""
    assert atom.instant(value) == instant


@given(st.text(max_size=60), st.text(max_size=10))
def test_any_text_makes_a_readable_feed(written: str, language: str) -> None:
    """Controls, lone surrogates and the rest that XML cannot hold are left out."""
    article = Article(written, written, written, written, None, language, authors=(written,))
    entry = atom.Entry(article, written, written, written, atom.EPOCH, written)
    feed = atom.Feed(written, written, written, atom.EPOCH, {"self": written}, written, (entry,))
    etree.fromstring(atom.write_feed(feed))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["q", "page", "per_page", "sort", "category", "year", "from", "about"]),
            st.text(max_size=20) | st.sampled_from(["1", "2", "1990", "oldest", "\x00\x0b<&"]),
        ),
        max_size=5,
    )
)
def test_no_parameter_breaks_a_feed(client: FlaskClient, pairs: list[tuple[str, str]]) -> None:
    """Whatever is asked, a feed that can be read comes back, or a refusal."""
    answer = client.get(f"/search.atom?{urlencode(pairs, errors='surrogatepass')}")
    assert answer.status_code in {200, 400, 404}
    if answer.status_code == 200:
        check_feed(etree.fromstring(answer.data))


# Calendars


def flood(number: int, written: str, value: str) -> Article:
    """An article that tells of the flood of the day `value`, which is `written` in it."""
    body = (
        f"Das Hochwasser vom {written} zerstörte; viele, auch: Brücken\\ – neun starben. {'ß' * 90}"
    )
    start = body.index(written)
    mention = Mention(start, start + len(written), value, "day", "explicit")
    published = f"198{number}-03-01"
    title = "Hochwasser, 水害; wieder"
    return Article(f"flood{number}", title, body, "", published, "de", mentions=(mention,))


@pytest.fixture(scope="module")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client over what comes round on two days of July and one of February."""
    engine = open_engine("whoosh", Path(tmp_path_factory.mktemp("calendar")))
    days = (("24. Juli 1981", "1981-07-24"), ("29. Juli 1979", "1979-07-29"),
            ("29. Februar 1980", "1980-02-29"))  # fmt: skip
    fill(engine, [flood(number, *days[number % 3]) for number in range(2, 9)])
    yield create_app(engine, SETTINGS).test_client()
    engine.close()


def content_lines(data: bytes) -> list[str]:
    """The lines of an iCalendar file, unfolded, which is as RFC 5545 demands."""
    assert data.endswith(b"\r\n")
    rows = data.removesuffix(b"\r\n").split(b"\r\n")
    assert not any(b"\r" in row or b"\n" in row for row in rows)
    assert max(map(len, rows)) <= 75
    lines = data.replace(b"\r\n ", b"").decode().splitlines()
    opened: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        assert value, line
        if name == "BEGIN":
            opened.append(value)
        elif name == "END":
            assert opened.pop() == value
        assert opened or line == lines[-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert not [line for line in lines if line.startswith("RRULE")]
    identities = [line for line in lines if line.startswith("UID:")]
    assert len(set(identities)) == len(identities) == lines.count("BEGIN:VEVENT")
    return lines


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("", ["19910724", "19910729"]),
        ("?days=5", ["19910724"]),
        ("?round=true", ["19910724"]),
        ("?from=1992-02-20&days=14", ["19920229"]),
        ("?days=366", ["19910724", "19910729", "19920229"]),
        ("?days=366&least=3", ["19920229"]),
        ("?category=Sport", []),
    ],
)
def test_anniversaries_are_a_calendar(calendar: FlaskClient, asked: str, days: list[str]) -> None:
    """All-day events without recurrence, which a reader of calendars reads as well."""
    answer = calendar.get(f"/anniversaries.ics{asked}")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = content_lines(answer.data)
    assert [line for line in lines if line.startswith("DTSTART;")] == [
        f"DTSTART;VALUE=DATE:{day}" for day in days
    ]
    assert len(Calendar.from_ical(answer.data).subcomponents) == max(len(days), 1)
    assert len(Calendar.from_ical(answer.data).walk("VEVENT")) == len(days)


def test_an_anniversary_keeps_its_identity(calendar: FlaskClient) -> None:
    """Asked for on another day it is the same entry, which leads to the page of its date."""
    one, other = (
        content_lines(calendar.get(f"/anniversaries.ics?days=7&from=1991-07-{day}").data)
        for day in (20, 21)
    )
    identity = "UID:1981-07-24.1991@news.example"
    assert identity in one
    assert identity in other
    assert f"URL:{PUBLIC}/event/1981-07-24" in one


def test_a_calendar_that_cannot_be_read_is_refused(calendar: FlaskClient) -> None:
    """With the parameter at fault, like everything else."""
    answer = calendar.get("/anniversaries.ics?days=month")
    assert answer.status_code == 400
    assert "days=" in answer.text


# Browsers and crawlers


def test_a_browser_can_add_the_search(client: FlaskClient) -> None:
    """Its name keeps to the 16 characters that OpenSearch allows."""
    description = read(client, "/opensearch.xml")
    [name] = find(description, "o:ShortName/text()")
    assert len(name) <= 16
    templates = find(description, "o:Url[@rel='results']/@template")
    assert templates[0] == f"{PUBLIC}/search?q={{searchTerms}}"
    query = templates[1].removeprefix(PUBLIC).format_map({"searchTerms": "moon", "startPage?": 1})
    check_feed(read(client, query))


def test_sitemaps_hold_every_visible_article_once(engine: Engine) -> None:
    """However many files it takes; the index names them all, and there are no others."""
    blueprint = Blueprint("crawlers", __name__)
    add_crawlers(blueprint, engine, SETTINGS, most=5)
    client = serve(blueprint)
    parts = find(read(client, "/sitemap.xml"), "s:sitemap/s:loc/text()")
    sizes, found = [], []
    for part in parts:
        addresses = find(read(client, part.removeprefix(PUBLIC)), "s:url/s:loc/text()")
        sizes.append(len(addresses))
        found += addresses
    visible = {each.id for each in (*ARTICLES, *MORE_ARTICLES)} - {"wall", "secret"}
    expected = {quote(each, safe="/&'") for each in visible}
    assert sorted(found) == sorted(f"{PUBLIC}/article/{each}" for each in expected)
    assert sizes == [5, 5, 2]
    for missing in ("4", "0", "99999999999999999999", "x"):
        assert client.get(f"/sitemap-{missing}.xml").status_code == 404


def test_a_sitemap_dates_articles_as_precisely_as_is_known(client: FlaskClient) -> None:
    """Day, month or year of the last change; nothing where nothing is known."""
    urls = read(client, "/sitemap-1.xml").findall("s:url", NAMES)
    dates = {
        find(url, "s:loc/text()")[0].rpartition("/")[2]: find(url, "s:lastmod/text()")
        for url in urls
    }
    assert dates["moon"] == ["1969-07-21"]
    assert dates["month"] == ["1990-01"]
    assert dates["year"] == ["1990"]
    assert dates["undated"] == []
    assert dates["%C3%BC&%3C%22'"] == ["1992-01-02"]


def test_crawlers_are_kept_from_narrowed_searches(client: FlaskClient, engine: Engine) -> None:
    """Each facet has a line, below the prefix of the site; the sitemap needs a public address."""
    lines = client.get("/robots.txt").text.splitlines()
    for name in ("category", "language", "year", "month", "day", "about", "tag", "author"):
        assert f"Disallow: /archive/search?*{name}=" in lines
    assert lines[-1] == f"Sitemap: {PUBLIC}/sitemap.xml"
    private = serve(create_syndication(engine, Settings(), Shelf(""))).get("/robots.txt")
    assert private.mimetype == "text/plain"
    assert "Sitemap" not in private.text
    assert "Disallow: /search?*category=" in private.text.splitlines()


def test_the_feed_of_the_day_can_be_of_some_categories(client: FlaskClient) -> None:
    """Its address and its id say which."""
    feed = etree.fromstring(client.get("/on-this-day.atom?category=Economy").data)
    check_feed(feed)
    assert find(feed, "a:id/text()") == [f"{PUBLIC}/on-this-day.atom?category=Economy"]
    (page,) = find(feed, "a:link[@rel='alternate']/@href")
    assert re.fullmatch(rf"{PUBLIC}/on-this-day/\d\d-\d\d\?category=Economy&year=\d{{4}}", page)
    everything = etree.fromstring(client.get("/on-this-day.atom").data)
    assert len(find(feed, "a:entry")) < len(find(everything, "a:entry"))
