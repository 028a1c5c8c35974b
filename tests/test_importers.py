"""Sources of every kind are read into records, and records become articles."""

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article, Image, Mention, derive_ids, to_record
from searchsvc.errors import BadSource
from searchsvc.importers import digest, make_article, read
from searchsvc.record import Record, Reject

SAMPLES = Path(__file__).parent / "samples"


def articles(path: Path, **options: Any) -> Iterator[Article | Reject]:
    """The articles and rejects of a source."""
    for record in read(path, **options):
        yield make_article(record) if isinstance(record, Record) else record


def rejects(path: Path, **options: Any) -> list[tuple[int, str]]:
    """Lines and reasons of what can't be read in a source."""
    found = articles(path, **options)
    return [(one.line, one.reason) for one in found if isinstance(one, Reject)]


def titles(path: Path, **options: Any) -> list[str]:
    """The titles of the articles of a source."""
    return [one.title for one in articles(path, **options) if isinstance(one, Article)]


def made(**fields: object) -> Article:
    """The article of a record with `fields`."""
    article = make_article(Record({"title": "T", **fields}, "f", 1, "wire"))
    assert isinstance(article, Article), article
    return article


def refused(**fields: object) -> str:
    """Why there is no article of a record with `fields`."""
    reject = make_article(Record({"title": "T", **fields}, "f", 1, "wire"))
    assert isinstance(reject, Reject), reject
    return reject.reason


LINES = b'{"title": "One"}\n\n{"title": "Two"}\n'


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.jsonl.gz", "a.jsonl.zst"])
def test_json_lines_are_read_plain_and_packed(tmp_path: Path, name: str) -> None:
    """Blank lines are skipped, records stay bytes, the source is the name without suffixes."""
    packed = {".gz": gzip.compress(LINES), ".zst": zstandard.compress(LINES)}
    (tmp_path / name).write_bytes(packed.get(Path(name).suffix, LINES))
    found = list(read(tmp_path / name))
    assert found == [
        Record(b'{"title": "One"}', str(tmp_path / name), 1, "a"),
        Record(b'{"title": "Two"}', str(tmp_path / name), 3, "a"),
    ]


@pytest.mark.parametrize("text", ['[{"title": "One"}, {"title": "Two"}]',
                                  '[\n {"title": "One"},\n {"title": "Two"}\n]\n',
                                  '\ufeff{"title": "One"}\r\n{"title": "Two"}'])  # fmt: skip
def test_an_array_and_a_byte_order_mark_are_fine(tmp_path: Path, text: str) -> None:
    """A JSON file may also be one array."""
    (tmp_path / "a.json").write_text(text, encoding="utf-8", newline="")
    assert titles(tmp_path / "a.json") == ["One", "Two"]


def test_a_file_without_a_known_suffix_is_told_by_its_first_bytes(tmp_path: Path) -> None:
    """JSON Lines need no suffix."""
    (tmp_path / "export").write_bytes(LINES)
    assert titles(tmp_path / "export") == ["One", "Two"]


def test_each_broken_line_is_named_and_the_others_are_kept() -> None:
    """Broken JSON, other values than objects and wrong encodings are rejects of their line."""
    assert titles(SAMPLES / "nasty.jsonl") == [
        "Good",
        "Lone \ufffd half",
        "Raw tab",
        "Large number",
    ]
    assert rejects(SAMPLES / "nasty.jsonl") == [
        (2, "the line is not JSON: Expecting ',' delimiter at character 17"),
        (3, "the record is not a JSON object"),
        (4, "the record is not a JSON object"),
        (5, "the line is not UTF-8 (byte 15); JSON must be"),
        (9, "the line is not JSON: NaN is not JSON"),
        (10, "the JSON is nested too deep"),
        (11, "the record has neither a title nor a text"),
        (12, "the date 'soon' can't be read; leave it out or write it as 1990-01-20"),
    ]


def test_a_reject_shows_where_it_stands_and_how_it_begins() -> None:
    """Its text is the first 100 characters of the record."""
    path = SAMPLES / "nasty.jsonl"
    first = next(one for one in articles(path) if isinstance(one, Reject))
    assert str(first).startswith(f"{path}:2: the line") and first.text.startswith('{"title": "Cut"')


