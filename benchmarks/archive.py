"""What do the benchmarks run on without outside data? An archive of any size, made up by rule.

    python benchmarks/archive.py 2000 > archive.jsonl
    python benchmarks/archive.py --queries archive.jsonl > queries.json

The first prints articles, one JSON object a line: invented words whose frequencies fall as those of
news do (Zipf, with a tail that keeps growing), inflected as in English, in sentences between
English function words; one article in three names a day. The second prints a mix of queries for an
archive, this one or another, in the form that `queries.py` reads. The same arguments give the same
bytes.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, islice, pairwise
from math import log
from pathlib import Path
from random import Random
from typing import Any

Entry = dict[str, Any]

FUNCTION_WORDS = (
    "the of to in a and said for on that from by with is it was at its be as he has have are an "
    "this will not had which were but they been would more or their after who up one also about "
    "new other over when some could than into last his first only we there all no if"
)
OPENINGS = "b br c ch d dr f fl g gr h j k kl l m n p pl pr qu r s sh sl sp st t tr v w z"
VOWELS = "a a e e i i o o u ai ea ou"
CLOSINGS = "b ck d g ld ll lt m mp n nd ng nt p r rd rk rn s sk sp st t th v x"
ENDINGS = ("",) * 15 + ("s", "s", "ed", "ing", "er")

CATEGORIES = (
    "politics economy markets culture science sport health law education transport energy "
    "farming weather society books music film housing trade towns"
)
ROOTS = 120_000
TOPIC = 400
"""Words that a category uses more than others."""

PAIRS = 1_500
"""Words that often stand side by side."""

FIRST_DAY = date(1980, 1, 1)
DAYS = (date(2025, 12, 31) - FIRST_DAY).days + 1
SHARES = {"frequent": (0.07, 0.5), "medium": (0.005, 0.04)}
"""The part of an archive's articles that holds a frequent and a medium word."""

EACH = 5
"""Queries of a class."""


class Language:
    """Invented words and how often each is used."""

    def __init__(self) -> None:
        chance = Random(1)
        fixed, openings = FUNCTION_WORDS.split(), OPENINGS.split()
        vowels, closings = VOWELS.split(), CLOSINGS.split()
        roots: dict[str, None] = {}
        while len(roots) < ROOTS:
            parts = chance.choice((1, 2, 2, 3))
            syllables = (chance.choice(openings) + chance.choice(vowels) for _ in range(parts))
            roots["".join(syllables) + chance.choice(closings)] = None
        self.words = fixed + [root for root in roots if root not in fixed]
        self.weights = list(accumulate((rank + 40) ** -1.7 for rank in range(len(self.words))))
        common = self.words[len(fixed) : 8_000]
        self.pairs = [tuple(chance.sample(common, 2)) for _ in range(PAIRS)]
        self.fixed = frozenset(fixed)
        self.topics = {name: chance.sample(common, TOPIC) for name in CATEGORIES.split()}

    def draw(self, chance: Random, count: int, category: str) -> list[str]:
        """`count` words as an article of `category` uses them, and its pairs among them."""
        words = chance.choices(self.words, cum_weights=self.weights, k=count)
        topic = self.topics[category]
        for place in range(7, count, 9):
            words[place] = topic[int(TOPIC * chance.random() ** 3)]
        for place in range(5, count - 1, 31):
            words[place : place + 2] = self.pairs[int(PAIRS * chance.random() ** 2)]
        endings = chance.choices(ENDINGS, k=count)
        return [
            word if word in self.fixed else word + ending
            for word, ending in zip(words, endings, strict=True)
        ]


