"""How long does a search take, by class of query, warm and with nothing decoded yet?

    python benchmarks/queries.py INDEX QUERIES

INDEX is an index folder or one generation of it. QUERIES is a JSON list of objects, each with a
class `cls` and some of: `must`, `should`, `should_group`, `must_not`, `phrase` (lists of words),
`prefix`, `fuzzy`, `category`, `year`, `month` with `day`, `sort` ("date"), `matchall`.

Each search finds the exact total, ten articles with all that is stored, and the counts by category
and year. "Cold" runs have forgotten all postings, but know the columns. Times are in milliseconds,
the median over a class of each query's median.
"""

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from searchsvc import text
from searchsvc.cache import Cache
from searchsvc.engine.whoosh.segment import open_segments
from searchsvc.engine.whoosh.snapshot import Snapshot
from searchsvc.query import (
    TEXT_FIELDS,
    And,
    Every,
    Facet,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Search,
    Word,
)

LANGUAGES = ("en",)
FACETS = (Facet("category"), Facet("year"))
NOW = 2_000_000_000
WARM, COLD = 9, 3


def main() -> None:
    """Time all queries and print a line for each class."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("index", type=Path)
    arguments.add_argument("queries", type=Path)
    arguments.add_argument("--cache", type=int, default=256, metavar="MB")
    arguments.add_argument("--cpu", action="store_true", help="measure CPU time, not the clock's")
    arguments.add_argument("--histogram", action="store_true", help="ask for the bars too")
    given = arguments.parse_args()
    clock = process_time if given.cpu else perf_counter
    cache = Cache(given.cache << 20)
    began = perf_counter()
    snapshot = Snapshot(open_segments(generation(given.index), cache), cache)
    opened = perf_counter()
    snapshot.search(Search(Every(), facets=FACETS, limit=10, now=NOW))
    answered = perf_counter()
    print(
        f"{snapshot.corpus.doc_count:,} articles in {len(snapshot.corpus.segments)} segments;"
        f" opened in {1e3 * (opened - began):.1f} ms,"
        f" first answer {1e3 * (answered - opened):.1f} ms later"
    )
    classes = defaultdict(list)
    for entry in json.loads(given.queries.read_text("utf-8")):
        act = partial(snapshot.search, read_search(entry, given.histogram))
        cold = median(timed(act, lambda: forget(snapshot, cache), COLD, clock))
        warm = median(timed(act, lambda: None, WARM, clock))
        classes[entry["cls"]].append((act().total, cold, warm))
    print(f"{'class':14}{'hits':>10}{'cold ms':>10}{'warm ms':>10}")
    for name, rows in classes.items():
        hits, cold, warm = (median(column) for column in zip(*rows, strict=True))
        print(f"{name:14}{hits:10,.0f}{cold:10.3f}{warm:10.3f}")
    for label, column in (("cold", 1), ("warm", 2)):
        middle = [median(row[column] for row in rows) for rows in classes.values()]
        mean = math.exp(sum(map(math.log, middle)) / len(middle))
        print(f"geometric mean over classes, {label}: {mean:.3f} ms")
    print(f"cache: {cache.nbytes / 2**20:.0f} MB")


def generation(folder: Path) -> Path:
    """The live generation in an index folder, or the folder itself if it is one."""
    pointer = folder / "CURRENT"
    return folder / "generations" / pointer.read_text().strip() if pointer.exists() else folder


def forget(snapshot: Snapshot, cache: Cache) -> None:
    """Empty the cache but for what every search needs."""
    cache.clear()
    snapshot.search(Search(Every(), facets=FACETS, limit=10, now=NOW))


def timed(
    act: Callable[[], object], before: Callable[[], None], times: int, clock: Callable[[], float]
) -> list[float]:
    """The milliseconds that `act` takes, each time after `before`."""
    taken = []
    for _ in range(times):
        before()
        began = clock()
        act()
        taken.append(1e3 * (clock() - began))
    return taken


def read_search(entry: dict[str, Any], histogram: bool) -> Search:
    """The search that an entry of the query mix stands for."""
    filters = {}
    if "category" in entry:
        filters["category"] = frozenset((entry["category"],))
    if "year" in entry:
        filters["date"] = frozenset((str(entry["year"]),))
    return Search(
        query=read_node(entry),
        filters=filters,
        facets=FACETS,
        histogram=histogram,
        sort="newest" if entry.get("sort") == "date" else "relevance",
        limit=10,
        now=NOW,
    )


def read_node(entry: dict[str, Any]) -> Node:
    """The tree that an entry of the query mix stands for."""
    if "phrase" in entry:
        words = tuple(text.alternatives(word, LANGUAGES) for word in entry["phrase"])
        spellings = tuple(map(text.spelling, entry["phrase"]))
        return Phrase("", TEXT_FIELDS, words, None, spellings)
    if "prefix" in entry:
        return Pattern("", TEXT_FIELDS, f"{entry['prefix']}*")
    if "fuzzy" in entry:
        return Fuzzy("", TEXT_FIELDS, entry["fuzzy"], 1)
    if "month" in entry:
        day = f"{entry['month']:02}-{entry['day']:02}"
        return Word(day, ("on",), (day,))
    nodes: list[Node] = [word(written) for written in entry.get("must", ())]
    for name in ("should", "should_group"):
        if name in entry:
            nodes.append(Or(tuple(map(word, entry[name]))))
    nodes += [Not(word(written)) for written in entry.get("must_not", ())]
    if not nodes:
        return Every()
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def word(written: str) -> Word:
    """The leaf of a word in all text."""
    return Word(
        written, TEXT_FIELDS, text.alternatives(written, LANGUAGES), (text.spelling(written),)
    )


if __name__ == "__main__":
    main()