@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_gigantic_line_is_a_reject_and_the_next_is_read(tmp_path: Path, end: bytes) -> None:
    """A line over the limit is passed over without being kept."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"title": "' + b"x" * 500 + b'"}\n' + b'{"title": "Two"}' + end)
    assert titles(path, limit=100) == ["Two"]
    assert rejects(path, limit=100) == [
        (1, "the line has 514 bytes, more than the 100 that one article may have")
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_of_a_truncated_file_what_comes_before_is_kept(
    tmp_path: Path, name: str, pack: Any, kept: float
) -> None:
    """Then one reject says that the file is cut."""
    rows = [json.dumps({"title": f"{n} {hash((n, n))}"}) for n in range(40_000)]
    if name == "a.csv":
        rows = ["title", *(row[11:-2] for row in rows)]
    data = pack("\n".join(rows).encode())
    (tmp_path / name).write_bytes(data[: int(len(data) * kept)])
    found = list(read(tmp_path / name))
    assert len(found) > 100 and all(isinstance(one, Record) for one in found[:-1])
    last = found[-1]
    assert isinstance(last, Reject) and "cut off or damaged" in last.reason
    assert last.line >= len(found)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    """Bytes that no packer wrote end the file with a reject."""
    data = bytearray(zstandard.compress(LINES * 50_000, 1))
    data[len(data) // 2 :] = b"\0" * 50
    (tmp_path / "a.jsonl.zst").write_bytes(data)
    assert "damaged" in rejects(tmp_path / "a.jsonl.zst")[-1][1]


def test_several_frames_make_one_file(tmp_path: Path) -> None:
    """Packed files may be appended to each other."""
    for name, pack in (("a.jsonl.gz", gzip.compress), ("a.jsonl.zst", zstandard.compress)):
        (tmp_path / name).write_bytes(pack(LINES) + pack(LINES))
        assert titles(tmp_path / name) == ["One", "Two"] * 2


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_with_any_delimiter_and_encoding(
    tmp_path: Path, mark: str, encoding: str
) -> None:
    """The first row names the fields; a cell may hold line ends and the delimiter."""
    rows = [["Title", "Section", "Body"], ["Görüş", "Siyasət", f'"a{mark} b\nc"'], ["", "", ""]]
    text = "\r\n".join(mark.join(row) for row in rows)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    (found,) = articles(tmp_path / "a.csv")
    assert isinstance(found, Article)
    assert (found.title, found.category, found.body) == ("Görüş", "Siyasət", f"a{mark} b\nc")


def test_a_csv_row_that_does_not_fit_is_a_reject() -> None:
    """Too many cells and stray quotes are named with their line; the encoding is guessed."""
    path = SAMPLES / "nasty.csv"
    assert titles(path) == ["Good", "Two lines", "Café", "Short", "End"]
    assert rejects(path) == [
        (5, "the row has 4 cells, the first row has 3"),
        (7, "the row is not CSV: ';' expected after '\"'"),
    ]


def test_a_csv_row_in_another_encoding_than_its_file_is_a_reject(tmp_path: Path) -> None:
    """The encoding is that of the first megabyte."""
    (tmp_path / "a.csv").write_bytes(b"title\n" + b"%01000d\n" % 7 * 1_100 + b"Caf\xe9\nEnd\n")
    *_, bad, end = articles(tmp_path / "a.csv")
    assert isinstance(bad, Reject) and bad.line == 1_102
    assert bad.reason == "the row has bytes that are not in the encoding of the file"
    assert isinstance(end, Article) and end.title == "End"


def test_a_csv_row_that_is_gigantic_is_a_reject(tmp_path: Path) -> None:
    """The rows around it are kept."""
    (tmp_path / "a.csv").write_text(f"title\nOne\n{'x' * 500}\nTwo\n", encoding="utf-8")
    assert titles(tmp_path / "a.csv", limit=100) == ["One", "Two"]
    assert rejects(tmp_path / "a.csv", limit=100) == [
        (3, "the line has 501 bytes, more than the 100 that one article may have")
    ]


def test_a_csv_quote_that_is_never_closed_is_a_reject(tmp_path: Path) -> None:
    """What it swallows is told."""
    (tmp_path / "a.csv").write_text('title,body\nOne,x\nTwo,"y\nThree,z\n', encoding="utf-8")
    assert titles(tmp_path / "a.csv") == ["One"]
    assert rejects(tmp_path / "a.csv") == [(3, "the row is not CSV: unexpected end of data")]


def test_a_folder_gives_its_text_files_with_the_folder_as_category(tmp_path: Path) -> None:
    """Hidden files are skipped; other kinds are read too; a file that can't be read is told."""
    files = {
        "root.txt": "Title of root\n\nBody.",
        "Politics/a.txt": "Law adopted\r\nThe law\r\n\r\nwas adopted.",
        "Politics/2025/b.md": "# Vote counted\n\nIt passed.",
        ".hidden/c.txt": "Hidden",
        ".d.txt": "Hidden",
        "Politics/e.jsonl": '{"title": "From JSON"}',
        "empty.txt": " \n",
        "picture.png": "\x89PNG\0\0",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode("latin-1"))
    found = [one for one in articles(tmp_path, source="desk") if isinstance(one, Article)]
    assert [(one.title, one.body, one.category, one.source) for one in found] == [
        ("Vote counted", "It passed.", "Politics/2025", "desk"),
        ("Law adopted", "The law\n\nwas adopted.", "Politics", "desk"),
        ("From JSON", "", "", "desk"),
        ("Title of root", "Body.", "", "desk"),
    ]
    assert [reason.removeprefix(str(tmp_path)) for _, reason in rejects(tmp_path)] == [
        "the file is empty",
        (
            "/picture.png is a binary file; JSON Lines, CSV, text files or a folder of them "
            "can be read"
        ),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_text_file_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    """UTF-8, UTF-16 with its mark, else the best guess."""
    text = "Суд отложил заседание\nСуд отложил заседание по делу о трубопроводе до января.\n" * 3
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert titles(tmp_path / "a.txt") == ["Суд отложил заседание"]


def test_a_saved_page_in_a_folder_gives_its_articles(tmp_path: Path) -> None:
    """The folder is the category of those that name none."""
    (tmp_path / "Pages").mkdir()
    page = (SAMPLES / "pages" / "en_cut_before_date.txt").read_bytes()
    (tmp_path / "Pages" / "a.txt").write_bytes(page)
    found = [one for one in articles(tmp_path) if isinstance(one, Article)]
    assert [(one.category, one.excerpt) for one in found] == [
        ("Pages", False),
        ("Transport", True),
        ("Region", True),
    ]


BAD = {
    "missing.jsonl": "does not exist; check the path",
    "empty": "holds no file that can be read; JSON Lines, CSV, text files or a folder of them can "
    "be read",
    "binary.txt": "is a binary file; JSON Lines, CSV, text files or a folder of them can be read",
    "scan.pdf": "is a binary file; JSON Lines, CSV, text files or a folder of them can be read",
    "page.xyz": "is of a kind that is not known here; JSON Lines, CSV, text files or a folder of "
    "them can be read",
    "wide.jsonl": "is UTF-16, but JSON must be UTF-8; convert it with iconv",
}


@pytest.mark.parametrize(("name", "sentence"), BAD.items())
def test_a_source_that_can_not_be_read_is_told_in_one_sentence(
    tmp_path: Path, name: str, sentence: str
) -> None:
    """The sentence says what, where and what to do."""
    (tmp_path / "empty" / ".git").mkdir(parents=True)
    (tmp_path / "binary.txt").write_bytes(b"\0\1\2" * 50)
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "page.xyz").write_bytes(b"hello\n")
    (tmp_path / "wide.jsonl").write_bytes('{"title": "One"}\n'.encode("utf-16"))
    with pytest.raises(BadSource) as caught:
        list(read(tmp_path / name))
    assert str(caught.value) == f"{tmp_path / name} {sentence}"


