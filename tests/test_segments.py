"""Does Whoosh read our segments as if it had written them, and do we read them alike?"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import index, query
from whoosh.reading import IndexReader

from searchsvc.article import Article, Image, Mention
from searchsvc.cache import Cache
from searchsvc.engine.whoosh.builder import SegmentBuilder
from searchsvc.engine.whoosh.fields import schema
from searchsvc.engine.whoosh.layout import LENGTHS
from searchsvc.engine.whoosh.schema import row
from searchsvc.engine.whoosh.segment import Segment, open_segments
from searchsvc.engine.whoosh.toc import write_toc
from searchsvc.errors import IndexMissing, SearchsvcError

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
"""Stock Whoosh never closes the files of its columns."""

WITH_POSITIONS = ("title", "body", "caption")
COLUMNS = ("first", "last", "visible", "category_name", "language_name")

WORDS = "moon landing landings the The Çığ café cafe ёлка елки şəhər 1990 3.5 don't İstanbul"
words = st.sampled_from(WORDS.split())
texts = st.lists(words, max_size=40).map(" ".join)
articles = st.builds(
    Article,
    id=st.uuids().map(str),
    title=texts,
    body=texts,
    category=st.sampled_from(("", "World", "Наука и жизнь", "world")),
    date=st.sampled_from((None, "1990", "1990-01", "1990-01-20", "2024-02-29", "0001-01-01")),
    language=st.sampled_from(("", "en", "ru", "tr")),
    source=st.sampled_from(("", "a paper")),
    authors=st.lists(st.sampled_from(("Ann Lee", "Lee Ann", "Иван")), max_size=3).map(tuple),
    tags=st.lists(st.sampled_from(("space", "the moon")), max_size=2).map(tuple),
    aliases=st.lists(st.sampled_from(("old", "older one")), max_size=2, unique=True).map(tuple),
    image=st.none() | texts.map(lambda caption: Image("https://example.org/1.jpg", caption)),
    visible_from=st.none() | st.integers(-(2**40), 2**40),
    translation_of=st.sampled_from(("", "key")),
    mentions=st.lists(
        st.sampled_from(("1969-07-20", "1990", "XXXX-01-20", "1990-01")).map(
            lambda value: Mention(0, 1, value, "day", "text")
        ),
        max_size=3,
    ).map(tuple),
)
archives = st.lists(articles, min_size=1, max_size=12)

SAMPLE = [
    Article(
        id=f"a{number}",
        title=f"Moon landing {number}",
        body="The moon " * (number % 5) + f"landed on day {number}. " + "word " * 60,
        category=("", "World", "Science")[number % 3],
        date=(None, "1990-01-20", "1990")[number % 3],
        language=("en", "ru", "")[number % 3],
        image=Image("https://example.org/1.jpg", "Café at night") if number % 2 else None,
    )
    for number in range(40)
]


def build(folder: Path, archive: list[Article], **layout: int) -> Segment:
    """An index of one segment in `folder`, written by us."""
    folder.mkdir()
    builder = SegmentBuilder(folder, **layout)
    for article in archive:
        builder.add(article)
    write_toc(folder, schema(), [builder.finish()], 1)
    (segment,) = open_segments(folder)
    return segment


def build_stock(folder: Path, archive: list[Article]) -> IndexReader:
    """A reader of an index of the same rows, written by Whoosh."""
    folder.mkdir()
    writer = index.create_in(str(folder), schema()).writer()
    for article in archive:
        writer.add_document(**row(article))
    writer.commit(merge=False)
    return index.open_dir(str(folder)).reader()


def said_of_terms(reader: IndexReader) -> dict[tuple[str, bytes], object]:
    """All that Whoosh finds in an index under each of its terms."""
    said = {}
    for field, term in reader.all_terms():
        info = reader.term_info(field, term)
        matcher = reader.postings(field, term)
        listed = []
        while matcher.is_active():
            where = matcher.value_as("positions") if field in WITH_POSITIONS else None
            often = matcher.value_as("frequency")
            listed.append((matcher.id(), matcher.weight(), often, where))
            matcher.next()
        lengths = info.min_length(), info.max_length()
        ids = info.min_id(), info.max_id()
        weights = info.weight(), info.max_weight()
        said[field, term] = info.doc_frequency(), weights, lengths, ids, listed
    return said


def said_of_documents(reader: IndexReader) -> list[object]:
    """All that Whoosh finds in an index under each document."""
    fields = schema().scorable_names()
    columns = {name: list(reader.column_reader(name)) for name in COLUMNS}
    said: list[object] = [
        (
            reader.stored_fields(doc),
            [reader.doc_field_length(doc, field) for field in fields],
            [columns[name][doc] for name in COLUMNS],
        )
        for doc in range(reader.doc_count_all())
    ]
    return [*said, [reader.field_length(field) for field in fields]]


@pytest.mark.parametrize("layout", [{}, {"limit": 3}, {"limit": 5, "level": 3, "stored_level": 0}])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(archive=archives)
def test_whoosh_reads_the_same_from_us_as_from_itself(tmp_path_factory, layout, archive):
    """Terms, postings, positions, lengths, columns and stored fields equal Whoosh's own."""
    folder = tmp_path_factory.mktemp("index")
    stock = build_stock(folder / "stock", archive)
    build(folder / "ours", archive, **layout)
    ours = index.open_dir(str(folder / "ours")).reader()
    assert said_of_terms(ours) == said_of_terms(stock)
    assert said_of_documents(ours) == said_of_documents(stock)


