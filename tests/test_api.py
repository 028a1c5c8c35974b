"""Does the JSON API say what its description says, whatever it is asked?"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode

import orjson
import pytest
from conftest import ARTICLES, fill
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from searchsvc import objects
from searchsvc.article import Article, Mention
from searchsvc.engine.opening import open_engine
from searchsvc.settings import Settings
from searchsvc.web import create_app
from searchsvc.web.openapi import document

ODD_IDS = ("a//b", "/x", "x/", "/", "a?b#c%20 d", "é/ё", "..a/../b", "%2F", "a&b=c;d", "<b>")

FLOOD = Article(
    "flood", "After the flood", "The flood of 24 July 1981 destroyed a bridge, and nine people were"
    " killed.", "Society", "1982-03-01", "en", mentions=(Mention(13, 25, "1981-07-24", "day",
    "explicit"),),
)  # fmt: skip

MORE_ARTICLES = (
    FLOOD,
    replace(FLOOD, id="flood2", title="A bridge again", category="", date="1986-07-24"),
    Article("rabbit", "Rabbits on the moon", "None were seen. A moon rabbit is a tale.", "",
            "1990-07-21", "en",
            mentions=(Mention(0, 4, "1990-07-20", "day", "nearest"),
                      Mention(16, 10**6, "XXXX-01-20", "day", "recurring", True))),
    *(Article(odd, f"Odd {number}", "Odd.", language="fr", aliases=(f"old/{odd}",))
      for number, odd in enumerate(ODD_IDS)),
)  # fmt: skip

REASON = "The court of Springfield ordered it."


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the API over ARTICLES and some with odd addresses; `wall` is withdrawn."""
    engine = open_engine("whoosh", Path(tmp_path_factory.mktemp("api")))
    fill(engine, (*ARTICLES, *MORE_ARTICLES))
    with engine.update() as update:
        update.withdraw("wall", REASON)
    yield create_app(engine, Settings(today="1991-07-21")).test_client()
    engine.close()


DOCUMENT = document("Test", "http://localhost/api/v1")


