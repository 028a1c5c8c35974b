"""How long does it take to show the best passages of ten hits, and that of a very long article?

    python benchmarks/snippets.py FILE...    JSON Lines, plain or .gz, with title, body, language

Prints, for each file and each kind of query, milliseconds of CPU for the snippets of ten articles
of 400 words, shortest and median of 200 requests, and the median where each request shows ten other
articles. `1 MB` is one article of a million characters, shortest of five; `first`, the same when
nothing of it was met before; `nothing`, the same when nothing in it is looked for.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from text import read

from searchsvc import text
from searchsvc.highlight import Found, snippet, sought
from searchsvc.parse import parse
from searchsvc.query import leaves
from searchsvc.results import Expansion

WORDS = 400
HITS = 10


def hits(articles: list[tuple[str, str]]) -> list[list[str]]:
    """Ten texts of 400 words each for many requests; short articles are joined, as digests are."""
    words = " ".join(written for written, _ in articles[:10_000]).split(" ")
    texts = [" ".join(words[at : at + WORDS]) for at in range(0, len(words) - WORDS, WORDS)]
    return [texts[at : at + HITS] for at in range(0, len(texts) - HITS, HITS)]


def by_length(word: str) -> tuple[int, str]:
    """To sort words the short ones first."""
    return len(word), word


def requests(texts: list[str], language: str) -> dict[str, Callable[[], Found]]:
    """Kinds of queries: rare and common words of `texts`, one in every text, a prefix."""
    cut = [text.words(written) for written in texts]
    common = sorted({w for w in cut[0] if all(w in words for words in cut)}, key=by_length)
    long = sorted({w for words in cut for w in words if w.isalpha()}, key=by_length, reverse=True)

    def asked(query: str) -> Callable[[], Found]:
        return lambda: sought(parse(query, (language, "en")).query, {})["body"]

    def prefix() -> Found:
        tree = parse(f"{long[0][:4]}*").query
        forms = tuple({text.term(w, language) for w in long if w.startswith(long[0][:4])})
        return sought(tree, {leaf: Expansion(forms) for leaf in leaves(tree)})["body"]

    return {
        "two words": asked(" ".join(long[40:42])),
        "ten words": asked(" ".join(long[40:50])),
        "a common and a rare word": asked(f"{common[-1]} {long[40]}"),
        "a very short word": asked(common[0]),
        "a prefix": prefix,
    }


def times(texts: list[str], language: str, ask: Callable[[], Found], runs: int) -> list[float]:
    """Milliseconds of `runs` requests for the snippets of `texts`."""
    taken = []
    for _ in range(runs):
        found = ask()
        start = time.process_time()
        for written in texts:
            snippet(written, language, found)
        taken.append((time.process_time() - start) * 1000)
    return taken


def nowhere() -> Found:
    """What no text holds."""
    return Found(frozenset({"neverwritten"}), frozenset())


def main(paths: list[str]) -> None:
    """Measure each file."""
    for path in paths:
        articles = read(Path(path))
        language = articles[0][1]
        others = hits(articles)
        texts = others[0]
        whole = "\n".join(written for written, _ in articles)
        megabyte = (whole * (1_000_000 // len(whole) + 1))[:1_000_000]
        print(Path(path).name)
        for kind, ask in requests(texts, language).items():
            ten = times(texts, language, ask, 200)
            other = [time for each in others for time in times(each, language, ask, 1)]
            for memory in (
                text.remembered_term,
                text.piece_terms,
                text.piece_forms,
                text.piece_words,
            ):
                memory.cache_clear()
            first = times([megabyte], language, ask, 1)
            long = times([megabyte], language, ask, 5)
            lost = times([megabyte], language, nowhere, 5)
            print(
                f"  {kind:26} ten hits {min(ten):6.2f} median {statistics.median(ten):6.2f}   "
                f"other hits {statistics.median(other):6.2f}   "
                f"1 MB {min(long):7.1f} first {first[0]:7.1f} "
                f"nothing {min(lost):7.1f} ms"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
