"""How does searchsvc compare with stock Whoosh, SQLite FTS5 and tantivy at the same work?

    python benchmarks/compare.py ARCHIVE.jsonl QUERIES.json [--without ENGINE]... [--rounds N]

ARCHIVE holds one JSON object a line (id, title, body, category, date, language); `archive.py`
makes one, and the queries. Each engine builds an index and is opened cold in processes of its own;
then all are asked in this one, query by query in turn, `--rounds` times. A search is the exact
total, the ten best with what is stored of them and a marked passage each, and the counts by
category and year; `peers` says how each engine is asked. Queries are read beforehand. A figure of a
class is the median of its queries' medians; means over classes are geometric. Prints Markdown.
"""

import argparse
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import geometric_mean, median
from time import perf_counter
from typing import Any, NamedTuple

ENGINES = {"searchsvc": "own", "whoosh": "stock", "fts5": "sqlite", "tantivy": "tantivy"}
"""The engines by their modules in `peers`."""

OPENED = 3
"""Fresh processes that open an index and ask one question."""

DONT = "PYTHONDONTWRITEBYTECODE"

Result = dict[str, Any]


class Way(NamedTuple):
    """One way to build: a label, whose builder it is, which one, in how many processes."""

    label: str
    engine: str
    function: str
    jobs: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--without", action="append", default=[], choices=list(ENGINES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--task", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        print(json.dumps(work(*given.task.split(":"), given.archive, given.queries)))
        return
    engines = [name for name in ENGINES if name not in given.without]
    if "tantivy" in engines and not find_spec("tantivy"):
        print("tantivy is left out; `python -m pip install tantivy` adds it.", file=sys.stderr)
        engines.remove("tantivy")
    with tempfile.TemporaryDirectory(prefix="compare-") as folder:
        compare(given.archive, given.queries, engines, given.rounds, Path(folder))


def compare(archive: Path, queries: Path, engines: list[str], rounds: int, root: Path) -> None:
    """Measure all and print the tables; the indexes go to `root`."""
    began = os.getloadavg()[0]
    built = {}
    for way in ways(engines):
        folder = root / way.label.replace(" ", "-")
        folder.mkdir()
        built[way] = in_process(f"build:{way.engine}:{way.function}:{way.jobs}:{folder}", archive)
        if way.label != way.engine:
            shutil.rmtree(folder)
    source = archive.stat().st_size
    first = next(iter(built.values()))
    print(f"{first['articles']:,} articles, {source / 1e6:.0f} MB; {os.cpu_count()} processors\n")
    print_builds(built, source)
    opened: dict[str, list[Result]] = {name: [] for name in engines}
    for turn in range(OPENED):
        for name in engines:
            task = f"open:{name}:{root / name}:{turn}"
            opened[name].append(in_process(task, archive, queries))
    print_opened(opened)
    entries = json.loads(queries.read_text("utf-8"))
    print_times(*ask_all(entries, engines, rounds, root), engines)
    print(f"\nLoad at the beginning and the end: {began:.1f}, {os.getloadavg()[0]:.1f}.")


def ways(engines: list[str]) -> list[Way]:
    """What is built; the first way of each engine is the one that is asked."""
    listed = [Way(name, name, "build", 1) for name in engines]
    if "searchsvc" in engines:
        listed.insert(1, Way("searchsvc, 2 processes", "searchsvc", "build", 2))
        listed.insert(2, Way("searchsvc reindex", "searchsvc", "build_whole", 1))
    if "tantivy" in engines:
        listed.append(Way("tantivy, 2 threads", "tantivy", "build", 2))
    return listed


def in_process(task: str, archive: Path, queries: Path | None = None) -> Result:
    """What `work` finds in a process of its own."""
    command = [sys.executable, __file__, str(archive), str(queries or archive), "--task", task]
    began = perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=compiled())
    found: Result = json.loads(done.stdout)
    return found | {"process": perf_counter() - began}


def compiled() -> dict[str, str]:
    """The environment in which Python keeps what it compiled, as installed packages have it."""
    kept = Path(tempfile.gettempdir(), "compare-compiled")
    given = {name: value for name, value in os.environ.items() if name != DONT}
    return given | {"PYTHONPYCACHEPREFIX": str(kept)}


def work(task: str, engine: str, *rest: Any) -> Result:
    """Build or open an index in this process."""
    began = perf_counter()
    peer = import_module(f"peers.{ENGINES[engine]}")
    imported = perf_counter() - began
    if task == "open":
        folder, turn, _, queries = rest
        found = open_cold(peer.Searcher, Path(folder), queries, whole=turn == "0")
        return found | {"import": imported}
    function, jobs, folder, archive, _ = rest
    with archive.open("rb") as lines:
        count = sum(1 for _ in lines)
    began, before = perf_counter(), processor_seconds()
    getattr(peer, function)(archive, Path(folder), int(jobs))
    return {
        "articles": count,
        "wall": perf_counter() - began,
        "processor": processor_seconds() - before,
        "memory": memory(),
        "size": sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file()),
    }


