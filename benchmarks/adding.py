"""How much do searches suffer while articles are added, and how soon are these found?

    python benchmarks/adding.py INDEX QUERIES [--seconds S] [--every S]

INDEX is an index folder that may be changed, QUERIES a mix as `queries.py` reads it. This process
asks the mix over and over: for S seconds alone, then while another process adds one article after
another, the next so many seconds after the last, then alone again. Times are wall time; an article
counts as found when this process can show it.
"""

import argparse
import json
import multiprocessing
import time
from itertools import chain, cycle
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import geometric_mean, median, quantiles

from queries import read_search

from searchsvc.article import Article
from searchsvc.engine.whoosh import WhooshEngine
from searchsvc.query import Search
from searchsvc.record import Record
from searchsvc.reindex import prepare

Times = dict[int, list[float]]
"""The milliseconds that each search of the mix took, by its place."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--every", type=float, default=1.0)
    given = parser.parse_args()
    engine = WhooshEngine(given.index)
    mix = [read_search(entry, True) for entry in json.loads(given.queries.read_text("utf-8"))]
    asked(engine, mix, time.monotonic() + 2)
    before = asked(engine, mix, time.monotonic() + given.seconds)
    ends = time.monotonic() + given.seconds
    here, there = multiprocessing.Pipe(duplex=False)
    adder = multiprocessing.get_context("spawn").Process(
        target=keep_adding, args=(given.index, given.every, ends, there)
    )
    adder.start()
    waits: list[float] = []
    during = asked(engine, mix, ends, here, waits)
    adder.join()
    after = asked(engine, mix, time.monotonic() + given.seconds)
    print(f"{engine.state().articles:,} articles, one added every {given.every:g} s and more")
    print("| searches | geometric mean of medians, ms | 95th percentile, ms |\n|---|---:|---:|")
    for name, times in (("alone", before), ("beside adding", during), ("alone again", after)):
        print(f"| {name} | {middle(times):.2f} | {highest(times):.2f} |")
    slower = middle(during) / median((middle(before), middle(after)))
    print(f"\nSlower by {100 * (slower - 1):.0f} %.")
    print(
        f"{len(waits)} articles were found after {1e3 * median(waits):.0f} ms at the median,"
        f" {1e3 * quantiles(waits, n=20)[-1]:.0f} ms at the 95th percentile."
    )
    engine.close()


def asked(
    engine: WhooshEngine,
    mix: list[Search],
    ends: float,
    added: Connection | None = None,
    waits: list[float] | None = None,
) -> Times:
    """How long each search took until `ends`; `waits` takes how long each article was awaited."""
    times: Times = {}
    awaited: list[tuple[str, float]] = []
    for place in cycle(range(len(mix))):
        began = time.monotonic()
        if began >= ends:
            return times
        engine.search(mix[place])
        times.setdefault(place, []).append(1e3 * (time.monotonic() - began))
        while added and added.poll():
            awaited.append(added.recv())
        if awaited and waits is not None and engine.get(awaited[0][0]):
            waits.append(time.monotonic() - awaited.pop(0)[1])
    raise AssertionError("the end never comes")


def keep_adding(index: Path, every: float, ends: float, added: Connection) -> None:
    """Add an article `every` so many seconds until `ends`; tell `added` its id and when it came."""
    engine = WhooshEngine(index)
    number = 0
    while time.monotonic() + 2 * every < ends:
        number += 1
        line = json.dumps(
            {
                "id": f"added-{time.time_ns()}",
                "title": f"Oil prices rose again, for the {number}th time",
                "body": "Traders in London said on Monday that the price of oil had risen. " * 40,
                "category": "crude",
                "date": "2025-03-01",
            }
        )
        article = prepare(Record(line.encode(), "adding", number, "adding"))
        assert isinstance(article, Article)
        added.send((article.id, time.monotonic()))
        with engine.update() as update:
            update.add(article)
        time.sleep(every)
    engine.close()


def middle(times: Times) -> float:
    """The geometric mean over the mix of each search's median."""
    return geometric_mean(map(median, times.values()))


def highest(times: Times) -> float:
    """The milliseconds that one search in twenty takes longer than."""
    return quantiles(chain.from_iterable(times.values()), n=20)[-1]


if __name__ == "__main__":
    main()
