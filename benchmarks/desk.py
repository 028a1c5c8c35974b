"""Does the anniversary desk put events first, and how long does it take?

    python benchmarks/desk.py INDEX [ARCHIVE]

prints the time of a day and of a month of anniversaries over the archive in the folder INDEX, and,
where its days were judged by hand under the name ARCHIVE (`sample`, `reuters21578`, `ria_lenta`,
`nerel_ru`, `meantime_en`, `tr_news500`), the share of entries among the first five of a day that
are worth a piece. Entries that were never judged are counted apart. The judgements stand in
`tests/data/desk_judgements.csv`: days of an archive drawn by chance, twelve times. The rules were
mended after each set, so what is printed flatters; docs/dates.md has what the ninth, the eleventh
and the twelfth were worth when nobody had looked at them. The sixth was judged by somebody who had
not made the rules.
"""

import csv
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from searchsvc.anniversaries import on_this_day
from searchsvc.desk import Entry, plan
from searchsvc.engine import Engine
from searchsvc.engine.opening import open_engine
from searchsvc.settings import Settings

JUDGEMENTS = Path(__file__).parents[1] / "tests" / "data" / "desk_judgements.csv"
ROUNDS = 15
Row = dict[str, str]
SETTINGS = Settings(today="2026-01-01")


def main() -> None:
    """Measure and judge."""
    engine = open_engine("whoosh", Path(sys.argv[1]))
    measure(engine)
    if len(sys.argv) > 2:
        judge(engine, sys.argv[2])


def measure(engine: Engine) -> None:
    """Print the median times, in milliseconds, after the first answer of all."""
    now, none = int(time.time()), frozenset[str]()
    coming = [date(2026, 1, 1) + timedelta(days=each * 11) for each in range(ROUNDS)]
    days = [on.strftime("%m-%d") for on in coming]
    month = [
        tuple((on + timedelta(days=each)).strftime("%m-%d") for each in range(30)) for on in coming
    ]
    first = timed(lambda: engine.events(("01-01",), none, now))
    print(f"first answer {first:8.1f} ms")
    asked: list[tuple[str, Callable[[int], object]]] = [
        ("engine: events of a day", lambda n: engine.events((days[n],), none, now)),
        ("engine: events of 30 days", lambda n: engine.events(month[n], none, now)),
        ("engine: days with events", lambda n: engine.event_days(2026, none, now)),
        ("on this day, all read", lambda n: on_this_day(engine, SETTINGS, days[n], 2026, (), now)),
        ("desk of 30 days, all read", lambda n: plan(engine, SETTINGS, coming[n], 30, now=now)),
    ]
    for name, ask in asked:
        times = [timed(lambda n=n, ask=ask: ask(n)) for n in range(ROUNDS)]  # type: ignore[misc]
        print(f"{name:28} median {median(times):8.2f} ms, longest {max(times):8.2f} ms")


def timed(ask: Callable[[], object]) -> float:
    """The milliseconds that `ask` takes."""
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def judge(engine: Engine, archive: str) -> None:
    """Print the precision among the first five of each judged day."""
    judged: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    with JUDGEMENTS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["archive"] == archive:
                judged[row["set"], row["on"]][row["date"]].append(row)
    worthy, shown, unjudged, held = (defaultdict[str, int](int) for _ in range(4))
    for (name, on), entries in judged.items():
        found = plan(engine, SETTINGS, date.fromisoformat(on), 1, now=int(time.time()))
        left = {day: list(rows) for day, rows in entries.items()}
        held[name] += sum(row["worthy"] == "yes" for rows in entries.values() for row in rows)
        for entry in found.entries[:5]:
            rows = left.get(entry.date, [])
            row = next((each for each in rows if is_judged(entry, each)), None)
            if row is None:
                unjudged[name] += 1
                continue
            rows.remove(row)
            shown[name] += 1
            worthy[name] += row["worthy"] == "yes"
    for name in sorted(shown):
        print(
            f"{archive}, {name}: {worthy[name]} of {shown[name]} entries are worth a piece"
            f" ({worthy[name] / shown[name]:.0%}), {unjudged[name]} not judged;"
            f" {held[name]} were ever judged so"
        )


def is_judged(entry: Entry, row: Row) -> bool:
    """Whether the title that was judged is that of an article of `entry`, or of its sentences."""
    starts = row["starts"].strip("… ")
    return any(starts in written for each in entry.articles for written in
               (each.text, each.article.title))  # fmt: skip


if __name__ == "__main__":
    main()