def test_a_csv_without_known_fields_is_a_bad_source(tmp_path: Path) -> None:
    """A table of something else is not an archive."""
    (tmp_path / "a.csv").write_text("price;count\n1;2\n", encoding="utf-8")
    with pytest.raises(BadSource, match="names no field of an article"):
        list(read(tmp_path / "a.csv"))


def test_an_array_over_the_limit_is_a_bad_source(tmp_path: Path) -> None:
    """An array can't be read piece by piece; the sentence says how to convert it."""
    (tmp_path / "a.json").write_text("[\n" + '{"title": "One"},\n' * 50 + "{}]", encoding="utf-8")
    with pytest.raises(BadSource, match=r"jq -c"):
        list(read(tmp_path / "a.json", limit=100))


def test_the_digest_changes_with_bytes_and_names(tmp_path: Path) -> None:
    """It has 16 hex digits; the place of a folder and hidden files don't matter."""
    for name in ("one", "two"):
        (tmp_path / name / "sub").mkdir(parents=True)
        (tmp_path / name / "sub" / "a.txt").write_text("a", encoding="utf-8")
    (tmp_path / "two" / ".b").write_text("b", encoding="utf-8")
    first = digest(tmp_path / "one")
    assert len(first) == 16 and first == digest(tmp_path / "two")
    (tmp_path / "two" / "sub" / "a.txt").rename(tmp_path / "two" / "a.txt")
    assert first != digest(tmp_path / "two")
    assert digest(tmp_path / "one" / "sub" / "a.txt") == digest(tmp_path / "two" / "a.txt")
    with pytest.raises(BadSource, match="can't be read"):
        digest(tmp_path / "three")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    """Its articles don't go missing in silence; the others are read, and a digest is made."""
    for name in ("closed", "open"):
        (tmp_path / "root" / name).mkdir(parents=True)
        (tmp_path / "root" / name / "a.txt").write_text("Title", encoding="utf-8")
    (tmp_path / "root" / "closed").chmod(0)
    found = list(read(tmp_path / "root"))
    (tmp_path / "root" / "closed").chmod(0o700)
    assert [type(each) for each in found] == [Reject, Record]
    assert len(digest(tmp_path / "root")) == 16