@pytest.mark.parametrize("layout", [{}, {"limit": 3, "level": 3}])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(archive=archives)
def test_we_read_the_same_as_whoosh(tmp_path_factory, layout, archive):
    """What our reader finds without unpickling is what Whoosh finds."""
    folder = tmp_path_factory.mktemp("index")
    segment = build(folder / "ours", archive, **layout)
    whoosh = index.open_dir(str(folder / "ours")).reader()
    terms: dict[str, list[str]] = {}
    for (field, term), said in said_of_terms(whoosh).items():
        often, _, _, _, listed = said
        terms.setdefault(field, []).append(term.decode())
        postings = segment.postings(field, term.decode())
        weights = np.ones(often) if postings.weights is None else postings.weights
        assert segment.frequency(field, term.decode()) == often
        assert [(x[0], x[1]) for x in listed] == list(zip(postings.docs, weights, strict=True))
        if field in WITH_POSITIONS:
            positions = segment.positions(field, term.decode())
            found = [x.tolist() for x in np.split(positions.flat, positions.starts[1:-1])]
            assert found == [x[3] for x in listed]
            last = segment.positions(field, term.decode(), np.array([often - 1]))
            assert last.flat.tolist() == listed[-1][3]
    for field in schema().names():
        assert segment.terms(field)[:] == terms.get(field, [])
        frequencies = [segment.frequency(field, term) for term in terms.get(field, [])]
        assert segment.terms(field).frequencies().tolist() == frequencies
    for name in ("first", "last", "visible"):
        assert segment.numbers(name).tolist() == list(whoosh.column_reader(name))
    for name in ("category_name", "language_name"):
        ordinals, values = segment.labels(name)
        assert [values[x].encode() for x in ordinals] == list(whoosh.column_reader(name))
    for doc, article in enumerate(archive):
        assert segment.stored(doc) == whoosh.stored_fields(doc)
        assert segment.stored(doc)["body"] == article.body
    for field in schema().scorable_names():
        lengths = [whoosh.doc_field_length(doc, field) or 0 for doc in range(len(archive))]
        assert LENGTHS[segment.lengths(field)].tolist() == lengths
        assert segment.total_length(field) == whoosh.field_length(field)


def test_stock_whoosh_answers_queries(tmp_path):
    """Whoosh's own searcher finds terms and phrases in an index of ours."""
    build(tmp_path / "index", SAMPLE, limit=7)
    with index.open_dir(str(tmp_path / "index")).searcher() as searcher:
        both = query.And([query.Term("body", "moon"), query.Term("body", "word")])
        found = {hit["title"] for hit in searcher.search(both, limit=None)}
        assert found == {article.title for article in SAMPLE if "moon" in article.body}
        phrase = query.Phrase("title", ["landing", "7"])
        assert [hit["title"] for hit in searcher.search(phrase)] == ["Moon landing 7"]
        assert searcher.document(id="a7")["title"] == "Moon landing 7"


