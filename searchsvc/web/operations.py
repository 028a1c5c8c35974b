"""Is this process alive, can it answer, and how is it doing? For those who run it."""

import time
from collections.abc import Iterator
from datetime import datetime

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from searchsvc.engine import Engine
from searchsvc.errors import IndexUnusable
from searchsvc.settings import Settings
from searchsvc.web.problems import problem

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds; most answers take some milliseconds."""

UNMATCHED = "(none)"
"""The route of requests to addresses that there are not."""


def create_operations(engine: Engine, settings: Settings) -> Blueprint:
    """Health and metrics of one application; each application counts for itself."""
    operations = Blueprint("operations", __name__)
    registry = CollectorRegistry()
    registry.register(IndexMetrics(engine))
    count_requests(operations, registry)

    @operations.after_request
    def never_kept(response: Response) -> Response:
        response.cache_control.no_store = True
        return response

    @operations.get("/livez")
    def live() -> ResponseReturnValue:
        return Response("ok\n", mimetype="text/plain")

    @operations.get("/readyz")
    def ready() -> ResponseReturnValue:
        try:
            state = engine.state()
        except IndexUnusable as error:
            return problem(error)
        return {"generation": state.generation, "articles": state.articles, "built": state.built}

    @operations.get("/metrics")
    def metrics() -> ResponseReturnValue:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return operations


def count_requests(operations: Blueprint, registry: CollectorRegistry) -> None:
    """Count all requests of the application, and how long each took, by route and status."""
    labels = ("route", "status")
    requests = Counter("searchsvc_requests", "Requests answered.", labels, registry=registry)
    latency = Histogram(
        "searchsvc_request_seconds",
        "Time from a request to the beginning of its answer.",
        labels,
        buckets=BUCKETS,
        registry=registry,
    )

    @operations.before_app_request
    def begin() -> None:
        g.began = time.perf_counter()

    @operations.after_app_request
    def end(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else UNMATCHED
        now = time.perf_counter()
        requests.labels(route, response.status_code).inc()
        latency.labels(route, response.status_code).observe(now - g.get("began", now))
        return response


class IndexMetrics(Collector):
    """What the index holds, read when it is asked for."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def collect(self) -> Iterator[Metric]:
        try:
            state = self.engine.state()
        except IndexUnusable:
            yield GaugeMetricFamily("searchsvc_index_usable", "Whether the index answers.", 0)
            return
        age = time.time() - datetime.fromisoformat(state.built).timestamp()
        info = InfoMetricFamily("searchsvc_index", "The live generation.")
        info.add_metric([], {"generation": state.generation, "fingerprint": state.fingerprint})
        yield info
        for name, said, value in (
            ("usable", "Whether the index answers.", 1),
            ("articles", "Articles in the index, also hidden ones.", state.articles),
            ("withdrawn_articles", "Articles that were withdrawn.", state.withdrawn),
            ("embargoed_articles", "Articles under embargo at the build.", state.embargoed),
            ("age_seconds", "Time since the live generation was built.", age),
        ):
            yield GaugeMetricFamily(f"searchsvc_index_{name}", said, value)