def closed(schema: object) -> object:
    """`schema` with every object refusing keys that are not described."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    return inner | {"additionalProperties": False} if "properties" in inner else inner


CLOSED = closed(deepcopy(DOCUMENT))


def check(path: str, answer: TestResponse) -> dict[str, object]:
    """The JSON of `answer`, which is as the description says of `path`."""
    assert isinstance(CLOSED, dict)
    responses = CLOSED["paths"][path]["get"]["responses"]
    response = responses[str(answer.status_code)]
    if "$ref" in response:
        response = CLOSED["components"]["responses"][response["$ref"].rpartition("/")[2]]
    schema = response["content"][answer.mimetype]["schema"]
    Draft202012Validator({**CLOSED, **schema}).validate(answer.json)
    assert isinstance(answer.json, dict)
    return answer.json


def search(client: FlaskClient, **parameters: object) -> dict[str, object]:
    """The checked answer to a search."""
    answer = client.get("/api/v1/search", query_string=parameters)
    assert answer.status_code == 200, answer.text
    return check("/search", answer)


# The description


def test_the_description_is_valid(client: FlaskClient) -> None:
    """The document that is served is OpenAPI 3.1."""
    served = client.get("/api/v1/openapi.json").json
    validate(served)
    assert served["openapi"].startswith("3.1.")
    assert served["servers"] == [{"url": "http://localhost/api/v1"}]


def test_every_route_is_described_and_every_description_has_a_route(client: FlaskClient) -> None:
    """Neither can be changed without the other."""
    routes = {
        "".join(f"{{{part}}}" if variable else part for variable, part in rule._trace)
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    assert {route.lstrip("|").removeprefix("/api/v1") for route in routes} == {*DOCUMENT["paths"]}


# Searching

KEYS = "query total page pages per_page took_ms suggestion hits more facets histogram"
HIT_KEYS = "id title url category date language authors excerpt snippet score"


def test_an_answer_has_all_keys_in_the_order_of_the_contract(client: FlaskClient) -> None:
    """The letter of the contract, key by key."""
    found = search(client, q="moon", per_page=1)
    for part, keys in (
        (found, KEYS),
        (found["query"], "text read_as notes match"),
        (found["hits"][0], HIT_KEYS),
        (found["facets"], "category year month day language event_year"),
        (found["facets"]["category"][0], "value count selected"),
        (found["histogram"][0], "start end count"),
    ):
        assert " ".join(part) == keys


def test_without_a_query_every_visible_article_is_listed_newest_first(client: FlaskClient) -> None:
    """Undated ones come last, hidden ones not at all."""
    found = search(client, per_page=100)
    dates = [hit["date"] for hit in found["hits"]]
    known = [date for date in dates if date]
    assert dates == known + [None] * (len(dates) - len(known))
    assert known[0] == "1991-01-21"
    assert known[-1] == "1969-07-21"
    ids = {hit["id"] for hit in found["hits"]}
    assert ids == {each.id for each in (*ARTICLES, *MORE_ARTICLES)} - {"wall", "secret"}
    assert found["total"] == len(ids)


@pytest.mark.parametrize(
    ("parameters", "ids"),
    [
        ({"q": "moon"}, {"moon", "rabbit"}),
        ({"q": "moon", "category": "uncategorised"}, {"rabbit"}),
        ({"q": "-moon", "category": ["Science", "Economy"]}, {"luna", "crash", "crash2", "teaser"}),
        ({"year": "1988"}, {"crash2", "café"}),
        ({"year": "1988", "month": "1988-02"}, {"café"}),
        ({"year": ["1988", "undated"], "month": "1988-02", "language": "en"}, {"café", "undated"}),
        ({"from": "1990-07", "to": ""}, {"rabbit", "picture"}),
        ({"author": "ada bright"}, {"moon"}),
        ({"tag": "new york"}, {"moon"}),
        ({"about": "1990-07"}, {"rabbit"}),
        ({"colour": "blue", "q": "lighthouse"}, {"picture"}),
    ],
)
def test_parameters_narrow(client: FlaskClient, parameters: dict[str, object], ids: set) -> None:
    """Values of one parameter are alternatives, parameters narrow, unknown ones are ignored."""
    assert {hit["id"] for hit in search(client, **parameters)["hits"]} == ids


def test_what_an_article_does_not_have_is_null(client: FlaskClient) -> None:
    """Category, date, language and URL; never an empty string."""
    [hit] = search(client, q="drawer")["hits"]
    assert (hit["category"], hit["date"], hit["url"], hit["authors"]) == (None, None, None, [])
    assert hit["snippet"] == "Nobody knows when it was written."


def test_chosen_values_stay_listed(client: FlaskClient) -> None:
    """Also where nothing is left of them."""
    found = search(client, q="moon", category="Sport", year="1969", about="2001")
    assert {"value": "Sport", "count": 0, "selected": True} in found["facets"]["category"]
    assert {"value": "2001", "count": 0, "selected": True} in found["facets"]["event_year"]
    assert found["total"] == 0
    assert found["hits"] == []


def test_few_hits_come_with_more(client: FlaskClient) -> None:
    """Those with most of the words, and the words that they lack."""
    found = search(client, q="moon rabbit")
    assert [hit["id"] for hit in found["hits"]] == ["rabbit"]
    assert found["more"]["total"] == 1
    assert [(hit["id"], hit["missing"]) for hit in found["more"]["hits"]] == [("moon", ["rabbit"])]


def test_most_words_are_enough_where_none_holds_all(client: FlaskClient) -> None:
    """Then the hits themselves are those with most, in the shape of all others."""
    found = search(client, q="astronauts landed rabbit")
    assert found["query"]["match"] == "most"
    assert "missing" not in found["hits"][0]


def test_a_snippet_is_escaped_and_marked(client: FlaskClient) -> None:
    """Its only markup is mark."""
    [hit] = search(client, q="astronauts")["hits"]
    assert "<mark>astronauts</mark>" in hit["snippet"]


@pytest.mark.parametrize(
    ("parameters", "status", "named"),
    [
        ({"per_page": "0"}, 400, "per_page='0'"),
        ({"per_page": "101"}, 400, "per_page='101'"),
        ({"per_page": "ten"}, 400, "per_page='ten'"),
        ({"page": "0"}, 400, "page='0'"),
        ({"page": "2"}, 404, "the last one is page 1"),
        ({"page": "501"}, 400, "export"),
        ({"sort": "best"}, 400, "sort='best'"),
        ({"year": "90"}, 400, "year='90'"),
        ({"month": "1990-13"}, 400, "month='1990-13'"),
        ({"day": "1990-02-30"}, 400, "day='1990-02-30'"),
        ({"from": "yesterday"}, 400, "from='yesterday'"),
        ({"from": "1991", "to": "1990"}, 400, "lies after"),
        ({"about": "XXXX-01-20"}, 400, "about="),
        ({"q": "x" * 4001}, 400, "4,001"),
    ],
)
def test_a_refusal_names_what_it_refuses(
    client: FlaskClient, parameters: dict[str, str], status: int, named: str
) -> None:
    """A problem document with the value at fault in its detail."""
    answer = client.get("/api/v1/search", query_string={"per_page": "50"} | parameters)
    refused = check("/search", answer)
    assert (answer.status_code, refused["status"]) == (status, status)
    assert named in refused["detail"]
    assert refused["instance"] == "/api/v1/search"


def test_the_first_page_of_nothing_is_an_answer(client: FlaskClient) -> None:
    """An empty page is no failure."""
    found = search(client, q="xylophone")
    assert (found["total"], found["pages"], found["page"], found["hits"]) == (0, 0, 1, [])


# Articles


def test_an_article_is_given_whole(client: FlaskClient) -> None:
    """With its translations, without those that nobody may see."""
    found = check("/articles/{article_id}", client.get("/api/v1/articles/moon"))
    assert found["body"] == ARTICLES[0].body
    assert found["authors"] == ["Ada Bright"]
    assert [each["id"] for each in found["translations"]] == ["luna"]
    assert {each["id"] for each in found["related"]}.isdisjoint({"moon", "wall", "secret"})


def test_a_mention_comes_with_its_sentence(client: FlaskClient) -> None:
    """The date is marked; offsets that point nowhere do no harm."""
    found = check("/articles/{article_id}", client.get("/api/v1/articles/rabbit"))
    one, other = found["mentions"]
    assert one["sentence"] == "<mark>None</mark> were seen."
    assert other["sentence"] == "<mark>A moon rabbit is a tale.</mark>"
    assert "future" not in one


@pytest.mark.parametrize("odd", ODD_IDS)
@pytest.mark.parametrize("safe", ["", "/"])
def test_an_id_may_hold_anything(client: FlaskClient, odd: str, safe: str) -> None:
    """Slashes, escaped or not, question marks, letters of any script; and so may an alias."""
    answer = client.get(f"/api/v1/articles/{quote(odd, safe=safe)}")
    assert check("/articles/{article_id}", answer)["id"] == odd
    moved = client.get(f"/api/v1/articles/{quote(f'old/{odd}', safe=safe)}")
    assert moved.status_code == 301
    assert client.get(moved.headers["Location"]).json["id"] == odd


def test_a_withdrawn_article_is_gone_with_its_reason(client: FlaskClient) -> None:
    """410 and not 404: there was one."""
    answer = client.get("/api/v1/articles/wall")
    assert answer.status_code == 410
    assert check("/articles/{article_id}", answer)["detail"] == REASON


def test_an_embargoed_article_is_like_none(client: FlaskClient) -> None:
    """Nobody learns that it exists."""
    hidden, unknown = (client.get(f"/api/v1/articles/{each}") for each in ("secret", "unknown"))
    told = [check("/articles/{article_id}", each)["detail"] for each in (hidden, unknown)]
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert told[0].replace("secret", "unknown") == told[1]


# The calendar


def test_a_day_lists_its_years_newest_first(client: FlaskClient) -> None:
    """Seen from the newsroom's present year, and told which days are near."""
    found = check("/on-this-day/{day}", client.get("/api/v1/on-this-day/07-21"))
    assert list(found) == ["day", "year", "events", "published", "nearest"]
    assert (found["day"], found["year"]) == ("07-21", 1991)
    assert [(each["year"], each["years_ago"]) for each in found["published"]] == [
        (1990, 1),
        (1969, 22),
    ]
    assert found["published"][0]["round"] is True
    assert found["nearest"]["after"] == "07-22"


