"""Does every command do what it says, and end with the exit code that belongs to what happened?"""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result
from conftest import ARTICLES, rebuild

from searchsvc.article import Article, to_record
from searchsvc.cli import main
from searchsvc.engine.opening import open_engine
from searchsvc.engine.whoosh.lock import locked
from searchsvc.engine.whoosh.manifest import NAME

Run = Callable[..., Result]

CODES = {"done": 0, "failed": 1, "usage": 2, "locked": 3, "unusable": 4}


def write_articles(path: Path, articles: tuple = ARTICLES) -> Path:
    """A JSON Lines file of `articles`."""
    path.write_bytes(b"".join(orjson.dumps(to_record(each)) + b"\n" for each in articles))
    return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in an empty folder; with `code` given, that is how it must end."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SEARCHSVC_")]:
        monkeypatch.delenv(name)

    def call(*words: object, code: int | None = 0) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
        assert code in (None, result.exit_code), result.output
        assert "Traceback" not in result.output
        return result

    return call


@pytest.fixture
def archive(run: Run, tmp_path: Path) -> Path:
    """A source whose articles are in ./index."""
    source = write_articles(tmp_path / "news.jsonl")
    run("reindex", source, "--jobs", 1)
    return source


def json_of(result: Result) -> dict:
    """The one JSON object that stands on standard output."""
    assert result.stdout.count("\n") == 1
    return orjson.loads(result.stdout)


# Exit codes

ON_INDEX = [
    ("search", "moon"),
    ("search", ""),
    ("on-this-day", "01-20"),
    ("add", "news.jsonl"),
    ("delete", "moon"),
    ("withdraw", "moon", "--reason", "wrong"),
    ("doctor",),
    ("stats",),
    ("serve", "--port", "0"),
]


@pytest.mark.parametrize("words", [*ON_INDEX, ("rollback",)], ids=" ".join)
def test_without_an_index_the_way_to_one_is_told(run, tmp_path, words):
    """A missing index ends with 4, and says what builds one."""
    write_articles(tmp_path / "news.jsonl")
    result = run(*words, code=4)
    assert result.stdout == ""
    assert "reindex" in result.stderr or words == ("rollback",)


@pytest.mark.parametrize("words", ON_INDEX, ids=" ".join)
@pytest.mark.parametrize("how", ["damaged", "outdated"])
def test_with_an_unusable_index_the_way_out_is_told(run, archive, words, how):
    """An index that is damaged or of another version ends with 4, and says what to do."""
    (manifest,) = Path("index", "generations").glob(f"*/{NAME}")
    fields = orjson.loads(manifest.read_bytes())
    changed = orjson.dumps(fields | {"fingerprint": "0"}) if how == "outdated" else b"{"
    manifest.write_bytes(changed)
    result = run(*words, code=4)
    assert "searchsvc reindex" in result.stderr
    assert result.stdout == ""


def test_an_index_of_another_version_is_rebuilt_from_its_sources(run, archive):
    """`reindex` alone renews it, for it still knows where the articles came from."""
    (manifest,) = Path("index", "generations").glob(f"*/{NAME}")
    fields = orjson.loads(manifest.read_bytes())
    manifest.write_bytes(orjson.dumps(fields | {"fingerprint": "0"}))
    run("reindex", "--sample", code=2)
    run("reindex", "--jobs", 1)
    assert json_of(run("stats", "--json"))["articles"] == len(ARTICLES)


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("reindex", "--jobs", "0"),
        ("reindex", "--nonsense"),
        ("reindex", "--sample", "news.jsonl"),
        ("add",),
        ("delete",),
        ("withdraw", "moon"),
        ("withdraw", "moon", "--reason", " "),
        ("read",),
        ("serve", "--port", "70000"),
        ("search", "moon", "--categroy", "Science"),
        ("search", "--nonsense"),
        ("search", "x" * 4_001),
        ("search", "word " * 401),
        ("search", "moon", "--from", "yesterday"),
        ("search", "moon", "--from", "2000", "--to", "1990"),
        ("search", "moon", "--sort", "best"),
        ("search", "moon", "--page", "0"),
        ("search", "moon", "--page", "many"),
        ("search", "moon", "--page", "1000000"),
        ("search", "moon", "--engine", "nonsense"),
        ("on-this-day", "01-20", "--year", "0"),
        ("--config", "missing.toml", "stats"),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_wrong_usage_ends_with_2(run, archive, words):
    """What can't be read is named, on standard error alone."""
    result = run(*words, code=2)
    assert result.stdout == ""
    assert result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("reindex", "missing.jsonl"),
        ("reindex", "hollow"),
        ("reindex", "picture.png"),
        ("add", "missing.jsonl"),
        ("read", "missing.jsonl"),
        ("delete", "nothing"),
        ("withdraw", "nothing", "--reason", "wrong"),
        ("search", "moon", "--page", "7"),
        ("on-this-day", "02-30"),
        ("rollback", "--index", "news.jsonl"),
    ],
    ids=" ".join,
)
def test_failures_end_with_one_sentence(run, archive, tmp_path, words):
    """What is not there ends with 1 (an index in a file: 4), in one line."""
    (tmp_path / "hollow").mkdir()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0\0\0\0")
    result = run(*words, code=None)
    assert result.exit_code in (1, 4 if "--index" in words else 1)
    assert result.stderr.splitlines()[-1].startswith("searchsvc: ")


