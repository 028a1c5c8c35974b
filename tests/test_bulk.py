"""Do archives become the same index however they are cut into segments, merged and shared out?"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_segments import COLUMNS, SAMPLE, archives, build_stock, said_of_documents, said_of_terms
from whoosh import index

from searchsvc import text
from searchsvc.article import Article, from_record
from searchsvc.engine.whoosh.builder import SegmentBuilder
from searchsvc.engine.whoosh.bulk import Built, Bulk, build
from searchsvc.engine.whoosh.fields import schema
from searchsvc.engine.whoosh.merge import FEW, merge, settle, worth_merging
from searchsvc.engine.whoosh.schema import row
from searchsvc.engine.whoosh.segment import open_segments
from searchsvc.engine.whoosh.toc import whoosh_segment, write_toc
from searchsvc.engine.whoosh.vocabulary import Vocabulary
from searchsvc.engine.whoosh.worker import Layout
from searchsvc.errors import BadRecord, SearchsvcError
from searchsvc.record import Record, Reject

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
"""Stock Whoosh never closes the files of its columns."""


def prepare(record: Record) -> Article | Reject:
    """The article whose fields `record` holds; refused without a title."""
    assert isinstance(record.data, dict)
    if not record.data["title"]:
        return Reject(record.file, record.line, "no title")
    if record.data["title"] == "fail":
        raise BadRecord("this one fails")
    if record.data["title"] == "full":
        raise OSError(28, "No space left on device", "a file")
    if record.data["title"] == "die":
        raise SystemExit
    return from_record(record.data)


def record(line: int, article_id: str, title: str = "Title", body: str = "word") -> Record:
    """A record that `prepare` reads."""
    return Record({"id": article_id, "title": title, "body": body}, "a file", line, "a source")


def publish(folder: Path, built: Built) -> dict[str, str]:
    """Write the table of contents; the titles of all articles that are not deleted, by id."""
    write_toc(folder, schema(), built.segments, 1)
    found = {}
    for segment in open_segments(folder):
        gone = [] if segment.deleted is None else segment.deleted.tolist()
        for article_id in segment.terms("id"):
            for doc in segment.postings("id", article_id).docs.tolist():
                if doc not in gone:
                    assert article_id not in found
                    found[article_id] = segment.stored(doc)["title"]
    return found


def test_the_last_of_several_articles_of_one_id_wins(tmp_path):
    """Earlier ones are deleted, whether they stand in the same segment or in another."""
    ids = [number % 7 for number in range(40)]
    records = [record(line, f"id{x}", f"title {line}") for line, x in enumerate(ids)]
    built = build(records, prepare, tmp_path, layout=Layout(documents=6))
    assert len(built.segments) == 2
    assert publish(tmp_path, built) == {f"id{ids[line]}": f"title {line}" for line in range(33, 40)}
    assert built.duplicates == tuple(f"id{x}" for x in range(7)) and built.articles == 7


def test_jobs_change_nothing_but_the_segments(tmp_path):
    """Two processes find the same articles, rejects and duplicates as one."""
    ids = [number * number % 997 for number in range(1500)]
    records = [
        record(line, f"id{x}", f"title {line}" if line % 50 else "") for line, x in enumerate(ids)
    ]
    results = []
    for jobs in (1, 2):
        folder = tmp_path / f"jobs{jobs}"
        folder.mkdir()
        built = build(records, prepare, folder, jobs, Layout(documents=200))
        results.append((publish(folder, built), built.rejects, built.duplicates, built.articles))
    assert results[0] == results[1]
    assert [reject.line for reject in results[0][1]] == list(range(0, 1500, 50))


@pytest.mark.parametrize(
    ("title", "error"), [("fail", BadRecord), ("die", SearchsvcError), ("full", OSError)]
)
def test_a_failing_worker_ends_the_build(tmp_path, title, error):
    """What prepare raises comes out of the build, and the death of a process too."""
    records = [record(line, f"id{line}", title) for line in range(3)]
    with pytest.raises(error):
        build(records, prepare, tmp_path, jobs=2)


def test_texts_that_are_not_unicode_are_rejected(tmp_path):
    """A lone surrogate refuses the article and leaves the segment as it was."""
    records = [record(1, "a"), record(2, "b", body="\ud800"), record(3, "c\ud800"), record(4, "d")]
    built = build(records, prepare, tmp_path)
    assert [reject.line for reject in built.rejects] == [2, 3]
    assert set(publish(tmp_path, built)) == {"a", "d"}


def test_rejects_are_known_before_the_end(tmp_path):
    """Asking for rejects waits for the records on their way."""
    with Bulk(tmp_path, prepare, jobs=2) as bulk:
        for line in range(600):
            bulk.add(record(line, f"id{line}", "" if line % 100 == 7 else "t"))
        assert [reject.line for reject in bulk.rejects()] == [7, 107, 207, 307, 407, 507]


@pytest.mark.parametrize("records", [[], [record(1, "a", "")]])
def test_nothing_gives_no_segment(tmp_path, records):
    """Without an article there is no segment, and no file is left behind."""
    built = build(records, prepare, tmp_path)
    assert built.segments == [] and list(tmp_path.iterdir()) == []
    write_toc(tmp_path, schema(), [], 1)
    assert open_segments(tmp_path) == []


def test_a_vocabulary_serves_several_builders(tmp_path):
    """Words that were met before give the same terms in the next segment."""
    vocabulary = Vocabulary()
    segments = []
    for article in SAMPLE[:3]:
        builder = SegmentBuilder(tmp_path, vocabulary)
        builder.add(article)
        segments.append(builder.finish())
    write_toc(tmp_path, schema(), segments, 1)
    for segment, article in zip(open_segments(tmp_path), SAMPLE, strict=False):
        expected = {text.term(word, article.language) for word in text.words(article.title)}
        assert segment.terms("title")[:] == sorted(expected)
    assert len(vocabulary) > len({text.term("moon", "")})


@pytest.mark.parametrize("level", [0, 3])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(archive=archives, data=st.data())
def test_a_merged_segment_equals_one_built_at_once(tmp_path_factory, level, archive, data):
    """Cut anywhere, with any articles deleted, merging gives what Whoosh builds of the rest."""
    folder = tmp_path_factory.mktemp("index")
    gone = data.draw(st.sets(st.integers(1, len(archive)), max_size=len(archive) - 1)) - {1}
    cuts = sorted(data.draw(st.sets(st.integers(1, len(archive)), max_size=3)) | {len(archive)})
    segments = []
    for low, high in zip([0, *cuts], cuts, strict=False):
        builder = SegmentBuilder(folder, limit=3, level=level)
        for article in archive[low:high]:
            builder.add(article)
        segments.append(builder.finish())
        for number in gone:
            if low < number <= high:
                segments[-1].delete_document(number - low - 1)
    write_toc(folder, schema(), segments, 1)
    merged = merge(folder, open_segments(folder), limit=4, level=level)
    write_toc(folder, schema(), [merged], 2)
    kept = [article for number, article in enumerate(archive, 1) if number not in gone]
    stock = build_stock(folder / "stock", kept)
    ours = index.open_dir(str(folder)).reader()
    assert said_of_terms(ours) == said_of_terms(stock)
    assert said_of_documents(ours) == said_of_documents(stock)


def test_merging_in_small_parts_changes_nothing(tmp_path):
    """However few postings are in memory at once, the merged segment is the same."""
    segments = []
    for low in range(0, 40, 8):
        builder = SegmentBuilder(tmp_path)
        for article in SAMPLE[low : low + 8]:
            builder.add(article)
        segments.append(builder.finish())
    write_toc(tmp_path, schema(), segments, 1)
    opened = open_segments(tmp_path)
    write_toc(tmp_path, schema(), [merge(tmp_path, opened, at_once=20)], 2)
    (merged,) = open_segments(tmp_path)
    stock = build_stock(tmp_path / "stock", SAMPLE)
    assert said_of_terms(index.open_dir(str(tmp_path)).reader()) == said_of_terms(stock)
    assert merged.doc_count == len(SAMPLE)


def test_a_segment_of_whoosh_comes_back_from_its_facts(tmp_path):
    """What the sidecar knows is enough to write the next table of contents."""
    built = build([record(1, "a"), record(2, "a"), record(3, "b")], prepare, tmp_path)
    assert publish(tmp_path, built) == {"a": "Title", "b": "Title"}
    (segment,) = open_segments(tmp_path)
    write_toc(tmp_path, schema(), [whoosh_segment(segment.info)], 2)
    (again,) = open_segments(tmp_path)
    assert again.deleted.tolist() == [0]
    assert again.name == segment.name and again.info.lengths == segment.info.lengths


@given(st.lists(st.integers(1, 2_000_000), max_size=60))
def test_merging_ends_with_few_segments(sizes):
    """Merging what is worth it, again and again, leaves eight segments unless they are huge."""
    while chosen := worth_merging(sizes, 8):
        merged = sum(sizes[number] for number in chosen)
        sizes = [size for number, size in enumerate(sizes) if number not in chosen] + [merged]
    assert len(sizes) <= 8 or sum(sorted(sizes)[:2]) > 1_000_000


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_leaves_few_segments_and_none_of_their_parts(tmp_path, jobs):
    """Neighbours become one, in order; a segment whose articles all came again is gone."""
    ids = [min(number, 55) if number > 50 else number for number in range(60)]
    records = [record(line, f"id{x}", f"title {line}") for line, x in enumerate(ids)]
    built = build(records, prepare, tmp_path, jobs, Layout(documents=2))
    assert len(built.segments) == FEW
    found = publish(tmp_path, built)
    assert found == {f"id{x}": f"title {line}" for line, x in enumerate(ids)}
    names = {segment.segment_id() for segment in built.segments}
    assert {
        path.name.rpartition("MAIN_")[2].partition(".")[0] for path in tmp_path.glob("MAIN*")
    } == {name.rpartition("MAIN_")[2] for name in names}


def test_a_segment_half_deleted_is_written_anew(tmp_path):
    """One with fewer deletions stays as it is."""
    builder = SegmentBuilder(tmp_path)
    for article in SAMPLE[:5]:
        builder.add(article)
    stale = builder.finish()
    for doc in (0, 1):
        stale.delete_document(doc)
    assert settle(tmp_path, [stale]) is stale
    stale.delete_document(3)
    anew = settle(tmp_path, [stale])
    assert anew.doc_count_all() == 2 and not anew.has_deletions()


def test_a_thousand_small_commits_copy_each_article_few_times():
    """Merging after each commit copies an article about as often as the archive doubles."""
    sizes = [200_000]
    copied = 0
    for _ in range(1000):
        sizes.append(1)
        while chosen := worth_merging(sizes, 8):
            merged = sum(sizes[number] for number in chosen)
            copied += merged
            sizes = [size for number, size in enumerate(sizes) if number not in chosen] + [merged]
        assert len(sizes) <= 8
    assert copied < 30_000


def test_columns_and_rows_are_those_of_the_schema():
    """The encoder writes every field and column that the schema has, and no other."""
    fields = schema()
    assert sorted(COLUMNS) == sorted(x for x in fields.names() if not fields[x].indexed)[1:]
    assert set(row(SAMPLE[0])) - {"_stored_title", "_stored_body"} == set(fields.names())
    assert np.all([fields[name].stored for name in ("title", "body", "article")])
