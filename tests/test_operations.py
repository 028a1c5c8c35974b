"""Do the addresses for operators tell whether the service lives, answers, and how it does?"""

import pytest
from conftest import ARTICLES
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from searchsvc.engine import Engine
from searchsvc.settings import Settings
from searchsvc.web.operations import create_operations


def client_of(engine: Engine) -> FlaskClient:
    """A client of an application that has only what operators ask."""
    app = Flask("operations")
    app.register_blueprint(create_operations(engine, Settings()))
    return app.test_client()


def samples(client: FlaskClient) -> dict[tuple[str, frozenset[str]], float]:
    """All samples of /metrics by name and label values."""
    return {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(client.get("/metrics").text)
        for sample in family.samples
    }


@pytest.fixture
def answering(engine: Engine) -> FlaskClient:
    """A client of a service whose index answers."""
    return client_of(engine)


@pytest.fixture
def starting(empty: Engine) -> FlaskClient:
    """A client of a service that has no index yet."""
    return client_of(empty)


def test_a_service_without_an_index_lives_but_is_not_ready(starting: FlaskClient) -> None:
    """A missing index is no reason to restart the process, but one to send nobody there."""
    assert (starting.get("/livez").status_code, starting.get("/livez").text) == (200, "ok\n")
    answer = starting.get("/readyz")
    assert answer.status_code == 503
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == 503
    assert answer.json["instance"] == "/readyz"


def test_a_ready_service_tells_what_it_serves(answering: FlaskClient, engine: Engine) -> None:
    """Generation, number of articles and time of the build are those of the engine."""
    state = engine.state()
    assert answering.get("/readyz").json == {
        "generation": state.generation,
        "articles": len(ARTICLES),
        "built": state.built,
    }


def test_metrics_are_there_without_an_index(starting: FlaskClient) -> None:
    """Whoever watches must see that the index is gone, not that the metrics are."""
    assert samples(starting)["searchsvc_index_usable", frozenset()] == 0


def test_metrics_tell_the_index(answering: FlaskClient, engine: Engine) -> None:
    """The gauges are read from the engine at the moment of asking."""
    found = samples(answering)
    assert found["searchsvc_index_articles", frozenset()] == len(ARTICLES)
    assert found["searchsvc_index_embargoed_articles", frozenset()] == 1
    assert found["searchsvc_index_withdrawn_articles", frozenset()] == 0
    assert 0 <= found["searchsvc_index_age_seconds", frozenset()] < 600
    state = engine.state()
    assert ("searchsvc_index_info", frozenset({state.generation, state.fingerprint})) in found
    with engine.update() as update:
        update.delete("wall")
    assert samples(answering)["searchsvc_index_articles", frozenset()] == len(ARTICLES) - 1


def test_requests_are_counted_by_route_and_status(starting: FlaskClient) -> None:
    """What nobody serves has one label, however many addresses are tried."""
    for address in ("/livez", "/livez", "/readyz", "/wp-login.php", "/.env"):
        starting.get(address)
    found = samples(starting)
    for route, status, count in (("/livez", 200, 2), ("/readyz", 503, 1), ("(none)", 404, 2)):
        labels = frozenset((route, str(status)))
        assert found["searchsvc_requests_total", labels] == count
        assert found["searchsvc_request_seconds_count", labels] == count


def test_each_application_counts_for_itself(empty: Engine) -> None:
    """Two applications in one process share no registry."""
    one, other = client_of(empty), client_of(empty)
    one.get("/livez")
    labels = frozenset(("/livez", "200"))
    assert ("searchsvc_requests_total", labels) in samples(one)
    assert ("searchsvc_requests_total", labels) not in samples(other)


@pytest.mark.parametrize("address", ["/livez", "/readyz", "/metrics"])
def test_nothing_is_kept_by_caches(answering: FlaskClient, address: str) -> None:
    """What was true a minute ago must not be told again."""
    assert "no-store" in answering.get(address).headers["Cache-Control"]