def test_later_years_are_left_out(client: FlaskClient) -> None:
    """The reference year itself is the last one shown."""
    answer = client.get("/api/v1/on-this-day/07-21?year=1969&category=Science&category=Sport")
    found = check("/on-this-day/{day}", answer)
    assert [each["years_ago"] for each in found["published"]] == [0]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("02-29", 200),
        ("02-30", 404),
        ("1-2", 404),
        ("13-01", 404),
        ("01-20?year=0", 400),
        ("01-20?year=x", 400),
        ("01-20?year=10000", 400),
        ("01-20?year=", 200),
    ],
)
def test_a_day_is_two_digits_each(client: FlaskClient, path: str, status: int) -> None:
    """What is no day of any year is not there; a year that can't be read is refused."""
    answer = client.get(f"/api/v1/on-this-day/{path}")
    assert answer.status_code == status
    check("/on-this-day/{day}", answer)


@pytest.mark.parametrize(
    ("date", "total", "years", "missed"),
    [
        ("1981-07-24", 2, [1982, 1986], ["1982-07-24"]),
        ("1990-07-20", 1, [1990], []),
        ("1990-01-20", 0, [], []),
        ("2051-12-31", 0, [], []),
    ],
)
def test_a_date_has_all_that_speaks_of_it(
    client: FlaskClient, date: str, total: int, years: list[int], missed: list[str]
) -> None:
    """By year of publication, with the round anniversaries that went by; nothing is an answer."""
    found = check("/events/{date}", client.get(f"/api/v1/events/{date}"))
    assert (found["date"], found["total"]) == (date, total)
    assert [each["year"] for each in found["timeline"]] == years
    assert [each["on"] for each in found["missed"]][: len(missed)] == missed


