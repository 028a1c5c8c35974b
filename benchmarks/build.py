"""How fast are articles indexed, how large is the index, how much memory does it take?

    python benchmarks/build.py FILE [--articles N] [--jobs N] [--stock N]

FILE holds one JSON object a line (id, title, body, category, date, language), gzipped or not.
Each way of building runs in a process of its own. Stock Whoosh is given `--stock` articles only
(2,000), because it is slow; its figures are per article too.
"""

import argparse
import gzip
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import orjson
from whoosh import index

from searchsvc.article import Article
from searchsvc.engine.whoosh.bulk import build
from searchsvc.engine.whoosh.fields import schema
from searchsvc.engine.whoosh.schema import row
from searchsvc.engine.whoosh.toc import write_toc
from searchsvc.engine.whoosh.worker import Layout
from searchsvc.record import Record, Reject

PACKED = Layout(level=3, stored_level=6)


def prepare(record: Record) -> Article | Reject:
    """The article on a line, without looking for dates in it."""
    assert isinstance(record.data, bytes)
    said = orjson.loads(record.data)
    return Article(
        id=said["id"],
        title=said.get("title") or "",
        body=said.get("body") or "",
        category=said.get("category") or "",
        date=(said.get("date") or "")[:10] or None,
        language=said.get("language") or "en",
        source=record.source,
    )


def records(path: Path, limit: int | None) -> Iterator[Record]:
    """The lines of `path` as records."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for number, line in enumerate(islice(lines, limit), start=1):
            yield Record(line, str(path), number, path.name)


def build_stock(path: Path, folder: Path, limit: int | None) -> int:
    """Build with Whoosh's own writer; how many articles there are."""
    writer = index.create_in(str(folder), schema()).writer(limitmb=256)
    count = 0
    for record in records(path, limit):
        article = prepare(record)
        assert isinstance(article, Article)
        writer.add_document(**row(article))
        count += 1
    writer.commit(merge=False)
    return count


def build_ours(path: Path, folder: Path, limit: int | None, jobs: int, layout: Layout) -> int:
    """Build with our writer; how many articles there are."""
    built = build(records(path, limit), prepare, folder, jobs, layout)
    write_toc(folder, schema(), built.segments, 1)
    return built.articles


def measure(way: str, path: Path, limit: int | None, jobs: int) -> dict[str, float]:
    """Build once in this process and its children."""
    folder = Path(tempfile.mkdtemp(prefix="build-"))
    try:
        began = time.perf_counter()
        if way == "stock":
            count = build_stock(path, folder, limit)
        else:
            count = build_ours(path, folder, limit, jobs, PACKED if way == "packed" else Layout())
        wall = time.perf_counter() - began
        size = sum(file.stat().st_size for file in folder.iterdir())
    finally:
        shutil.rmtree(folder)
    used = [resource.getrusage(x) for x in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(x.ru_utime + x.ru_stime for x in used)
    source = sum(len(record.data) for record in records(path, limit))
    return {
        "articles": count,
        "wall": count / wall,
        "processor": count / processor,
        "ratio": size / source,
        "memory": max(x.ru_maxrss for x in used) / 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--stock", type=int, default=2000)
    parser.add_argument("--way", choices=("stock", "ours", "packed"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        print(json.dumps(measure(asked.way, asked.file, asked.articles, asked.jobs)))
        return
    ways = [("stock", 1, asked.stock), ("ours", 1, asked.articles)]
    ways += [("ours", asked.jobs, asked.articles), ("packed", 1, asked.articles)]
    print(f"{'':10}{'jobs':>5}{'articles':>10}{'a second':>10}{'a CPU s':>9}{'size':>7}{'MB':>6}")
    for way, jobs, limit in ways:
        command = [sys.executable, __file__, str(asked.file), "--way", way, "--jobs", str(jobs)]
        if limit:
            command += ["--articles", str(limit)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(answer.stdout)
        print(
            f"{way:10}{jobs:>5}{found['articles']:>10}{found['wall']:>10.0f}"
            f"{found['processor']:>9.0f}{found['ratio']:>7.2f}{found['memory']:>6.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
