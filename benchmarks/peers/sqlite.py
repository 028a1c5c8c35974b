"""How is SQLite's FTS5 asked? What is counted and sorted stands in a narrow table beside texts."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from peers import TITLE_WEIGHT, Answer, Ask, Entry, Hit, read

TABLES = """
    pragma journal_mode = off;
    pragma synchronous = off;
    create table article (n integer primary key, id text, title text, body text);
    create table fact (
        n integer primary key, category text, year integer, date text, monthday text
    );
    create virtual table words using fts5 (
        title, body, content = 'article', content_rowid = 'n', tokenize = 'porter unicode61'
    );
"""
FINISH = f"""
    create index by_category on fact (category, year);
    create index by_date on fact (date);
    create index by_day on fact (monthday, date);
    insert into words (words) values ('rebuild');
    insert into words (words) values ('optimize');
    insert into words (words, rank) values ('rank', 'bm25({TITLE_WEIGHT}, 1.0)');
    analyze;
"""
MATCH = "words match ?"
BOTH = "words join fact on fact.n = words.rowid"
PASSAGE = "snippet(words, 1, '<mark>', '</mark>', '…', 40)"


def build(archive: Path, folder: Path, jobs: int) -> None:
    """One process; the words are read from the stored texts, in one go."""
    base = sqlite3.connect(folder / "index.db")
    base.executescript(TABLES)

    def facts() -> Iterator[tuple[object, ...]]:
        for number, said in enumerate(read(archive), start=1):
            texts.append((number, said["id"], said["title"], said["body"]))
            day = said["date"]
            yield number, said["category"], int(day[:4]), day, day[5:]
            if len(texts) == 1000:
                base.executemany("insert into article values (?, ?, ?, ?)", texts)
                texts.clear()

    texts: list[tuple[int, str, str, str]] = []
    base.executemany("insert into fact values (?, ?, ?, ?, ?)", facts())
    base.executemany("insert into article values (?, ?, ?, ?)", texts)
    base.executescript(FINISH)
    base.commit()
    base.close()


class Searcher:
    """One connection, with room for what it read before."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "index.db")
        self._base.execute("pragma cache_size = -262144")
        self._base.execute("pragma mmap_size = 4000000000")
        self._base.execute("select count(*) from fact where n < 2").fetchone()

    def prepare(self, entry: Entry) -> Ask | None:
        if "fuzzy" in entry:
            return None
        matched = written(entry)
        conditions = [MATCH] if matched else []
        values: list[object] = [matched] if matched else []
        for column, value in limits(entry):
            conditions.append(f"fact.{column} = ?")
            values.append(value)
        where = f"where {' and '.join(conditions)}" if conditions else ""
        by_date = entry.get("sort") == "date" or not matched
        ask = self._words if matched else self._facts
        return partial(ask, where, values, by_date)

    def _words(self, where: str, values: list[object], by_date: bool) -> Answer:
        tables = BOTH if "fact." in where or by_date else "words"
        order = "fact.date desc" if by_date else "rank"
        rows = self._base.execute(
            f"select words.rowid from {tables} {where} order by {order} limit 10", values
        ).fetchall()
        passages = [
            self._base.execute(
                f"select {PASSAGE} from words where {MATCH} and rowid = ?", (values[0], number)
            ).fetchone()[0]
            for (number,) in rows
        ]
        return self._answer(BOTH, where, values, [number for (number,) in rows], passages)

    def _facts(self, where: str, values: list[object], by_date: bool) -> Answer:
        rows = self._base.execute(
            f"select n from fact {where} order by date desc limit 10", values
        ).fetchall()
        return self._answer("fact", where, values, [number for (number,) in rows], [])

    def _answer(
        self, tables: str, where: str, values: list[object], best: list[int], passages: list[str]
    ) -> Answer:
        hits = []
        for place, number in enumerate(best):
            held = self._base.execute(
                "select id, title, date, category, body from article join fact using (n)"
                " where n = ?",
                (number,),
            ).fetchone()
            hits.append(Hit(*held[:4], passages[place] if passages else held[4][:200]))
        categories: Counter[str] = Counter()
        years: Counter[int] = Counter()
        for category, year, count in self._base.execute(
            f"select category, year, count(*) from {tables} {where} group by 1, 2", values
        ):
            categories[category] += count
            years[year] += count
        return Answer(categories.total(), hits, categories, years)


def written(entry: Entry) -> str:
    """The words of an entry in FTS5's own language, "" if there are none."""
    if "phrase" in entry:
        return f'"{" ".join(entry["phrase"])}"'
    if "prefix" in entry:
        return f"{entry['prefix']}*"
    parts = list(entry.get("must", ()))
    for name in ("should", "should_group"):
        if name in entry:
            parts.append(f"({' OR '.join(entry[name])})")
    without = "".join(f" NOT {word}" for word in entry.get("must_not", ()))
    return f"({' AND '.join(parts)}){without}" if parts else ""


def limits(entry: Entry) -> Iterator[tuple[str, object]]:
    """The columns that are held to one value."""
    for name in ("category", "year"):
        if name in entry:
            yield name, entry[name]
    if "month" in entry:
        yield "monthday", f"{entry['month']:02}-{entry['day']:02}"
