"""Is an answer kept only for those who would be given the same?"""

import gzip
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ARTICLES, fill
from flask import Flask
from test_pages import SETTINGS

from searchsvc.engine import Engine
from searchsvc.engine.whoosh import WhooshEngine
from searchsvc.errors import NotFound
from searchsvc.settings import Settings
from searchsvc.web import create_app
from searchsvc.web.shelf import Shelf

PAGE = "<p>one line of many</p>" * 100
GZIP = {"Accept-Encoding": "gzip"}


def asked(shelf: Shelf, path: str = "/", said: str = PAGE, **kwargs: object) -> bytes:
    """What `shelf` answers where `said` would be written now."""
    with Flask("shelf").test_request_context(path, **kwargs):
        return shelf.answer(("generation",), lambda: said).get_data()


def test_what_was_made_is_not_made_again() -> None:
    """The second request is answered with what the first one was."""
    shelf = Shelf("")
    first = asked(shelf)
    assert asked(shelf, said="another") == first == PAGE.encode()


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/other", {}),
        ("/?q=moon", {}),
        ("/", {"base_url": "http://other.example/"}),
        ("/", {"base_url": "https://localhost/"}),
    ],
)
def test_another_address_has_its_own_answer(path: str, more: dict[str, str]) -> None:
    """Also the same path on another host, whose links would lead elsewhere."""
    shelf = Shelf("")
    asked(shelf)
    assert asked(shelf, path, "another", **more) == b"another"


def test_whoever_has_anything_has_what_there_is() -> None:
    """`If-None-Match: *` is answered with 304 where there is an answer, and else with why not."""
    star = {"If-None-Match": "*"}
    with Flask("shelf").test_request_context("/", headers=star):
        assert Shelf("").answer(("generation",), lambda: PAGE).status_code == 304
        with pytest.raises(NotFound):
            Shelf("").answer(("generation",), missing)


def missing() -> str:
    raise NotFound("There is nothing here.")


def test_packed_and_plain_answers_are_the_same() -> None:
    """Each client is sent what it reads, whichever asked first."""
    shelf = Shelf("")
    packed = asked(shelf, headers=GZIP)
    assert len(packed) < 200
    assert gzip.decompress(packed) == asked(shelf) == PAGE.encode()
    assert asked(shelf, headers=GZIP) == packed


def test_no_more_is_kept_than_there_is_room() -> None:
    """The least recently used gives way, and what is too large is sent and not kept."""
    shelf = Shelf("", len(PAGE) + 10)
    asked(shelf)
    asked(shelf, "/second", "short enough")
    assert asked(shelf, said="made anew") == b"made anew"
    assert asked(shelf, "/large", PAGE * 2) == (PAGE * 2).encode()
    assert asked(shelf, "/large", "made anew") == b"made anew"


def test_a_failure_is_not_kept() -> None:
    """Whoever asks once there is an answer gets it."""
    shelf = Shelf("")

    def fail() -> str:
        raise NotFound("There is no such page yet.")

    with Flask("shelf").test_request_context("/"), pytest.raises(NotFound):
        shelf.answer(("generation",), fail)
    assert asked(shelf) == PAGE.encode()


@pytest.mark.parametrize("path", ["/search?q=moon", "/api/v1/search?q=moon", "/search.atom?q=moon"])
def test_a_change_of_the_archive_is_seen_at_once(engine: Engine, path: str) -> None:
    """Nothing that was kept outlives the generation that it was made from."""
    client = create_app(engine, SETTINGS).test_client()
    before = client.get(path).text
    with engine.update() as update:
        update.add(replace(ARTICLES[0], id="new", title="A new Moon"))
    after = client.get(path).text
    assert "A new" not in before
    assert "A new" in after


def test_kept_pages_speak_the_language_of_each_reader(engine: Engine) -> None:
    """And link to the host that each of them asked."""
    client = create_app(engine, Settings()).test_client()
    for _ in range(2):
        english = client.get("/search", headers={"Accept-Language": "en"}).text
        russian = client.get("/search", headers={"Accept-Language": "ru"}).text
        assert '<html lang="en">' in english
        assert '<html lang="ru">' in russian
        elsewhere = client.get("/search", base_url="http://second.example/").text
        assert "http://second.example/search" in elsewhere
        assert "second.example" not in english


def test_an_index_that_was_made_anew_has_new_answers(tmp_path: Path) -> None:
    """Its generations are numbered from 1 again; nothing of the index before is shown."""
    engine = WhooshEngine(tmp_path / "index")
    fill(engine, ARTICLES)
    client = create_app(engine, SETTINGS).test_client()
    before = client.get("/search?q=moon")
    shutil.rmtree(tmp_path / "index")
    again = WhooshEngine(tmp_path / "index")
    fill(again, (replace(ARTICLES[0], title="Another moon"),))
    assert again.state().generation == engine.state().generation
    app = create_app(again, SETTINGS).test_client()
    known = {"If-None-Match": before.headers["ETag"]}
    assert "Another" in app.get("/search?q=moon", headers=known).text


@pytest.mark.parametrize(
    "path", ["/search", "/api/v1/search", "/search.atom", "/anniversaries.ics"]
)
def test_other_settings_have_other_answers(engine: Engine, path: str) -> None:
    """The title stands in feeds, the time zone decides which day it is."""
    tag = create_app(engine, SETTINGS).test_client().get(path).headers["ETag"]
    renamed = create_app(engine, replace(SETTINGS, title="Other")).test_client()
    assert renamed.get(path, headers={"If-None-Match": tag}).status_code == 200