@pytest.mark.parametrize(
    "words",
    [
        ("add", "news.jsonl"),
        ("delete", "moon"),
        ("withdraw", "moon", "--reason", "wrong"),
        ("rollback",),
    ],
    ids=" ".join,
)
def test_a_locked_index_ends_with_3(run, archive, words):
    """The holder is named."""
    with locked(Path("index", "lock")):
        result = run(*words, code=3)
    assert f"process {os.getpid()}" in result.stderr
    with locked(Path("index", "build.lock")):
        run("reindex", code=3)


# Searching


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (["moon"], ["Men walk on the Moon"]),
        (["-moon", "crash"], ["Stock markets crash", "A year after the crash"]),
        (["-hotel", "bread"], ["Prices of bread rise"]),
        (["--", "-moon", "crash"], ["Stock markets crash", "A year after the crash"]),
        (['"year after"'], ["A year after the crash"]),
        (["crash", "--from", "1988"], ["A year after the crash"]),
        (["--category", "Politics"], ["Die Mauer ist offen"]),
        (["", "--category", "uncategorised", "--from", "1990"],
         ["Review of the month", "Review of the year"]),
    ],
)  # fmt: skip
def test_a_query_may_begin_with_a_minus(run, archive, words, titles):
    """Options narrow, and what begins with one hyphen is part of the query."""
    found = json_of(run("search", "--json", *words))
    assert sorted(hit["title"] for hit in found["hits"]) == sorted(titles)
    shown = run("search", *words).stdout
    assert all(title in shown for title in titles)


def test_an_empty_query_lists_all_newest_first(run, archive):
    """`search ""` shows every visible article, the undated last."""
    found = json_of(run("search", "", "--json"))
    assert found["total"] == len(ARTICLES) - 1
    dates = [hit["date"] for hit in found["hits"]]
    assert dates[-1] is None
    assert dates[:-1] == sorted(dates[:-1], reverse=True)


def test_a_search_without_hits_ends_well(run, archive):
    """No hit is no failure."""
    assert json_of(run("search", "unheardof", "--json"))["total"] == 0
    assert run("search", "unheardof").stdout.startswith("0 articles")


def test_json_has_the_shape_of_the_api(run, archive):
    """`--json` prints the objects of the JSON API."""
    found = json_of(run("search", "crash", "--json"))
    assert list(found) == [
        *("query", "total", "page", "pages", "per_page", "took_ms", "suggestion", "hits", "more"),
        *("facets", "histogram"),
    ]
    assert list(found["query"]) == ["text", "read_as", "notes", "match"]
    assert set(found["facets"]) == {*("category", "year", "month", "day", "language", "event_year")}
    day = json_of(run("on-this-day", "10-19", "--year", "2000", "--json"))
    assert day["day"] == "10-19"
    assert [published["years_ago"] for published in day["published"]] == [12]


# Writing


def test_reindex_reads_the_sources_again(run, archive):
    """Without a SOURCE those of the live index are read, and a changed one is taken in."""
    write_articles(archive, ARTICLES[1:])
    run("reindex", "--jobs", 1)
    assert json_of(run("stats", "--json"))["articles"] == len(ARTICLES) - 1