def open_cold(searcher: Callable[[Path], Any], folder: Path, queries: Path, whole: bool) -> Result:
    """Seconds to open an index and to answer once; the memory that this or all queries take."""
    entries = json.loads(queries.read_text("utf-8"))
    began = perf_counter()
    opened = searcher(folder)
    ready = perf_counter()
    opened.prepare(next(entry for entry in entries if entry["cls"] == "medium"))()
    answered = perf_counter()
    for entry in entries if whole else ():
        if ask := opened.prepare(entry):
            ask()
    return {"open": ready - began, "first": answered - ready, "memory": memory()}


def processor_seconds() -> float:
    """What this process and its children have used."""
    used = [resource.getrusage(x) for x in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def memory() -> float:
    """The most MB of memory that this process, or a child of it, had at once, mapped files too."""
    used = [resource.getrusage(x) for x in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(each.ru_maxrss for each in used) / 1024


Times = dict[str, dict[str, list[float]]]
"""By class and engine, the median of each query in ms."""


def ask_all(
    entries: list[Result], engines: list[str], rounds: int, root: Path
) -> tuple[Times, dict[str, list[int]], dict[str, float]]:
    """The times; the totals of each class; and how far an engine's totals are from the first's.

    The last as the part of the queries in which they differ by more than a hundredth.
    """
    searchers = {
        name: import_module(f"peers.{ENGINES[name]}").Searcher(root / name) for name in engines
    }
    asks = [
        {name: ask for name in engines if (ask := searchers[name].prepare(entry))}
        for entry in entries
    ]
    taken: list[dict[str, list[float]]] = [{name: [] for name in each} for each in asks]
    totals: list[dict[str, int]] = [{} for _ in asks]
    for turn in range(rounds):
        for number, each in enumerate(asks):
            for name in (engines[turn % len(engines) :] + engines)[: len(engines)]:
                if name in each:
                    began = perf_counter()
                    answer = each[name]()
                    taken[number][name].append(1e3 * (perf_counter() - began))
                    totals[number][name] = answer.total
    times: Times = defaultdict(lambda: defaultdict(list))
    hits: dict[str, list[int]] = defaultdict(list)
    for entry, found, total in zip(entries, taken, totals, strict=True):
        hits[entry["cls"]].append(total[engines[0]])
        for name, measured in found.items():
            times[entry["cls"]][name].append(median(measured))
    apart = {}
    for name in engines[1:]:
        pairs = [(total[engines[0]], total[name]) for total in totals if name in total]
        apart[name] = sum(abs(a - b) > max(a, b) / 100 for a, b in pairs) / len(pairs)
    return times, hits, apart


def print_builds(built: dict[Way, Result], source: int) -> None:
    rows = []
    for way, found in built.items():
        count = found["articles"]
        rows.append(
            [
                way.label,
                f"{count / found['wall']:,.0f}",
                f"{count / found['processor']:,.0f}",
                f"{found['size'] / source:.2f}",
                f"{found['memory']:.0f}",
            ]
        )
    head = ["build", "articles a second", "a CPU second", "size / source", "peak MB"]
    print_table(head, rows)


def print_opened(opened: dict[str, list[Result]]) -> None:
    rows = []
    for name, found in opened.items():
        parts = [1e3 * median(each[key] for each in found) for key in ("import", "open", "first")]
        rows.append([name, *map(milliseconds, parts), f"{max(x['memory'] for x in found):.0f}"])
    head = ["fresh process, ms", "import", "open", "first answer", "MB after all queries"]
    print_table(head, rows)


def print_times(
    times: Times, hits: dict[str, list[int]], apart: dict[str, float], engines: list[str]
) -> None:
    own, others = engines[0], engines[1:]
    rows = []
    means = defaultdict(list)
    ratios = defaultdict(list)
    for name, found in times.items():
        middle = {engine: median(each) for engine, each in found.items()}
        row = [name, f"{median(hits[name]):,.0f}"]
        row += [milliseconds(middle.get(engine, math.nan)) for engine in engines]
        row += [factor(middle.get(engine, math.nan) / middle[own]) for engine in others]
        rows.append(row)
        for engine, value in middle.items():
            means[engine].append(value)
            ratios[engine].append(value / middle[own])
    mean = ["**geometric mean**", ""]
    mean += [milliseconds(geometric_mean(means[engine])) for engine in engines]
    mean += [factor(geometric_mean(ratios[engine])) for engine in others]
    head = ["class, ms", "hits", *engines, *(f"{engine} / {own}" for engine in others)]
    print_table(head, [*rows, mean])
    print("A mean is over the classes that the engine answers, and so is its ratio.")
    for engine, part in apart.items():
        print(f"{engine}: {part:.0%} of the totals are more than 1 % from those of {own}.")


def milliseconds(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def factor(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def print_table(head: list[str], rows: list[list[str]]) -> None:
    print(f"| {' | '.join(head)} |")
    print(f"|---|{'---:|' * (len(head) - 1)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print(flush=True)


if __name__ == "__main__":
    main()
