"""Does a search mean what people fill in, and is each of its pages itself?"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import ARTICLES, fill
from flask.testing import FlaskClient
from lxml import html
from test_pages import SETTINGS, page
from werkzeug.datastructures import MultiDict

from searchsvc.article import Article, Mention
from searchsvc.engine import Engine
from searchsvc.engine.opening import open_engine
from searchsvc.web import create_app
from searchsvc.web.form import Form, read_form


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the application over ARTICLES, which no test changes."""
    engine = open_engine("whoosh", tmp_path_factory.mktemp("forms") / "index")
    fill(engine, ARTICLES)
    yield create_app(engine, SETTINGS).test_client()
    engine.close()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1990", "1990"),
        (" 1990-01 ", "1990-01"),
        ("20 Jan 1990", "1990-01-20"),
        ("January 1990", "1990-01"),
        ("20 января 1990", "1990-01-20"),
    ],
)
def test_bounds_are_written_as_people_write_dates(written: str, read: str) -> None:
    """Only what a link would say is tidy."""
    form = read_form(MultiDict({"from": written, "q": "moon"}))
    assert (form.values, form.notes) == ({"from": [read], "q": ["moon"]}, ())
    assert form.tidy == (written == read)


@pytest.mark.parametrize(
    ("first", "last", "kept"),
    [
        ("banana", "", {}),
        ("banana", "1990", {"to": ["1990"]}),
        ("01/02/1990", "1990", {"to": ["1990"]}),
        ("5 March", "", {}),
        ("1990", "1980", {}),
    ],
)
def test_bounds_that_mean_nothing_are_told_and_left_out(
    first: str, last: str, kept: dict[str, list[str]]
) -> None:
    """The rest of the search stays."""
    form = read_form(MultiDict({"from": first, "to": last, "q": "moon"}))
    assert form.values == {"q": ["moon"]} | kept
    assert len(form.notes) == 1
    assert first in form.notes[0]


def test_empty_fields_of_a_form_are_not_tidy() -> None:
    """They are taken out of the address."""
    assert read_form(MultiDict({"q": "", "from": ""})) == Form({"q": [""]}, (), False)
    assert read_form(MultiDict({"q": "moon"})).tidy


@pytest.mark.parametrize("query", ["page=", "sort=", "per_page=", "q=moon&from=&to="])
def test_empty_parameters_are_not_given(client: FlaskClient, query: str) -> None:
    """Forms and OpenSearch clients leave empty what nobody filled in."""
    assert client.get(f"/search?{query}", follow_redirects=True).status_code == 200
    assert client.get(f"/search.atom?{query}").status_code == 200
    assert client.get(f"/api/v1/search?{query}").status_code == 200


def test_no_control_character_gets_onto_a_page(client: FlaskClient) -> None:
    """HTML can't hold them."""
    assert "\x00" not in client.get("/search?q=moon%00landing&category=a%01").text


def test_a_date_that_cannot_be_read_leaves_the_search_as_it_is(client: FlaskClient) -> None:
    """The page says so, and shows what the rest of the form asks for."""
    shown = page(client, "/search?q=moon&category=Science&from=soon")
    assert shown.xpath("//input[@name='q']/@value") == ["moon"]
    assert shown.xpath("//ul[@class='chips']")
    assert "“soon” can’t be read as a date" in shown.text_content()


def test_titles_tell_pages_and_filters_apart(client: FlaskClient) -> None:
    """In a row of tabs, and in a history."""
    shown = page(client, "/search?category=Science&per_page=1&page=2")
    title = shown.findtext("head/title")
    assert "Science" in title
    assert "Page 2" in title


def test_a_search_at_the_front_door_moves_to_its_own_page(client: FlaskClient) -> None:
    """There is one address for each result."""
    answer = client.get("/?q=moon&from=1969")
    assert (answer.status_code, answer.location) == (302, "/search?from=1969&q=moon")


def test_the_front_page_tells_the_events_of_this_day(engine: Engine) -> None:
    """Also where nothing was published on it."""
    event = Article("quake", "An earthquake", "The town fell on 14 April 1935.", date="1999-05-05",
                    mentions=(Mention(17, 30, "1935-04-14", "day", "explicit"),))  # fmt: skip
    with engine.update() as update:
        update.add(event)
    app = create_app(engine, replace(SETTINGS, today="2026-04-14"))
    shown = html.document_fromstring(app.test_client().get("/").text)
    told = shown.xpath("//section[@class='day']//li")
    assert "1935" in told[0].text_content()
    assert "An earthquake" in told[0].text_content()


def test_the_front_page_names_an_article_once(engine: Engine) -> None:
    """One that was published on the day of which it tells stands under the event."""
    story = Article("quake", "An earthquake", "The town fell on 14 April 1935.", date="1999-04-14",
                    mentions=(Mention(17, 30, "1935-04-14", "day", "explicit"),))  # fmt: skip
    with engine.update() as update:
        update.add(story)
    app = create_app(engine, replace(SETTINGS, today="2026-04-14"))
    shown = html.document_fromstring(app.test_client().get("/").text)
    years = shown.xpath("//section[@class='day']//p[@class='year']/text()")
    assert [year.strip() for year in years] == ["1935"]
