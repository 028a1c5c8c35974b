"""Does an index stay small and sound through many small commits?"""

from pathlib import Path

from conftest import add, held, rebuild

from searchsvc.article import Article
from searchsvc.engine.opening import open_engine

COMMITS = 60


def size(index: Path) -> tuple[int, int]:
    """The bytes of the live generation, and its segments."""
    generation = index / "generations" / (index / "CURRENT").read_text().strip()
    files = [path for path in generation.iterdir() if path.name.startswith("MAIN_")]
    return sum(path.stat().st_size for path in files), len({p.name.split(".")[0] for p in files})


def test_many_small_commits_leave_a_small_index(tmp_path: Path) -> None:
    """Under twice its compact size and in few segments; `benchmarks/soak.py` makes a thousand."""
    soaked, compact = (open_engine("whoosh", tmp_path / name) for name in ("soaked", "compact"))
    articles = [
        Article(f"id{number}", f"Report {number}", f"What was said on day {number}. " * 40)
        for number in range(2 * COMMITS)
    ]
    rebuild(soaked, articles[:COMMITS])
    for number in range(COMMITS):
        again = Article(f"id{number // 2}", "Changed", f"Another text {number}. " * 40)
        add(soaked, articles[COMMITS + number] if number % 3 else again)
    rebuild(compact, soaked.articles())
    assert held(soaked) == held(compact)
    (bytes_now, segments), (bytes_then, _) = size(tmp_path / "soaked"), size(tmp_path / "compact")
    assert bytes_now < 2 * bytes_then
    assert segments <= 10