FIELDS: list[tuple[dict[str, object], str, object]] = [
    ({"headline": "H", "title": None}, "title", "H"),
    ({"title": " a \n b\u00a0c\t"}, "title", "a b c"),
    ({"title": 1984}, "title", "1984"),
    ({"title": "a\x00\x1bb\x85"}, "title", "ab"),
    ({"title": "\ud800x"}, "title", "\ufffdx"),
    ({"title": "", "body": "First sentence. Second."}, "title", "First sentence."),
    ({"title": "", "body": "word " * 30}, "title", "word " * 14 + "word…"),
    ({"title": "", "text": "x" * 100}, "title", "x" * 79 + "…"),
    ({"article_body": "a\r\nb\rc\x07"}, "body", "a\nb\nc"),
    ({"content": {"rendered": "<p>a</p>"}}, "body", "<p>a</p>"),
    ({"body": ["a", "b"]}, "body", "a\n\nb"),
    ({"body": "e\u0301"}, "body", "e\u0301"),
    ({"section": " Law "}, "category", "Law"),
    ({"rubric": "Uncategorised"}, "category", ""),
    ({"category": ["Law", "War"]}, "category", "Law"),
    ({"category": ["Law", "War"], "tags": "x"}, "tags", ("x", "War")),
    ({"published_at": "May 2011"}, "date", "2011-05"),
    ({"date": 2011}, "date", "2011"),
    ({"date": "2031-01-20"}, "date", "2031-01-20"),
    ({"pubDate": "Sat, 01 Nov 2025 12:00:00 +0000"}, "date", "2025-11-01"),
    ({"date": "1 noyabr 2025"}, "date", "2025-11-01"),
    ({"date": "0000-00-00 00:00:00"}, "date", None),
    ({"datePublished": ""}, "date", None),
    ({"lang": "en-US"}, "language", "en"),
    ({"language": "rus"}, "language", "ru"),
    ({"language": "German"}, "language", "de"),
    ({"language": "Elvish"}, "language", ""),
    ({"link": " https://news.example/1 "}, "url", "https://news.example/1"),
    ({"guid": 12}, "id", "12"),
    ({"id": " a b/ü "}, "id", "a b/ü"),
    ({"byline": "Anna Smith, John Roe"}, "authors", ("Anna Smith", "John Roe")),
    ({"author": "Smith, Anna"}, "authors", ("Smith, Anna",)),
    ({"authors": [{"name": "Anna"}, "John", None]}, "authors", ("Anna", "John")),
    ({"keywords": "a; b, c"}, "tags", ("a", "b", "c")),
    ({"modified": "2025-11-01T14:30:00Z"}, "updated", "2025-11-01T14:30:00+00:00"),
    ({"updated": "1 November 2025"}, "updated", "2025-11-01"),
    ({"excerpt": True}, "excerpt", True),
    ({"excerpt": "no"}, "excerpt", False),
    ({"excerpt": "The first words."}, "body", "The first words."),
    ({"excerpt": "The first words.", "body": "b"}, "excerpt", False),
    ({"status": "publish"}, "status", "normal"),
    ({"status": "withdrawn", "reason": "wrong person"}, "note", "wrong person"),
    ({"status": "corrected", "note": "the year"}, "note", "the year"),
    ({"embargo": 1_700_000_000}, "visible_from", 1_700_000_000),
    ({"visible_from": "1700000000"}, "visible_from", 1_700_000_000),
    ({"embargo": "1970-01-02T00:00:00+04:00"}, "visible_from", 72_000),
    ({"embargo": "1970-01-02T00:00:00.5Z"}, "visible_from", 86_401),
    ({"embargo": "1970-01-02"}, "visible_from", 86_400),
    ({"embargo": ""}, "visible_from", None),
    ({"image": "https://x/y.jpg", "caption": "c"}, "image", Image("https://x/y.jpg", "c")),
    ({"image": {"src": "y.jpg", "caption": None}}, "image", Image("y.jpg")),
    ({"translation_of": "k"}, "translation_of", "k"),
    ({"source": "Gazette"}, "source", "Gazette"),
    ({}, "source", "wire"),
]


