"""Does Whoosh 2.7.4 alone, without this package, PyStemmer or numpy, open and query the index?"""

import subprocess
import sys
from pathlib import Path

from conftest import ARTICLES

from searchsvc.engine import Engine

SCRIPT = """
import importlib.util, sys
from whoosh import index
from whoosh.query import And, Phrase, Prefix, Term
for name in ("searchsvc", "numpy", "Stemmer"):
    assert importlib.util.find_spec(name) is None, name
opened = index.open_dir(sys.argv[1])
with opened.searcher() as searcher:
    reader = searcher.reader()
    print(searcher.doc_count(), len(list(reader.all_terms())))
    for query in (
        Term("body", "price"),
        And([Term("title", "moon"), Term("body", "land")]),
        Phrase("body", ["share", "price"]),
        Prefix("category", "soc"),
        Term("date", "1990-01"),
    ):
        hits = searcher.search(query, limit=None)
        print(*sorted(hit["title"] for hit in hits), sep="|")
"""


def test_stock_whoosh_opens_lists_and_answers(engine: Engine, index: Path, tmp_path: Path) -> None:
    """The index is a genuine Whoosh index."""
    environment = tmp_path / "stock"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / "bin" / "python"
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    import whoosh

    Path(site, "whoosh").symlink_to(Path(whoosh.__file__).parent)
    folder = index / "generations" / engine.state().generation
    answer = subprocess.run(
        [python, "-I", "-W", "ignore", "-c", SCRIPT, folder],
        check=True, capture_output=True, text=True, cwd=tmp_path,
    ).stdout.splitlines()  # fmt: skip
    count, terms = map(int, answer[0].split())
    assert count == len(ARTICLES)
    assert terms > 100
    assert answer[1:] == [
        "A year after the crash|Stock markets crash",
        "Men walk on the Moon",
        "Stock markets crash",
        "Café closes|Harbour in winter",
        "Review of the month",
    ]
