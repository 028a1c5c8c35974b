"""How many megabytes of news are analysed in a second, and does telling the language cost less?

    python benchmarks/text.py FILE...        JSON Lines, plain or .gz, with title, body, language

Prints, for each file, MB (UTF-8) a second of CPU on one core: `cold` from an empty lexicon, `warm`
from a full one, terms and forms as the index builder takes them; `marks` with places, as
highlighting does; `detect`, the language of each article. Best of three; cold once per new lexicon.
"""

import gzip
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import orjson

from searchsvc import language, text


def read(path: Path) -> list[tuple[str, str]]:
    """Text and language of the articles in `path`; the language is told where none is given."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    articles = []
    for line in data.splitlines():
        record = orjson.loads(line)
        written = f"{record.get('title', '')}\n{record.get('body', '')}"
        articles.append((written, record.get("language") or language.detect(written)))
    return articles


def index(articles: list[tuple[str, str]], lexicons: dict[str, text.Lexicon]) -> int:
    """Analyse `articles` as the index builder does; how many words they have."""
    count = 0
    for written, code in articles:
        if code not in lexicons:
            lexicons[code] = text.Lexicon(code)
        known = lexicons[code]
        count += len([known[word] for word in text.words(written)])
    return count


def mark(articles: list[tuple[str, str]]) -> None:
    """Analyse `articles` as highlighting does."""
    for article in articles:
        text.tokens(*article)


def tell(articles: list[tuple[str, str]]) -> None:
    """Tell the languages of `articles`."""
    for written, _ in articles:
        language.detect(written)


def seconds(task: Callable[[], object]) -> float:
    """The shortest of three runs of `task`."""
    times = []
    for _ in range(3):
        start = time.process_time()
        task()
        times.append(time.process_time() - start)
    return min(times)


def main(paths: list[str]) -> None:
    """Measure each file."""
    for path in paths:
        articles = read(Path(path))
        megabytes = sum(len(written.encode()) for written, _ in articles) / 1e6
        lexicons: dict[str, text.Lexicon] = {}
        text.remembered_term.cache_clear()
        start = time.process_time()
        count = index(articles, lexicons)
        cold = time.process_time() - start
        warm = seconds(partial(index, articles, lexicons))
        some = articles[:2000]
        part = sum(len(written.encode()) for written, _ in some) / 1e6
        marks = seconds(partial(mark, some))
        told = seconds(partial(tell, articles))
        print(
            f"{Path(path).name}: {len(articles)} articles, {megabytes:.2f} MB, {count} words, "
            f"{sum(map(len, lexicons.values()))} different; MB/s: cold {megabytes / cold:.1f}, "
            f"warm {megabytes / warm:.1f}, marks {part / marks:.1f}, "
            f"detect {megabytes / told:.1f} ({told / len(articles) * 1e6:.0f} µs an article)"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