@pytest.mark.parametrize(("fields", "name", "value"), FIELDS, ids=str)
def test_a_field_is_read_under_its_many_names(
    fields: dict[str, object], name: str, value: object
) -> None:
    """Names, kinds and white space are taken as they come; HTML and body letters stay."""
    assert getattr(made(**fields), name) == value


REFUSED: list[tuple[dict[str, object], str]] = [
    ({"date": "soon"}, "the date 'soon' can't be read; leave it out or write it as 1990-01-20"),
    ({"date": "01/02/2025"}, ("the date '01/02/2025' could be two days; leave it out or write it "
     "as 1990-01-20")),
    ({"updated": "later"}, ("the updated 'later' can't be read; leave it out or write it as "
     "1990-01-20")),
    ({"embargo": "soon"}, ("the embargo 'soon' can't be read; write it as 2026-01-20T06:00+04:00 "
     "or 2026-01-20")),
    ({"embargo": "2026"}, ("the embargo '2026' can't be read; write it as 2026-01-20T06:00+04:00 "
     "or 2026-01-20")),
    ({"embargo": True}, ("the embargo 'True' can't be read; write it as 2026-01-20T06:00+04:00 "
     "or 2026-01-20")),
    ({"title": "", "body": " \n"}, "the record has neither a title nor a text"),
    ({"title": ["a", "b"]}, "the field 'title' holds a list where a text is expected"),
    ({"body": {"blocks": 1}}, "the field 'body' holds an object where a text is expected"),
    ({"id": "a\nb"}, "the id 'a\\nb' holds control characters"),
    ({"id": "x" * 201}, "the id is longer than 200 characters"),
    ({"id": ".."}, "the id '..' can't stand in an address"),
    ({"status": "draft"}, ("the status 'draft' is not one that is shown (normal, corrected, "
     "withdrawn)")),
    ({"mentions": [[1]]}, "the mention '[1]' can't be read; leave it out"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "reason"), REFUSED, ids=str)
def test_what_can_not_be_read_is_refused_with_a_sentence(
    fields: dict[str, object], reason: str
) -> None:
    """Nothing is guessed where a wrong guess would publish or lose something."""
    assert refused(**fields) == reason


def test_times_without_an_offset_are_in_the_zone_of_the_newsroom() -> None:
    """A timestamp in UTC gives the newsroom's day; an embargo by day ends with its midnight."""
    record = Record(
        {"title": "T", "date": "2025-11-01T23:30:00Z", "embargo": "2025-11-02"}, "f", 1, ""
    )
    article = make_article(record, ZoneInfo("Asia/Baku"))
    assert isinstance(article, Article)
    end = datetime(2025, 11, 1, 20, tzinfo=UTC).timestamp()
    assert (article.date, article.visible_from) == ("2025-11-02", end)


def test_derived_ids_that_are_not_the_id_lead_to_it() -> None:
    """Declared aliases come first, then the ids that the article would have without its own."""
    url = "https://www.news.example/a?utm_source=x"
    by_url, by_title = derive_ids(url, "wire", "T", "2025")
    assert made(url=url, date="2025").id == by_url
    assert made(url=url, date="2025").aliases == (by_title,)
    own = made(id="7", url=url, date="2025", aliases=["6", "7"])
    assert own.aliases == ("6", by_url, by_title)


