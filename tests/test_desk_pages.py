"""Do the pages for editors say what the verbs found, and lead where they say?"""

import csv
import io
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from conftest import fill
from flask.testing import FlaskClient
from lxml import html
from test_pages import page, said, texts

from searchsvc.article import Article
from searchsvc.engine.opening import open_engine
from searchsvc.settings import Settings
from searchsvc.web import create_app

HOSTILE = '<script>alert("1")</script>&\'"'
SETTINGS = Settings(title="The Record", today="2026-01-10", public_url="https://record.example")
ARCHIVE = (
    Article("quake", "The earth shakes", "An earthquake killed hundreds on 20 January 1976.",
            "World", "1976-01-21", "en", authors=("Ada Bright",)),
    Article("quake10", "Ten years on", "Hundreds died in the earthquake on 20 January 1976.",
            "World", "1986-01-20", "en"),
    Article("erdbeben", "Erinnerung", "Am 20. Januar 1976 starben Hunderte bei dem Erdbeben.",
            "World", "2006-03-01", "de"),
    *(
        Article(f"again{year}", f"Remembered in {year}",
                f"Women laid flowers in {year}. The earthquake came on 20 January 1976.", "World",
                f"{year}-01-20", "en")
        for year in range(2011, 2015)
    ),
    Article("club", "A club", "The club was founded on 21 January 1965 in the city.", "Sport",
            "1995-05-01", "en"),
    Article("sums, =and more", "=1+1", "-Sums on 4 March 1990 were right.", "Science",
            "1990-02-01", "en"),
    Article("hostile", HOSTILE, f"A bomb killed three people on 22 January 1996. {HOSTILE}",
            "World", "1996-01-23", "en"),
    Article("secret", "Not yet", "An earthquake killed hundreds on 20 January 1976.", "World",
            "1990-01-23", "en", visible_from=4_000_000_000),
)  # fmt: skip
PAGES = (
    "/anniversaries",
    "/anniversaries?round=1&category=World&days=60&from=2026-01-01&least=2",
    "/anniversaries?from=2026-06-01&days=1",
    "/event/1976-01-20",
    "/event/1996-01-22",
    "/event/1811-03-03",
    f"/list?{urlencode({'ids': 'quake,hostile', 'title': HOSTILE})}",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the application over ARCHIVE, which no test changes."""
    engine = open_engine("whoosh", tmp_path_factory.mktemp("desk") / "index")
    fill(engine, ARCHIVE)
    yield create_app(engine, SETTINGS).test_client()
    engine.close()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_stands_and_leads_somewhere(client: FlaskClient, address: str) -> None:
    """Each has one heading, unique ids, nothing inline, a tag that is known again, live links."""
    answer = client.get(address)
    assert answer.status_code == 200
    shown = html.document_fromstring(answer.text)
    assert said(shown, "//h1")
    assert not shown.xpath("//script[not(@src)] | //@style")
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(shown.xpath("//@aria-labelledby")) <= set(ids)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(address, headers=known).status_code == 304
    for link in {urlsplit(each) for each in shown.xpath("//a/@href") if each[:1] == "/"}:
        place = f"{link.path}?{link.query}" if link.query else link.path
        if not place.startswith("/interface/"):  # would change the language of all that follow
            assert client.get(place).status_code == 200, place


def test_the_desk_says_what_comes_round_and_why(client: FlaskClient) -> None:
    """The round anniversary is marked, with reasons, its sentences, and its date's page."""
    shown = page(client, "/anniversaries")
    entry, *_ = shown.xpath("//ol/li[.//h3/a/@href='/event/1976-01-20']")
    assert entry.get("class") == "round"
    assert said(entry, ".//p[@class='year']") == "50 years Tue 20 January"
    assert "50 years is a round anniversary." in said(entry, ".//p[@class='why']")
    assert "20 January 1976" in texts(entry, ".//ul[@class='told']//mark")
    assert said(shown, "//header//a[@aria-current='page']") == "Anniversaries"


def test_the_form_keeps_what_was_asked_and_the_calendar_follows(client: FlaskClient) -> None:
    """The fields hold the filters; the calendar has them too, and no first day if none was."""
    shown = page(client, "/anniversaries?from=2026-01-10&days=20&round=1&category=World&least=2")
    assert shown.xpath("//input[@name='from']/@value") == ["2026-01-10"]
    assert shown.xpath("//input[@name='days']/@value") == ["20"]
    assert shown.xpath("//input[@name='least']/@value") == ["2"]
    assert shown.xpath("//input[@name='round']/@checked")
    assert shown.xpath("//option[@selected]/@value") == ["World"]
    (calendar,) = shown.xpath("//a[starts-with(@href, '/anniversaries.ics')]/@href")
    assert calendar == "/anniversaries.ics?category=World&days=20&least=2&round=1"
    assert "/event/1965-01-21" not in shown.xpath("//h3/a/@href")


def test_a_form_sent_empty_asks_for_the_usual_days(client: FlaskClient) -> None:
    """Empty fields are no mistake; what can't be read is."""
    assert client.get("/anniversaries?from=&days=&least=&category=&round=").status_code == 200
    for query in ("days=0", "days=many", "from=soon", "least=-1", "round=perhaps"):
        assert client.get(f"/anniversaries?{query}").status_code == 400, query


def test_the_page_of_a_date_has_its_years_languages_and_gaps(client: FlaskClient) -> None:
    """What was written then and since, and the round anniversaries that nobody marked."""
    shown = page(client, "/event/1976-01-20")
    assert said(shown, "//h1") == "20 January 1976"
    assert "Seven articles speak of this day" in said(shown, "//p[@class='lede']")
    told = "//section[@aria-labelledby='told']"
    assert texts(shown, f"{told}//p[@class='near']") == ["6 articles", "1 article"]
    assert len(texts(shown, "//p[@class='evidence']//mark")) == 4
    assert len(texts(shown, f"{told}//ul[@class='sources']/li")) == 7
    years = texts(shown, "//ol[@class='list covered']/li/span[1]")
    assert years == sorted(years)
    assert {"1976 then", "1986 10 years on"} <= set(years)
    assert texts(shown, "//h3[@class='side']") == ["English 6", "German 1"]
    assert said(shown, "//li[span[contains(., '1996')]]/span[@class='none']") == "Not covered"
    assert "secret" not in html.tostring(shown, encoding="unicode")


@pytest.mark.parametrize("day", ["1990-02-30", "1990-01", "1990", "XXXX-01-20", "yesterday"])
def test_a_date_that_is_none_is_not_found(client: FlaskClient, day: str) -> None:
    """Only days have pages and tables."""
    assert client.get(f"/event/{day}").status_code == 404
    assert client.get(f"/event/{day}.csv").status_code == 404


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("1976-01-20", ["1965-01-21"], ["1990-03-04"]),
        ("1970-06-01", ["1965-01-21"], ["1976-01-20"]),
        ("1811-03-03", [], ["1965-01-21"]),
        ("2020-01-01", ["1996-01-22"], []),
    ],
)
def test_a_date_leads_to_those_before_and_after_it(
    client: FlaskClient, day: str, before: list[str], after: list[str]
) -> None:
    """The nearest that an article that may be seen names."""
    shown = page(client, f"/event/{day}")
    assert shown.xpath("//nav//a[@rel='prev']/@href") == [f"/event/{each}" for each in before]
    assert shown.xpath("//nav//a[@rel='next']/@href") == [f"/event/{each}" for each in after]


