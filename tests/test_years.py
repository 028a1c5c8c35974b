"""Can years be chosen together in an archive of many decades?"""

from collections.abc import Iterator

import pytest
from conftest import rebuild
from flask.testing import FlaskClient
from lxml import html

from searchsvc.article import Article
from searchsvc.engine.opening import open_engine
from searchsvc.settings import Settings
from searchsvc.web import create_app

YEARS = range(1970, 2015)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of an archive of 45 years, with two articles of each."""
    engine = open_engine("whoosh", tmp_path_factory.mktemp("years") / "index")
    found = [
        Article(f"{year}-{day}", f"News of {year}", "Text.", "", f"{year}-05-{day}", "en")
        for year in YEARS
        for day in (10, 11)
    ]
    rebuild(engine, found)
    yield create_app(engine, Settings(title="The Record")).test_client()
    engine.close()


def sent(client: FlaskClient, address: str, **more: str) -> tuple[str, set[str], dict[str, str]]:
    """The headline of a page, the years that its form would send, and those that it lists."""
    shown = html.document_fromstring(client.get(address, query_string=more or None).text)
    (headline,) = shown.xpath("//h1/text()")
    checked = shown.xpath("//input[@name='year'][@checked]/@value")
    listed = shown.xpath("//select[@name='year']/option")
    offered = {each.get("value"): each.text_content().strip() for each in listed}
    return headline, set(checked), offered


def test_years_of_two_decades_are_chosen_one_after_another(client: FlaskClient) -> None:
    """One from the list, then another: what was chosen before stays in the form."""
    _, checked, listed = sent(client, "/search")
    assert not checked
    assert set(listed) == {"", *map(str, YEARS)}
    assert listed["1985"] == "1985 (2)"
    headline, checked, listed = sent(client, "/search?year=1985")
    assert (headline, checked) == ("2 articles found", {"1985"})
    assert "1986" not in listed
    assert listed["2003"] == "2003 (2)"
    headline, checked, _ = sent(client, "/search?year=1985&year=2003")
    assert (headline, checked) == ("4 articles found", {"1985", "2003"})


def test_where_all_years_have_boxes_there_is_no_list(client: FlaskClient) -> None:
    """Within bounds all the years stand in their decades."""
    _, _, listed = sent(client, "/search?from=1980&to=1999")
    assert listed == {}