@pytest.mark.parametrize("date", ["1990-02-29", "1990-01", "1990", "01-20", "XXXX-01-20", "x"])
def test_a_date_that_is_no_day_is_not_there(client: FlaskClient, date: str) -> None:
    """It is written with year, month and day, and some year has it."""
    answer = client.get(f"/api/v1/events/{date}")
    assert answer.status_code == 404
    assert date in check("/events/{date}", answer)["detail"]


@pytest.mark.parametrize(
    ("parameters", "span", "dates"),
    [
        ({}, ("1991-07-21", "1991-08-19", 30), ["1981-07-24"]),
        ({"round": "true", "least": "2"}, ("1991-07-21", "1991-08-19", 30), ["1981-07-24"]),
        ({"from": "1992-07-01", "round": "1"}, ("1992-07-01", "1992-07-30", 30), []),
        ({"from": "1992-07-01", "round": "0"}, ("1992-07-01", "1992-07-30", 30), ["1981-07-24"]),
        ({"days": "3"}, ("1991-07-21", "1991-07-23", 3), []),
        ({"days": "366", "least": "3"}, ("1991-07-21", "1992-07-20", 366), []),
        ({"category": ["Sport", "Politics"]}, ("1991-07-21", "1991-08-19", 30), []),
        ({"from": "", "days": "", "category": ""}, ("1991-07-21", "1991-08-19", 30),
         ["1981-07-24"]),
    ],
)  # fmt: skip
def test_anniversaries_come_round_in_the_days_asked_for(
    client: FlaskClient, parameters: dict[str, object], span: tuple, dates: list[str]
) -> None:
    """From today on, thirty days, all of them: unless something else is asked for."""
    answer = client.get("/api/v1/anniversaries", query_string=parameters)
    found = check("/anniversaries", answer)
    assert (found["from"], found["to"], found["days"]) == span
    assert [each["date"] for each in found["events"]] == dates


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "1990-01"),
        ("from", "tomorrow"),
        ("from", "1990-02-29"),
        ("days", "0"),
        ("days", "367"),
        ("days", "-1"),
        ("round", "maybe"),
        ("least", "0"),
        ("least", "many"),
    ],
)
def test_a_plan_that_cannot_be_read_is_refused(client: FlaskClient, name: str, value: str) -> None:
    """The parameter at fault is named."""
    answer = client.get("/api/v1/anniversaries", query_string={name: value})
    assert answer.status_code == 400
    assert f"{name}={value!r}" in check("/anniversaries", answer)["detail"]


