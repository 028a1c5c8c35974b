"""Which archive does the browser read? The sample with some awkward articles, really served."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searchsvc.article import Article, Image, Mention
from searchsvc.engine.opening import open_engine
from searchsvc.reindex import reindex, sample

ROOT = Path(__file__).parents[2]
TODAY = "2026-04-26"
"""The day on which all pages are read; articles of the sample were published on it."""

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
SPEAKING = "The reactor burned on 26 April 1986, and in May 1986 people still told how it was."


def mention(text: str, written: str, value: str) -> Mention:
    """The date that is `written` in `text`."""
    start = text.index(written)
    precision = "day" if len(value) == 10 else "month"
    return Mention(start, start + len(written), value, precision, "written")


AWKWARD = (
    Article(
        "awkward/long",
        f"{LONG}: a headline that is far longer than any desk would print, with a word in it that"
        " no column holds, and with everything else that a tired editor could think of at night",
        f"{LONG}.\n\nhttps://archive.example/{'a-very-long-address-' * 8}\n\nOne line.",
        "Letters to the editor, corrections and clarifications of all kinds",
        "1996-04-26",
        "de",
        "https://archive.example/long",
        authors=("Maximiliana Freifrau von und zu Hohenlohe-Waldenburg-Schillingsfürst",) * 3,
        tags=(LONG, "short"),
        status="corrected",
        note="An earlier version of this article was even longer.",
        updated="1996-04-29T10:00:00+00:00",
        excerpt=True,
        image=Image("https://archive.example/long.jpg", f"The house of the {LONG}"),
    ),
    Article(
        "awkward/arabic",
        "رسالة من المدينة القديمة",
        "كتبت هذه الرسالة قبل سنوات طويلة، ولم يعرف أحد من كتبها (Kairo, 1911).\n\n"
        "انتهت الرسالة هنا.",
        "Culture",
        None,
        "ar",
    ),
    Article(
        "awkward/speaking",
        "What people told of the reactor",
        SPEAKING,
        "Disasters",
        "1987-04-26",
        "en",
        mentions=(
            mention(SPEAKING, "26 April 1986", "1986-04-26"),
            mention(SPEAKING, "May 1986", "1986-05"),
        ),
    ),
    Article("awkward/bare", "", "", "", None, ""),
    Article(
        "awkward/withdrawn", "Taken back", "Nobody may read this.", "World", "2001-02-03", "en"
    ),
)
REASON = "A court has decided so."


def build(index: Path) -> None:
    """Build in `index` the archive that is read."""
    engine = open_engine("whoosh", index)
    try:
        reindex(engine, [sample()], names=("sample",))
        with engine.update() as update:
            for article in AWKWARD:
                update.add(article)
        with engine.update() as update:
            update.withdraw("awkward/withdrawn", REASON, False)
    finally:
        engine.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server of that archive, which is built in `folder`."""
    index = folder / "index"
    build(index)
    variables = {"PYTHONPATH": str(ROOT), "SEARCHSVC_TODAY": TODAY}
    clean = {name: value for name, value in os.environ.items() if "SEARCHSVC_" not in name}
    with subprocess.Popen(
        [sys.executable, "-m", "searchsvc", "serve", "--index", str(index), "--port", "0"],
        stdout=subprocess.PIPE,
        cwd=folder,
        text=True,
        env=clean | variables,
    ) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline()
            address = re.fullmatch(r"Serving on (http://\S+)\n", said)
            assert address, said
            yield address[1]
        finally:
            server.terminate()