def articles(count: int) -> Iterator[Entry]:
    """The first `count` articles."""
    language, chance = Language(), Random(2)
    names = CATEGORIES.split()
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(names))))
    for number in range(count):
        category = chance.choices(names, cum_weights=weights)[0]
        length = min(1200, max(60, int(chance.lognormvariate(log(230), 0.4))))
        published = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        sentences = list(in_sentences(language.draw(chance, length, category), chance))
        if chance.random() < 1 / 3:
            day = published - timedelta(days=chance.randrange(3650))
            opening = f"On {day:%B} {day.day}, {day.year}, "
            place = chance.randrange(len(sentences))
            sentences[place] = opening + sentences[place][0].lower() + sentences[place][1:]
        paragraphs = (" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))
        yield {
            "id": f"a{number:07}",
            "title": " ".join(language.draw(chance, chance.randint(4, 9), category)).capitalize(),
            "body": "\n".join(paragraphs),
            "category": category,
            "date": published.isoformat(),
            "language": "en",
        }


def in_sentences(words: list[str], chance: Random) -> Iterator[str]:
    """The words in sentences of 8 to 30."""
    rest = iter(words)
    while part := list(islice(rest, chance.randint(8, 30))):
        yield f"{' '.join(part).capitalize()}."


def queries(path: Path) -> list[Entry]:
    """A mix of queries for the archive in `path`, five of most classes."""
    chance = Random(3)
    holding: Counter[str] = Counter()
    following: Counter[tuple[str, str]] = Counter()
    categories: Counter[str] = Counter()
    years: Counter[int] = Counter()
    with path.open("rb") as lines:
        for count, line in enumerate(lines, start=1):
            said = json.loads(line)
            words = re.findall(r"\w+", f"{said['title']}\n{said['body']}".lower())
            holding.update(set(words))
            if count <= 5_000:
                following.update(pairwise(words))
            categories[said["category"]] += 1
            years[int(said["date"][:4])] += 1
    plain = sorted(word for word in holding if word.isalpha() and len(word) > 3)
    of = {
        name: [word for word in plain if low * count <= holding[word] <= high * count]
        for name, (low, high) in SHARES.items()
    }
    of["rare"] = [word for word in plain if 2 <= holding[word] <= max(4, count // 5_000)]
    some = {name: chance.sample(words, 6 * EACH) for name, words in of.items()}
    frequent, medium, rare = some["frequent"], some["medium"], some["rare"]
    telling = {*of["frequent"], *of["medium"]}
    phrases = [pair for pair, _ in following.most_common(20_000) if telling.issuperset(pair)]
    long = [word for word in of["medium"] if len(word) > 6]
    (most, _), (second, _) = categories.most_common(2)
    busiest = [year for year, _ in years.most_common(EACH)]
    mix: list[Entry] = []
    for n in range(EACH):
        mistyped = long[n * len(long) // EACH]
        ends = [medium[5 + 2 * n], medium[6 + 2 * n]]
        mix += [
            {"cls": "frequent", "must": [frequent[n]]},
            {"cls": "medium", "must": [medium[n]]},
            {"cls": "rare", "must": [rare[n]]},
            {"cls": "and2", "must": [frequent[n], medium[n]]},
            {"cls": "or3", "should": [frequent[n], *ends]},
            {"cls": "phrase", "phrase": list(phrases[n])},
            {"cls": "prefix", "prefix": medium[20 + n][:3]},
            {"cls": "fuzzy1", "fuzzy": f"{mistyped[:3]}q{mistyped[4:]}"},
            {
                "cls": "boolnot",
                "must": [frequent[n]],
                "should_group": ends,
                "must_not": [frequent[-1 - n]],
            },
            {"cls": "term+cat", "must": [frequent[n]], "category": most},
            {"cls": "term+year", "must": [frequent[n]], "year": busiest[n]},
            {"cls": "term-bydate", "must": [frequent[n]], "sort": "date"},
            {"cls": "onthisday", "month": 1 + 2 * n, "day": 20},
        ]
    every = {"cls": "matchall", "matchall": True}
    mix += [every, every | {"category": most}, every | {"category": second}]
    classes = list(dict.fromkeys(entry["cls"] for entry in mix))
    return sorted(mix, key=lambda entry: classes.index(entry["cls"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", type=int, nargs="?", metavar="N")
    parser.add_argument("--queries", type=Path, metavar="ARCHIVE")
    given = parser.parse_args()
    if given.queries:
        json.dump(queries(given.queries), sys.stdout, indent=1)
    elif given.count:
        for article in articles(given.count):
            sys.stdout.write(json.dumps(article) + "\n")
    else:
        parser.error("say how many articles, or --queries and an archive")


if __name__ == "__main__":
    main()