def test_reindex_without_any_source_says_so(run):
    """With nothing named, configured or indexed there is nothing to read."""
    result = run("reindex", code=2)
    assert "--sample" in result.stderr


def test_reindex_if_changed_does_nothing_twice(run, archive):
    """The same sources are not read again; changed ones are."""
    before = json_of(run("stats", "--json"))
    report = json_of(run("reindex", "--if-changed", "--json"))
    assert report["generation"] == before["generation"]
    assert json_of(run("stats", "--json")) == before
    write_articles(archive, ARTICLES[1:])
    run("reindex", "--if-changed", "--jobs", 1)
    assert json_of(run("stats", "--json"))["articles"] == len(ARTICLES) - 1


def test_the_sample_never_replaces_another_index(run, archive):
    """`--sample` is refused over an index of other sources."""
    result = run("reindex", "--sample", code=2)
    assert "news.jsonl" in result.stderr
    assert json_of(run("stats", "--json"))["articles"] == len(ARTICLES)


def test_the_sample_is_built_and_rebuilt(run):
    """`--sample` over its own index is fine, and so is a plain `reindex`."""
    run("reindex", "--sample", "--jobs", 1)
    state = json_of(run("stats", "--json"))
    run("reindex", "--sample", "--jobs", 1)
    run("reindex", "--jobs", 1)
    assert json_of(run("stats", "--json"))["articles"] == state["articles"] > 100


def test_a_source_without_any_article_changes_nothing(run, tmp_path):
    """Were it published, an empty archive would stand for a mistake."""
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{broken\n")
    result = run("reindex", broken, code=1)
    assert "1 of 1 records can't be read: " in result.stderr


@pytest.mark.parametrize("command", ["reindex", "add"])
def test_what_cannot_be_read_is_told_and_strict_stops(run, archive, tmp_path, command):
    """A bad record is named with file, line and reason; `--strict` keeps the old index."""
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_bytes(archive.read_bytes() + b'{"id": "new", "title": "New"}\n{broken\n')
    before = json_of(run("stats", "--json"))
    result = run(command, mixed, "--strict", code=1)
    assert f"{mixed}:{len(ARTICLES) + 2}: " in result.stderr
    assert json_of(run("stats", "--json")) == before
    report = json_of(run(command, mixed, "--json"))
    assert [reject["line"] for reject in report["rejects"]] == [len(ARTICLES) + 2]
    assert json_of(run("stats", "--json"))["articles"] == len(ARTICLES) + 1


def test_a_source_that_shrank_is_refused(run, archive):
    """The message names both counts and the ways on."""
    write_articles(archive, ARTICLES[:3])
    result = run("reindex", "--jobs", 1, code=1)
    for word in ("3 articles", str(len(ARTICLES)), "--allow-shrink", "searchsvc add"):
        assert word in result.stderr
    run("reindex", "--jobs", 1, "--allow-shrink")


def test_duplicates_and_embargoes_are_reported(run, archive):
    """The last of several counts; nothing is hidden without a word."""
    write_articles(archive, (*ARTICLES, ARTICLES[0]))
    result = run("reindex", "--jobs", 1)
    assert "came more than once" in result.stderr
    assert ARTICLES[0].id in result.stderr
    assert "Hidden until their embargo ends: 1 article." in result.stderr


def test_an_article_goes_and_comes_back(run, archive):
    """Delete, withdraw and rollback, each told and seen."""
    run("delete", "moon", "nothing", code=1)
    assert json_of(run("search", "astronauts", "--json"))["total"] == 0
    run("rollback")
    assert json_of(run("search", "astronauts", "--json"))["total"] == 1
    report = json_of(run("withdraw", "moon", "--reason", "A court said so.", "--purge", "--json"))
    assert report["articles"] == len(ARTICLES)
    run("rollback")
    assert json_of(run("search", "astronauts", "--json"))["total"] == 0
    assert "Withdrawn before, and still: moon" in run("add", archive).stderr
    assert json_of(run("stats", "--json"))["withdrawn"] == 1


def test_an_article_can_be_named_by_an_alias(run, archive):
    """An id of before leads to the article."""
    alias = open_engine("whoosh", Path("index")).get("moon").aliases[0]
    run("withdraw", alias, "--reason", "wrong")
    assert open_engine("whoosh", Path("index")).get("moon").status == "withdrawn"


# Reading and settings


def test_what_read_prints_is_a_source(run, archive, tmp_path):
    """`read --json` prints JSON Lines that give the same articles again."""
    first = run("read", archive, "--json").stdout_bytes
    again = tmp_path / "again.jsonl"
    again.write_bytes(first)
    assert run("read", again, "--json").stdout_bytes == first
    assert first.count(b"\n") == len(ARTICLES)
    assert "Men walk on the Moon" in run("read", archive).stdout


def test_read_tells_what_it_cannot_read(run, tmp_path):
    """Rejects go to standard error; only `--strict` makes them a failure."""
    source = tmp_path / "s.jsonl"
    source.write_bytes(b'{"title": "Fine"}\n{"title": "x", "date": "someday"}\nnonsense\n')
    result = run("read", source, "--json")
    assert result.stdout.count("\n") == 1
    assert "s.jsonl:2: " in result.stderr
    assert "2 records could not be read" in result.stderr
    run("read", source, "--strict", code=1)


def test_names_that_are_not_utf8_are_told(run, tmp_path, monkeypatch):
    """Files may have any name; what can't be read in them is reported under a printable one."""
    folder = tmp_path / os.fsdecode(b"odd")
    folder.mkdir()
    (folder / os.fsdecode(b"\xfe.jsonl")).write_bytes(b'{"id": "a", "title": "A"}\n{broken\n')
    report = json_of(run("reindex", folder, "--jobs", 1, "--json"))
    assert report["articles"] == 1
    assert report["rejects"][0]["file"].endswith("\\xfe.jsonl")
    monkeypatch.chdir(folder.rename(tmp_path / os.fsdecode(b"\xff")))
    result = run("reindex", ".", code=1)
    assert "not UTF-8" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("search", "moon", "\udcff", "--json"),
        ("search", "moon", "--category", "\udcff", "--json"),
        ("withdraw", "\udcff", "--reason", "wrong"),
        ("withdraw", "a", "--reason", "\udcff"),
        ("delete", "\udcff"),
        ("read", "\udcff.jsonl"),
        ("--config", "\udcff", "stats"),
    ],
)
def test_arguments_that_are_not_utf8_are_refused(run, archive, words):
    """A word from a terminal with another encoding is wrong usage, and shown as bytes."""
    write_articles(archive.parent / "\udcff.jsonl")
    assert "\\xff" in run(*words, code=CODES["usage"]).stderr


