"""How often are the dates that `find_dates` finds the right ones, and how many does it miss?

python benchmarks/score_dates.py FILE...

The files are JSON Lines, plain or .gz, a text a line: `{"text", "language", "dct", "gold":
[{"start", "end", "value", "type", "form"}]}`; `dct` is the day of publication or null, `form` is
"full" for a date with a year, "md" for day and month, "my" for month and year; other forms are
neither asked for nor wrong.
"""

import argparse
import datetime
import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from searchsvc.article import Mention
from searchsvc.dates import find_dates

DAY = re.compile(r"([0-9]{4}|XXXX)-[0-9]{2}-[0-9]{2}")
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
SPARED = ("NEUTRAL", "RANGE", "OTHER")
COLUMNS = ("day", "month and day", "with year", "month")


def read(path: Path) -> list[dict[str, Any]]:
    """The annotated texts of a file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open() as lines:
        return [json.loads(line) for line in lines]


def same(found: str, gold: str, column: str) -> bool:
    """Whether two values agree as far as the column asks; a gold day of no year fits any."""
    if column == "month and day" or gold.startswith("XXXX"):
        return found[5:] == gold[5:]
    return found == gold


def asked(note: dict[str, Any], column: str) -> bool:
    """Whether a gold date counts in a column."""
    if column == "month":
        return note["form"] == "my" and MONTH.fullmatch(note["value"]) is not None
    if note["type"] not in ("DATE", "TIME") or not DAY.match(note["value"]):
        return False
    return note["form"] == "full" or (note["form"] == "md" and column != "with year")


def answers(mention: Mention, text: str, column: str) -> bool:
    """Whether a mention counts in a column: days as written, not "yesterday"."""
    if mention.precision != ("month" if column == "month" else "day"):
        return False
    written = text[mention.start : mention.end]
    digits = r"[0-9]{4}" if column in ("with year", "month") else "[0-9]"
    return re.search(digits, written) is not None


def count(document: dict[str, Any], mentions: list[Mention], column: str) -> Counter[str]:
    """How many dates of a text are right, wrong and missed in a column."""
    text, gold = document["text"], document["gold"]
    wanted = [note for note in gold if asked(note, column)]
    left = list(wanted)
    counts: Counter[str] = Counter()
    for mention in mentions:
        if not answers(mention, text, column):
            continue
        beside = [n for n in gold if mention.start < n["end"] and n["start"] < mention.end]
        if not beside and text[mention.start : mention.end].strip(". ").isdigit():
            continue  # of "11 to 14 April" some annotators mark only the end
        hit = next((n for n in left if n in beside and fits(mention, n, column)), None)
        if hit:
            left.remove(hit)
            counts["right"] += 1
        elif not any(fits(mention, note, column) for note in beside) and not spared(beside, wanted):
            counts["wrong"] += 1
    counts["missed"] = len(left)
    return counts


def fits(mention: Mention, note: dict[str, Any], column: str) -> bool:
    """Whether a mention says what a gold date says."""
    return same(mention.value, note["value"][: len(mention.value)], column)


def spared(beside: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> bool:
    """Whether what was found stands on dates that a column does not ask for, such as ranges."""
    if any(note in wanted for note in beside):
        return False
    return any(
        not note["value"] or DAY.match(note["value"]) or note["type"] in SPARED for note in beside
    )


def shown(counts: Counter[str]) -> str:
    """Precision, recall and F1 in per cent."""
    right, wrong, missed = (counts[name] for name in ("right", "wrong", "missed"))
    if not right + missed:
        return "-"
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed)
    mean = 2 * right / (2 * right + wrong + missed)
    return f"{100 * precision:.0f} / {100 * recall:.0f} / {100 * mean:.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    print("| set | texts | " + " | ".join(COLUMNS) + " |\n|---|---|" + "---|" * len(COLUMNS))
    for path in parser.parse_args().files:
        sums: dict[str, Counter[str]] = {column: Counter() for column in COLUMNS}
        documents = read(path)
        for document in documents:
            day = document["dct"]
            published = datetime.date.fromisoformat(day[:10]) if day else None
            mentions = find_dates(document["text"], published, document["language"])
            for column, counts in sums.items():
                counts.update(count(document, mentions, column))
        row = " | ".join(shown(counts) for counts in sums.values())
        print(f"| {path.name.partition('.')[0]} | {len(documents)} | {row} |")


if __name__ == "__main__":
    main()