# All of it


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/articles/", 404),
        ("POST", "/api/v1/search", 405),
        ("DELETE", "/api/v1/articles/moon", 405),
    ],
)
def test_what_is_not_there_is_a_problem(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    """Also where the web framework says so."""
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["status"] == status
    assert answer.json["type"] == "about:blank"
    assert ("Allow" in answer.headers) == (status == 405)


@pytest.mark.parametrize(
    "path",
    [
        *("search?q=moon", "articles/moon", "on-this-day/07-21", "openapi.json"),
        *("events/1981-07-24", "anniversaries?days=7"),
    ],
)
def test_nothing_is_sent_twice(client: FlaskClient, path: str) -> None:
    """The same tag is given for the same news, and answered with 304."""
    tag = client.get(f"/api/v1/{path}").headers["ETag"]
    again = client.get(f"/api/v1/{path}", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"/api/v1/{path}", headers={"If-None-Match": 'W/"x"'}).status_code == 200


NAMES = [
    each["name"]
    for path in ("/search", "/anniversaries")
    for each in DOCUMENT["paths"][path]["get"]["parameters"]
]
QUERIES = st.text('ab1()"-*~:. OR<&é\u0130\x00\ud7ff\U0001f600', max_size=40)
DATES = st.sampled_from(
    ("0000", "0001", "9999", "9999-12", "9999-12-31", "0001-01-01", "1990-02-29", "undated", "1988")
)
NUMBERS = st.sampled_from(["0", "1", "2", "-1", "1e3", "٣", "99999999999999999999", "100", " 1 "])
VALUES = QUERIES | DATES | NUMBERS | st.text(max_size=20) | st.sampled_from(["newest", "oldest"])
PAIRS = st.lists(st.tuples(st.sampled_from([*NAMES, "x"]), VALUES), max_size=6)
FUZZED = {
    "/search": ("search", {200, 400, 404}),
    "/on-this-day/{day}": ("on-this-day/01-20", {200, 400}),
    "/articles/{article_id}": ("articles/moon", {200}),
    "/events/{date}": ("events/1981-07-24", {200}),
    "/anniversaries": ("anniversaries", {200, 400}),
    "/suggest": ("suggest", {200}),
}


@given(PAIRS, st.sampled_from(sorted(FUZZED)))
def test_no_parameter_breaks_an_answer(
    client: FlaskClient, pairs: list[tuple[str, str]], described: str
) -> None:
    """Whatever the values are, what comes back is as it is described."""
    path, statuses = FUZZED[described]
    answer = client.get(f"/api/v1/{path}?{urlencode(pairs, errors='surrogatepass')}")
    assert answer.status_code in statuses, answer.text
    check(described, answer)


BYTES_AT = (
    *("articles/", "on-this-day/", "events/", "anniversaries?from=", ""),
    *("search?q=", "suggest?q="),
)


@given(st.binary(max_size=30), st.sampled_from(BYTES_AT))
def test_no_bytes_break_an_answer(client: FlaskClient, written: bytes, path: str) -> None:
    """Bytes that are no UTF-8, controls and all; doubled slashes may lead to single ones."""
    answer = client.get(f"/api/v1/{path}{quote(written)}")
    assert answer.status_code in {200, 301, 308, 400, 404}
    assert answer.status_code in {301, 308} or orjson.loads(answer.data)


@given(st.text("ab. !?\n<&", max_size=80), st.integers(-5, 90), st.integers(-5, 90))
def test_a_sentence_is_a_passage_of_the_text(written: str, start: int, end: int) -> None:
    """Without its marks it stands in the text, and the marked part is what was asked for."""
    found = objects.sentence(written, start, end)
    before, _, rest = found.partition("<mark>")
    marked, _, after = rest.partition("</mark>")
    plain = "".join(type(found)(part).unescape() for part in (before, marked, after))
    assert plain in written
    low = max(0, min(start, len(written)))
    assert type(found)(marked).unescape() == written[low : max(low, min(end, len(written)))]