def test_a_folder_whose_own_name_is_not_utf8_is_read(run, tmp_path, monkeypatch):
    """Its articles name the source in signs that can be read."""
    folder = tmp_path / os.fsdecode(b"\xff")
    folder.mkdir()
    write_articles(folder / "a.jsonl", (Article("", "No source"),))
    monkeypatch.chdir(folder)
    assert json_of(run("read", ".", "--json"))["source"] == "\\xff"


def test_pipes_and_dead_links_in_a_folder_do_not_stop_a_rebuild(run, tmp_path):
    """A named pipe is left out; a link that leads nowhere is a reject beside the articles."""
    folder = tmp_path / "folder"
    folder.mkdir()
    write_articles(folder / "a.jsonl")
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "gone.txt").symlink_to("nowhere")
    report = json_of(run("reindex", folder, "--jobs", 1, "--json"))
    assert report["articles"] == len(ARTICLES)
    assert [Path(each["file"]).name for each in report["rejects"]] == ["gone.txt"]


def test_a_host_that_there_is_not_is_refused(run, archive, spawn):
    """A name that means no address is wrong usage; an address in use is told with its port."""
    result = run("serve", "--host", "no such host", "--port", 0, code=CODES["usage"])
    assert "--host 'no such host'" in result.stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = spawn("serve", "--port", port)
        _, said = process.communicate()
    assert process.returncode == CODES["failed"]
    assert f"127.0.0.1:{port} can't be served on" in said