@pytest.mark.parametrize("positions", [70_000, 300, 3])
def test_articles_of_any_length_keep_their_positions(tmp_path, positions):
    """Positions beyond one and two bytes, and counts beyond one, come back as they were."""
    body = "a " * positions + "b " + "c " * 400 + "b"
    segment = build(tmp_path / "index", [Article("1", "t", body), Article("2", "t", "b")])
    assert segment.positions("body", "b").flat.tolist() == [positions, positions + 401, 0]
    assert segment.positions("body", "a").flat.tolist() == list(range(positions))
    assert segment.postings("body", "c").weights.tolist() == [400]
    reader = index.open_dir(str(tmp_path / "index")).reader()
    assert reader.postings("body", "b").value_as("positions") == [positions, positions + 401]
    assert reader.postings("body", "c").weight() == 400


def test_prefixes_are_ranges_of_the_lexicon(tmp_path):
    """A prefix names the slice of all terms that begin with it."""
    lexicon = build(tmp_path / "index", SAMPLE).terms("body")
    assert lexicon[lexicon.prefixed("mo")] == ["moon"]
    assert [x for x in lexicon if x.startswith("1")] == lexicon[lexicon.prefixed("1")]
    assert lexicon[lexicon.prefixed("zzz")] == []
    assert lexicon[lexicon.prefixed("")] == list(lexicon)
    assert [lexicon[n] for n in lexicon.of_size(4)] == [x for x in lexicon if len(x.encode()) == 4]
    flat, starts = lexicon.encoded()
    assert flat.tobytes().decode() == "".join(lexicon) and len(starts) == len(lexicon) + 1


def test_what_is_not_there_is_none(tmp_path):
    """Unknown terms and fields have no postings and no positions."""
    segment = build(tmp_path / "index", SAMPLE)
    assert segment.postings("body", "absent") is None
    assert segment.positions("nofield", "moon") is None
    assert segment.frequency("tag", "moon") == 0
    assert len(segment.terms("tag")) == 0
    assert segment.postings("body", "\ud800") is None
    with pytest.raises(IndexMissing):
        open_segments(tmp_path)


def test_a_segment_reads_the_same_after_giving_its_memory_back(tmp_path):
    """A merge gives it back as it goes, while others may still be reading."""
    segment = build(tmp_path / "index", SAMPLE)
    stored = segment.stored(3)
    postings = segment.postings("title", "moon").docs.copy()
    segment.release()
    assert segment.stored(3) == stored
    assert (Segment(tmp_path / "index", segment.info, Cache(0)).postings("title", "moon").docs
            == postings).all()  # fmt: skip
    segment.verify()


def test_the_facts_beside_the_table_agree_with_it(tmp_path):
    """Names, counts, deletions and lengths are those that Whoosh's table of contents holds."""
    folder = tmp_path / "index"
    folder.mkdir()
    segments = []
    for part in (SAMPLE[:5], SAMPLE[5:]):
        builder = SegmentBuilder(folder)
        for article in part:
            builder.add(article)
        segments.append(builder.finish())
    segments[1].delete_document(3)
    segments[1].delete_document(1)
    write_toc(folder, schema(), segments, 7)
    said = index.open_dir(str(folder))._read_toc().segments
    for ours, theirs in zip(open_segments(folder), said, strict=True):
        deleted = [] if ours.deleted is None else ours.deleted.tolist()
        assert ours.name == theirs.segment_id() and ours.doc_count == theirs.doc_count_all()
        assert deleted == sorted(theirs.deleted_docs())
        assert ours.info.lengths == dict(theirs._fieldlengths)
    assert index.open_dir(str(folder)).doc_count() == len(SAMPLE) - 2


def test_an_index_that_another_program_wrote_to_is_refused(tmp_path):
    """A table of contents that is not the one we wrote is not served."""
    build(tmp_path / "index", SAMPLE)
    writer = index.open_dir(str(tmp_path / "index")).writer()
    writer.delete_by_term("id", "a1")
    writer.commit()
    with pytest.raises(SearchsvcError):
        open_segments(tmp_path / "index")