def test_what_is_said_of_a_date_is_a_table(client: FlaskClient) -> None:
    """One row an article, oldest first; no cell is a formula."""
    (address,) = page(client, "/event/1990-03-04").xpath("//a[contains(@href, '.csv')]/@href")
    answer = client.get(address)
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="1990-03-04.csv"'
    (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert (row["date"], row["published"], row["title"]) == ("1990-03-04", "1990-02-01", "'=1+1")
    assert row["sentence"] == "'-Sums on 4 March 1990 were right."
    every = client.get("/event/1976-01-20.csv").data.decode("utf-8-sig")
    years = [each["published"] for each in csv.DictReader(io.StringIO(every))]
    assert years == sorted(years)
    assert len(years) == 7


def test_dates_in_articles_hits_and_days_lead_to_their_pages(client: FlaskClient) -> None:
    """A day that a text names leads to everything about it."""
    for address in ("/article/quake", "/search?q=earthquake", "/on-this-day/01-20"):
        assert "/event/1976-01-20" in page(client, address).xpath("//main//a/@href"), address


def test_a_list_has_what_may_be_seen_in_the_order_given(client: FlaskClient) -> None:
    """Each article once, however ids are written; what is hidden is only counted."""
    query = urlencode({"ids": ["quake10,quake", "quake", "sums, =and more", "secret,none"],
                       "title": "For Ada"}, doseq=True)  # fmt: skip
    shown = page(client, f"/list?{query}")
    assert said(shown, "//h1") == "For Ada"
    assert texts(shown, "//ol/li//h3") == ["Ten years on", "The earth shakes", "=1+1"]
    assert "Two that were asked for can’t be shown" in said(shown, "//p[@class='lede']")
    assert "Not yet" not in html.tostring(shown, encoding="unicode")


def test_a_list_as_a_table_holds_no_formulas(client: FlaskClient) -> None:
    """The table has the articles of the page; a spreadsheet computes nothing of it."""
    shown = page(client, f"/list?{urlencode({'ids': 'sums, =and more'})}&ids=quake&ids=secret")
    (address,) = shown.xpath("//a[contains(@href, 'format=csv')]/@href")
    assert parse_qs(urlsplit(address).query)["format"] == ["csv"]
    answer = client.get(address)
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == ["sums, =and more", "quake"]
    assert [row["title"] for row in rows] == ["'=1+1", "The earth shakes"]
    assert rows[1]["archive"] == "https://record.example/article/quake"


def test_a_list_is_neither_empty_nor_endless(client: FlaskClient) -> None:
    """A list needs ids, takes 500, and has two forms."""
    ids = [f"id{number}" for number in range(501)]
    assert client.get(f"/list?ids={','.join(ids[:500])}").status_code == 200
    for query in ("", "ids=", "ids=,", f"ids={','.join(ids)}", "ids=quake&format=pdf"):
        assert client.get(f"/list?{query}").status_code == 400, query[:20]