letters = st.sampled_from('aßçə\u0301Я本,; "\\\u200b\ufffd🕯<&')
words = st.text(letters, max_size=9).map(str.strip)
labels = words.map(lambda text: " ".join(text.split())).filter(bool)
dates = st.sampled_from([None, "1990", "1990-01", "1990-01-20"])


@st.composite
def whole_articles(draw: st.DrawFn) -> Article:
    """An article with any of its fields."""
    fields: dict[str, object] = {
        "title": draw(labels),
        "body": draw(st.text()),
        "url": draw(words),
        "authors": draw(st.lists(labels)),
        "tags": draw(st.lists(labels)),
        "category": draw(words),
        "aliases": draw(st.lists(labels)),
        "note": draw(st.text()),
    }
    base = made(**fields)
    body = st.integers(0, len(base.body))
    said = st.sampled_from([
        ("1990-01-20", "day", "implied"), ("XXXX-01-20", "day", "recurring"),
        ("1990-01", "month", "context"), ("1990", "year", "explicit"),
    ])  # fmt: skip
    mention = st.builds(
        lambda start, end, date, ahead, field: Mention(start, end, *date, ahead, field),
        body, body, said, st.booleans(), st.sampled_from(["title", "body"]),
    )  # fmt: skip
    return replace(
        base,
        date=draw(dates),
        language=draw(st.sampled_from(["", "en", "az"])),
        updated=draw(st.sampled_from([None, "1990-01", "2025-11-01T14:30:00+04:00"])),
        excerpt=draw(st.booleans()),
        status=draw(st.sampled_from(["normal", "corrected", "withdrawn"])),
        visible_from=draw(st.none() | st.integers(-(2**60), 2**60)),
        image=draw(st.none() | st.builds(Image, labels, labels)),
        translation_of=draw(st.just("") | labels),
        implied_date=draw(dates),
        mentions=tuple(draw(st.lists(mention, max_size=3))),
    )


@pytest.mark.parametrize(
    "said",
    [
        ("XXXX-09-15", "day", "context"),
        ("XXXX-02-30", "day", "recurring"),
        ("XXXX-02", "month", "unknown"),
        ("1990-01", "day", "explicit"),
        ("1990-02-30", "day", "explicit"),
        ("1990", "year", "guessed"),
    ],
)
def test_a_mention_that_is_no_date_is_refused(said: tuple[str, str, str]) -> None:
    """No page would know what to make of it."""
    record = {"id": "a", "body": "text", "mentions": [[0, 4, *said, False]]}
    refused = make_article(Record(json.dumps(record).encode(), "f", 1, "wire"))
    assert isinstance(refused, Reject)
    assert refused.reason.endswith("can't be read; leave it out")


@given(whole_articles())
def test_what_is_printed_reads_back_as_an_equal_article(article: Article) -> None:
    """The record of an article, through JSON, makes the same article, mentions included."""
    data = json.dumps(to_record(article)).encode()
    again = make_article(Record(data, "f", 1, "wire"))
    assert isinstance(again, Article)
    derived = derive_ids(article.url, "wire", article.title, article.date)
    more = tuple(one for one in derived if one not in (article.id, *article.aliases))
    assert again == replace(article, aliases=article.aliases + more)


@given(st.dictionaries(st.sampled_from([*"xyz", "id", "title", "body", "date", "embargo", "image",
                                        "mentions", "tags", "category", "excerpt", "status"]),
                       st.recursive(st.none() | st.booleans() | st.floats() | st.text()
                                    | st.integers(), lambda inner: st.lists(inner, max_size=2)
                                    | st.dictionaries(words, inner, max_size=2))))  # fmt: skip
def test_any_record_is_an_article_or_a_reject(data: dict[str, object]) -> None:
    """No record breaks the reader; every article can be printed."""
    found = make_article(Record(data, "f", 1, ""), timezone(timedelta(hours=14)))
    if isinstance(found, Article):
        json.dumps(to_record(found)).encode()
        assert found.id and found.title
    else:
        assert found.reason


@given(st.binary())
def test_any_line_is_an_article_or_a_reject(data: bytes) -> None:
    """No bytes break the reader."""
    assert isinstance(make_article(Record(data, "f", 1, "")), Article | Reject)
