"""How many megabytes of news does `find_dates` read per CPU second?

python benchmarks/dates.py FILE...

The files are JSON Lines, plain or .gz, with `body` or `text`, and `language`.
"""

import argparse
import datetime
import gzip
import json
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    for path in parser.parse_args().files:
        read = documents(path)
        for language in {language for _, _, language in read}:
            find_dates("", None, language)
        began = time.process_time()
        found = sum(len(find_dates(*document)) for document in read)
        seconds = time.process_time() - began
        size = sum(len(text.encode("utf-8", "surrogatepass")) for text, _, _ in read) / 1e6
        print(
            f"{path.name}: {len(read)} texts, {size:.1f} MB, {found} mentions, "
            f"{size / seconds:.1f} MB per CPU second"
        )


if __name__ == "__main__":
    main()