@pytest.mark.parametrize("written", ["", "[1]", "5", "{broken"])
def test_a_lock_that_names_nobody_is_still_a_lock(run, archive, written):
    """What stands in a lock file that is held may be anything."""
    with locked(Path("index", "lock")):
        Path("index", "lock").write_text(written, "utf-8")
        said = run("add", archive, code=CODES["locked"]).stderr
    assert "locked by another process" in said


def test_doctor_finds_an_index_sound(run, archive):
    """A sound index ends with 0 and says what it holds."""
    assert "is sound" in run("doctor").stderr
    assert json_of(run("doctor", "--json")) == {"sound": True, "problems": []}
    next(Path("index", "generations").glob("*/*.pst")).write_bytes(b"")
    assert json_of(run("doctor", "--json", code=4))["sound"] is False


def test_settings_come_from_flag_environment_file_default(run, archive, tmp_path, monkeypatch):
    """The first place that has a setting decides, and `config` says which it was."""
    other = tmp_path / "other.toml"
    other.write_text('title = "Other"\nsources = ["news.jsonl"]\n')
    (tmp_path / "searchsvc.toml").write_text('title = "Here"\nindex = "nowhere"\n')
    monkeypatch.setenv("SEARCHSVC_TIMEZONE", "Asia/Baku")
    shown = json_of(run("config", "--json"))
    assert shown["title"] == {"value": "Here", "origin": "searchsvc.toml"}
    assert shown["timezone"] == {"value": "Asia/Baku", "origin": "SEARCHSVC_TIMEZONE"}
    assert shown["engine"]["origin"] == "default"
    assert "Asia/Baku" in run("config").stdout
    run("stats", code=4)
    run("stats", "--index", "index")
    monkeypatch.setenv("SEARCHSVC_INDEX", "index")
    run("stats")
    assert json_of(run("--config", other, "config", "--json"))["title"]["value"] == "Other"
    monkeypatch.setenv("SEARCHSVC_CONFIG", str(other))
    run("reindex", "--jobs", 1, "--index", "new")
    assert json_of(run("stats", "--index", "new", "--json"))["articles"] == len(ARTICLES)


@pytest.mark.parametrize(
    "text", ['titel = "x"', "title = 3", "sources = 'one'", "title = ", 'timezone = "Mars/Base"']
)
def test_settings_that_make_no_sense_are_refused(run, tmp_path, text):
    """Unknown keys and wrong values end with 2 and are named."""
    (tmp_path / "searchsvc.toml").write_text(text)
    assert run("config", code=2).stderr.startswith("searchsvc: ")


def test_today_can_be_fixed(run, archive, monkeypatch):
    """SEARCHSVC_TODAY decides what `on-this-day` means without a day."""
    monkeypatch.setenv("SEARCHSVC_TODAY", "2025-10-20")
    day = json_of(run("on-this-day", "--json"))
    assert (day["day"], day["year"]) == ("10-20", 2025)


# Real processes


@pytest.fixture
def spawn(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts the command in a process of its own, ended with the test."""
    started = []

    def start(*words: object) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "searchsvc", *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_serve_says_where_and_ends_when_told(archive, spawn):
    """The address is printed once it accepts, a new generation is served, SIGTERM ends it."""
    process = spawn("serve", "--port", 0)
    said = process.stdout.readline()
    address = re.fullmatch(r"Serving on (http://127\.0\.0\.1:\d+)\n", said)[1]

    def total() -> int:
        with urllib.request.urlopen(f"{address}/api/v1/search") as answer:
            return orjson.loads(answer.read())["total"]

    assert total() == len(ARTICLES) - 1
    rebuild(open_engine("whoosh", archive.parent / "index"), ARTICLES[:3], allow_shrink=True)
    assert total() == 3
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


def test_a_closed_pipe_is_no_traceback(archive, spawn):
    """`searchsvc search | head -1` ends quietly."""
    process = spawn("search", "")
    process.stdout.close()
    assert "Traceback" not in process.stderr.read()


def test_reindex_runs_in_several_processes(archive, spawn):
    """The default number of jobs works from a shell, with messages beside the output."""
    process = spawn("reindex", "--json", "--jobs", 2)
    out, err = process.communicate()
    assert process.returncode == 0
    assert orjson.loads(out)["articles"] == len(ARTICLES)
    assert "The index holds" in err
