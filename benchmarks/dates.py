"""How many megabytes of news does `find_dates` read per CPU second?

python benchmarks/dates.py FILE...

The files are JSON Lines, plain or .gz, with `body` or `text`, and `language`. Two made-up texts
follow them, one of nothing but dates and one with a date in every sentence, all different.
"""

import argparse
import datetime
import gzip
import json
import random
import time
from pathlib import Path

from searchsvc.dates import find_dates

Document = tuple[str, datetime.date, str]


def documents(path: Path) -> list[Document]:
    """Texts with their day of publication (2020 if the file has none) and language."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open() as lines:
        records = [json.loads(line) for line in lines]
    return [
        (
            record.get("body") or record.get("text") or "",
            datetime.date.fromisoformat(
                (record.get("date") or record.get("dct") or "2020-01-01")[:10]
            ),
            record.get("language") or "en",
        )
        for record in records
    ]


def dense() -> list[tuple[str, list[Document]]]:
    """Two texts of 3,000 full dates, hardly any of them twice."""
    chance = random.Random(1)
    published = datetime.date(2025, 1, 20)
    first = datetime.date(1900, 1, 1)
    days = [first + datetime.timedelta(chance.randrange(45_000)) for _ in range(3000)]
    bare = ". ".join(f"{day:%B} {day.day}, {day.year}" for day in days)
    told = " ".join(f"On {day.day} {day:%B} {day.year} the treaty was signed." for day in days)
    return [
        ("nothing but dates", [(bare, published, "en")]),
        ("a date in every sentence", [(told, published, "en")]),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    texts = [(path.name, documents(path)) for path in parser.parse_args().files]
    for name, read in (*texts, *dense()):
        for language in {language for _, _, language in read}:
            find_dates("", None, language)
        began = time.process_time()
        found = sum(len(find_dates(*document)) for document in read)
        seconds = time.process_time() - began
        size = sum(len(text.encode("utf-8", "surrogatepass")) for text, _, _ in read) / 1e6
        print(
            f"{name}: {len(read)} texts, {size:.1f} MB, {found} mentions, "
            f"{size / seconds:.1f} MB per CPU second"
        )


if __name__ == "__main__":
    main()
