"""Which layout of the index answers faster, and which is smaller: numbers as they are, or packed?

    python benchmarks/layouts.py ARCHIVE.jsonl QUERIES.json

Builds both from the same articles, asks each query of both in turn, and prints the size as a part
of the source and the CPU time of a whole answer (total, ten articles with marked passages, counts
by category and year, histogram): warm, and with nothing decoded yet. Means over the classes of the
mix are geometric; a class is the median of its queries' medians.
"""

import json
import sys
import tempfile
from collections import defaultdict
from itertools import product
from pathlib import Path
from statistics import geometric_mean, median
from time import process_time

from build import PACKED, prepare, records
from queries import read_search

from searchsvc.cache import Cache
from searchsvc.engine.whoosh.bulk import build
from searchsvc.engine.whoosh.fields import schema
from searchsvc.engine.whoosh.segment import open_segments
from searchsvc.engine.whoosh.snapshot import Snapshot
from searchsvc.engine.whoosh.toc import write_toc
from searchsvc.engine.whoosh.worker import Layout
from searchsvc.highlight import snippet, sought
from searchsvc.query import Search

LAYOUTS = {"as they are": Layout(), "packed": PACKED}
ROUNDS = 7


def main() -> None:
    archive, queries = map(Path, sys.argv[1:3])
    entries = json.loads(queries.read_text("utf-8"))
    source = sum(len(record.data) for record in records(archive, None))
    print("| numbers | size / source | warm, ms | cold, ms |\n|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory(prefix="layouts-") as root:
        made = {}
        for name, layout in LAYOUTS.items():
            folder = Path(root) / name
            folder.mkdir()
            built = build(records(archive, None), prepare, folder, 1, layout)
            write_toc(folder, schema(), built.segments, 1)
            cache = Cache(256 << 20)
            made[name] = folder, Snapshot(open_segments(folder, cache), cache), cache
        times: dict[tuple[str, bool], dict[str, list[float]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for entry in entries:
            search = read_search(entry, True)
            taken = defaultdict(list)
            for _, cold, name in product(range(ROUNDS), (False, True), made):
                _, snapshot, cache = made[name]
                answer(snapshot, search)
                if cold:
                    cache.clear()
                began = process_time()
                answer(snapshot, search)
                taken[name, cold].append(process_time() - began)
            for way, found in taken.items():
                times[way][entry["cls"]].append(median(found))
        for name, (folder, _, _) in made.items():
            size = sum(path.stat().st_size for path in folder.iterdir()) / source
            means = [
                1e3 * geometric_mean(map(median, times[name, cold].values()))
                for cold in (False, True)
            ]
            print(f"| {name} | {size:.2f} | {means[0]:.2f} | {means[1]:.2f} |")


def answer(snapshot: Snapshot, search: Search) -> None:
    """Everything that a page of results needs."""
    results = snapshot.search(search)
    found = sought(search.query, results.expanded)
    for hit in results.hits:
        snippet(hit.article.body, hit.article.language, found["body"])


if __name__ == "__main__":
    main()
