"""How many requests a second does the service answer, and where does the time of a page go?

    python benchmarks/serving.py INDEX QUERIES [--requests N] [--clients N]

INDEX is an index folder, QUERIES a mix as `queries.py` reads it. `searchsvc serve` runs in a
process of its own on a free loopback port; clients in this one keep their connections and ask for
the mix in turn, N requests in all: first each at an address of its own, so that nothing is kept of
it; then at the same addresses again and again; then with the tag of the answer before. Client and
server share the processors. Then the parts of a page are timed one by one, in this process.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import mean, median
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlencode, urlsplit

from searchsvc.engine.whoosh import WhooshEngine
from searchsvc.parse import parse
from searchsvc.request import Request
from searchsvc.search import search, shown
from searchsvc.search.question import question
from searchsvc.settings import Settings
from searchsvc.web import create_app

WAYS = {"page": "/search", "JSON": "/api/v1/search"}
PER_PAGE = 10
REPEATED = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=2)
    given = parser.parse_args()
    asked = list(requests(json.loads(given.queries.read_text("utf-8"))))
    print("| requests a second | made anew | kept | with its tag |\n|---|---:|---:|---:|")
    with served(given.index) as (host, port):
        for label, path in WAYS.items():
            addresses = [f"{path}?{urlencode(request.parameters())}" for request in asked]
            tags: dict[str, str] = {}
            load(host, port, addresses, len(addresses), given.clients, {}, tags)
            fresh = [f"{addresses[n % len(addresses)]}&time={n}" for n in range(given.requests)]
            anew = load(host, port, fresh, given.requests, given.clients, {})
            kept = load(host, port, addresses, given.requests, given.clients, {})
            again = load(host, port, addresses, given.requests, given.clients, tags)
            print(f"| {label} | {anew:,.0f} | {kept:,.0f} | {again:,.0f} |", flush=True)
    print_parts(given.index, asked)


def requests(entries: list[dict[str, Any]]) -> Iterator[Request]:
    """The entries of the mix that a reader could type."""
    for entry in entries:
        if "month" in entry:
            continue
        words = list(entry.get("must", ()))
        for name in ("should", "should_group"):
            if name in entry:
                words.append(f"({' OR '.join(entry[name])})")
        words += [f"-{word}" for word in entry.get("must_not", ())]
        if "phrase" in entry:
            words = [f'"{" ".join(entry["phrase"])}"']
        if "prefix" in entry:
            words = [f"{entry['prefix']}*"]
        if "fuzzy" in entry:
            words = [f"{entry['fuzzy']}~"]
        yield Request(
            q=" ".join(words),
            category=(entry["category"],) if "category" in entry else (),
            year=(str(entry["year"]),) if "year" in entry else (),
            sort="newest" if entry.get("sort") == "date" else "relevance",
            per_page=PER_PAGE,
        )


@contextmanager
def served(index: Path) -> Iterator[tuple[str, int]]:
    """Host and port of a server of `index`."""
    command = [sys.executable, "-m", "searchsvc", "serve", "--index", str(index), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = urlsplit(server.stdout.readline().rpartition(" ")[2].strip())
            assert address.hostname, "the server did not start"
            assert address.port
            yield address.hostname, address.port
        finally:
            server.terminate()


def load(
    host: str,
    port: int,
    addresses: list[str],
    asks: int,
    clients: int,
    known: dict[str, str],
    seen: dict[str, str] | None = None,
) -> float:
    """Requests a second; each sends the tag that is `known` of its address. `seen` takes tags."""

    def ask(client: int) -> None:
        connection = HTTPConnection(host, port)
        for number in range(client, asks, clients):
            address = addresses[number % len(addresses)]
            tag = known.get(address)
            connection.request("GET", address, headers={"If-None-Match": tag} if tag else {})
            response = connection.getresponse()
            response.read()
            assert response.status == (304 if tag else 200), (address, response.status)
            if seen is not None and (given := response.getheader("ETag")):
                seen[address] = given
        connection.close()

    began = perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(ask, range(clients)))
    return asks / (perf_counter() - began)


def print_parts(index: Path, asked: list[Request]) -> None:
    """Where the milliseconds of a page go: the mean over requests of each one's median."""
    engine, now = WhooshEngine(index), int(time.time())
    client = create_app(engine, Settings()).test_client()
    languages = engine.state().languages
    parts: dict[str, list[float]] = {}
    fresh = count()
    for request in asked:
        query = parse(request.q, languages).query
        results = engine.search(question(query, request, now))
        address = f"/search?{urlencode(request.parameters())}"
        acts: dict[str, Callable[[], object]] = {
            "parse": lambda request=request: parse(request.q, languages),
            "engine": lambda q=query, r=request: engine.search(question(q, r, now)),
            "snippets": lambda results=results, query=query: shown(results, query, None),
            "search": lambda request=request: search(engine, request, now),
            "page": lambda address=address: client.get(f"{address}&time={next(fresh)}"),
        }
        for name, act in acts.items():
            parts.setdefault(name, []).append(median(timed(act) for _ in range(REPEATED)))
    means = {name: mean(each) for name, each in parts.items()}
    known = means["parse"] + means["engine"] + means["snippets"]
    print("\n| part of a page | ms of CPU |\n|---|---:|")
    for name in ("parse", "engine", "snippets"):
        print(f"| {name} | {means[name]:.2f} |")
    print(f"| way out, more, corrections | {max(0.0, means['search'] - known):.2f} |")
    print(f"| template and Flask | {means['page'] - means['search']:.2f} |")
    print(f"| whole | {means['page']:.2f} |")


def timed(act: Callable[[], object]) -> float:
    """The milliseconds of CPU that `act` takes."""
    began = process_time()
    act()
    return 1e3 * (process_time() - began)


if __name__ == "__main__":
    main()
